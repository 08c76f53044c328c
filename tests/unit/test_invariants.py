"""What holds for every resource of every component."""

import importlib
import inspect
import json
import re
from typing import Any

import pulumi
import pytest
from recording import Graph, Resource
from stacks import PROJECT, backend, network, operations, service

from components import MlflowBackend, MlflowNetwork, MlflowOperations, MlflowService
from components.backend.artifacts import MlflowArtifacts
from components.backend.database import MlflowDatabase
from components.service.image import MlflowImage
from components.service.ingress import MlflowIngress
from components.service.server import MlflowServer

COMPONENTS: dict[str, type[pulumi.ComponentResource]] = {
    component.__name__: component
    for component in (
        MlflowNetwork,
        MlflowBackend,
        MlflowDatabase,
        MlflowArtifacts,
        MlflowService,
        MlflowIngress,
        MlflowServer,
        MlflowImage,
        MlflowOperations,
    )
}
PARENTS = {
    "MlflowDatabase": "MlflowBackend",
    "MlflowArtifacts": "MlflowBackend",
    "MlflowIngress": "MlflowService",
    "MlflowServer": "MlflowService",
    "MlflowImage": "MlflowServer",
}
TAGS = {"Owner": "research"}


def everything(name: str = "mlflow-test", /, **common: Any) -> list[Graph]:
    """The components with every option that adds a resource."""
    return [
        network(name, flow_log=True, optional_endpoints=["rds", "ssmmessages"], **common),
        backend(name, access_logs=True, database_monitoring=True, **common),
        service(
            name,
            allowed_cidrs=["10.1.0.0/16"],
            enable_execute_command=True,
            spot=True,
            longest_transfer_seconds=110,
            **common,
        ),
        operations(name, **common),
    ]


def resources(*args: Any, **common: Any) -> list[Resource]:
    return [resource for graph in everything(*args, **common) for resource in graph]


def test_every_resource_belongs_to_the_component_that_makes_it() -> None:
    for resource in resources():
        kind = resource.type.split(":")[-1]
        parent = resource.parent.split("/")[0]
        if resource.type.startswith("mlflow:"):
            assert parent == PARENTS.get(kind, "Stack"), resource.name
        else:
            assert parent in COMPONENTS, resource.name


def test_every_name_starts_with_the_name_of_the_component() -> None:
    for resource in resources():
        if resource.type.startswith("mlflow:"):
            assert resource.name == "mlflow-test"
        else:
            assert resource.name.startswith("mlflow-test-")


def test_two_instances_stand_side_by_side() -> None:
    one = {(resource.type, resource.name) for resource in resources("one")}
    two = {(resource.type, resource.name) for resource in resources("two")}
    assert len(one) == len(two)
    assert one & two == set()


def test_nothing_asks_for_a_physical_name_that_another_stack_could_ask_for_too() -> None:
    """AWS's names come from Pulumi, or from a sibling's that does."""
    for resource in resources():
        for key in ("name", "bucket", "identifier", "family", "finalSnapshotIdentifier"):
            if resource.type.startswith("aws:rds/parameterGroup:"):
                continue  # its family is a version of PostgreSQL
            value = resource.inputs.get(key)
            assert value is None or re.search(r"mlflow-test-[a-z-]+\.[A-Z]", value), resource


def taggable(type_: str) -> bool:
    package, module, name = type_.split(":")
    sdk = importlib.import_module(f"pulumi_{package}.{module.split('/')[0]}")
    return "tags" in inspect.signature(getattr(sdk, name)._internal_init).parameters


def test_every_resource_that_can_be_tagged_is_tagged() -> None:
    for resource in resources(tags=TAGS):
        if not resource.type.startswith("mlflow:") and taggable(resource.type):
            assert resource.inputs["tags"] == TAGS, (resource.type, resource.name)


def test_a_component_registers_exactly_the_outputs_that_it_declares() -> None:
    seen = set()
    for graph in everything():
        for label, outputs in graph.outputs.items():
            kind = label.split("/")[0]
            if kind != "Stack":
                seen.add(kind)
                assert outputs.keys() == COMPONENTS[kind].__annotations__.keys(), kind
                assert None not in outputs.values(), kind
    assert seen == COMPONENTS.keys()


def test_a_component_waits_for_nothing_by_itself() -> None:
    """Inputs of a component would make every child wait for all of them."""
    for resource in resources():
        if resource.type.startswith("mlflow:"):
            assert (resource.inputs, resource.dependencies) == ({}, frozenset())


def test_security_groups_have_no_rules_of_their_own() -> None:
    """Rules in the group and rules as resources overwrite each other."""
    groups = [r for r in resources() if r.type == "aws:ec2/securityGroup:SecurityGroup"]
    assert len(groups) == 4
    assert [g.name for g in groups if {"ingress", "egress"} & g.inputs.keys()] == []


def test_no_partition_region_or_account_is_written_in_the_components() -> None:
    for file in (PROJECT / "components").rglob("*.py"):
        source = file.read_text()
        assert not re.search(r"arn:aws[a-z-]*:", source), file
        assert not re.search(r"\b[a-z]{2}-(north|south|east|west|central)[a-z]*-\d", source), file


def test_no_input_holds_a_secret() -> None:
    for resource in resources():
        keys = {key.lower() for key in resource.inputs}
        assert not keys & {"password", "masterpassword", "passwordwo", "secretstring"}
        assert pulumi.runtime.rpc._special_sig_key not in json.dumps(resource.inputs)


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_output_of_a_component_says_what_it_is(component: str) -> None:
    source = inspect.getsource(COMPONENTS[component])
    for output in COMPONENTS[component].__annotations__:
        assert re.search(rf'\n    {output}: [^\n]*\n    """', source), output
