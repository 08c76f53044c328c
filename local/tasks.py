"""ECS tasks on this computer: the containers of a registered task definition, run as processes."""

import asyncio
import contextlib
import json
import os
import re
import shutil
import time
import uuid
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import boto3

from local import processes
from local.account import CREDENTIALS
from local.database import free_port
from local.image_environment import image_environment

ADDED = {
    "PATH": "the programs of the image's Python environment",
    "PGHOSTADDR": "the endpoint of the database is in no DNS: it answers on this computer",
    "PGPORT": "and on a port of its own",
    "PGSSLROOTCERT": "the certificate of the database is from a local authority",
    "MLFLOW_HOST": "only this computer may connect",
    "MLFLOW_PORT": "tasks share this computer's ports",
    "http_proxy": "the balancer answers on another port than 80",
    "no_proxy": "and is no proxy for the AWS API",
    "AWS_ENDPOINT_URL": "the account is on this computer",
    "AWS_REGION": "the ECS agent sets it on AWS",
    "AWS_DEFAULT_REGION": "the ECS agent sets it on AWS",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "the ECS agent sets the like of it: the task's role",
}


@dataclass
class Surroundings:
    """What stands on this computer where AWS's own would be."""

    state: Path
    region: str
    account_url: str
    balancer_url: str
    credentials_url: str = ""
    database_ports: dict[str, int] = field(default_factory=dict)
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """Give the boto3 client of the rehearsal's account; making one takes longer than a call."""
        if service not in self._clients:
            self._clients[service] = boto3.Session().client(
                service,
                region_name=self.region,
                endpoint_url=self.account_url,
                aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            )
        return self._clients[service]


