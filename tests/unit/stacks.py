"""What the tests build: each component with only what it requires, and the whole program."""

import functools
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import yaml
from recording import Graph, record

from components import MlflowBackend, MlflowNetwork, MlflowOperations, MlflowService

PROJECT = Path(__file__).parents[2]
NAME = "mlflow-test"

BACKEND: dict[str, Any] = {
    "vpc_id": "vpc-given",
    "database_subnet_ids": ["isolated-a", "isolated-b"],
}
# `plain_http` is one of two that exclude each other; a service needs one.
SERVICE: dict[str, Any] = {
    "vpc_id": "vpc-given",
    "load_balancer_subnet_ids": ["balancer-a", "balancer-b"],
    "task_subnet_ids": ["task-a", "task-b"],
    "egress": "endpoints",
    "s3_prefix_list_id": "pl-given",
    "endpoint_security_group_id": "sg-endpoints",
    "database_endpoint": "db.given",
    "database_port": 5433,
    "database_name": "the-database",
    "database_username": "the-user",
    "database_identifier": "the-instance",
    "database_resource_id": "db-GIVEN",
    "database_secret_arn": "arn:given-secret",
    "database_security_group_id": "sg-database",
    "artifact_bucket": "the-bucket",
    "artifact_bucket_arn": "arn:given-bucket",
    "plain_http": True,
}
# Pulumi.prod.yaml asks for these.
PRODUCTION = {
    "certificateArn": "arn:certificate",
    "domainName": "mlflow.example.com",
    "allowedCidrs": ["10.1.0.0/16"],
}
EGRESS = ("public", "endpoints", "nat-single", "nat-per-az")


@functools.cache
def _recorded(component: Callable[..., Any], name: str, args: str) -> Graph:
    return record(lambda: component(name, json.loads(args)))


def network(name: str = NAME, /, **args: Any) -> Graph:
    """MlflowNetwork alone, recorded once for reading."""
    return _recorded(MlflowNetwork, name, json.dumps(args))


def backend(name: str = NAME, /, **args: Any) -> Graph:
    """MlflowBackend alone, recorded once for reading."""
    return _recorded(MlflowBackend, name, json.dumps(BACKEND | args))


def service(name: str = NAME, /, **args: Any) -> Graph:
    """MlflowService alone, recorded once for reading."""
    return _recorded(MlflowService, name, json.dumps(SERVICE | args))


def operations(name: str = NAME, /, **args: Any) -> Graph:
    """MlflowOperations alone, recorded once for reading."""
    return _recorded(MlflowOperations, name, json.dumps({"log_group_name": "the-log"} | args))


def declared() -> dict[str, Any]:
    """The settings that Pulumi.yaml declares."""
    return yaml.safe_load((PROJECT / "Pulumi.yaml").read_text())["config"]


def configuration(stack: str | None, settings: dict[str, Any]) -> dict[str, str]:
    """The configuration that the engine hands to the program of one stack file."""
    values = {key: declaration["default"] for key, declaration in declared().items()}
    if stack is not None:
        values |= yaml.safe_load((PROJECT / f"Pulumi.{stack}.yaml").read_text())["config"]
    values |= {f"mlflow:{key}": value for key, value in settings.items()}
    return {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()
    }


def run_program(
    stack: str | None,
    settings: dict[str, Any],
    *,
    name: str | None = None,
    graph: Graph | None = None,
    preview: bool = False,
    subnets: dict[str, dict[str, str]] | None = None,
) -> Graph:
    """Run `__main__.py` with the settings of Pulumi.yaml, Pulumi.<stack>.yaml and `settings`."""
    pulumi.runtime.config.CONFIG.set({})
    pulumi.runtime.set_all_config(configuration(stack, settings))
    return record(
        lambda: runpy.run_path(str(PROJECT / "__main__.py")),
        graph=graph,
        stack=name or stack or "test",
        preview=preview,
        subnets=subnets,
    )


@functools.cache
def program(stack: str | None, egress: str | None = None) -> Graph:
    """What the program of a stack registers; recorded once, for reading."""
    settings: dict[str, Any] = PRODUCTION if stack == "prod" else {}
    if stack is None:
        settings = {"plainHttp": True}
    return run_program(stack, settings | ({} if egress is None else {"egress": egress}))
