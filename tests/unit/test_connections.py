"""How many connections the database takes, and how many each server process may hold."""

import json
from typing import Any

import pytest
from recording import Graph
from stacks import PRODUCTION, program, run_program, service

from components.database_class import max_connections


@pytest.mark.parametrize(
    ("database_class", "connections"),
    [
        ("db.t4g.micro", 74),
        ("db.t4g.small", 181),  # as seen on RDS
        ("db.t4g.medium", 395),
        ("db.t3.large", 823),
        ("db.m8g.large", 823),
        ("db.m6i.xlarge", 1679),
        ("db.r8g.large", 1679),
        ("db.r8g.4xlarge", 5000),
        ("db.h1.large", 395),  # of a family that is not known
    ],
)
def test_the_class_of_the_database_says_how_many_connections_it_takes_at_least(
    database_class: str, connections: int
) -> None:
    assert max_connections(database_class) == connections


def pool(graph: Graph) -> tuple[int, int, int]:
    """Server processes of a rollout, connections kept, and the most that one pool holds."""
    (task,) = graph.of("aws:ecs/taskDefinition:TaskDefinition")
    (tasks,) = graph.of("aws:ecs/service:Service")
    *_, mlflow = json.loads(task.inputs["containerDefinitions"])
    environment = {one["name"]: one["value"] for one in mlflow["environment"]}
    percent = tasks.inputs["deploymentMaximumPercent"]
    processes = (
        int(tasks.inputs["desiredCount"]) * percent // 100 * int(environment["MLFLOW_WORKERS"])
    )
    kept = int(environment["MLFLOW_SQLALCHEMYSTORE_POOL_SIZE"])
    overflow = int(environment["MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW"])
    assert overflow > 0, "MLflow takes 0 for not set"
    return processes, kept, kept + overflow


@pytest.mark.parametrize(
    ("args", "most"),
    [
        ({}, 37),
        ({"database_class": "db.t4g.micro", "workers": 1}, 27),
        ({"database_class": "db.t4g.medium", "desired_count": 2}, 43),
        ({"desired_count": 2}, 16),
        ({"workers": 1}, 45),
        ({"database_class": "db.r8g.4xlarge", "desired_count": 10}, 45),
        ({"jobs": True, "memory_mib": 4096}, 17),
    ],
)
def test_a_process_holds_as_many_connections_as_fit_and_45_at_most(
    args: dict[str, Any], most: int
) -> None:
    assert pool(service(**args))[1:] == (5, most)


@pytest.mark.parametrize("stack", ["dev", "prod", "local"])
def test_all_tasks_of_a_rollout_fit_into_the_database_of_each_stack(stack: str) -> None:
    graph = program(stack)
    processes, kept, most = pool(graph)
    (instance,) = graph.of("aws:rds/instance:Instance")
    room = max_connections(instance.inputs["instanceClass"])
    # PostgreSQL keeps 3 for its superuser and RDS 2 for its own; operators get 5.
    assert processes * (kept + most) + 10 <= room


def test_the_database_of_the_stack_is_the_one_that_is_counted() -> None:
    graph = run_program("prod", PRODUCTION | {"databaseClass": "db.m8g.large", "desiredCount": 4})
    assert pool(graph) == (16, 5, 45)
