"""Logs what a training job logs, with whichever client is installed, to MLFLOW_TRACKING_URI."""

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag

IS_3 = mlflow.__version__.startswith("3.")  # it has logged models and assessments
START = 1_700_000_000_000  # milliseconds


def log_runs(client: MlflowClient, experiment: str) -> list[str]:
    runs = []
    for number in range(20):
        began = START + number * 1000
        run = client.create_run(experiment, start_time=began, run_name=f"run {number}")
        runs.append(run.info.run_id)
        client.log_batch(
            runs[-1],
            metrics=[
                *(Metric("loss", 1 / (step + 1), began + step, step) for step in range(10)),
                Metric("accuracy", number / 20, began, 0),
                Metric("diverged", float("nan" if number % 2 else "inf"), began, -1),
            ],
            params=[Param("learning_rate", str(number / 100)), Param("größe", "x" * 100)],
            tags=[
                RunTag("mlflow.user", "ada"),
                RunTag("mlflow.note.content", "tab\there, 漢字 \\"),
            ],
        )
        client.set_terminated(runs[-1], "FAILED" if number == 18 else "FINISHED", began + 1000)
    dataset = Dataset("churn", "1f2e3d", "code", "{}")
    client.log_inputs(runs[0], [DatasetInput(dataset, [InputTag("mlflow.data.context", "train")])])
    client.delete_run(runs[19])
    return runs


def log_models(client: MlflowClient, experiment: str, runs: list[str]) -> None:
    client.create_registered_model("churn", tags={"owner": "risk"}, description="Who leaves")
    for number in (0, 1):
        client.create_model_version("churn", f"runs:/{runs[number]}/model", runs[number])
    client.set_model_version_tag("churn", "1", "checked", "yes")
    client.set_registered_model_alias("churn", "champion", "2")
    client.transition_model_version_stage("churn", "1", "Production")
    if IS_3:
        client.create_logged_model(
            experiment, "churn", runs[0], tags={"kind": "tree"}, params={"depth": "3"}
        )


def log_traces() -> None:
    mlflow.set_experiment("traces")
    for number in range(3):
        with mlflow.start_span("predict") as span:
            span.set_inputs({"question": number})
            span.set_outputs({"answer": number * 2})
        if IS_3:
            mlflow.log_feedback(trace_id=span.trace_id, name="right", value=True)


def main() -> None:
    client = MlflowClient()
    experiment = client.create_experiment("churn", tags={"team": "risk"})
    log_models(client, experiment, log_runs(client, experiment))
    log_traces()
    client.delete_experiment(client.create_experiment("given up"))


main()
