"""Calls that the database keeps waiting are answered, however few connections there are."""

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from image_services import Database, MlflowServer, wait_until


@pytest.fixture
def database(server) -> Database:
    return server.create()


@pytest.fixture
def mlflow(image_bin, database, tmp_path) -> Iterator[MlflowServer]:
    """One worker, with MLflow's own pool of 15 connections."""
    with MlflowServer(image_bin, database, tmp_path) as started:
        yield started


def post(mlflow: MlflowServer, path: str, body: Any) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", mlflow.port, timeout=120)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", f"/api/2.0/mlflow/runs/{path}", json.dumps(body), headers)
    answer = connection.getresponse()
    return answer.status, json.load(answer)


def test_thirty_batches_in_one_worker_outlast_a_database_that_is_silent_longer_than_a_pool_waits(
    database, mlflow
):
    _, created = post(mlflow, "create", {"experiment_id": "0"})
    run = created["run"]["info"]["run_id"]

    # Each takes a connection, and another one while it has the first.
    def log_batch(number: int) -> tuple[int, Any]:
        metric = {"key": "loss", "value": 0, "timestamp": 0, "step": number}
        return post(mlflow, "log-batch", {"run_id": run, "metrics": [metric]})

    def silent() -> bool:
        locks = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
        return database.sql(f"{locks} AND relation = 'metrics'::regclass") == "1"

    with ThreadPoolExecutor(31) as beside:
        # SQLAlchemy gives up after 30 s.
        lock = "LOCK TABLE metrics IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(35)"
        beside.submit(database.sql, lock)
        wait_until("the database is silent", silent)
        assert list(beside.map(log_batch, range(30))) == [(200, {})] * 30
    assert database.sql("SELECT count(*) FROM metrics") == "30"
