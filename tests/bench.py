"""Measures the rehearsal and the program, side by side in one run, and writes docs/benchmarks.md.

`python -m tests.bench` takes about ten minutes, most of it the cold `make up` in an empty cache.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import psutil

from local.database import free_port

PROJECT = Path(__file__).parents[1]
REPORT = PROJECT / "docs" / "benchmarks.md"
ROUNDS = 5
# A class of each module that the program uses: the SDK loads modules when they are touched.
IMPORTS = """
import pulumi, yaml, pulumi_aws as aws, pulumi_awsx as awsx
(aws.ec2.SecurityGroup, aws.vpc.SecurityGroupIngressRule, aws.iam.Role, aws.cloudwatch.LogGroup,
 aws.rds.Instance, aws.s3.Bucket, aws.lb.Listener, aws.ecs.Service, awsx.ec2.Vpc, awsx.ecr.Image)
"""
PROGRAM = """
import sys
sys.path.insert(0, "tests/unit")
from stacks import program
program("local")
"""


def peak(code: str) -> tuple[float, float]:
    """Seconds and peak memory in MB of a Python process that runs `code`."""
    code += "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - begun, float(done.stdout.split()[-1])


def program() -> dict[str, str]:
    """The program on mocks against the bare imports, in turn."""
    rounds = [(peak(IMPORTS), peak(PROGRAM)) for _ in range(ROUNDS)]
    imports = min(one[0][0] for one in rounds)
    whole = min(one[1][0] for one in rounds)
    memory = max(one[1][1] for one in rounds)
    return {
        "imports alone": f"{imports:.2f} s",
        "program on mocks": f"{whole:.2f} s",
        "ratio (aim 1.15 or less)": f"{whole / imports:.2f}",
        "peak memory of the program": f"{memory:.0f} MB",
    }


class Copy:
    """A clone of the project in a folder and with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        files = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for file in filter(None, files.split("\0")):
            (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / file, self.folder / file)
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


def rehearsal() -> dict[str, str]:
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
        return found


def lines(folder: str) -> str:
    """Lines of Python below a folder."""
    return str(sum(len(file.read_text().splitlines()) for file in (PROJECT / folder).rglob("*.py")))


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


def table(title: str, rows: dict[str, str]) -> str:
    """A section of the report."""
    body = "\n".join(f"| {name} | {value} |" for name, value in rows.items())
    return f"## {title}\n\n| what | measured |\n|---|---|\n{body}\n"


def main() -> None:
    code = {f"lines of `{folder}/`": lines(folder) for folder in ("components", "local")}
    report = "\n".join(
        [
            "# Benchmarks\n\nWritten by `make bench`; do not edit.\n",
            f"{machine()}\n",
            table("The program alone", program()),
            table("The rehearsal", rehearsal()),
            table("Code", code),
        ]
    )
    REPORT.write_text(report)
    print(report)


if __name__ == "__main__":
    main()
