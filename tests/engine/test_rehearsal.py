"""The README's first command as a user runs it, in a copy of this project, in this order:
each test takes up where the one before it left off."""

import json
import os
import re
import signal
import socket
import subprocess

import psutil
import pytest
import yaml

from local.engine import Engine
from local.tasks import ADDED
from tests.engine.account import service
from tests.rehearsal import Rehearsal, image_python


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory):
    made = Rehearsal(tmp_path_factory.mktemp("rehearsal"))
    yield made
    made.run("down")


def test_a_taken_port_is_said_in_one_line_and_nothing_is_left(rehearsal):
    with socket.create_server(("127.0.0.1", rehearsal.account_port)):
        done = rehearsal.run("up")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        f"error: port {rehearsal.account_port} is taken by process {os.getpid()} ("
    )
    assert rehearsal.processes() == []


def test_up_ends_with_the_address_and_three_lines_that_log_a_first_run(rehearsal):
    printed = rehearsal.up()
    assert f"MLflow is live: {rehearsal.url}" in printed
    lines = re.findall(r"^    (.+)$", printed, re.MULTILINE)[-3:]
    assert lines[0] == "import mlflow"
    program = "\n".join([*lines, "print(mlflow.search_runs()['metrics.accuracy'].tolist())"])
    done = subprocess.run(
        [image_python(), "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    assert "[0.9]" in done.stdout.splitlines()


def test_a_second_up_changes_nothing_and_says_so(rehearsal):
    running = rehearsal.processes()
    printed = rehearsal.up()
    assert f"Nothing changed. MLflow is live: {rehearsal.url}" in printed
    assert rehearsal.processes() == running


def registered(rehearsal: Rehearsal) -> dict[str, dict[str, str]]:
    definition = rehearsal.client("ecs").describe_task_definition(
        taskDefinition=service(rehearsal)["taskDefinition"]
    )
    return {
        container["name"]: {one["name"]: one["value"] for one in container["environment"]}
        for container in definition["taskDefinition"]["containerDefinitions"]
    }


def test_the_server_gets_what_is_registered_and_only_the_printed_list_on_top(rehearsal):
    environment = registered(rehearsal)["mlflow"]
    (server,) = [
        process
        for process in psutil.process_iter(["cmdline", "environ"])
        if (process.info["cmdline"] or [""])[-1] == "server"
        and str(rehearsal.folder) in str(process.info["environ"])
    ]
    actual = server.info["environ"]
    assert set(actual) - set(environment) <= set(ADDED)
    changed = {name for name in environment if actual[name] != environment[name]}
    volumes = {"HOME", "TMPDIR", "PGPASSFILE"}  # paths of volumes, mapped to folders
    assert changed <= set(ADDED) | volumes
    secret = rehearsal.client("secretsmanager").list_secrets()["SecretList"][0]["ARN"]
    value = rehearsal.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
    assert json.loads(value)["password"] not in " ".join(
        [*actual.values(), *server.info["cmdline"]]
    )


def test_the_shell_of_make_env_runs_plain_pulumi_on_the_rehearsal(rehearsal):
    exports = rehearsal.run("env").stdout
    script = f"{exports}\npulumi preview --expect-no-changes && pulumi stack output tracking_uri"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=rehearsal.folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "http://localhost"
    assert rehearsal.listing() == rehearsal.files


def test_a_training_task_of_another_project_logs_a_run_with_direct_access(rehearsal):
    state = rehearsal.folder / ".local"
    job = Engine(state, rehearsal.folder / "examples" / "training-job", "local")
    settings = yaml.safe_load((rehearsal.folder / "Pulumi.local.yaml").read_text())["config"]
    job.prepare(
        {
            **{key: value for key, value in settings.items() if key.startswith("aws:")},
            "training-job:mlflowStack": "organization/mlflow/local",
            "training-job:directArtifactAccess": True,
        }
    )
    done = job.pulumi("up", "--yes", "--skip-preview", "--non-interactive", capture=True)
    assert done.returncode == 0, done.stdout + done.stderr
    outputs = json.loads(job.pulumi("stack", "output", "--json", capture=True).stdout)
    done = rehearsal.run("run-task", outputs["task_definition_arn"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "logged run" in done.stdout
    s3 = rehearsal.client("s3")
    (bucket,) = s3.list_buckets()["Buckets"]
    keys = s3.list_objects_v2(Bucket=bucket["Name"], Prefix="artifacts/training-job-local/")
    assert [one["Key"].rpartition("/")[2] for one in keys["Contents"]] == ["summary.txt"]
    done = job.pulumi("destroy", "--yes", "--skip-preview", "--non-interactive", capture=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_task_that_fails_is_reported_with_its_last_lines_while_the_old_one_serves(rehearsal):
    migrate = rehearsal.folder / "image" / "programs" / "migrate" / "__main__.py"
    working = migrate.read_text()
    migrate.write_text("import sys\nsys.exit('the database said no')\n")
    done = rehearsal.run("up")
    migrate.write_text(working)
    assert done.returncode == 1
    assert "the database said no" in done.stdout
    assert "the deployment before it keeps serving" in done.stdout
    client = (
        f"import mlflow; mlflow.set_tracking_uri('{rehearsal.url}'); mlflow.search_experiments()"
    )
    subprocess.run([image_python(), "-c", client], timeout=120, check=True)
    assert "MLflow is live" in rehearsal.up()


def test_a_killed_rehearsal_is_cleaned_up_and_up_works_again(rehearsal):
    supervisors = [
        process
        for process in psutil.process_iter(["cmdline"])
        if "local.supervisor" in (process.info["cmdline"] or [])
        and str(rehearsal.folder) in " ".join(process.info["cmdline"])
    ]
    assert len(supervisors) == 1
    os.kill(supervisors[0].pid, signal.SIGKILL)
    assert f"MLflow is live: {rehearsal.url}" in rehearsal.up()


def test_down_leaves_no_process_and_no_file(rehearsal):
    done = rehearsal.run("down")
    assert done.returncode == 0, done.stdout + done.stderr
    assert rehearsal.processes() == []
    assert not (rehearsal.folder / ".local").exists()
    assert rehearsal.listing() == rehearsal.files


def test_preview_works_on_a_fresh_machine_and_leaves_nothing(rehearsal):
    done = rehearsal.run("preview")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "to create" in done.stdout
    assert rehearsal.processes() == []
    assert not (rehearsal.folder / ".local").exists()
