"""The server goes on serving after a newer MLflow has migrated the database."""

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from image_services import MlflowServer, wait_until


@pytest.fixture(scope="module")
def mlflow(image_bin, server, tmp_path_factory) -> Iterator[MlflowServer]:
    """Three workers without a request so far, on what is a newer schema to them."""
    database = server.create()
    with MlflowServer(image_bin, database, tmp_path_factory.mktemp("mlflow"), workers=3) as started:
        database.sql("UPDATE alembic_version SET version_num = 'ffffffffffff'")
        yield started


def answers(mlflow: MlflowServer) -> set[int]:
    """The statuses of many requests, each on a connection of its own."""

    def search(_: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", mlflow.port, timeout=120)
        connection.request("GET", "/api/2.0/mlflow/experiments/search?max_results=1")
        return connection.getresponse().status

    with ThreadPoolExecutor(20) as clients:
        return set(clients.map(search, range(60)))


def test_workers_without_a_request_before_the_migration_answer(mlflow):
    assert answers(mlflow) == {200}


def test_a_worker_that_ends_after_the_migration_leaves_its_requests_to_the_others(mlflow):
    processes = psutil.Process(mlflow.process.pid).children(recursive=True)
    workers = [one for one in processes if "multiprocessing.spawn" in " ".join(one.cmdline())]
    assert len(workers) == 3
    workers[0].kill()
    wait_until("another has failed to start", lambda: mlflow.log().count("] died") >= 2, 120)
    assert answers(mlflow) == {200}
