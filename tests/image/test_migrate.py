"""The schema is brought to the image's revision exactly once, or not touched at all."""

import json
import re
import subprocess
import textwrap
import time
from datetime import UTC, datetime, timedelta

import pytest
from image_services import IMAGE, free_port, wait_until

KEYS = [
    *("event", "outcome", "mlflow", "from", "to"),
    *("snapshot", "advice", "error", "seconds"),
]


class Run:
    """One migrate.py as a process of the image's environment."""

    def __init__(self, image_bin, environment, **constants):
        self.process = subprocess.Popen(
            [
                image_bin / "python",
                "-c",
                f"import sys; sys.path.insert(0, {str(IMAGE)!r}); import database, migrate;"
                f"vars(database).update({constants}); code = migrate.main();"
                "print('mlflow' in sys.modules); sys.exit(code)",
            ],
            env={"MLFLOW_DISABLE_TELEMETRY": "true", "HOME": "/tmp"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self):
        """Its exit code, its one line of JSON and its log."""
        out, err = self.process.communicate(timeout=400)
        lines = [line for line in out.splitlines() if line.startswith("{")]
        assert len(lines) == 1, out + err
        report = json.loads(lines[0])
        assert list(report) == KEYS
        assert report["event"] == "migration"
        self.imported_mlflow = out.splitlines()[-1] == "True"
        return self.process.returncode, report, err


@pytest.fixture(scope="module")
def installed(image_bin):
    """What MLflow itself says of the image's version and of the heads of its schemas."""
    ask = """
        import json, mlflow
        from alembic.script import ScriptDirectory
        from mlflow.server.auth.db import utils as auth
        from mlflow.store.db import utils as tracking
        def head(config):
            return ScriptDirectory.from_config(config).get_current_head()
        print(json.dumps({
            "mlflow": mlflow.__version__,
            "tracking": head(tracking._get_alembic_config("")),
            "auth": head(auth._get_alembic_config("")),
        }))
    """
    return json.loads(python(image_bin, ask, {}).splitlines()[-1])


def python(image_bin, program, environment, *arguments):
    """What a program of the image's environment says."""
    return subprocess.run(
        [image_bin / "python", "-c", textwrap.dedent(program), *arguments],
        env=environment | {"MLFLOW_DISABLE_TELEMETRY": "true"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def schema(database):
    """Everything that a migration could change, as text."""
    return database.sql(
        "SELECT string_agg(c::text, ';' ORDER BY c::text) FROM information_schema.columns c"
        " WHERE table_schema = 'public'"
    )


@pytest.fixture(scope="module")
def migrated(image_bin, server):
    """A database that four migrations at once made, and how each of them ended."""
    database = server.create()
    runs = [Run(image_bin, database.environment) for _ in range(4)]
    return database, [run.end() for run in runs]


@pytest.fixture
def database(server, migrated):
    """A copy of the migrated database."""
    return server.create(template=migrated[0].name)


def make_older(image_bin, database):
    """Brings an empty database to one revision before the image's; gives the revision."""
    make = """
        import sys
        from alembic import command
        from alembic.script import ScriptDirectory
        import mlflow.store.db.utils as utils
        from mlflow.store.tracking.dbmodels.initial_models import Base
        engine = utils.create_sqlalchemy_engine(sys.argv[1])
        config = utils._get_alembic_config(sys.argv[1])
        before = ScriptDirectory.from_config(config).get_revision("head").down_revision
        Base.metadata.create_all(engine)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, before)
        print(before)
    """
    uri = database.environment["MLFLOW_BACKEND_STORE_URI"]
    revision = python(image_bin, make, database.environment, uri).split()[-1]
    database.sql("INSERT INTO experiments (experiment_id, name) VALUES (7, 'kept')")
    return revision


@pytest.fixture(scope="module")
def old(image_bin, server):
    """A database one revision behind the image, with an experiment in it, and the revision."""
    database = server.create()
    return database, make_older(image_bin, database)


@pytest.fixture
def older(server, old):
    """A copy of it."""
    return server.create(template=old[0].name), old[1]


def test_of_four_at_once_on_an_empty_database_one_migrates_and_all_succeed(migrated, installed):
    database, ends = migrated
    assert [code for code, _, _ in ends] == [0, 0, 0, 0]
    assert sorted(report["outcome"] for _, report, _ in ends) == ["created"] + ["nothing to do"] * 3
    head = installed["tracking"]
    for _, report, _ in ends:
        assert report["mlflow"] == installed["mlflow"]
        assert report["from"] == {"tracking": None if report["outcome"] == "created" else head}
        assert report["to"] == {"tracking": head}
        assert (report["snapshot"], report["advice"], report["error"]) == (None, None, None)
    assert database.sql("SELECT version_num FROM alembic_version") == head
    assert int(database.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) > 60


def test_of_four_at_once_on_an_old_database_one_migrates_and_all_succeed(
    image_bin, older, installed
):
    database, revision = older
    runs = [Run(image_bin, database.environment) for _ in range(4)]
    ends = [run.end() for run in runs]
    assert [code for code, _, _ in ends] == [0, 0, 0, 0]
    assert sorted((report["outcome"], report["from"]["tracking"]) for _, report, _ in ends) == [
        ("migrated", revision),
        *[("nothing to do", installed["tracking"])] * 3,
    ]
    assert database.sql("SELECT name FROM experiments WHERE experiment_id = 7") == "kept"
    assert database.sql("SELECT version_num FROM alembic_version") == installed["tracking"]


def test_the_next_mlflow_server_finds_the_schema_complete(image_bin, database):
    check = """
        import sys, mlflow.store.db.utils as utils
        engine = utils.create_sqlalchemy_engine(sys.argv[1])
        assert utils._all_tables_exist(engine)
        utils._verify_schema(engine)
    """
    uri = database.environment["MLFLOW_BACKEND_STORE_URI"]
    python(image_bin, check, database.environment, uri)


def test_an_equal_revision_is_left_alone_without_importing_mlflow(image_bin, database, installed):
    before = schema(database)
    run = Run(image_bin, database.environment)
    code, report, log = run.end()
    same = {"tracking": installed["tracking"]}
    assert (code, report["outcome"], report["from"], report["to"]) == (
        *(0, "nothing to do"),
        *(same, same),
    )
    assert not run.imported_mlflow
    assert schema(database) == before
    assert log == ""


def test_a_newer_database_is_refused_with_what_to_do_and_stays_as_it_is(
    image_bin, database, installed
):
    database.sql("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    before = schema(database)
    code, report, _ = Run(image_bin, database.environment).end()
    assert (code, report["outcome"]) == (1, "refused")
    assert report["error"] == (
        f"the tracking schema is at revision ffffffffffff, which MLflow {installed['mlflow']} does "
        "not know, so a newer MLflow migrated it: deploy that version or a later one, or restore "
        "the snapshot from before its migration"
    )
    assert report["from"] == {"tracking": "ffffffffffff"}
    assert report["advice"] is None
    assert schema(database) == before
    assert database.sql("SELECT version_num FROM alembic_version") == "ffffffffffff"


def test_an_older_database_is_snapshotted_then_migrated_and_keeps_its_rows(
    image_bin, older, aws, client, installed
):
    database, revision = older
    rds = client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="mlflow-1a2b3c",
        DBInstanceClass="db.t4g.micro",
        Engine="postgres",
    )
    environment = database.environment | aws | {"SNAPSHOT_BEFORE_MIGRATION": "mlflow-1a2b3c"}
    code, report, _ = Run(image_bin, environment).end()
    assert (code, report["outcome"], report["from"], report["to"]) == (
        *(0, "migrated"),
        *({"tracking": revision}, {"tracking": installed["tracking"]}),
    )
    snapshots = rds.describe_db_snapshots(
        DBInstanceIdentifier="mlflow-1a2b3c", SnapshotType="manual"
    )["DBSnapshots"]
    assert [snapshot["DBSnapshotIdentifier"] for snapshot in snapshots] == [report["snapshot"]]
    release = installed["mlflow"].replace(".", "-")
    assert re.fullmatch(rf"mlflow-1a2b3c-before-mlflow-{release}-\d{{14}}", report["snapshot"])
    assert report["advice"] == (
        "do not roll the image back, an older MLflow does not start on this schema: roll forward, "
        f"or restore the snapshot {report['snapshot']}"
    )
    assert database.sql("SELECT name FROM experiments WHERE experiment_id = 7") == "kept"
    assert database.sql("SELECT version_num FROM alembic_version") == installed["tracking"]


def test_a_migration_without_a_snapshot_advises_the_moment_to_go_back_to(image_bin, older):
    database, _ = older
    code, report, _ = Run(image_bin, database.environment).end()
    assert (code, report["outcome"], report["snapshot"]) == (0, "migrated", None)
    advice = (
        "do not roll the image back, an older MLflow does not start on this schema: roll forward, "
        "or restore the state of "
    )
    assert report["advice"].startswith(advice)
    moment = datetime.fromisoformat(report["advice"].removeprefix(advice))
    assert timedelta(0) < datetime.now(UTC) - moment < timedelta(minutes=10)


def test_without_its_snapshot_an_older_database_is_not_migrated(image_bin, server, aws):
    database = server.create()
    database.sql("CREATE TABLE experiments (experiment_id int)")
    before = schema(database)
    environment = database.environment | aws | {"SNAPSHOT_BEFORE_MIGRATION": "no-such-instance"}
    code, report, _ = Run(image_bin, environment).end()
    assert (code, report["outcome"], report["snapshot"]) == (1, "refused", None)
    assert report["error"].startswith("no snapshot of no-such-instance, so no migration: ")
    assert "DBInstanceNotFound" in report["error"]
    assert report["error"].endswith(
        ": see that the task role allows rds:CreateDBSnapshot and rds:DescribeDBSnapshots and that "
        "the task reaches RDS, or take a snapshot by hand and set snapshotBeforeMigration to false"
    )
    assert schema(database) == before


def test_a_second_migration_waits_for_the_first_to_let_go(image_bin, database):
    holder = subprocess.Popen(
        [
            *(image_bin / "python", "-c"),
            f"import sys; sys.path.insert(0, {str(IMAGE)!r}); import database;"
            f"c = database.connect('postgresql+psycopg2:///{database.name}'); database.lock(c);"
            "print('held', flush=True); sys.stdin.read()",
        ],
        env=database.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    run = Run(image_bin, database.environment)
    time.sleep(2)
    assert run.process.poll() is None
    holder.communicate("")
    code, report, log = run.end()
    assert (code, report["outcome"]) == (0, "nothing to do")
    assert "waiting for another task's migration to end" in log


def test_a_database_that_answers_late_is_waited_for(image_bin, server, database, tmp_path):
    late = tmp_path / "pgpass"
    run = Run(image_bin, database.environment | {"PGPASSFILE": str(late)})
    assert run.process.stderr
    assert "waiting for the database: " in run.process.stderr.readline()
    late.touch(0o600)
    late.write_bytes(server.pgpass.read_bytes())
    code, report, _ = run.end()
    assert (code, report["outcome"]) == (0, "nothing to do")


def test_a_database_that_never_answers_is_given_up_in_one_line(image_bin, server):
    environment = server.environment | {"PGPORT": str(free_port())}
    code, report, log = Run(image_bin, environment, NO_ANSWER=3).end()
    assert (code, report["outcome"]) == (1, "refused")
    assert report["error"].startswith("no connection to the database in 3 seconds: connection to ")
    assert "Connection refused" in report["error"]
    assert log.count("waiting for the database") == 1


def test_a_migration_that_fails_says_so_and_is_not_kept_in_part(image_bin, server):
    database = server.create()
    database.sql("CREATE TABLE metrics (mine int)")  # not MLflow's
    before = schema(database)
    code, report, log = Run(image_bin, database.environment).end()
    assert (code, report["outcome"]) == (1, "failed")
    assert report["error"]
    assert "Traceback" in log
    assert schema(database) == before
    wait_until(
        "lock free",
        lambda: database.sql("SELECT count(*) FROM pg_locks WHERE locktype='advisory'") == "0",
    )
