"""What older versions of MLflow have stored is there for the image's version, and was at no moment
out of reach. older/make_dump.py says how the dumps were made."""

import json
import os
import shutil
import subprocess
import urllib.request
from collections import Counter
from typing import NamedTuple

import pytest
from clients import Clients
from image_services import IMAGE, PSQL, MlflowServer
from moto.rds.models import RDSBackend
from test_migrate import Run, schema

from local.image_environment import image_environment
from tests.rehearsal import Rehearsal

OLDER = IMAGE.parent / "tests" / "image" / "older"
LOGGED = (OLDER / "logged.json").read_text()
# The name of a trace becomes a column of trace_info; a client still finds it among the tags.
MOVED = {"trace_tags"}


def run(program, url, *arguments):
    """What a program says that is a client of the server at that URL."""
    return subprocess.run(
        [program, *arguments],
        env={
            "MLFLOW_TRACKING_URI": url,
            "MLFLOW_ENABLE_ASYNC_TRACE_LOGGING": "false",
            "PATH": os.defpath,
            "HOME": "/tmp",
        },
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


# Dumps of 2.22 and 3.5, by `migrate` alone.


def restored(server, dump):
    """A new database with what the dump holds."""
    database = server.create()
    subprocess.run(
        [PSQL, "-qX", "-v", "ON_ERROR_STOP=1", "-f", dump, database.name],
        env=database.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return database


def revision(database):
    return database.sql("SELECT version_num FROM alembic_version")


def columns(database):
    """The columns of each table of MLflow's."""
    lines = database.sql(
        "SELECT table_name, string_agg(quote_ident(column_name), ',') FROM"
        " information_schema.columns WHERE table_schema = 'public'"
        " AND table_name NOT LIKE 'alembic%' GROUP BY table_name"
    ).splitlines()
    return dict(line.split("|") for line in lines)


def rows(database, of):
    """What is in those columns of each table that is not empty."""
    found = {
        table: Counter(
            database.sql(f"SELECT to_json(t) FROM (SELECT {names} FROM {table}) t").splitlines()
        )
        for table, names in of.items()
    }
    return {table: lines for table, lines in found.items() if lines}


class Upgrade(NamedTuple):
    """Four migrations at once of one dump."""

    dump: str
    database: object
    columns: dict
    before: dict
    revision: str
    ends: list
    snapshots: list


@pytest.fixture(scope="module", params=sorted(OLDER.glob("*.sql")), ids=lambda dump: dump.stem)
def dump(request):
    return request.param


@pytest.fixture(scope="module")
def upgrade(image_bin, server, aws, client, dump):
    database = restored(server, dump)
    of, old, snapshots = columns(database), revision(database), []
    before = rows(database, of)
    client("rds").create_db_instance(
        DBInstanceIdentifier=dump.stem.replace(".", "-"),
        DBInstanceClass="db.t4g.micro",
        Engine="postgres",
    )

    def create_db_snapshot(backend, *arguments, **named):
        snapshots.append(revision(database))
        return create(backend, *arguments, **named)

    create = RDSBackend.create_db_snapshot
    environment = database.environment | aws
    environment["SNAPSHOT_BEFORE_MIGRATION"] = dump.stem.replace(".", "-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RDSBackend, "create_db_snapshot", create_db_snapshot)
        runs = [Run(image_bin, environment) for _ in range(4)]
        ends = [run.end() for run in runs]
    return Upgrade(dump.stem, database, of, before, old, ends, snapshots)


def test_of_four_at_once_on_an_old_database_one_migrates_and_all_succeed(upgrade):
    assert [code for code, _, _ in upgrade.ends] == [0, 0, 0, 0]
    reports = [report for _, report, _ in upgrade.ends]
    head = revision(upgrade.database)
    assert head != upgrade.revision
    assert {report["to"]["tracking"] for report in reports} == {head}
    assert sorted((report["outcome"], report["from"]["tracking"]) for report in reports) == [
        ("migrated", upgrade.revision),
        *[("nothing to do", head)] * 3,
    ]


def test_the_one_snapshot_is_asked_for_while_the_old_revision_is_there(upgrade, client):
    assert upgrade.snapshots == [upgrade.revision]
    (migrated,) = [report for _, report, _ in upgrade.ends if report["outcome"] == "migrated"]
    found = client("rds").describe_db_snapshots(
        DBInstanceIdentifier=upgrade.dump.replace(".", "-"), SnapshotType="manual"
    )
    names = [one["DBSnapshotIdentifier"] for one in found["DBSnapshots"]]
    assert names == [migrated["snapshot"]]
    assert migrated["advice"].endswith(f"restore the snapshot {migrated['snapshot']}")


def test_every_row_that_was_there_is_there(upgrade):
    filled = {table: upgrade.columns[table] for table in upgrade.before}
    assert {"runs", "metrics", "params", "tags", "model_versions", "experiments"} <= set(filled)
    after = rows(upgrade.database, filled)
    assert {table for table in filled if after[table] != upgrade.before[table]} <= MOVED


def test_the_new_client_reads_at_the_new_server_what_the_old_one_read_at_the_old(
    upgrade, image_bin, tmp_path
):
    with MlflowServer(image_bin, upgrade.database, tmp_path) as mlflow:
        url = f"http://127.0.0.1:{mlflow.port}"
        assert run(image_bin / "python", url, OLDER / "read.py") == LOGGED


def test_without_its_snapshot_an_old_database_stays_as_it_is(image_bin, server, aws, dump):
    database = restored(server, dump)
    before = schema(database), revision(database), rows(database, columns(database))
    environment = database.environment | aws | {"SNAPSHOT_BEFORE_MIGRATION": "no-such-instance"}
    code, report, _ = Run(image_bin, environment).end()
    assert (code, report["outcome"], report["advice"]) == (1, "refused", None)
    assert (schema(database), revision(database), rows(database, columns(database))) == before


# A deployment of 3.12 whose clients, of 3.12 too, log all the time. The new version migrates the
# database and its server does not start, then the fault is mended.


class Rollout(NamedTuple):
    """What was said and what was there, in this order."""

    rehearsal: Rehearsal
    old: dict
    failed: subprocess.CompletedProcess
    meanwhile: dict
    serving: list
    migrations: list
    mended: dict


def use(rehearsal, requirements):
    """Lets the copy's image hold what these requirements and their lock say."""
    for suffix in (".in", ".txt"):
        shutil.copy(f"{requirements}{suffix}", rehearsal.folder / "image" / f"requirements{suffix}")


def reports(rehearsal):
    """What `migrate` reported in each task, the first task first."""
    logs = (rehearsal.folder / ".local" / "logs").glob("*-migrate.log")
    by_time = sorted(logs, key=lambda log: log.stat().st_mtime)
    return [json.loads(log.read_text().splitlines()[-1]) for log in by_time]


@pytest.fixture(scope="module")
def rollout(tmp_path_factory):
    older = image_environment(OLDER / "requirements-3.12.txt") / "python"
    rehearsal = Rehearsal(tmp_path_factory.mktemp("rollout"))
    containers = rehearsal.folder / "components" / "service" / "containers.py"
    right = containers.read_text()
    wrong = right.replace('["mlflow", "server"]', '["mlflow", "no-server"]')
    assert wrong != right
    try:
        use(rehearsal, OLDER / "requirements-3.12")
        rehearsal.up()
        (old,) = rehearsal.tasks()
        run(older, rehearsal.url, OLDER / "log.py")
        with Clients(rehearsal.url, 4, transfers=1, artifact_mb=1, python=older) as meanwhile:
            use(rehearsal, IMAGE / "requirements")
            containers.write_text(wrong)
            failed = rehearsal.run("up")
        serving = rehearsal.tasks()
        with Clients(rehearsal.url, 4, transfers=1, artifact_mb=1, python=older) as mended:
            containers.write_text(right)
            rehearsal.up()
        migrations = reports(rehearsal)
        yield Rollout(rehearsal, old, failed, meanwhile.report, serving, migrations, mended.report)
    finally:
        rehearsal.run("down")


def test_a_new_version_whose_server_does_not_start_has_migrated_after_a_snapshot(rollout):
    first, migrated, *again = rollout.migrations
    assert (first["outcome"], first["mlflow"]) == ("created", "3.12.0")
    assert (migrated["outcome"], migrated["from"]) == ("migrated", first["to"])
    assert {one["outcome"] for one in again} == {"nothing to do"}
    snapshots = rollout.rehearsal.client("rds").describe_db_snapshots(SnapshotType="manual")
    names = [one["DBSnapshotIdentifier"] for one in snapshots["DBSnapshots"]]
    assert names == [migrated["snapshot"]]


def test_the_operator_reads_at_last_that_the_old_task_serves_and_what_to_do(rollout):
    assert rollout.failed.returncode == 1
    assert rollout.failed.stdout.splitlines()[-3:] == [
        "  the deployment before it keeps serving",
        f"  the database was migrated: {rollout.migrations[1]['advice']}",
        "  mend it and `make up` again, or end with `make down`",
    ]


def test_the_old_task_goes_on_serving_on_the_migrated_database(rollout):
    (serving,) = rollout.serving
    assert (serving["id"], serving["inService"]) == (rollout.old["id"], True)
    assert rollout.meanwhile["calls"] > 100
    assert (rollout.meanwhile["failures"], rollout.meanwhile["lost"]) == ([], [])


def test_the_new_task_takes_over_without_a_failed_call_and_has_all_that_was_logged(
    rollout, image_bin
):
    (task,) = rollout.rehearsal.tasks()
    assert task["taskDefinition"] != rollout.old["taskDefinition"]
    assert (rollout.mended["failures"], rollout.mended["lost"]) == ([], [])
    url = rollout.rehearsal.url
    with urllib.request.urlopen(f"{url}/version") as version:
        assert version.read().decode() == rollout.migrations[1]["mlflow"]
    assert run(image_bin / "python", url, OLDER / "read.py") == LOGGED
