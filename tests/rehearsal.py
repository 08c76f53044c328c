"""The rehearsal as a user runs it, in a copy of this project with ports and settings of its own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import psutil
import yaml

from local.database import free_port
from local.engine import REPOSITORY
from local.image_environment import image_environment

PARTS = ("__main__.py", "settings.py", "Pulumi*.yaml", "components", "image", "local", "examples")


def image_python() -> Path:
    """The interpreter of an environment with exactly what the image installs."""
    return image_environment(REPOSITORY / "image" / "requirements.txt") / "python"


class Rehearsal:
    """A copy of the project; `settings` win over those of Pulumi.local.yaml."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        for part in PARTS:
            for source in REPOSITORY.glob(part):
                if source.is_dir():
                    ignored = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(source, folder / source.name, ignore=ignored)
                else:
                    shutil.copy(source, folder)
        self.account_port, self.http_port, self.https_port = (free_port() for _ in range(3))
        self.url = f"http://localhost:{self.http_port}"
        self.configure(**settings)
        self.files = self.listing()

    def configure(self, **settings: Any) -> None:
        """The project's settings with these in their place; an earlier call's are forgotten."""
        self.settings = settings
        text = (REPOSITORY / "Pulumi.local.yaml").read_text()
        content = yaml.safe_load(text.replace(":5566", f":{self.account_port}"))
        content["config"] |= {f"mlflow:{key}": value for key, value in settings.items()}
        (self.folder / "Pulumi.local.yaml").write_text(yaml.safe_dump(content, sort_keys=False))

    def listing(self) -> set[Path]:
        """Every file outside the ignored folder and Python's caches."""
        return {
            path.relative_to(self.folder)
            for path in self.folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and ".local" not in path.parts
        }

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command of `python -m local`."""
        if command == "up":
            arguments = (*arguments, "--http-port", str(self.http_port))
            arguments = (*arguments, "--https-port", str(self.https_port))
        return subprocess.run(
            [sys.executable, "-m", "local", command, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )

    def up(self) -> str:
        """What a successful `up` printed."""
        done = self.run("up")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def client(self, service: str) -> Any:
        """A client of the rehearsal's account."""
        return boto3.client(
            service,
            region_name="eu-west-1",
            endpoint_url=f"http://127.0.0.1:{self.account_port}",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def tasks(self) -> list[dict[str, Any]]:
        """What runs for the service: each task's containers with their process and log."""
        status = json.loads((self.folder / ".local" / "status.json").read_text())
        (service,) = status["services"].values()
        return service["tasks"]

    def processes(self) -> list[str]:
        """Command lines of everything that runs for this copy."""
        found = []
        for process in psutil.process_iter(["cmdline", "cwd"]):
            line = " ".join(process.info["cmdline"] or [])
            if str(self.folder) in line or str(self.folder) in str(process.info["cwd"]):
                found.append(line)
        return found
