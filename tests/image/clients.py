"""The load of load.py around whatever happens to the server meanwhile."""

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

from image_services import IMAGE

from tests.rehearsal import image_python

LOAD = IMAGE.parent / "tests" / "image" / "load.py"


class Clients:
    """Default clients that log from `with` to its end; `report` says how it went for them.
    They are of the image's version of MLflow unless `python` is the interpreter of another."""

    def __init__(
        self, url: str, clients: int, *, artifact_mb: int = 0, python: Path | None = None
    ) -> None:
        self.report: dict[str, Any] = {}
        self._process = subprocess.Popen(
            [
                python or image_python(),
                LOAD,
                str(clients),
                *([str(artifact_mb)] if artifact_mb else []),
            ],
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
