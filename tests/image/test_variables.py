"""What the task definition says to MLflow is in words that the image's MLflow knows."""

import json
import os
import subprocess
import sys
from pathlib import Path

from image_services import IMAGE

PROJECT = IMAGE.parent
# With every option that adds a variable. In a process of its own: the stand-in for Pulumi's engine
# is the unit tests'.
REGISTERED = """
import json
from stacks import service

names = set()
task = service(
    database_iam_authentication=True,
    direct_artifact_access=True,
    egress="nat-single",
    ai_gateway=True,
    ai_gateway_secret_arn="arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b1c2d3",
)["TaskDefinition/mlflow-test-task"].inputs
for container in json.loads(task["containerDefinitions"]):
    for entry in container["environment"] + container.get("secrets", []):
        names.add(entry["name"])
print(json.dumps(sorted(names)))
"""
# The variables it reads itself, those of the options of `mlflow server`, and those that it names
# in constants.
KNOWN = """
import json
from mlflow import environment_variables
from mlflow.cli import cli
from mlflow.server import constants

names = {
    variable.name
    for variable in vars(environment_variables).values()
    if isinstance(variable, environment_variables._EnvironmentVariable)
}
names |= {option.envvar for option in cli.commands["server"].params if option.envvar}
names |= {value for value in vars(constants).values() if isinstance(value, str)}
print(json.dumps(sorted(names)))
"""


def run(python: str | Path, program: str, **environment: str) -> set[str]:
    done = subprocess.run(
        [python, "-c", program],
        env=os.environ | environment,
        cwd=PROJECT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return set(json.loads(done.stdout))


def test_mlflow_knows_every_variable_of_its_own_that_the_task_sets(image_bin: Path) -> None:
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests" / "unit")])
    registered = run(sys.executable, REGISTERED, PYTHONPATH=paths)
    known = run(image_bin / "python", KNOWN)
    ours = {name for name in registered if name.startswith("MLFLOW_")}
    assert len(ours) > 10
    assert sorted(ours - known) == []
