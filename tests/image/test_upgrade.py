"""Databases of older versions of MLflow become the image's, with everything that was in them;
older/make_dump.py says how their dumps were made."""

import subprocess
from collections import Counter
from typing import NamedTuple

import pytest
from image_services import PSQL, MlflowServer
from migration import Run, schema
from moto.rds.models import RDSBackend
from older_client import LOGGED, OLDER, client_says

# The name of a trace becomes a column of trace_info; a client still finds it among the tags.
MOVED = {"trace_tags"}


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
        assert client_says(image_bin / "python", url, OLDER / "read.py") == LOGGED


def test_without_its_snapshot_an_old_database_stays_as_it_is(image_bin, server, aws, dump):
    database = restored(server, dump)
    before = schema(database), revision(database), rows(database, columns(database))
    environment = database.environment | aws | {"SNAPSHOT_BEFORE_MIGRATION": "no-such-instance"}
    code, report, _ = Run(image_bin, environment).end()
    assert (code, report["outcome"], report["advice"]) == (1, "refused", None)
    assert (schema(database), revision(database), rows(database, columns(database))) == before
