"""Reads the stack's settings once, refuses what cannot work, gives each component its arguments.

Pulumi.yaml declares every setting: type, default, meaning. A setting goes to each component that
has an argument of its name (`memoryMib` is `memory_mib`); an empty value means not given.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.runtime.config import CONFIG, get_config_env

from components import (
    MlflowBackend,
    MlflowBackendArgs,
    MlflowNetwork,
    MlflowNetworkArgs,
    MlflowOperationsArgs,
    MlflowService,
    MlflowServiceArgs,
)
from components import backend as backend_component
from components import network as network_component
from components import service as service_component

PROJECT = Path(__file__).parent
# What `mlflow server` is told elsewhere, and this stack decides.
DATABASE = "runs are always in the stack's own PostgreSQL: remove it"
BUCKET = (
    "artifacts are always in the stack's own bucket: remove it, and where clients are to use S3 "
    "themselves set directArtifactAccess"
)
DECIDED = {
    "mlflow:backendStore": DATABASE,
    "mlflow:backendStoreUri": DATABASE,
    "mlflow:registryStoreUri": DATABASE,
    "mlflow:artifactRoot": BUCKET,
    "mlflow:defaultArtifactRoot": BUCKET,
    "mlflow:artifactsDestination": BUCKET,
}
# Whose migrations, environment and behaviour the image's programs and the tests know.
OLDEST_MLFLOW, UNKNOWN_MLFLOW = (3, 12), 4


class Settings:
    """The settings of one stack; pulumi.RunError, in one line, before anything is created."""

    mlflow_version: str
    """The version of MLflow that image/ installs."""

    def __init__(self) -> None:
        self.name = f"{pulumi.get_project()}-{pulumi.get_stack()}"
        self.mlflow_version = _mlflow_version()
        declared = yaml.safe_load((PROJECT / "Pulumi.yaml").read_text())["config"]
        _refuse_unknown(declared)
        config = pulumi.Config()
        read = {
            "string": config.get,
            "integer": config.get_int,
            "boolean": config.get_bool,
            "array": config.get_object,
            "object": config.get_object,
        }
        self._given: dict[str, Any] = {}
        for key, declaration in declared.items():
            setting = key.removeprefix("mlflow:")
            value = read[declaration["type"]](setting)
            if value not in ("", [], {}, None):
                self._given[_snake_case(setting)] = value
        self._given["tags"] = {
            "Project": pulumi.get_project(),
            "Stack": pulumi.get_stack(),
            **self._given.get("tags", {}),
        }
        network_component.check(self.network())
        backend_component.check(self._of(MlflowBackendArgs))
        service_component.check(self.name, self._of(MlflowServiceArgs))

    def network(self) -> MlflowNetworkArgs:
        """Arguments of MlflowNetwork."""
        given = self._of(MlflowNetworkArgs)
        if "vpc_id" in given:
            del given["vpc_cidr"], given["availability_zones"]
        optional = {
            "rds": self._given["snapshot_before_migration"],
            "ssmmessages": self._given["enable_execute_command"],
        }
        given["optional_endpoints"] = [service for service, used in optional.items() if used]
        return given

    def backend(self, network: MlflowNetwork) -> MlflowBackendArgs:
        """Arguments of MlflowBackend, in the given network."""
        given = self._of(MlflowBackendArgs)
        given["vpc_id"] = network.vpc_id
        given["database_subnet_ids"] = network.isolated_subnet_ids
        return given

    def service(self, network: MlflowNetwork, backend: MlflowBackend) -> MlflowServiceArgs:
        """Arguments of MlflowService, in the given network, on the given backend."""
        given = self._of(MlflowServiceArgs)
        given |= {
            "vpc_id": network.vpc_id,
            "load_balancer_subnet_ids": network.public_subnet_ids
            if self._given["internet_facing"]
            else network.private_subnet_ids,
            "task_subnet_ids": self.task_subnet_ids(network),
            "s3_prefix_list_id": network.s3_prefix_list_id,
            "endpoint_security_group_id": network.endpoint_security_group_id,
            "database_endpoint": backend.database_endpoint,
            "database_port": backend.database_port,
            "database_name": backend.database_name,
            "database_username": backend.database_username,
            "database_identifier": backend.database_identifier,
            "database_resource_id": backend.database_resource_id,
            "database_secret_arn": backend.database_secret_arn,
            "database_security_group_id": backend.database_security_group_id,
            "artifact_bucket": backend.artifact_bucket,
            "artifact_bucket_arn": backend.artifact_bucket_arn,
        }
        if self._given["access_logs"]:
            given["access_log_bucket"] = backend.access_log_bucket
        return given

    def operations(self, service: MlflowService) -> MlflowOperationsArgs:
        """Arguments of MlflowOperations, for the given service."""
        given = self._of(MlflowOperationsArgs)
        given["log_group_name"] = service.log_group_name
        return given

    def task_subnet_ids(self, network: MlflowNetwork) -> pulumi.Output[Sequence[str]]:
        """Subnets for MLflow's tasks and for those of its clients."""
        return network.public_subnet_ids if self.assign_public_ip else network.private_subnet_ids

    @property
    def assign_public_ip(self) -> bool:
        """Whether a task needs a public address to reach AWS."""
        return self._given["egress"] == "public"

    def _of(self, args: type) -> Any:
        return {key: self._given[key] for key in args.__annotations__ if key in self._given}


def _refuse_unknown(declared: Mapping[str, Any]) -> None:
    # The engine accepts any key, so that a misspelt one would silently keep its default.
    for key in sorted({**get_config_env(), **CONFIG.get()}):
        if key in DECIDED:
            raise pulumi.RunError(f"{key}: not a setting; {DECIDED[key]}")
        if key.startswith("mlflow:") and key not in declared:
            near = difflib.get_close_matches(key, declared, n=1, cutoff=0)
            raise pulumi.RunError(
                f"{key}: unknown setting; the nearest one is {near[0]} (all are in Pulumi.yaml)"
            )


def _mlflow_version() -> str:
    lines = (PROJECT / "image" / "requirements.in").read_text().splitlines()
    asked = next((line.strip() for line in lines if re.match(r"mlflow\b(?!-)", line)), "nothing")
    pinned = re.fullmatch(r"mlflow(?:\[.*\])?==((\d+)\.(\d+)\.\d+)", asked)
    if pinned is None:
        raise pulumi.RunError(
            f"image/requirements.in: {asked!r} does not pin MLflow; write one exact version, "
            "such as mlflow[auth]==3.17.2"
        )
    version, major, minor = pinned[1], int(pinned[2]), int(pinned[3])
    if not OLDEST_MLFLOW <= (major, minor) < (UNKNOWN_MLFLOW, 0):
        raise pulumi.RunError(
            f"image/requirements.in: MLflow {version} is not supported; "
            f"pin {OLDEST_MLFLOW[0]}.{OLDEST_MLFLOW[1]} or later, below {UNKNOWN_MLFLOW}"
        )
    return version


def _snake_case(key: str) -> str:
    return re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", key)
