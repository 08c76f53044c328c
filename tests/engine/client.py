"""What a user does with MLflow, by the real client: run in the image's Python environment.

Prints one JSON object of what it found; MLFLOW_TRACKING_URI names the server.
"""

import json
import tempfile
from pathlib import Path

import mlflow
import pandas as pd  # ty: ignore[import-not-found]  (the image has it)
from mlflow import MlflowClient


class Doubler(mlflow.pyfunc.PythonModel):
    """A model that is enough to be logged, registered and loaded."""

    def predict(self, context, model_input: pd.DataFrame, params=None) -> pd.Series:
        return model_input["x"] * 2


client = MlflowClient()
experiment = mlflow.set_experiment("rehearsal")
with mlflow.start_run() as run:
    mlflow.log_params({"depth": 3})
    mlflow.log_metrics({f"metric-{number}": number for number in range(100)})
    for step in range(3):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.set_tag("team", "research")
    mlflow.log_text("kept", "notes/readme.txt")
    model = mlflow.pyfunc.log_model(
        name="doubler", python_model=Doubler(), registered_model_name="doubler"
    )
client.set_registered_model_alias("doubler", "champion", "1")
loaded = mlflow.pyfunc.load_model("models:/doubler@champion")
found = mlflow.search_runs(filter_string="params.depth = '3' and metrics.`metric-99` > 98")
with tempfile.TemporaryDirectory() as folder:
    text = Path(client.download_artifacts(run.info.run_id, "notes/readme.txt", folder)).read_text()
print(
    json.dumps(
        {
            "artifact location": experiment.artifact_location,
            "runs found": list(found["run_id"]) == [run.info.run_id],
            "loss": [point.value for point in client.get_metric_history(run.info.run_id, "loss")],
            "artifact": text,
            "prediction": [int(value) for value in loaded.predict(pd.DataFrame({"x": [1, 21]}))],
            "versions": [version.version for version in client.search_model_versions()],
        }
    )
)
