"""Measures, side by side in one run, and writes docs/benchmarks.md.

`python -m tests.bench` takes about a quarter of an hour. `python -m tests.bench server` measures a
part alone and only prints it: the file is always one whole run.
"""

import os
import platform
import re
import signal
import sys
import time
from importlib import metadata
from pathlib import Path

import psutil

from local.engine import REPOSITORY
from tests.bench import code, program, rehearsal, server

REPORT = REPOSITORY / "docs" / "benchmarks.md"
PARTS = {
    "program": program.section,
    "server": server.section,
    "rehearsal": rehearsal.section,
    "code": code.section,
}


def machine() -> str:
    """What this was measured on."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    packages = ("pulumi", "pulumi-aws", "pulumi-awsx", "moto", "mlflow-skinny")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    return (
        f"{time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores "
        f"({model[1] if model else 'unknown'}), "
        f"{psutil.virtual_memory().total / 1024**3:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def main() -> None:
    chosen = sys.argv[1:]
    for name in chosen:
        if name not in PARTS:
            sys.exit(f"there is no part {name} to measure; use {', '.join(PARTS)}, or none for all")
    # Whatever ends the run, what it started ends too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sections = [PARTS[name]() for name in chosen or PARTS]
    head = ["# Benchmarks\n\nWritten by `make bench`; do not edit.\n", f"{machine()}\n"]
    report = "\n".join([*head, *sections])
    print(report)
    if not chosen:
        REPORT.write_text(report)


if __name__ == "__main__":
    main()
