"""The limits of a Fargate task on this computer: a control group, version 1 or 2, made by root."""

import contextlib
import os
import threading
import time
import uuid
from collections.abc import Generator
from pathlib import Path

import pytest

MIB = 1024 * 1024
PERIOD = 100_000  # microseconds


class Cgroup:
    """One group: which folders it is, and what the kernel says of it."""

    def __init__(self, folders: dict[str, Path], version: int) -> None:
        self.folders = folders
        self.version = version

    def limit(self, cpu: int, memory_mib: int) -> None:
        """Grant so many CPU units, 1024 to a core, and no more memory than this; no swap."""
        quota = cpu * PERIOD // 1024
        if self.version == 1:
            self._write("cpu", "cpu.cfs_period_us", PERIOD)
            self._write("cpu", "cpu.cfs_quota_us", quota)
            self._write("memory", "memory.limit_in_bytes", memory_mib * MIB)
            self._write("memory", "memory.swappiness", 0)
        else:
            self._write("cpu", "cpu.max", f"{quota} {PERIOD}")
            self._write("memory", "memory.max", memory_mib * MIB)
            with contextlib.suppress(FileNotFoundError):  # a kernel without swap
                self._write("memory", "memory.swap.max", 0)

    def command(self, command: list[str]) -> list[str]:
        """The command as one that joins the group first."""
        files = " ".join(str(folder / "cgroup.procs") for folder in self.folders.values())
        return [
            *("/bin/sh", "-c", f'for f in {files}; do echo $$ > "$f"; done; exec "$@"', "sh"),
            *command,
        ]

    def killed(self) -> int:
        """How many processes the kernel has killed for want of memory."""
        file = "memory.oom_control" if self.version == 1 else "memory.events"
        return self._numbers(file)["oom_kill"]

    def used_mib(self) -> int:
        """What the processes hold: the page cache beside it gives way."""
        key = "total_rss" if self.version == 1 else "anon"
        return self._numbers("memory.stat")[key] // MIB

    def end(self) -> None:
        """Kill what is left in it, and remove it."""
        for folder in set(self.folders.values()):
            while pids := (folder / "cgroup.procs").read_text().split():
                for pid in pids:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(pid), 9)
                time.sleep(0.1)
            folder.rmdir()

    def _write(self, controller: str, file: str, value: object) -> None:
        (self.folders[controller] / file).write_text(str(value))

    def _numbers(self, file: str) -> dict[str, int]:
        lines = (self.folders["memory"] / file).read_text().splitlines()
        return {key: int(value) for key, value in map(str.split, lines)}


@contextlib.contextmanager
def cgroup(cpu: int, memory_mib: int) -> Generator[Cgroup]:
    """A group with these limits, or a skipped test where the kernel or its owner says no."""
    name = f"mlflow-test-{uuid.uuid4().hex[:8]}"
    made = None
    try:
        made = _make(name)
        made.limit(cpu, memory_mib)
    except OSError as error:
        if made:
            made.end()
        pytest.skip(
            f"no control group with limits of memory and CPU can be made here: {error}. Not shown: "
            "that a task's memory holds its load"
        )
    try:
        yield made
    finally:
        made.end()


def _make(name: str) -> Cgroup:
    mounts = [line.split()[1:4] for line in Path("/proc/self/mounts").read_text().splitlines()]
    version_1 = {
        controller: Path(where) / name
        for where, kind, options in mounts
        for controller in ("cpu", "memory")
        if kind == "cgroup" and controller in options.split(",")
    }
    if version_1.keys() == {"cpu", "memory"}:
        for folder in version_1.values():
            folder.mkdir()
        return Cgroup(version_1, 1)
    root = next((Path(where) for where, kind, _ in mounts if kind == "cgroup2"), None)
    if root is None:
        raise OSError("no cgroup file system is mounted")
    (root / "cgroup.subtree_control").write_text("+cpu +memory")
    (root / name).mkdir()
    return Cgroup({"cpu": root / name, "memory": root / name}, 2)


@contextlib.contextmanager
def peak(group: Cgroup) -> Generator[list[int]]:
    """The most that `used_mib` has been, as the list's one member, from `with` to its end."""
    most, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            most[0] = max(most[0], group.used_mib())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        ended.set()
        watcher.join()
