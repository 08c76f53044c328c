"""Clients of one version of MLflow or another, and what they log and read alike."""

import os
import subprocess
from pathlib import Path

OLDER = Path(__file__).parent / "older"
LOGGED = (OLDER / "logged.json").read_text()  # what read.py says where log.py has logged


def client_says(python: Path, url: str, *arguments: str | Path) -> str:
    """What a program prints that is a client of the server at that URL."""
    return subprocess.run(
        [python, *arguments],
        env={
            "MLFLOW_TRACKING_URI": url,
            # It has sent its traces when it ends.
            "MLFLOW_ENABLE_ASYNC_TRACE_LOGGING": "false",
            "PATH": os.defpath,
            "HOME": "/tmp",
        },
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=400,
    ).stdout
