"""Pins a version of MLflow, the image's and the clients', and locks the image's packages anew.

With the version that is pinned already it renews the packages around it. `make mlflow` calls it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from uv import find_uv_bin

from settings import OLDEST_MLFLOW, UNKNOWN_MLFLOW

# The platforms of the image, up to the glibc of its base.
PLATFORMS = ("x86_64-manylinux_2_40", "aarch64-manylinux_2_40")


class Refused(Exception):
    """What is wrong, in one line."""


def update(project: Path, version: str) -> None:
    """Write the new pins and the new lock, or nothing."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise Refused(f"VERSION={version} is no release of MLflow: give one as x.y.z")
    major, minor, _ = map(int, version.split("."))
    if not OLDEST_MLFLOW <= (major, minor) < (UNKNOWN_MLFLOW, 0):
        oldest = ".".join(map(str, OLDEST_MLFLOW))
        raise Refused(
            f"VERSION={version} is not supported: {oldest} or later, below {UNKNOWN_MLFLOW}"
        )
    image = project / "image"
    pinned = {
        path: re.sub(r"^(mlflow\S*==).*$", rf"\g<1>{version}", path.read_text(), flags=re.M)
        for path in (image / "requirements.in", project / "requirements-dev.txt")
    }
    lock = _uv(
        *("pip", "compile", "-", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-header", "--no-annotate", "--upgrade"),
        text=pinned[image / "requirements.in"],
    )
    check_wheels(lock)
    for path, text in (pinned | {image / "requirements.txt": lock}).items():
        path.write_text(text)


def check_wheels(lock: str) -> None:
    """Refuse a lock with a package that would have to be compiled on one of the platforms."""
    with tempfile.TemporaryDirectory() as nowhere:
        for platform in PLATFORMS:
            _uv(
                *("pip", "install", "--dry-run", "--target", nowhere),
                *("--python-platform", platform, "--python-version", "3.11"),
                *("--only-binary", ":all:", "--require-hashes", "--requirements", "-"),
                text=lock,
            )


def _uv(*command: str, text: str) -> str:
    done = subprocess.run(
        [find_uv_bin(), "--quiet", *command], input=text, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise Refused(f"uv {' '.join(command[:2])} failed: {' '.join(done.stderr.split())}")
    return done.stdout


if __name__ == "__main__":
    try:
        update(Path(), "".join(sys.argv[1:]))
    except Refused as error:
        sys.exit(str(error))
