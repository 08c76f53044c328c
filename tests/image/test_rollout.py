"""A deployment of the oldest supported MLflow is upgraded while clients of that version log. The
new version migrates the database and its server does not start: the deployment of before serves
until that is mended."""

import json
import shutil
import subprocess
import urllib.request
from typing import Any, NamedTuple

import pytest
from clients import Clients
from image_services import IMAGE
from older_client import LOGGED, OLDER, client_says

from local.image_environment import image_environment
from settings import OLDEST_MLFLOW
from tests.rehearsal import Rehearsal, image_python

OLDEST = ".".join(map(str, OLDEST_MLFLOW))
LOG_TRACE = """
import mlflow
mlflow.set_experiment("meanwhile")
with mlflow.start_span("predict") as span:
    span.set_outputs({"answer": 42})
"""
READ_TRACE = """
import mlflow
(experiment,) = mlflow.search_experiments(filter_string="name = 'meanwhile'")
(trace,) = mlflow.search_traces(locations=[experiment.experiment_id], return_type="list")
print([span.outputs for span in trace.data.spans])
"""


class Rollout(NamedTuple):
    """What was there and what was said, in this order."""

    rehearsal: Rehearsal
    before: dict[str, Any]  # the task of the oldest version
    failed: subprocess.CompletedProcess[str]  # the `up` to the new version
    serving: list[dict[str, Any]]  # the tasks after it
    migrations: list[dict[str, Any]]  # what `migrate` of each task reported
    during_failure: dict[str, Any]  # how it went for the clients
    during_takeover: dict[str, Any]


def use(rehearsal: Rehearsal, requirements: str) -> None:
    """Lets the image of the copy install what these requirements and their lock say."""
    for suffix in (".in", ".txt"):
        shutil.copy(f"{requirements}{suffix}", rehearsal.folder / "image" / f"requirements{suffix}")


def reports(rehearsal: Rehearsal) -> list[dict[str, Any]]:
    logs = (rehearsal.folder / ".local" / "logs").glob("*-migrate.log")
    in_order = sorted(logs, key=lambda log: log.stat().st_mtime)
    return [json.loads(log.read_text().splitlines()[-1]) for log in in_order]


@pytest.fixture(scope="module")
def rollout(tmp_path_factory: pytest.TempPathFactory):
    oldest = image_environment(OLDER / f"requirements-{OLDEST}.txt") / "python"
    rehearsal = Rehearsal(tmp_path_factory.mktemp("rollout"))
    containers = rehearsal.folder / "components" / "service" / "containers.py"
    right = containers.read_text()
    wrong = right.replace('["mlflow", "server"]', '["mlflow", "no-server"]')
    assert wrong != right
    load = {"transfers": 1, "artifact_mb": 1, "python": oldest}
    try:
        use(rehearsal, f"{OLDER}/requirements-{OLDEST}")
        rehearsal.up()
        (before,) = rehearsal.tasks()
        client_says(oldest, rehearsal.url, OLDER / "log.py")
        with Clients(rehearsal.url, 4, **load) as failure:
            use(rehearsal, f"{IMAGE}/requirements")
            containers.write_text(wrong)
            failed = rehearsal.run("up")
            client_says(oldest, rehearsal.url, "-c", LOG_TRACE)
        serving = rehearsal.tasks()
        with Clients(rehearsal.url, 4, **load) as takeover:
            containers.write_text(right)
            rehearsal.up()
        yield Rollout(
            *(rehearsal, before, failed, serving, reports(rehearsal)),
            *(failure.report, takeover.report),
        )
    finally:
        rehearsal.run("down")


def test_the_database_is_migrated_once_after_a_snapshot(rollout):
    made, migrated, *others = rollout.migrations
    assert (made["outcome"], made["mlflow"].startswith(f"{OLDEST}.")) == ("created", True)
    assert (migrated["outcome"], migrated["from"]) == ("migrated", made["to"])
    assert {one["outcome"] for one in others} == {"nothing to do"}
    snapshots = rollout.rehearsal.client("rds").describe_db_snapshots(SnapshotType="manual")
    names = [one["DBSnapshotIdentifier"] for one in snapshots["DBSnapshots"]]
    assert names == [migrated["snapshot"]]


def test_up_ends_with_what_serves_and_what_to_do_when_the_new_server_does_not_start(rollout):
    _, migrated, *_ = rollout.migrations
    assert rollout.failed.returncode == 1
    assert rollout.failed.stdout.splitlines()[-3:] == [
        "  the deployment before it keeps serving",
        f"  the database was migrated: {migrated['advice']}",
        "  mend it and `make up` again, or end with `make down`",
    ]
    assert migrated["advice"].endswith(f"restore the snapshot {migrated['snapshot']}")


def test_the_task_of_before_serves_every_call_on_the_migrated_database(rollout):
    (serving,) = rollout.serving
    assert (serving["id"], serving["inService"]) == (rollout.before["id"], True)
    assert rollout.during_failure["calls"] > 100
    assert (rollout.during_failure["failures"], rollout.during_failure["lost"]) == ([], [])


def test_the_mended_version_takes_over_without_a_failed_call(rollout):
    (task,) = rollout.rehearsal.tasks()
    assert task["taskDefinition"] != rollout.before["taskDefinition"]
    with urllib.request.urlopen(f"{rollout.rehearsal.url}/version", timeout=60) as version:
        assert version.read().decode() == rollout.migrations[1]["mlflow"]
    assert rollout.during_takeover["calls"] > 100
    assert (rollout.during_takeover["failures"], rollout.during_takeover["lost"]) == ([], [])


def test_what_was_logged_before_and_meanwhile_is_there(rollout):
    url = rollout.rehearsal.url
    assert client_says(image_python(), url, OLDER / "read.py") == LOGGED
    assert client_says(image_python(), url, "-c", READ_TRACE) == "[{'answer': 42}]\n"
