"""Somebody who uses MLflow from outside: by the real client, by plain HTTP or in a browser."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Self

import requests

from tests.proxy import Proxy
from tests.rehearsal import Rehearsal, image_python

SCRIPTS = Path(__file__).parent / "parts"
NAME = "mlflow.example.com"


class User:
    """Knows the stack by its public name alone; what it reaches is counted in `proxy`."""

    def __init__(self, rehearsal: Rehearsal, *, reaches_s3: bool = True) -> None:
        self.s3 = f"127.0.0.1:{rehearsal.account_port}"
        places = {f"{NAME}:443": rehearsal.https_port}
        self.proxy = Proxy(places | ({self.s3: rehearsal.account_port} if reaches_s3 else {}))
        self.authority = rehearsal.folder / ".local" / "ca.pem"

    def __enter__(self) -> Self:
        self.proxy.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.proxy.__exit__()

    @property
    def environment(self) -> dict[str, str]:
        """What the real client is told; the rest is its default."""
        return {
            "PATH": f"{image_python().parent}{os.pathsep}{os.defpath}",
            "HOME": "/tmp",
            "MLFLOW_TRACKING_URI": f"https://{NAME}",
            "MLFLOW_TRACKING_SERVER_CERT_PATH": str(self.authority),
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "http_proxy": self.proxy.url,
            "https_proxy": self.proxy.url,
        }

    def run(self, *command: str | Path, **environment: str) -> str:
        """What a program of the image's Python environment prints; it must succeed."""
        done = subprocess.run(
            [image_python().parent / command[0], *command[1:]],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def script(self, name: str, *arguments: str | Path, **environment: str) -> Any:
        """The JSON that one of `parts` prints in its last line."""
        return json.loads(
            self.run("python", SCRIPTS / name, *arguments, **environment).splitlines()[-1]
        )

    def ask(self, path: str, **request: Any) -> requests.Response:
        """The answer to a plain request: GET, or POST where there is a body."""
        return requests.request(
            "POST" if "json" in request else "GET",
            f"https://{NAME}{path}",
            proxies={"https": self.proxy.url},
            verify=str(self.authority),
            timeout=60,
            **request,
        )
