"""`make up` as a user types it: in an empty cache, warm, and unchanged."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from local.database import free_port
from local.engine import REPOSITORY
from tests.bench.report import table


class Copy:
    """A clone of the project in a folder and with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        files = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for file in filter(None, files.split("\0")):
            (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / file, self.folder / file)
        settings = self.folder / "Pulumi.local.yaml"
        settings.write_text(settings.read_text().replace(":5566", f":{free_port()}"))

    def make(self, target: str) -> float:
        """Seconds that a target took."""
        begun = time.perf_counter()
        subprocess.run(
            ["make", target],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - begun

    def preview(self) -> float:
        """Seconds of a plain `pulumi preview` in the shell of `make env`."""
        script = f'eval "$({sys.executable} -m local env)"; pulumi preview'
        begun = time.perf_counter()
        subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - begun

    def memory(self) -> float:
        """Proportional memory in MB of every process of the rehearsal."""
        total = 0
        for process in psutil.process_iter(["cmdline", "environ", "cwd"]):
            told = json.dumps(process.info, default=str)
            if str(self.folder) in told and process.pid != os.getpid():
                total += process.memory_full_info().pss
        return total / 1024**2


def section() -> str:
    """Cold, warm and unchanged `make up`, preview, memory."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        found = {"`make up`, empty cache, CLI built": f"{copy.make('up'):.0f} s"}
        try:
            copy.make("down")
            found["`make up`, warm (aim 45 s or less)"] = f"{copy.make('up'):.0f} s"
            found["`make up`, unchanged (aim 15 s or less)"] = f"{copy.make('up'):.0f} s"
            found["`pulumi preview`, whole graph (aim 8 s or less)"] = f"{copy.preview():.1f} s"
            found["memory, all processes, PSS (aim 1.2 GB or less)"] = f"{copy.memory():.0f} MB"
        finally:
            copy.make("down")
        return table("The rehearsal", found)
