"""Tracking by the real client: parameters, metrics, tags, artifacts, search and traces.

Prints what the server gives back.
"""

import json
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient

RUNS = (("linear", 1, 0.81), ("forest", 2, 0.86), ("forest", 3, 0.89), ("boosted", 2, 0.93))

client = MlflowClient()
mlflow.set_experiment("batch")
with mlflow.start_run() as batch:
    mlflow.log_metrics({f"metric-{number}": number / 100 for number in range(100)})

experiment = mlflow.set_experiment("churn")
for kind, depth, accuracy in RUNS:
    with mlflow.start_run(run_name=f"{kind}-{depth}"):
        mlflow.log_params({"kind": kind, "depth": depth})
        mlflow.log_metrics({"accuracy": accuracy, "loss": round(1 - accuracy, 2)})
with mlflow.start_run(run_name="boosted-3") as run, tempfile.TemporaryDirectory() as folder:
    mlflow.log_params({"kind": "boosted", "depth": 3})
    mlflow.log_metric("accuracy", 0.95)
    for step in range(3):
        mlflow.log_metric("loss", 0.5 ** (step + 1), step=step)
    mlflow.set_tags({"team": "research", "note": "naïve; 20 % off"})
    mlflow.log_text("kept as written: ü", "notes/readme.txt")
    nested = Path(folder, "plots", "deep")
    nested.mkdir(parents=True)
    (nested / "curve.csv").write_text("x,y\n1,2\n")
    (nested.parent / "empty.bin").touch()
    mlflow.log_artifacts(folder)


@mlflow.trace(name="answer")
def answer(question: str) -> str:
    with mlflow.start_span("retrieve", span_type="RETRIEVER") as span:
        span.set_inputs({"question": question})
        span.set_outputs(["a page"])
    return question.upper()


def listed(path: str | None = None) -> list[str]:
    """Every file below `path`, as the listing of each folder gives it."""
    found = []
    for one in client.list_artifacts(run.info.run_id, path):
        found += listed(one.path) if one.is_dir else [one.path]
    return found


answer("why")
mlflow.flush_trace_async_logging()
(trace,) = mlflow.search_traces(filter_string="trace.name = 'answer'", return_type="list")
kept = client.get_run(run.info.run_id)
history = client.get_metric_history(run.info.run_id, "loss")
with tempfile.TemporaryDirectory() as folder:
    copy = Path(client.download_artifacts(run.info.run_id, "", folder))
    downloaded = {
        str(file.relative_to(copy)): file.read_text() for file in copy.rglob("*") if file.is_file()
    }
print(
    json.dumps(
        {
            "experiment": experiment.experiment_id,
            "location": experiment.artifact_location,
            "run": run.info.run_id,
            "status": kept.info.status,
            "params": kept.data.params,
            "metrics": kept.data.metrics,
            "batch": client.get_run(batch.info.run_id).data.metrics,
            "tags": {key: kept.data.tags[key] for key in ("mlflow.runName", "team", "note")},
            "history": [[point.step, point.value] for point in history],
            "listed": listed(),
            "downloaded": downloaded,
            "found": {
                query: list(mlflow.search_runs(filter_string=query)["tags.mlflow.runName"])
                for query in (
                    "",
                    "params.kind = 'forest' and metrics.accuracy > 0.86",
                    "metrics.loss = 0.125",
                    "tags.note LIKE 'naïve%'",
                    "attributes.run_name = 'linear-1'",
                )
            },
            "trace": [
                trace.info.state.value,
                [[span.name, span.span_type, span.outputs] for span in trace.data.spans],
            ],
        }
    )
)
