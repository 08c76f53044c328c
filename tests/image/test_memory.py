"""A task of the recommended size and one of the smallest allowed hold what they are asked to do,
under limits like Fargate's. Load and server share this computer; the limits are the server's."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import psutil
import pulumi
import pytest
from cgroup import Cgroup, cgroup, peak
from clients import Clients, healthy
from image_services import free_port, wait_until

from components.service import sizing
from tests.rehearsal import Rehearsal


def smallest() -> tuple[int, int, int]:
    """CPU and memory of the smallest task that is allowed, with as many workers as it may have."""
    for cpu, sizes in sizing.FARGATE_MEMORY.items():
        for memory in sizes:
            for workers in range(10, 0, -1):
                args: Any = {"cpu": cpu, "memory_mib": memory, "workers": workers}
                with contextlib.suppress(pulumi.RunError):
                    sizing.check(args)
                    return cpu, memory, workers
    raise AssertionError("no size is allowed")


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    made = Rehearsal(tmp_path_factory.mktemp("memory"))
    made.up()
    yield made
    made.run("down")


@contextlib.contextmanager
def task(rehearsal: Rehearsal, group: Cgroup, workers: int, folder: Path) -> Generator[str]:
    """What serves in the rehearsal's task once more, in the group, with the address of its own."""
    port, pgpass = free_port(), folder / "pgpass"
    running = rehearsal.tasks()[0]["containers"]
    changed = {
        "MLFLOW_PORT": str(port),
        "MLFLOW_WORKERS": str(workers),
        "PGPASSFILE": str(pgpass),
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    started = []

    def start(container: str) -> None:
        original = psutil.Process(running[container]["pid"])
        with (folder / f"{container}.log").open("wb") as log:
            process = subprocess.Popen(
                group.command(original.cmdline()),
                cwd=original.cwd(),
                env=original.environ() | changed,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)

    url = f"http://localhost:{port}"

    def answers() -> bool:
        assert all(process.poll() is None for process in started), "it ended"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{url}/health", timeout=20).close()
            return True
        return False

    try:
        start("credentials")
        wait_until("the password file is there", pgpass.exists, 120)
        start("mlflow")
        wait_until("the server answers", answers, 300)
        yield url
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.parametrize(("cpu", "memory", "workers"), [(1024, 2048, 2), smallest()])
def test_a_task_survives_the_load_of_a_team_and_four_uploads_of_100_mb_at_once(
    rehearsal, tmp_path, cpu, memory, workers
):
    began = time.monotonic()
    with (
        cgroup(cpu, memory) as group,
        peak(group) as most,
        task(rehearsal, group, workers, tmp_path) as url,
    ):
        ready = time.monotonic() - began
        with healthy(url), Clients(url, 4, transfers=4, artifact_mb=100) as clients:
            time.sleep(30)
        assert group.killed() == 0
    print(f"cpu {cpu}, memory {memory}, workers {workers}: up in {ready:.0f} s, {most[0]} MiB")
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
