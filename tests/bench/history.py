"""Fills a tracking store with experiments of many runs: MLflow writes the first, and the store's
own means copy it, which takes seconds instead of minutes. Run in the image's Python environment as
`history.py STORE_URI SIZE...`; prints the experiments' ids as JSON, by size.

Run number i has metrics metric_0 to metric_4 in [0, 1) and params param_0 to param_4 from 0 to 9.
"""

import json
import shutil
import sys
import uuid
from pathlib import Path

from mlflow import MlflowClient
from mlflow.entities import Metric, Param
from mlflow.store.db.utils import create_sqlalchemy_engine

KEYS = range(5)
COLUMNS = {
    "runs": "'name', 'run-' || i, 'start_time', t.start_time + i, 'end_time', t.end_time + i",
    "metrics": "'value', mod(i * 7919 + CAST(right(t.key, 1) AS int) * 131, 1000) / 1000.0",
    "latest_metrics": "'value', mod(i * 7919 + CAST(right(t.key, 1) AS int) * 131, 1000) / 1000.0",
    "params": "'value', CAST(mod(i + CAST(right(t.key, 1) AS int), 10) AS text)",
    "tags": "'value', t.value",
}


def first(client: MlflowClient, experiment: str) -> str:
    """Run number 0."""
    run = client.create_run(experiment, run_name="run-0").info
    client.log_batch(
        run.run_id,
        [Metric(f"metric_{key}", 0.0, run.start_time, 0) for key in KEYS],
        [Param(f"param_{key}", str(key)) for key in KEYS],
    )
    client.set_terminated(run.run_id, end_time=run.start_time + 1)
    return run.run_id


def copy_rows(uri: str, run: str, size: int) -> None:
    """Rows of `run` again and again, each with its own keys and values."""
    with create_sqlalchemy_engine(uri).connect() as connection:
        for table, changes in COLUMNS.items():
            connection.exec_driver_sql(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object("
                f"'run_uuid', md5(t.run_uuid || i), {changes}))).* "
                f"FROM {table} t, generate_series(1, %s) i WHERE t.run_uuid = %s",
                (size - 1, run),
            )
        connection.commit()
        # Autovacuum does it in production, within the minute.
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("VACUUM ANALYZE")


def copy_files(experiment: Path, run: str, size: int) -> None:
    """The folder of `run` again and again, each with its own name and values."""
    meta = (experiment / run / "meta.yaml").read_text()
    begun = int((experiment / run / "metrics" / "metric_0").read_text().split()[0])
    for i in range(1, size):
        name = uuid.uuid4().hex
        folder = experiment / name
        shutil.copytree(experiment / run, folder)
        text = meta.replace(run, name).replace("run-0", f"run-{i}")
        text = text.replace(f"start_time: {begun}", f"start_time: {begun + i}")
        text = text.replace(f"end_time: {begun + 1}", f"end_time: {begun + 1 + i}")
        (folder / "meta.yaml").write_text(text)
        (folder / "tags" / "mlflow.runName").write_text(f"run-{i}")
        for key in KEYS:
            value = (i * 7919 + key * 131) % 1000 / 1000
            (folder / "metrics" / f"metric_{key}").write_text(f"{begun} {value} 0\n")
            (folder / "params" / f"param_{key}").write_text(str((i + key) % 10))


def main() -> None:
    uri, *sizes = sys.argv[1:]
    client = MlflowClient(uri)
    experiments = {}
    for size in sizes:
        experiment = client.create_experiment(f"history-{size}")
        run = first(client, experiment)
        if uri.startswith("/"):
            copy_files(Path(uri, experiment), run, int(size))
        else:
            copy_rows(uri, run, int(size))
        experiments[size] = experiment
    print(json.dumps(experiments))


main()
