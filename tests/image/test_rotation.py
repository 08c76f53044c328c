"""Clients notice nothing while the database's credentials change or the database restarts; in this
order: each test takes up where the one before it left off."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from clients import Clients
from image_services import wait_until
from psycopg import sql

from tests.rehearsal import Rehearsal

MASTER, SERVER = "mlflow", "mlflow_server"
LIFETIME = 90  # seconds of a token here: the file is a minute old at most when it is used


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory):
    made = Rehearsal(tmp_path_factory.mktemp("rotation"))
    replace(made.folder / "local" / "iam_token.py", "LIFETIME = 900", f"LIFETIME = {LIFETIME}")
    made.up()
    yield made
    made.run("down")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def password_file(rehearsal: Rehearsal) -> Path:
    """What the server of the newest task reads at every connection."""
    folder = rehearsal.folder / ".local" / "tasks" / rehearsal.tasks()[-1]["id"]
    return folder / "credentials" / "pgpass"


def connect(rehearsal: Rehearsal, user: str, passfile: Path | None = None) -> psycopg.Connection:
    """A connection beside the server's, made as the server makes its own."""
    state = rehearsal.folder / ".local"
    ports = json.loads((state / "status.json").read_text())["databasePorts"]
    ((endpoint, port),) = ports.items()
    return psycopg.connect(
        host=endpoint,
        hostaddr="127.0.0.1",
        port=port,
        dbname="mlflow",
        user=user,
        passfile=str(passfile or password_file(rehearsal)),
        sslmode="verify-full",
        sslrootcert=str(state / "ca.pem"),
        autocommit=True,
    )


def values(connection: psycopg.Connection, query: LiteralString) -> list[Any]:
    return [row[0] for row in connection.execute(query)]


def cut(connection: psycopg.Connection) -> int:
    """How many connections of the server were ended."""
    (count,) = values(
        connection,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'mlflow'",
    )
    return count


def running(rehearsal: Rehearsal) -> dict[str, int]:
    (task,) = rehearsal.tasks()
    return {name: container["pid"] for name, container in task["containers"].items()}


def test_a_rotated_password_fails_no_call_of_20_clients_and_restarts_nothing(rehearsal):
    before = running(rehearsal)
    manager = rehearsal.client("secretsmanager")
    (secret,) = manager.list_secrets()["SecretList"]
    value = json.loads(manager.get_secret_value(SecretId=secret["ARN"])["SecretString"])
    rotated = value | {"password": "rotated:\\ " + value["password"]}
    master = connect(rehearsal, MASTER)
    with Clients(rehearsal.url, 20) as clients:
        time.sleep(5)
        # In RDS's order: the password changes first, and then the secret's current version.
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        master.execute(statement.format(sql.Identifier(MASTER), rotated["password"]))
        began = time.monotonic()
        assert cut(master) > 0
        manager.put_secret_value(SecretId=secret["ARN"], SecretString=json.dumps(rotated))
        # Now every new connection is refused until the server's file has the new password.
        wait_until("the server connects with the new password", lambda: cut(master) > 0, 120)
        print(f"no connection was possible for {time.monotonic() - began:.0f} s")
        time.sleep(5)
    master.close()
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


def test_a_change_to_iam_tokens_keeps_every_run_and_fails_no_call_of_20_clients(rehearsal):
    with connect(rehearsal, MASTER) as master:
        runs = values(master, "SELECT run_uuid FROM runs")
    rehearsal.configure(databaseIamAuthentication=True)
    with Clients(rehearsal.url, 20) as clients:
        rehearsal.up()
        wait_until("the old task has gone", lambda: len(rehearsal.tasks()) == 1, 400)
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
    with connect(rehearsal, SERVER) as server:
        assert set(runs) < set(values(server, "SELECT run_uuid FROM runs"))
    only_the_server_signs_in(rehearsal)


def only_the_server_signs_in(rehearsal: Rehearsal) -> None:
    """The server does so with tokens and owns what it works on; the master user keeps its door."""
    with connect(rehearsal, SERVER) as server:
        assert values(
            server,
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'mlflow'",
        ) == [SERVER]
        assert values(
            server,
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
            " UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'mlflow'",
        ) == [SERVER]
    connect(rehearsal, MASTER).close()


def test_a_second_up_with_iam_tokens_changes_nothing(rehearsal):
    before = running(rehearsal)
    assert "Nothing changed." in rehearsal.up()
    assert running(rehearsal) == before


def test_tokens_that_expire_fail_no_call_of_20_clients_and_restart_nothing(rehearsal, tmp_path):
    before = running(rehearsal)
    first = tmp_path / "pgpass"
    first.touch(0o600)
    first.write_text(password_file(rehearsal).read_text())
    connect(rehearsal, SERVER, first).close()
    with Clients(rehearsal.url, 20) as clients:
        for _ in range((LIFETIME + 60) // 15):
            time.sleep(15)
            with connect(rehearsal, SERVER) as server:
                assert cut(server) > 0
    with pytest.raises(psycopg.OperationalError, match="PAM authentication failed"):
        connect(rehearsal, SERVER, first)
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])
    assert running(rehearsal) == before


def test_tokens_turned_off_again_fail_no_call_of_20_clients(rehearsal):
    rehearsal.configure()
    with Clients(rehearsal.url, 20) as clients:
        rehearsal.up()
        wait_until("the old task has gone", lambda: len(rehearsal.tasks()) == 1, 400)
        with connect(rehearsal, MASTER) as master:
            assert values(
                master,
                "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'mlflow'",
            ) == [MASTER]
    assert (clients.report["failures"], clients.report["lost"]) == ([], [])


def test_a_wrong_password_is_said_in_one_line_at_the_end_of_up_and_the_right_one_mends_it(tmp_path):
    rehearsal = Rehearsal(tmp_path, databaseIamAuthentication=True)
    local, migrate = rehearsal.folder / "local", rehearsal.folder / "image/programs/migrate"
    replace(local / "database.py", "    return password\n", "    return password[::-1]\n")
    replace(migrate / "database.py", "NO_ENTRY = 150.0", "NO_ENTRY = 3.0")
    try:
        done = rehearsal.run("up")
        assert done.returncode == 1
        # After it come the path of the whole log and how to go on.
        refused = json.loads(done.stdout.splitlines()[-3])["error"]
        print(refused)
        assert refused.startswith(f"the database has refused the password of {MASTER}")
        assert refused.endswith("see that DATABASE_SECRET_ARN is the secret of this database")
        manager = rehearsal.client("secretsmanager")
        (secret,) = manager.list_secrets()["SecretList"]
        value = json.loads(manager.get_secret_value(SecretId=secret["ARN"])["SecretString"])
        right = value | {"password": value["password"][::-1]}
        manager.put_secret_value(SecretId=secret["ARN"], SecretString=json.dumps(right))
        rehearsal.up()
        only_the_server_signs_in(rehearsal)
    finally:
        rehearsal.run("down")
