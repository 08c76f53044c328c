"""The engine of a run: a state folder with a backend, plugins and a copy of the stack's settings,
and the Pulumi CLI called in that environment. Nothing is written into the project."""

import os
import secrets
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from local import toolchain

REPOSITORY = Path(__file__).parents[1]


class Engine:
    """The Pulumi CLI on one project and stack, with everything it keeps under `state`."""

    def __init__(
        self, state: Path, project: Path = REPOSITORY, stack: str = "local", cli: Path | None = None
    ) -> None:
        self.state = state.resolve()
        self.project = project.resolve()
        self.stack = stack
        self.cli = cli or toolchain.pulumi()
        self._name = yaml.safe_load((self.project / "Pulumi.yaml").read_text())["name"]
        self._home = self.state / "pulumi"
        self._copy = self.state / "stacks" / self._name
        self.settings_file = self._copy / f"Pulumi.{stack}.yaml"

    def prepare(self, settings: Mapping[str, Any] | None = None) -> None:
        """Lay out the state folder; `settings` win over the project's file of the stack."""
        for folder in (self.state / "backend", self._copy):
            folder.mkdir(parents=True, exist_ok=True)
        passphrase = self.state / "passphrase"
        if not passphrase.exists():
            passphrase.touch(mode=0o600)
            passphrase.write_text(secrets.token_urlsafe(24))
        merged = self._copy_settings(settings or {})
        self._write_plugins(merged)
        known = self.state / "backend" / ".pulumi" / "stacks" / self._name / f"{self.stack}.json"
        if not known.exists():
            # In the copy's folder: `stack init` writes into the settings beside Pulumi.yaml.
            done = self.pulumi("stack", "init", self.stack, folder=self._copy, capture=True)
            if done.returncode:
                raise RuntimeError(f"pulumi stack init {self.stack}: {done.stderr.strip()}")

    def pulumi(
        self, *arguments: str, folder: Path | None = None, capture: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run the CLI; its output goes to the terminal, or with `capture` to the result."""
        # Neither the user's AWS account nor their own Pulumi settings are part of a rehearsal.
        others = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PULUMI_"))}
        return subprocess.run(
            [str(self.cli), *arguments],
            cwd=folder or self.project,
            env={**others, **self.environment()},
            capture_output=capture,
            text=True,
        )

    def environment(self) -> dict[str, str]:
        """The variables with which a plain `pulumi` works on this stack."""
        return {
            "PATH": f"{self.cli.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PULUMI_HOME": str(self._home),
            "PULUMI_BACKEND_URL": (self.state / "backend").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE_FILE": str(self.state / "passphrase"),
            "PULUMI_STACK": self.stack,
            # Every flag of the CLI is a variable too: this is --config-file.
            "PULUMI_OPTION_CONFIG_FILE": str(self.settings_file),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            # Plugins on the user's PATH are not the rehearsal's.
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        }

    def _copy_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        shutil.copy(self.project / "Pulumi.yaml", self._copy)
        committed = self.project / f"Pulumi.{self.stack}.yaml"
        content = _load(committed)
        content["config"] = {**(content.get("config") or {}), **settings}
        salt = _load(self.settings_file).get("encryptionsalt")
        if salt:
            content["encryptionsalt"] = salt
        self.settings_file.write_text(yaml.safe_dump(content, sort_keys=False))
        return content["config"]

    def _write_plugins(self, settings: Mapping[str, Any]) -> None:
        """Install the stand-ins in PULUMI_HOME at the versions that the SDKs ask for."""
        endpoints = {k: v for one in settings.get("aws:endpoints") or [] for k, v in one.items()}
        images = self.state / "images"
        plugins = {
            "resource-aws": ("pulumi-aws", ["local.aws"]),
            "resource-awsx": ("pulumi-awsx", ["local.awsx"]),
            "language-python": ("pulumi", ["local.language_host"]),
        }
        if "ecr" in endpoints:
            arguments = ["--ecr", endpoints["ecr"], "--images", str(images)]
            build = ("pulumi-docker-build", ["local.docker_build", *arguments])
            plugins["resource-docker-build"] = build
        shutil.rmtree(self._home / "plugins", ignore_errors=True)
        for name, (distribution, module) in plugins.items():
            folder = self._home / "plugins" / f"{name}-v{metadata.version(distribution)}"
            folder.mkdir(parents=True)
            script = folder / f"pulumi-{name}"
            # -P: the engine starts plugins in the project, whose files are not theirs to import.
            command = shlex.join([sys.executable, "-P", "-m", *module])
            script.write_text(
                f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(REPOSITORY))} exec {command} "$@"\n'
            )
            script.chmod(0o755)


def _load(file: Path) -> dict[str, Any]:
    return (yaml.safe_load(file.read_text()) or {}) if file.exists() else {}
