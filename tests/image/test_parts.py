"""MLflow's four parts (Tracking, Projects, Models, Model Registry) and its way in: by the real
client, through the load balancer, under the public name."""

import hashlib
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests
from image_services import free_port, wait_until
from user import SCRIPTS, User

from tests.rehearsal import Rehearsal, image_python

MIB = 1024 * 1024


# Tracking


def test_tracking_keeps_params_metrics_and_tags_of_a_run(tracked):
    assert tracked["status"] == "FINISHED"
    assert tracked["params"] == {"kind": "boosted", "depth": "3"}
    assert tracked["metrics"] == {"accuracy": 0.95, "loss": 0.125}
    assert tracked["history"] == [[0, 0.5], [1, 0.25], [2, 0.125]]
    assert tracked["tags"] == {
        "mlflow.runName": "boosted-3",
        "team": "research",
        "note": "naïve; 20 % off",
    }


def test_tracking_keeps_a_batch_of_a_hundred_metrics(tracked):
    assert tracked["batch"] == {f"metric-{number}": number / 100 for number in range(100)}


def test_tracking_lists_and_downloads_artifacts_in_nested_folders(tracked):
    assert tracked["downloaded"] == {
        "notes/readme.txt": "kept as written: ü",
        "plots/deep/curve.csv": "x,y\n1,2\n",
        "plots/empty.bin": "",
    }
    assert tracked["listed"] == sorted(tracked["downloaded"])


def test_tracking_holds_artifacts_in_the_bucket_of_the_stack(tracked, public_rehearsal):
    assert tracked["location"] == f"mlflow-artifacts:/{tracked['experiment']}"
    prefix = f"artifacts/{tracked['experiment']}/{tracked['run']}/artifacts/"
    s3, bucket = artifact_bucket(public_rehearsal)
    held = s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
    assert sorted(one["Key"].removeprefix(prefix) for one in held) == tracked["listed"]


def test_tracking_finds_runs_by_param_metric_tag_and_name(tracked):
    assert tracked["found"] == {
        "": ["boosted-3", "boosted-2", "forest-3", "forest-2", "linear-1"],
        "params.kind = 'forest' and metrics.accuracy > 0.86": ["forest-3"],
        "metrics.loss = 0.125": ["boosted-3"],
        "tags.note LIKE 'naïve%'": ["boosted-3"],
        "attributes.run_name = 'linear-1'": ["linear-1"],
    }


def test_tracking_finds_a_trace_with_its_spans(tracked):
    assert tracked["trace"] == [
        "OK",
        [["answer", "UNKNOWN", "WHY"], ["retrieve", "RETRIEVER", ["a page"]]],
    ]


def test_a_big_file_goes_to_s3_in_parts_and_comes_back_by_a_presigned_url(
    user: User, public_rehearsal: Rehearsal, tmp_path: Path
):
    content = os.urandom(12 * MIB)
    (tmp_path / "weights.bin").write_bytes(content)
    came = user.script(
        "transfer.py",
        tmp_path / "weights.bin",
        MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE=str(10 * MIB),
    )
    assert came["sha256"] == hashlib.sha256(content).hexdigest()
    s3, bucket = artifact_bucket(public_rehearsal)
    held = s3.get_object(Bucket=bucket, Key=f"artifacts/{came['path']}")
    assert held["Body"].read() == content
    # The client's parts have 10 MiB, those of an upload by the server 8.
    parts = (content[: 10 * MIB], content[10 * MIB :])
    whole = hashlib.md5(b"".join(hashlib.md5(part).digest() for part in parts)).hexdigest()
    assert held["ETag"] == f'"{whole}-2"'
    assert user.proxy.passed[user.s3] == 3  # two parts up, the whole down


# Projects


def test_projects_run_against_the_server_with_their_parameters(user):
    user.run(
        *("mlflow", "run", SCRIPTS / "project", "--env-manager", "local"),
        *("--experiment-name", "projects", "-P", "rate=0.5"),
    )
    (run,) = runs(user, "projects")
    assert run["info"]["status"] == "FINISHED"
    assert pairs(run["data"]["params"]) == {"rate": "0.5", "epochs": "2"}
    assert pairs(run["data"]["metrics"]) == {"score": 1.0}
    tags = pairs(run["data"]["tags"])
    assert tags["mlflow.source.type"] == "PROJECT"
    assert tags["mlflow.source.name"].endswith("parts/project")
    assert tags["mlflow.project.entryPoint"] == "main"


