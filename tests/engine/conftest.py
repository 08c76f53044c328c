"""An empty account, and stacks on it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from moto.server import ThreadedMotoServer

from local.engine import REPOSITORY, Engine
from tests.engine.deployment import Aws, Stack


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    """An empty account."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    requests.post(f"{url}/moto-api/reset", timeout=10)
    yield Aws(url)
    server.stop()


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
