"""Clients lose time and nothing else when something behind the load balancer fails; in this order:
each test takes up where the one before it left off."""

import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from clients import Clients, healthy
from image_services import wait_until

from local import processes, supervisor
from tests.engine.account import service
from tests.rehearsal import Rehearsal

# What MLflow's client repeats (`_TRANSIENT_FAILURE_RESPONSE_CODES` in its utils/request_utils.py).
REPEATED = {408, 429, 500, 502, 503, 504}

# S3 refuses everything while a file of this name is there, which then tells what it refused.
OVERLOAD = "s3-is-overloaded"
OVERLOADED = f"""
def _overloaded_s3():
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    answer = DomainDispatcherApplication.__call__

    def answer_unless_overloaded(self, environ, start_response):
        signed = environ.get("HTTP_AUTHORIZATION", "") + environ.get("QUERY_STRING", "")
        to_s3 = "/s3/aws4_request" in signed.replace("%2F", "/")
        if not (to_s3 and Path("{OVERLOAD}").exists()):
            return answer(self, environ, start_response)
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        with open("{OVERLOAD}", "a") as refused:
            refused.write(environ["REQUEST_METHOD"] + "\\n")
        start_response("503 Slow Down", [("Content-Type", "application/xml")])
        return [b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"]

    DomainDispatcherApplication.__call__ = answer_unless_overloaded


_overloaded_s3()
"""


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    made = Rehearsal(tmp_path_factory.mktemp("outages"), desiredCount=2)
    account = made.folder / "local" / "account.py"
    program, main, start = account.read_text().partition('if __name__ == "__main__":')
    account.write_text(program + OVERLOADED + main + start)
    made.up()
    yield made
    made.run("down")


def process(rehearsal: Rehearsal, name: str) -> psutil.Process:
    pid = processes.recorded(rehearsal.folder / ".local", name)
    assert pid, f"{name} does not run"
    return psutil.Process(pid)


def serving(rehearsal: Rehearsal) -> dict[str, int]:
    """The tasks behind the load balancer: id, and the process of the server."""
    return {
        task["id"]: task["containers"]["mlflow"]["pid"]
        for task in rehearsal.tasks()
        if task["inService"]
    }


def test_a_database_that_answers_nothing_for_a_minute_fails_no_call(rehearsal):
    before = serving(rehearsal)
    # It holds the ends of all connections: what the server sends is taken and never answered.
    terminator = process(rehearsal, supervisor.NAME)
    database = process(rehearsal, "database (PostgreSQL)")
    with healthy(rehearsal.url), Clients(rehearsal.url, 20) as clients:
        time.sleep(5)
        terminator.suspend()
        try:
            time.sleep(60)
            # After a failover connections are dead, after a stall they are what they were: half
            # of them each.
            connections = [
                one for one in database.children() if "127.0.0.1" in " ".join(one.cmdline())
            ]
            for connection in connections[::2]:
                connection.terminate()
        finally:
            terminator.resume()
        time.sleep(5)
    assert len(connections) > 10
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
    assert clients.report["slowest"] > 55
    assert serving(rehearsal) == before


def test_s3_that_refuses_everything_for_half_a_minute_fails_no_upload_and_no_download(rehearsal):
    overload, api = rehearsal.folder / OVERLOAD, f"{rehearsal.url}/api/2.0/mlflow-artifacts"

    def status(method: str, path: str) -> int:
        request = urllib.request.Request(f"{api}/{path}", data=b"", method=method)
        try:
            return urllib.request.urlopen(request, timeout=60).status
        except urllib.error.HTTPError as error:
            return error.code

    # Clients stand still at the first call that fails, whichever that is: so each of the three
    # that upload, list and sign is made here too.
    calls = [("PUT", "artifacts/file"), ("GET", "artifacts?path=file"), ("GET", "presigned/file")]
    with (
        ThreadPoolExecutor() as beside,
        Clients(rehearsal.url, 4, transfers=6, artifact_mb=2) as clients,
    ):
        time.sleep(5)
        overload.touch()
        answers = [beside.submit(status, *call) for call in calls]
        time.sleep(30)
        refused = set(overload.read_text().split())
        overload.unlink()
        time.sleep(5)
    assert refused == {"PUT", "GET", "HEAD"}
    assert {answer.result() for answer in answers} <= REPEATED
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
    assert clients.report["retries"] > 0


def test_a_deployment_under_load_fails_no_call_and_sigterm_cuts_no_upload(rehearsal):
    before = rehearsal.tasks()
    registered = service(rehearsal)
    # No time to drain, as on Spot: SIGTERM comes while calls are under way.
    (group,) = registered["loadBalancers"]
    rehearsal.client("elbv2").modify_target_group_attributes(
        TargetGroupArn=group["targetGroupArn"],
        Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "0"}],
    )
    told, artifact = threading.Event(), f"{rehearsal.url}/api/2.0/mlflow-artifacts/artifacts/slow"

    def body() -> Iterator[bytes]:
        yield b"before SIGTERM"
        assert told.wait(300)
        time.sleep(5)
        yield b", after SIGTERM"

    def upload() -> int:
        request = urllib.request.Request(artifact, data=body(), method="PUT")
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.status

    def ending(task: dict[str, Any]) -> bool:
        log = Path(task["containers"]["mlflow"]["log"]).read_text()
        return "Waiting for connections to close" in log

    def replaced() -> bool:
        old = {task["id"] for task in before} & {task["id"] for task in rehearsal.tasks()}
        return len(serving(rehearsal)) == 2 and not old

    with (
        healthy(rehearsal.url),
        ThreadPoolExecutor() as beside,
        Clients(rehearsal.url, 10, transfers=2, artifact_mb=50) as clients,
    ):
        slow = beside.submit(upload)
        rehearsal.client("ecs").update_service(
            cluster=registered["clusterArn"],
            service=registered["serviceName"],
            forceNewDeployment=True,
        )
        wait_until("an old task ends with calls under way", lambda: any(map(ending, before)), 300)
        told.set()
        assert slow.result() == 200
        wait_until("two new tasks serve and the old ones have ended", replaced, 300)
    assert urllib.request.urlopen(artifact).read() == b"before SIGTERM, after SIGTERM"
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])


def test_one_of_two_tasks_that_is_killed_fails_no_call_and_is_replaced(rehearsal):
    before = serving(rehearsal)
    victim, survivor = sorted(before)
    with Clients(rehearsal.url, 20, transfers=2, artifact_mb=20) as clients:
        time.sleep(5)
        os.killpg(before[victim], signal.SIGKILL)
        wait_until("the task is gone", lambda: victim not in serving(rehearsal), 60)
        wait_until("two tasks serve", lambda: len(serving(rehearsal)) == 2, 200)
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
    assert clients.report["retries"] > 0
    assert before[survivor] == serving(rehearsal)[survivor]
