"""Processes of the rehearsal: each in a session of its own, with a pid file, ended as a group."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

Process = asyncio.subprocess.Process


async def start(
    state: Path,
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    log: Path,
    folder: Path | str = "/",
    uid: int | None = None,
    stdin: int = asyncio.subprocess.DEVNULL,
) -> Process:
    """Start `command` with exactly `environment`; its output goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    identity: dict[str, Any] = {}
    if uid is not None:
        identity = {"user": uid, "group": uid, "extra_groups": []}
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=dict(environment),
            cwd=folder,
            stdin=stdin,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **identity,
        )
    record(state, process.pid, name)
    return process


async def stop(state: Path, process: Process, patience: float, how: int = signal.SIGTERM) -> None:
    """Ask the process to end, insist after `patience` seconds, and leave nothing of its group."""
    if process.returncode is None:
        # ECS tells the container's first process alone, which has to pass it on.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, how)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), patience)
    _kill_group(process.pid)
    await process.wait()
    forget(state, process.pid)


def record(state: Path, pid: int, name: str) -> None:
    """Write the pid file; the start time tells a process from a later one with its number."""
    folder = state / "pids"
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(psutil.NoSuchProcess):
        started = psutil.Process(pid).create_time()
        draft = folder / f"{pid}.draft"
        draft.write_text(json.dumps({"name": name, "started": started}))
        draft.replace(folder / f"{pid}.json")


def forget(state: Path, pid: int) -> None:
    """Remove the pid file."""
    (state / "pids" / f"{pid}.json").unlink(missing_ok=True)


def recorded(state: Path, name: str) -> int | None:
    """Give the pid of the living process that was recorded as `name`."""
    for pid, entry in _entries(state):
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            # A killed process stays a zombie until its parent, often a lazy init, has noticed.
            alive = process.is_running() and process.status() != psutil.STATUS_ZOMBIE
            if entry["name"] == name and alive and _is_ours(pid, entry["started"]):
                return pid
    return None


def sweep(state: Path) -> list[str]:
    """End every recorded process that is still there; give their names."""
    swept = []
    for pid, entry in _entries(state):
        if _is_ours(pid, entry["started"]):
            _kill_group(pid)
            swept.append(entry["name"])
        forget(state, pid)
    return swept


def end(pid: int, patience: float) -> None:
    """Ask a process that is no child of ours to end, and insist after `patience` seconds."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(patience)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(5)


async def start_watchdog(state: Path) -> Process:
    """Start the process that sweeps when this one ends without having cleaned up."""
    command = [sys.executable, "-m", "local.processes", str(state)]
    return await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, start_new_session=True
    )


def _entries(state: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for file in (state / "pids").glob("*.json"):
        with contextlib.suppress(FileNotFoundError):  # that process has just ended
            yield int(file.stem), json.loads(file.read_text())


def _is_ours(pid: int, started: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - started) < 1
    except psutil.NoSuchProcess:
        # A number is not given away again while a group of that number has members.
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return False
        return True


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.stdin.read()
    time.sleep(0.2)  # a clean stop has removed the pid files by now
    sweep(Path(sys.argv[1]))
