"""Logs the file that it is given and downloads it again, by the real client.

Prints where it is in the artifact store, and the digest of what came back.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import mlflow

file = Path(sys.argv[1])
experiment = mlflow.set_experiment("transfers")
with mlflow.start_run() as run:
    mlflow.log_artifact(str(file))
with tempfile.TemporaryDirectory() as folder:
    copy = mlflow.artifacts.download_artifacts(
        run_id=run.info.run_id, artifact_path=file.name, dst_path=folder
    )
    digest = hashlib.sha256(Path(copy).read_bytes()).hexdigest()
path = f"{experiment.experiment_id}/{run.info.run_id}/artifacts/{file.name}"
print(json.dumps({"path": path, "sha256": digest}))
