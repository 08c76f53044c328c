"""The load of load.py, and a look at /health, around whatever happens to the server meanwhile."""

import json
import os
import subprocess
import threading
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from image_services import IMAGE

from tests.rehearsal import image_python

LOAD = IMAGE.parent / "tests" / "image" / "load.py"


class Clients:
    """Default clients that log from `with` to its end, `transfers` more that upload and download
    artifacts of `artifact_mb` all the time; `report` says how it went for them. They are of the
    image's version of MLflow unless `python` is the interpreter of another."""

    def __init__(
        self,
        url: str,
        clients: int,
        *,
        transfers: int = 0,
        artifact_mb: int = 0,
        python: Path | None = None,
    ) -> None:
        self.report: dict[str, Any] = {}
        self._process = subprocess.Popen(
            [python or image_python(), LOAD, str(clients), str(transfers), str(artifact_mb)],
            env={"MLFLOW_TRACKING_URI": url, "PATH": os.defpath, "HOME": "/tmp"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Clients":
        assert self._process.stdout
        line = self._process.stdout.readline()
        while line and line != "ready\n":
            line = self._process.stdout.readline()
        assert line, f"the clients ended with {self._process.wait()}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind:
            self._process.kill()
            self._process.wait()
            return
        out, _ = self._process.communicate(timeout=400)
        self.report = json.loads(out.splitlines()[-1])
        counts = {key: self.report[key] for key in ("calls", "retries", "slowest")}
        print(f"{counts}, {len(self.report['failures'])} failed", flush=True)


@contextmanager
def healthy(url: str) -> Generator[None]:
    """The server answers /health with 200 from `with` to its end."""
    ended = threading.Event()
    others: list[str] = []

    def watch() -> None:
        while not ended.wait(0.5):
            try:
                urllib.request.urlopen(f"{url}/health", timeout=20).close()
            except OSError as error:
                others.append(str(error))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
    assert others == []
