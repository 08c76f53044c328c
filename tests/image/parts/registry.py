"""The model registry by the real client: versions, aliases and tags are set, moved and deleted.

Prints what the server says in between.
"""

import json
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import RestException

client = MlflowClient()
NAME = "churn"


def state() -> dict[str, object]:
    versions = client.search_model_versions(f"name = '{NAME}'", order_by=["version_number ASC"])
    return {
        "versions": [[one.version, one.status, one.tags] for one in versions],
        "aliases": client.get_registered_model(NAME).aliases,
    }


def error(function, *args) -> str:
    try:
        function(*args)
    except RestException as refused:
        return refused.error_code
    return "none"


mlflow.set_experiment("registry")
said = {}
with mlflow.start_run() as run, tempfile.TemporaryDirectory() as folder:
    Path(folder, "weights.bin").write_bytes(b"0123456789")
    mlflow.log_artifacts(folder, "weights")
client.create_registered_model(NAME, tags={"owner": "research"}, description="who leaves")
for number in range(3):
    client.create_model_version(
        NAME, f"{run.info.artifact_uri}/weights", run.info.run_id, tags={"try": str(number)}
    )
client.set_registered_model_alias(NAME, "champion", "1")
client.set_registered_model_alias(NAME, "challenger", "2")
said["registered"] = state()
client.set_registered_model_alias(NAME, "champion", "2")
client.delete_registered_model_alias(NAME, "challenger")
client.set_model_version_tag(NAME, "2", "checked", "yes")
client.delete_model_version_tag(NAME, "2", "try")
said["promoted"] = state()
said["champion"] = client.get_model_version_by_alias(NAME, "champion").version
weights = mlflow.artifacts.download_artifacts(f"models:/{NAME}@champion")
said["downloaded"] = {file.name: file.read_text() for file in Path(weights).iterdir()}
client.delete_model_version(NAME, "3")
said["version deleted"] = state()
said["deleted version"] = error(client.get_model_version, NAME, "3")
client.rename_registered_model(NAME, "churn-eu")
said["old name"] = error(client.get_registered_model, NAME)
client.delete_registered_model("churn-eu")
said["deleted model"] = error(client.get_registered_model, "churn-eu")
said["left"] = [one.name for one in client.search_registered_models(f"name LIKE '{NAME}%'")]
print(json.dumps(said))
