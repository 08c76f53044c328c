"""The three servers that are compared: the documented approach's, MLflow's own defaults, and ours
with the containers that our components register. Each runs in the image's Python environment.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from local.database import free_port
from local.engine import REPOSITORY
from tests.bench.surroundings import BUCKET, DATABASE, USER, Surroundings
from tests.rehearsal import image_python

PROGRAMS = REPOSITORY / "image" / "programs"
# uvicorn takes uvloop and httptools where they are installed. Plain `pip install mlflow` brings
# neither, our image has both.
PLAIN = ["--uvicorn-opts", "--loop asyncio --http h11"]
REGISTERED = """
import json, sys
sys.path.insert(0, "tests/unit")
from stacks import service
(task,) = service(**json.loads(sys.argv[1])).of("aws:ecs/taskDefinition:TaskDefinition")
print(task.inputs["containerDefinitions"])
"""


class Server:
    """A server and what runs beside it in its task."""

    def __init__(self, around: Surroundings) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.folder = around.folder / "server"
        self.folder.mkdir()
        self._processes: list[psutil.Popen] = []

    def start(
        self, command: list[str], environment: dict[str, str], folder: Path | None = None
    ) -> psutil.Popen:
        """Start a process of the task, its output in a file as on AWS in a log."""
        with open(self.folder / "log", "ab") as log:
            process = psutil.Popen(
                command,
                env={
                    "PATH": f"{image_python().parent}{os.pathsep}{os.defpath}",
                    "HOME": str(self.folder),
                    **environment,
                    "TMPDIR": str(self.folder),
                },
                cwd=folder or self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def until(self, what: str, condition: Any, seconds: float = 300) -> float:
        """Seconds until a condition is met."""
        begun = time.monotonic()
        while not condition():
            if time.monotonic() > begun + seconds or self._processes[-1].poll() is not None:
                log = (self.folder / "log").read_text().splitlines()[-15:]
                raise RuntimeError("\n".join([*log, f"not within {seconds:.0f} s: {what}"]))
            time.sleep(0.02)
        return time.monotonic() - begun

    def healthy(self) -> bool:
        """Whether /health answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def tree(self) -> list[psutil.Process]:
        """Every process of the task."""
        return [
            one
            for process in self._processes
            if process.is_running()
            for one in (process, *process.children(recursive=True))
        ]

    def memory(self) -> float:
        """Proportional memory of the task in MB."""
        return self._sum(lambda process: process.memory_full_info().pss) / 1024**2

    def cpu_seconds(self) -> float:
        """CPU time that the task has used."""
        return self._sum(lambda process: sum(process.cpu_times()[:2]))

    def _sum(self, of: Callable[[psutil.Process], float]) -> float:
        total = 0.0
        for process in self.tree():
            with suppress(psutil.NoSuchProcess):
                total += of(process)
        return total

    def stop(self) -> None:
        """End every process and remove what they wrote."""
        tree = self.tree()
        # MLflow's job queue stays in /dev/shm otherwise.
        queues = {_variable(one, "_MLFLOW_HUEY_STORAGE_PATH") for one in tree} - {None}
        for process in reversed(self._processes):
            process.terminate()
        for process in psutil.wait_procs(tree, 20)[1]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(tree)
        for folder in (self.folder, *queues):
            shutil.rmtree(str(folder), ignore_errors=True)


def documented(server: Server, around: Surroundings) -> None:
    """The file store of the documented approach, with its command line; here on the local disk."""
    server.start(
        _command(
            server,
            *("--backend-store-uri", str(file_store(around))),
            *("--default-artifact-root", f"s3://{BUCKET}/documented", "--serve-artifacts"),
        ),
        {"MLFLOW_ALLOW_FILE_STORE": "true", **around.aws},
    )


def defaults(server: Server, around: Surroundings) -> None:
    """MLflow's own defaults on PostgreSQL and S3."""
    server.start(
        _command(
            server,
            *("--backend-store-uri", around.database_uri),
            *("--artifacts-destination", f"s3://{BUCKET}/defaults"),
        ),
        around.aws,
    )


def ours(server: Server, around: Surroundings) -> None:
    """The containers `credentials` and `mlflow` of our task definition, as registered."""
    containers = _registered(around)
    pgpass = server.folder / "pgpass"
    added = {
        "PGPASSFILE": str(pgpass),
        "PGSSLMODE": "disable",  # this PostgreSQL is built without TLS
        "MLFLOW_HOST": "127.0.0.1",
        "MLFLOW_PORT": str(server.port),
        "AWS_REGION": around.aws["AWS_DEFAULT_REGION"],
        **around.aws,
    }
    for name in ("credentials", "mlflow"):
        container = containers[name]
        environment = {one["name"]: one["value"] for one in container["environment"]}
        server.start(
            [part.replace("/opt/mlflow", str(PROGRAMS)) for part in container["command"]],
            environment | added,
            PROGRAMS / "server",  # the image's working directory
        )
        if name == "credentials":
            server.until("the password file", pgpass.exists)


CONFIGURATIONS = {"documented approach": documented, "MLflow's defaults": defaults, "ours": ours}


@contextmanager
def running(name: str, around: Surroundings) -> Generator[tuple[Server, float]]:
    """One of the servers until the end of `with`, and how many seconds it took to be healthy."""
    server = Server(around)
    try:
        CONFIGURATIONS[name](server, around)
        yield server, server.until("/health answers", server.healthy)
    finally:
        server.stop()


def file_store(around: Surroundings) -> Path:
    """Folder of the documented approach's tracking store."""
    return around.folder / "efs"


def _command(server: Server, *options: str) -> list[str]:
    address = ["--host", "127.0.0.1", "--port", str(server.port)]
    return ["mlflow", "server", *address, *options, *PLAIN]


def _registered(around: Surroundings) -> dict[str, Any]:
    """Containers of the task that our components register with these surroundings."""
    service = {
        "database_endpoint": "127.0.0.1",
        "database_port": around.database_port,
        "database_name": DATABASE,
        "database_username": USER,
        "database_secret_arn": around.secret_arn,
        "artifact_bucket": BUCKET,
        "domain_name": "localhost",
    }
    registered = subprocess.run(
        [sys.executable, "-c", REGISTERED, json.dumps(service)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {one["name"]: one for one in json.loads(registered)}


def _variable(process: psutil.Process, name: str) -> str | None:
    try:
        return process.environ().get(name)
    except psutil.NoSuchProcess:
        return None
