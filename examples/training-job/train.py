"""A first run: parameters, metrics and an artifact, logged to the server in MLFLOW_TRACKING_URI."""

import os

import mlflow

name = os.environ["MLFLOW_EXPERIMENT_NAME"]
if mlflow.get_experiment_by_name(name) is None:
    # None leaves artifacts to the server; a bucket's address means that this task writes to it.
    mlflow.create_experiment(name, artifact_location=os.environ.get("ARTIFACT_LOCATION"))
with mlflow.start_run() as run:
    mlflow.log_param("learning_rate", 0.1)
    for step in range(5):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_text("trained", "model/summary.txt")
print(f"logged run {run.info.run_id} to {mlflow.get_tracking_uri()}")
