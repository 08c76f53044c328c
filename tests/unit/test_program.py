"""The whole program: exports, previews, ordering of the components, and defaults."""

import re
from typing import Any

import pytest
from stacks import (
    EGRESS,
    PRODUCTION,
    backend,
    declared,
    network,
    operations,
    program,
    run_program,
    service,
)

from components import (
    MlflowBackendArgs,
    MlflowNetworkArgs,
    MlflowOperationsArgs,
    MlflowServiceArgs,
)
from tests.contract import EXPORTS


@pytest.mark.parametrize("stack", ["dev", "prod", "local"])
@pytest.mark.parametrize("egress", EGRESS)
def test_every_stack_in_every_egress_mode_exports_the_same_contract(
    stack: str, egress: str
) -> None:
    exports = program(stack, egress).exports
    assert exports.keys() == EXPORTS
    assert exports["assign_public_ip"] is (egress == "public")
    kind = "public" if egress == "public" else "private"
    assert exports["task_subnet_ids"] == [f"{kind}-1", f"{kind}-2"]
    assert [key for key, value in exports.items() if value is None] == []


@pytest.mark.parametrize("stack", ["dev", "prod", "local"])
def test_a_preview_that_knows_nothing_registers_the_same_resources(stack: str) -> None:
    settings: dict[str, Any] = PRODUCTION if stack == "prod" else {}
    assert run_program(stack, settings, preview=True).labels() == program(stack).labels()


@pytest.mark.parametrize("egress", EGRESS)
def test_the_service_starts_after_everything_in_the_network(egress: str) -> None:
    graph = program("prod", egress)
    network_children = {
        label
        for label, resource in graph.resources.items()
        if resource.parent == "MlflowNetwork/mlflow-prod"
    }
    assert network_children <= graph["MlflowService/mlflow-prod"].dependencies


def snake_case(key: str) -> str:
    return re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", key)


def test_the_defaults_of_pulumi_yaml_are_those_of_the_components() -> None:
    """Built with only what is required, the components ask for what the program's defaults do."""
    graph = program(None)
    alone = (
        network().resources
        | backend(vpc_id="vpc-created", database_subnet_ids=["isolated-1", "isolated-2"]).resources
        | service(
            vpc_id="vpc-created",
            load_balancer_subnet_ids=["private-1", "private-2"],
            task_subnet_ids=["private-1", "private-2"],
            s3_prefix_list_id="pl-created",
            endpoint_security_group_id="SecurityGroup/mlflow-test-endpoints",
            database_endpoint="db.test",
            database_name="mlflow",
            database_username="mlflow",
            database_identifier="mlflow-test-db.SubnetGroup",
            database_resource_id="db-RESOURCE",
            database_secret_arn="arn:secret",
            database_security_group_id="SecurityGroup/mlflow-test-db",
            artifact_bucket="mlflow-test-artifacts.Bucket",
            artifact_bucket_arn="arn:Bucket/mlflow-test-artifacts",
        ).resources
        | operations(log_group_name="mlflow-test-tasks.LogGroup").resources
    )
    # The program adds tags, and the endpoint for snapshots, which settings knows are on.
    assert graph.labels() == alone.keys() | {"VpcEndpoint/mlflow-test-rds"}
    for label, resource in alone.items():
        registered = {k: v for k, v in graph[label].inputs.items() if k != "tags"}
        assert registered == {k: v for k, v in resource.inputs.items() if k != "tags"}, label
        assert graph[label].protect == resource.protect
        assert graph[label].retain_on_delete == resource.retain_on_delete


def test_every_setting_is_an_argument_of_a_component() -> None:
    arguments = {
        *MlflowNetworkArgs.__annotations__,
        *MlflowBackendArgs.__annotations__,
        *MlflowServiceArgs.__annotations__,
        *MlflowOperationsArgs.__annotations__,
    }
    unused = {key for key in declared() if snake_case(key.removeprefix("mlflow:")) not in arguments}
    assert unused == set()


def test_every_setting_says_its_type_default_and_meaning() -> None:
    for key, declaration in declared().items():
        assert declaration.keys() - {"items"} == {"type", "default", "description"}, key
