"""Makes the Python environment that the container image holds, from its lock file, in the user's
cache: processes of the rehearsal and of the tests run in it instead of in a container.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from uv import find_uv_bin


def image_environment(requirements: Path) -> Path:
    """The bin folder of the environment that `requirements` locks; made on first use, then kept."""
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "mlflow-aws" / f"image-{digest}"
    binaries = folder / "bin"
    complete = folder / "complete"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # `python` is a link that breaks when the interpreter below it is removed.
        if not (complete.exists() and (binaries / "python").exists()):
            shutil.rmtree(folder, ignore_errors=True)
            _install(requirements, folder)
            complete.touch()
    return binaries


def _install(requirements: Path, folder: Path) -> None:
    print("Installing the image's Python packages, once (0.9 GB on disk):", flush=True)
    uv = find_uv_bin()
    _run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)])
    _run(
        [
            uv,
            *("pip", "install", "--python", str(folder / "bin" / "python")),
            *("--require-hashes", "--only-binary", ":all:", "--compile-bytecode"),
            *("--requirements", str(requirements)),
        ]
    )


def _run(command: list[str]) -> None:
    """Runs uv and passes on its progress, but not its list of everything installed."""
    said: list[str] = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        for line in process.stderr:
            if line.startswith(("Downloading", "Prepared", "Installed")):
                print(f"  {line.strip()}", flush=True)
            else:
                said.append(line)
    if process.returncode != 0:
        reason = " ".join("".join(said).split())
        raise RuntimeError(f"uv could not make the image's Python environment: {reason}")
