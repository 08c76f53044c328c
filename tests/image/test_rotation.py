"""Clients notice nothing while the database's credentials change or the database restarts; in this
order: each test takes up where the one before it left off."""

import json
import os
import signal
import time

import psycopg
import pytest
from clients import Clients
from image_services import wait_until
from psycopg import sql

from tests.rehearsal import Rehearsal


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory):
    made = Rehearsal(tmp_path_factory.mktemp("rotation"))
    made.up()
    yield made
    made.run("down")


def connect(rehearsal: Rehearsal, user: str, password: str) -> psycopg.Connection:
    """A connection beside the server's, as it makes its own."""
    state = rehearsal.folder / ".local"
    ports = json.loads((state / "status.json").read_text())["databasePorts"]
    ((endpoint, port),) = ports.items()
    return psycopg.connect(
        host=endpoint,
        hostaddr="127.0.0.1",
        port=port,
        dbname="mlflow",
        user=user,
        password=password,
        sslmode="verify-full",
        sslrootcert=str(state / "ca.pem"),
        autocommit=True,
    )


def secret(rehearsal: Rehearsal) -> tuple[str, dict[str, str]]:
    """The ARN and the value of the database's secret."""
    client = rehearsal.client("secretsmanager")
    (entry,) = client.list_secrets()["SecretList"]
    return entry["ARN"], json.loads(client.get_secret_value(SecretId=entry["ARN"])["SecretString"])


def cut(connection: psycopg.Connection) -> int:
    """How many connections of the server were ended."""
    row = connection.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchone()
    assert row
    return row[0]


def running(rehearsal: Rehearsal) -> dict[str, int]:
    (task,) = rehearsal.tasks()
    return {name: container["pid"] for name, container in task["containers"].items()}


def test_a_rotated_password_fails_no_call_of_20_clients_and_restarts_nothing(rehearsal):
    before = running(rehearsal)
    arn, value = secret(rehearsal)
    master = connect(rehearsal, value["username"], value["password"])
    with Clients(rehearsal.url, 20) as clients:
        time.sleep(5)
        # In RDS's order: the password changes first, and then the secret's current version.
        rotated = value | {"password": "rotated:\\ " + value["password"]}
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        role, password = sql.Identifier(value["username"]), rotated["password"]
        master.execute(statement.format(role, password))
        began = time.monotonic()
        assert cut(master) > 0
        client = rehearsal.client("secretsmanager")
        client.put_secret_value(SecretId=arn, SecretString=json.dumps(rotated))
        # Now every new connection is refused until the server's file has the new password.
        wait_until("the server connects with the new password", lambda: cut(master) > 0, 120)
        print(f"no connection was possible for {time.monotonic() - began:.0f} s")
        time.sleep(5)
    master.close()
    assert secret(rehearsal)[1] == rotated
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
    assert clients.report["retries"] > 0
    assert running(rehearsal) == before


def test_a_database_that_restarts_fails_no_call_of_20_clients_and_loses_nothing(rehearsal):
    before = running(rehearsal)
    with Clients(rehearsal.url, 20) as clients:
        time.sleep(5)
        for file in (rehearsal.folder / ".local" / "pids").glob("*.json"):
            if json.loads(file.read_text())["name"].startswith("database"):
                os.kill(int(file.stem), signal.SIGKILL)
        time.sleep(10)
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
    assert clients.report["retries"] > 0
    assert running(rehearsal) == before
