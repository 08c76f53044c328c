"""An empty account, and stacks on it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.account import SETTINGS
from local.database import free_port
from local.engine import REPOSITORY, Engine
from tests.engine.deployment import Aws, Stack


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    """An empty account."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "local.account", str(port)],
        cwd=REPOSITORY,
        env={"PATH": os.defpath, **SETTINGS},
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, "the account did not start"
                time.sleep(0.05)
        yield Aws(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(scope="module")
def make_stack(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Stack]:
    """Makes a stack; `project` is a folder with a Pulumi project, by default a copy of this one."""
    state = tmp_path_factory.mktemp("state")

    def make(project: Path | None = None, stack: str = "local") -> Stack:
        return Stack(Engine(state, project or copy(), stack), aws)

    def copy() -> Path:
        # A copy, so that a test may change a file of image/.
        folder = tmp_path_factory.mktemp("project")
        for name in ("components", "image"):
            shutil.copytree(
                REPOSITORY / name,
                folder / name,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        for file in ("__main__.py", "settings.py"):
            shutil.copy(REPOSITORY / file, folder)
        for file in REPOSITORY.glob("Pulumi*.yaml"):
            shutil.copy(file, folder)
        return folder

    return make
