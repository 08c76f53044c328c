"""Prints as JSON what log.py has logged at MLFLOW_TRACKING_URI, as the client reads it."""

import json

import mlflow
from mlflow import MlflowClient
from mlflow.entities import ViewType


def found(client, run):
    history = client.get_metric_history(run.info.run_id, "loss")
    return {
        "name": run.info.run_name,
        "status": run.info.status,
        "stage": run.info.lifecycle_stage,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "loss": [[point.step, point.value, point.timestamp] for point in history],
        "tags": {
            "note": run.data.tags["mlflow.note.content"],
            "user": run.data.tags["mlflow.user"],
        },
        "datasets": [one.dataset.name for one in run.inputs.dataset_inputs],
    }


def main():
    client = MlflowClient()
    everywhere = {one.name: one for one in client.search_experiments(ViewType.ALL)}
    experiments = {name: everywhere[name] for name in ("Default", "churn", "given up", "traces")}
    places = {name: [one.experiment_id] for name, one in experiments.items()}
    runs = client.search_runs(places["churn"], "", ViewType.ALL, order_by=["start_time ASC"])
    names = {run.info.run_id: run.info.run_name for run in runs}
    model = client.get_registered_model("churn")
    # The argument's name until version 3.
    where = "experiment_ids" if mlflow.__version__.startswith("2.") else "locations"
    traces = client.search_traces(**{where: places["traces"]}, include_spans=False)
    read = {
        "experiments": {name: one.lifecycle_stage for name, one in experiments.items()},
        "experiment tags": experiments["churn"].tags,
        "runs": [found(client, run) for run in runs],
        "model": [model.description, model.tags, model.aliases],
        "versions": {
            one.version: [names.get(one.run_id), one.current_stage, one.tags]
            for one in client.search_model_versions("name = 'churn'")
        },
        "traces": [[trace.info.status, trace.info.tags["mlflow.traceName"]] for trace in traces],
    }
    print(json.dumps(read, indent=1, sort_keys=True))


main()