# Models


def test_models_load_by_id_run_version_and_alias(predictions):
    assert predictions == {key: [2, 42] for key in ("model id", "run", "version", "alias")}


def test_models_serve_a_registered_model_by_its_alias(user, predictions, tmp_path):
    port, log = free_port(), tmp_path / "log"
    command = ("models", "serve", "--model-uri", "models:/doubler@champion")
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                *(image_python().parent / "mlflow", *command, "--env-manager", "local"),
                *("--host", "127.0.0.1", "--port", str(port)),
            ],
            env=user.environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def answers() -> bool:
        assert server.poll() is None, log.read_text()
        try:
            return requests.get(f"http://127.0.0.1:{port}/ping", timeout=10).status_code == 200
        except requests.ConnectionError:
            return False

    try:
        wait_until("the model answers", answers, 120)
        asked = {"dataframe_records": [{"x": 1}, {"x": 21}]}
        answer = requests.post(f"http://127.0.0.1:{port}/invocations", json=asked, timeout=60)
        assert (answer.status_code, answer.json()) == (200, {"predictions": [2, 42]})
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


# Model Registry


@pytest.fixture(scope="module")
def registry(public_rehearsal: Rehearsal) -> Any:
    """What the registry said while models came and went."""
    with User(public_rehearsal) as user:
        return user.script("registry.py")


def test_the_registry_keeps_versions_with_tags_and_aliases(registry):
    assert registry["registered"] == {
        "versions": [[str(one), "READY", {"try": str(one - 1)}] for one in (1, 2, 3)],
        "aliases": {"champion": "1", "challenger": "2"},
    }


def test_the_registry_moves_an_alias_and_gives_the_artifacts_of_its_version(registry):
    assert registry["promoted"]["aliases"] == {"champion": "2"}
    assert registry["champion"] == "2"
    assert registry["downloaded"] == {"weights.bin": "0123456789"}


def test_the_registry_sets_and_deletes_the_tags_of_one_version(registry):
    tags = [tags for _, _, tags in registry["promoted"]["versions"]]
    assert tags == [{"try": "0"}, {"checked": "yes"}, {"try": "2"}]


def test_the_registry_deletes_a_version_and_keeps_the_others(registry):
    assert [number for number, _, _ in registry["version deleted"]["versions"]] == ["1", "2"]
    assert registry["deleted version"] == "RESOURCE_DOES_NOT_EXIST"


def test_the_registry_renames_and_deletes_a_model(registry):
    assert registry["old name"] == "RESOURCE_DOES_NOT_EXIST"
    assert registry["deleted model"] == "RESOURCE_DOES_NOT_EXIST"
    assert registry["left"] == []


# The way in


def test_health_is_open_to_whoever_knows_the_name(user):
    assert user.ask("/health").status_code == 200


def test_metrics_are_closed_to_the_outside(user):
    answer = user.ask("/metrics")
    # In the words of the balancer: the server itself has another 404.
    assert (answer.status_code, answer.text) == (404, "Not found")


@pytest.mark.parametrize("host", ["127.0.0.1", "mlflow.example.org", "evil-mlflow.example.com"])
def test_another_name_is_not_found(user, host):
    answer = user.ask("/health", headers={"Host": host})
    assert (answer.status_code, answer.text) == (404, "Not found")


def artifact_bucket(rehearsal: Rehearsal) -> tuple[Any, str]:
    """A client of S3, and the one bucket."""
    s3 = rehearsal.client("s3")
    (bucket,) = s3.list_buckets()["Buckets"]
    return s3, bucket["Name"]


def runs(user: User, experiment: str) -> list[Any]:
    """Every run of the experiment, as the API gives it."""
    api = "/api/2.0/mlflow"
    found = user.ask(f"{api}/experiments/get-by-name?experiment_name={experiment}").json()
    asked = {"experiment_ids": [found["experiment"]["experiment_id"]]}
    return user.ask(f"{api}/runs/search", json=asked).json()["runs"]


def pairs(listed: list[Any]) -> dict[str, Any]:
    """Params, metrics or tags of the API as a mapping."""
    return {one["key"]: one["value"] for one in listed}