class Image:
    """The context that an image was built from, and what its Dockerfile says of it."""

    def __init__(self, state: Path, uri: str) -> None:
        self.folder = state / "images" / uri.rpartition("@sha256:")[2]
        if "@sha256:" not in uri or not self.folder.exists():
            raise RuntimeError(
                f"the image {uri} was not built in this rehearsal: it cannot run here"
            )
        lines = (self.folder / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
        self.copied: dict[str, Path] = {}
        self.default = {"ENTRYPOINT": [], "CMD": []}
        self.working_directory = "/"
        for instruction, _, rest in (line.strip().partition(" ") for line in lines):
            if instruction == "COPY":
                source, target = [part for part in rest.split() if not part.startswith("--")]
                self.copied[target] = self.folder / source
            elif instruction == "WORKDIR":
                self.working_directory = rest
            elif instruction in self.default:
                self.default[instruction] = json.loads(rest)

    def programs(self) -> Path:
        """Give the bin folder of the image's Python environment."""
        return image_environment(self.folder / "requirements.txt")


class Container:
    """One container of a task: its process, its health and its end."""

    def __init__(self, definition: dict[str, Any], log: Path) -> None:
        self.definition = definition
        self.name: str = definition["name"]
        self.essential: bool = definition.get("essential", True)
        self.log = log
        self.process: processes.Process | None = None
        self.started_at: float | None = None
        self.exit_code: int | None = None
        self.health = "UNKNOWN"

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.returncode is None

    @property
    def ready(self) -> bool:
        """Whether it runs and its health check, if it has one, has passed."""
        return self.running and (self.health == "HEALTHY" or "healthCheck" not in self.definition)

    def meets(self, condition: str) -> bool:
        """Whether a container that depends on this one in this way may start."""
        return {
            "START": self.started_at is not None,
            "COMPLETE": self.exit_code is not None,
            "SUCCESS": self.exit_code == 0,
            "HEALTHY": self.running and self.health == "HEALTHY",
        }[condition]

    def late(self) -> bool:
        """Whether its startTimeout has passed."""
        timeout = self.definition.get("startTimeout")
        return bool(timeout and self.started_at and time.time() > self.started_at + timeout)


class Task:
    """One run of a task definition."""

    def __init__(self, definition: dict[str, Any], around: Surroundings) -> None:
        self.id = uuid.uuid4().hex
        self.definition = definition
        self.folder = around.state / "tasks" / self.id
        logs = around.state / "logs"
        self.containers = {
            one["name"]: Container(
                one, logs / f"{definition['family']}-{self.id[:8]}-{one['name']}.log"
            )
            for one in definition["containerDefinitions"]
        }
        self.ports = {
            mapping["containerPort"]: free_port()
            for one in definition["containerDefinitions"]
            for mapping in one.get("portMappings", [])
        }
        self.reason = ""
        self.culprit: Container | None = None
        self._around = around
        self._jobs: list[asyncio.Task[None]] = []
        self._end: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether every essential container runs and is healthy."""
        return self._end is None and all(
            one.ready for one in self.containers.values() if one.essential
        )

    @property
    def ended(self) -> bool:
        """Whether every container has ended."""
        return self._end is not None and self._end.done()

    def start(self) -> None:
        """Start every container as its dependencies allow."""
        self.folder.mkdir(parents=True, mode=0o700)
        self._jobs = [asyncio.create_task(self._run(one)) for one in self.containers.values()]

    async def stop(self, reason: str) -> None:
        """Stop the containers, dependants first, and remove the task's volumes."""
        self._finish(reason, None)
        assert self._end
        await asyncio.shield(self._end)

    async def wait(self) -> None:
        """Wait until the task has ended by itself."""
        while not self.ended:
            await asyncio.sleep(0.1)

    def _finish(self, reason: str, culprit: Container | None) -> None:
        if self._end is None:
            self.reason, self.culprit = reason, culprit
            self._end = asyncio.create_task(self._stop())

    async def _stop(self) -> None:
        depends = {
            one.name: [other["containerName"] for other in one.definition.get("dependsOn", [])]
            for one in self.containers.values()
        }
        for name in reversed(list(TopologicalSorter(depends).static_order())):
            await self._stop_container(self.containers[name])
        await asyncio.gather(*self._jobs, return_exceptions=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _stop_container(self, container: Container) -> None:
        if container.process:
            patience = container.definition.get("stopTimeout", 30)
            await processes.stop(self._around.state, container.process, patience)

    async def _run(self, container: Container) -> None:
        try:
            await self._live(container)
        except (OSError, RuntimeError, KeyError) as error:
            container.exit_code = -1
            self._finish(f"container {container.name} could not run: {error}", container)

    async def _live(self, container: Container) -> None:
        for dependency in container.definition.get("dependsOn", []):
            if not await self._await_dependency(container, dependency):
                return
        image = await asyncio.to_thread(Image, self._around.state, container.definition["image"])
        programs = await asyncio.to_thread(image.programs)
        command = self._on_this_computer(_command(container.definition, image), container, image)
        (folder,) = self._on_this_computer([image.working_directory], container, image)
        while self._end is None:
            environment = await asyncio.to_thread(self.environment, container, programs)
            begun = container.started_at = time.time()
            container.process = await processes.start(
                self._around.state,
                f"container {container.name}",
                command,
                environment,
                log=container.log,
                folder=folder,
            )
            if self._end is not None:
                await self._stop_container(container)
            checks = asyncio.create_task(self._check(container, image, environment, folder))
            code = await container.process.wait()
            checks.cancel()
            container.health = "UNKNOWN"
            if self._end is not None or not _may_restart(container.definition, code, begun):
                break
        if container.process:
            await processes.stop(self._around.state, container.process, 0)
            container.exit_code = container.process.returncode
        if container.essential:
            self._finish(
                f"essential container {container.name} exited with code {container.exit_code}",
                container,
            )

    async def _await_dependency(self, container: Container, dependency: dict[str, str]) -> bool:
        other, condition = (
            self.containers[dependency["containerName"]],
            dependency["condition"],
        )
        while self._end is None and not other.meets(condition):
            if other.exit_code is not None or other.late():
                why = (
                    "took too long" if other.exit_code is None else f"exited with {other.exit_code}"
                )
                self._finish(
                    f"container {container.name} waits for {other.name} ({condition}), which {why}",
                    other,
                )
            await asyncio.sleep(0.1)
        return self._end is None

    async def _check(
        self, container: Container, image: Image, environment: dict[str, str], folder: str
    ) -> None:
        check = container.definition.get("healthCheck")
        if not check:
            return
        kind, *command = check["command"]
        if kind == "CMD-SHELL":
            command = ["/bin/sh", "-c", *command]
        command = self._on_this_computer(command, container, image)
        failures = 0
        while True:
            # On AWS the first answer takes an interval; nobody wants to wait for it here.
            await asyncio.sleep(check.get("interval", 30) if container.health == "HEALTHY" else 1)
            probe = await processes.start(
                self._around.state,
                f"health check of {container.name}",
                command,
                environment,
                log=container.log.with_suffix(".health.log"),
                folder=folder,
            )
            try:
                passed = await asyncio.wait_for(probe.wait(), check.get("timeout", 5)) == 0
            except TimeoutError:
                passed = False
            finally:
                await asyncio.shield(processes.stop(self._around.state, probe, 0))
            if passed:
                container.health, failures = "HEALTHY", 0
                continue
            assert container.started_at
            if time.time() > container.started_at + check.get("startPeriod", 0):
                failures += 1
            if failures >= check.get("retries", 3):
                container.health = "UNHEALTHY"
                if container.essential:
                    self._finish(f"essential container {container.name} is unhealthy", container)
                return

    def environment(self, container: Container, programs: Path) -> dict[str, str]:
        """Give what is registered, with paths of this computer, and what ADDED names; no more."""
        definition, around = container.definition, self._around
        values = {one["name"]: one["value"] for one in definition.get("environment", [])}
        for secret in definition.get("secrets", []):
            values[secret["name"]] = _secret(around.client("secretsmanager"), secret["valueFrom"])
        names, registered = list(values), list(values.values())
        mapped = self._on_this_computer(registered, container, None)
        environment = dict(zip(names, mapped, strict=True))
        port = around.database_ports.get(values.get("PGHOST", ""))
        if port:
            environment |= {"PGHOSTADDR": "127.0.0.1", "PGPORT": str(port)}
        if "PGSSLROOTCERT" in values:
            environment["PGSSLROOTCERT"] = str(around.state / "ca.pem")
        if "MLFLOW_PORT" in values:
            environment["MLFLOW_HOST"] = "127.0.0.1"
            environment["MLFLOW_PORT"] = str(self.ports[int(values["MLFLOW_PORT"])])
        if "MLFLOW_TRACKING_URI" in values:
            environment |= {"http_proxy": around.balancer_url, "no_proxy": "127.0.0.1"}
        role = self.definition.get("taskRoleArn")
        if role:
            url = f"{around.credentials_url}/{role}"
            environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url
        return environment | {
            "PATH": f"{programs}{os.pathsep}{os.defpath}",
            "AWS_ENDPOINT_URL": around.account_url,
            "AWS_REGION": around.region,
            "AWS_DEFAULT_REGION": around.region,
        }

    def _on_this_computer(
        self, texts: list[str], container: Container, image: Image | None
    ) -> list[str]:
        """Replace the paths of the container by the folders that stand for them."""
        folders = dict(image.copied) if image else {}
        for mount in container.definition.get("mountPoints", []):
            folder = self.folder / mount["sourceVolume"]
            folder.mkdir(exist_ok=True, mode=0o700)
            folders[mount["containerPath"].rstrip("/")] = folder
        if not folders:
            return texts
        longest_first = sorted(folders, key=len, reverse=True)
        pattern = re.compile(
            r"(?<![\w./-])(" + "|".join(re.escape(path) for path in longest_first) + r")(?![\w.-])"
        )
        return [pattern.sub(lambda match: str(folders[match[1]]), text) for text in texts]


async def run_task(around: Surroundings, task_definition: str) -> Task:
    """Run a task definition once, as RunTask does, and give the task when it has ended."""
    describe = around.client("ecs").describe_task_definition
    described = await asyncio.to_thread(describe, taskDefinition=task_definition)
    task = Task(described["taskDefinition"], around)
    task.start()
    try:
        await task.wait()
    finally:
        await task.stop("the caller went away")
    return task


def last_lines(log: Path, count: int = 15) -> list[str]:
    """Give the end of a container's log."""
    return log.read_text(errors="replace").splitlines()[-count:] if log.exists() else []


def advice(task: Task) -> str:
    """Give what a container that ended its log with a JSON report advises in it."""
    for container in task.containers.values():
        for line in last_lines(container.log, 1):
            with contextlib.suppress(ValueError):
                report = json.loads(line)
                if isinstance(report, dict) and report.get("advice"):
                    return report["advice"]
    return ""


def _command(registered: dict[str, Any], image: Image) -> list[str]:
    entry = registered.get("entryPoint") or image.default["ENTRYPOINT"]
    return [*entry, *(registered.get("command") or image.default["CMD"])]


def _may_restart(definition: dict[str, Any], code: int, begun: float) -> bool:
    policy = definition.get("restartPolicy") or {}
    return (
        policy.get("enabled", False)
        and code not in policy.get("ignoredExitCodes", [])
        and time.time() - begun >= policy.get("restartAttemptPeriod", 300)
    )


def _secret(secretsmanager: Any, value_from: str) -> str:
    """Read `arn` or `arn:json-key:version-stage:version-id`, the parts after the ARN optional."""
    parts = value_from.split(":")
    arn, (key, stage, version) = ":".join(parts[:7]), (*parts[7:], "", "", "")[:3]
    wanted = {"SecretId": arn}
    if stage:
        wanted["VersionStage"] = stage
    if version:
        wanted["VersionId"] = version
    text = secretsmanager.get_secret_value(**wanted)["SecretString"]
    return json.loads(text)[key] if key else text
