"""Chromium for the tests of the UI: the one on PATH, else the distribution's, installed where that
may be done.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The path of its executable."""
    if (found := _on_path()) is not None:
        return found
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise RuntimeError(
            f"no browser on PATH ({', '.join(NAMES)}): install Chromium, "
            "on Debian by `sudo apt-get install chromium`"
        )
    print("Installing chromium with apt-get, once (0.5 GB on disk)", flush=True)
    _apt_get("update")
    _apt_get("install", "--yes", "--no-install-recommends", "chromium")
    if (found := _on_path()) is None:
        raise RuntimeError(f"apt-get installed chromium, but PATH has none of {', '.join(NAMES)}")
    return found


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _apt_get(*command: str) -> None:
    done = subprocess.run(
        ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600", *command],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        said = (done.stdout.strip() or "nothing said").splitlines()[-1]
        raise RuntimeError(f"apt-get {command[0]} failed: {said}")


if __name__ == "__main__":
    try:
        chromium()
    except RuntimeError as error:
        sys.exit(str(error))
