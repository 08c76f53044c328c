"""The schema is brought to the image's revision exactly once, or not touched at all."""

import contextlib
import json
import re
import socketserver
import ssl
import struct
import subprocess
import textwrap
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from image_services import PASSWORD, PROGRAMS, free_port, postgresql, wait_until
from migration import Run, schema
from moto.rds.exceptions import InvalidDBInstanceStateError
from moto.rds.models import RDSBackend


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


def test_the_snapshot_waits_for_a_busy_instance_and_the_migration_for_the_snapshot(
    image_bin, older, aws, client, monkeypatch
):
    database, revision = older
    client("rds").create_db_instance(
        DBInstanceIdentifier="mlflow-busy", DBInstanceClass="db.t4g.micro", Engine="postgres"
    )
    take, describe = RDSBackend.create_db_snapshot, RDSBackend.describe_db_snapshots
    asked, while_it_is_made = [], []

    def create_db_snapshot(self, **asked_for):
        asked.append(asked_for["db_snapshot_identifier"])
        if len(asked) == 1:
            raise InvalidDBInstanceStateError("mlflow-busy", "stop")
        snapshot = take(self, **asked_for)
        snapshot.status = "creating"
        return snapshot

    def describe_db_snapshots(self, *args, **kwargs):
        (snapshot,) = describe(self, *args, **kwargs)
        while_it_is_made.append(database.sql("SELECT version_num FROM alembic_version"))
        if len(while_it_is_made) == 3:
            snapshot.status = "available"
        return [snapshot]

    monkeypatch.setattr(RDSBackend, "create_db_snapshot", create_db_snapshot)
    monkeypatch.setattr(RDSBackend, "describe_db_snapshots", describe_db_snapshots)
    environment = database.environment | aws | {"SNAPSHOT_BEFORE_MIGRATION": "mlflow-busy"}
    code, report, log = Run(image_bin, environment, PAUSE=0.5).end()
    assert (code, report["outcome"]) == (0, "migrated")
    assert asked == [report["snapshot"]] * 2
    assert while_it_is_made == [revision] * 3
    lines = [line.split(" migrate: ")[1] for line in log.splitlines() if " migrate: " in line]
    assert lines == [
        f"waiting to take the snapshot {report['snapshot']}: An error occurred "
        "(InvalidDBInstanceState) when calling the CreateDBSnapshot operation: Instance "
        "mlflow-busy is not in available state.",
        f"waiting for the snapshot {report['snapshot']} to be available",
    ]


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


@contextlib.contextmanager
def locked(image_bin, database):
    """Holds the lock, as another task's migration does."""
    holder = subprocess.Popen(
        [
            *(image_bin / "python", "-c"),
            f"import sys; sys.path.insert(0, {str(PROGRAMS / 'migrate')!r}); import database;"
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
    yield
    holder.communicate("")


WAITS = "waiting for another task's migration to end\n"


def test_a_second_migration_waits_for_the_first_to_let_go(image_bin, database):
    with locked(image_bin, database):
        run = Run(image_bin, database.environment)
        assert run.process.stderr
        assert run.process.stderr.readline().endswith(WAITS)
        time.sleep(2)
        assert run.process.poll() is None
    code, report, _ = run.end()
    assert (code, report["outcome"]) == (0, "nothing to do")


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
    assert report["error"].startswith("ProgrammingError: (psycopg2.errors.Undefined")
    assert "\n" not in report["error"]
    assert "Traceback" in log
    assert schema(database) == before
    wait_until(
        "lock free",
        lambda: database.sql("SELECT count(*) FROM pg_locks WHERE locktype='advisory'") == "0",
    )


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("", ""),
        ("/mnt/efs/mlruns", "/mnt/efs/mlruns"),
        ("sqlite:////tmp/mlflow.db", "sqlite:////tmp/mlflow.db"),
        ("mysql+pymysql://me:hush@host/mlflow", "mysql+pymysql://host/mlflow"),
        ("postgresql://me:hush@host/mlflow", "postgresql://host/mlflow"),
    ],
)
def test_a_store_other_than_postgresql_by_psycopg2_is_refused_at_once(
    image_bin, server, uri, shown
):
    environment = server.environment | {"MLFLOW_BACKEND_STORE_URI": uri}
    code, report, log = Run(image_bin, environment).end()
    assert (code, report["outcome"], log) == (1, "refused", "")
    assert report["error"] == (
        f"MLFLOW_BACKEND_STORE_URI={shown} is not postgresql+psycopg2:///<database>: set it so, "
        "MLflow keeps its data in PostgreSQL here and the image has psycopg2 only"
    )


def test_authorities_that_are_not_there_are_refused_at_once(image_bin, server, tmp_path):
    missing = str(tmp_path / "ca.pem")
    environment = server.environment | {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": missing}
    code, report, log = Run(image_bin, environment).end()
    assert (code, report["outcome"], log) == (1, "refused", "")
    assert report["error"] == (
        f"PGSSLROOTCERT={missing} does not exist: set it to the certificate authorities in the "
        "image, /etc/ssl/certs/rds-global-bundle.pem"
    )


def test_a_password_that_is_refused_again_and_again_is_given_up_in_one_line(
    image_bin, database, tmp_path
):
    wrong = tmp_path / "pgpass"
    wrong.touch(0o600)
    wrong.write_text("*:*:*:mlflow:wrong\n")
    environment = database.environment | {"PGPASSFILE": str(wrong)}
    code, report, log = Run(image_bin, environment, NO_ENTRY=3).end()
    assert (code, report["outcome"]) == (1, "refused")
    assert report["error"] == (
        "the database has refused the password of mlflow for 3 seconds: connection to server at "
        f'"127.0.0.1", port {database.port} failed: FATAL: password authentication failed for user '
        f'"mlflow" password retrieved from file "{wrong}": see that DATABASE_SECRET_ARN is the '
        "secret of this database"
    )
    assert log.count("waiting for the database") == 1


class Answer(socketserver.StreamRequestHandler):
    """What a database answers that lets nobody in."""

    def handle(self):
        (length,) = struct.unpack("!i", self.rfile.read(4))
        startup = self.rfile.read(length - 4)
        if startup == struct.pack("!i", 80877103):  # the request for TLS
            self.wfile.write(b"S")
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
            with contextlib.suppress(ssl.SSLError):
                context.wrap_socket(self.request, server_side=True).close()
            return
        user = startup.split(b"user\0")[1].split(b"\0")[0].decode()
        fields = ("SFATAL", "C28000", f'MPAM authentication failed for user "{user}"')
        body = b"".join(field.encode() + b"\0" for field in fields) + b"\0"
        self.wfile.write(b"E" + struct.pack("!i", len(body) + 4) + body)


@pytest.fixture
def closed(server):
    """The environment for a database that wants TLS of an unknown authority, or else tokens."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        port = str(listening.server_address[1])
        yield server.environment | {"PGPORT": port, "PGSSLMODE": "disable"}
        listening.shutdown()


def test_a_certificate_of_an_unknown_authority_is_refused_at_once(image_bin, closed, tmp_path):
    trusted = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(trusted))
    environment = closed | {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(trusted)}
    code, report, log = Run(image_bin, environment).end()
    assert (code, report["outcome"], log) == (1, "refused", "")
    assert report["error"] == (
        'the database\'s certificate cannot be verified: connection to server at "127.0.0.1", '
        f"port {closed['PGPORT']} failed: SSL error: certificate verify failed: PGHOST has to be "
        "the name that RDS gave the instance, PGSSLROOTCERT the authorities of its region"
    )


def test_a_stack_that_gave_iam_tokens_up_again_is_told_why_its_password_is_refused(
    image_bin, closed
):
    code, report, log = Run(image_bin, closed).end()
    assert (code, report["outcome"], log) == (1, "refused", "")
    assert report["error"] == (
        "the database wants an IAM token of mlflow, not its password, since mlflow made a role "
        "that signs in with tokens: set databaseIamAuthentication to true again"
    )


def test_a_token_that_is_refused_again_and_again_is_given_up_in_one_line(image_bin, closed):
    environment = closed | {"DATABASE_IAM_USER": "mlflow_server"}
    code, report, _ = Run(image_bin, environment, NO_ENTRY=3).end()
    assert (code, report["outcome"]) == (1, "refused")
    where = f'connection to server at "127.0.0.1", port {closed["PGPORT"]} failed: FATAL: '
    assert report["error"] == (
        "the database has refused the token of mlflow_server for 3 seconds: "
        f'{where}PAM authentication failed for user "mlflow_server" '
        f'{where}PAM authentication failed for user "mlflow": allow the task role rds-db:connect '
        "as mlflow_server and see that the instance has IAM authentication on"
    )


# MLflow's basic-auth app has a schema of its own.


@pytest.fixture
def auth(tmp_path):
    """The environment of a server with basic-auth, whose users are in that database."""

    def environment(database):
        path = tmp_path / "auth.ini"
        uri = database.environment["MLFLOW_BACKEND_STORE_URI"]
        path.write_text(f"[mlflow]\ndefault_permission = READ\ndatabase_uri = {uri}\n")
        return {"MLFLOW_AUTH_CONFIG_PATH": str(path)}

    return environment


def test_the_schema_of_basic_auth_is_migrated_beside_the_other(
    image_bin, database, installed, auth
):
    environment = database.environment | auth(database)
    heads = {"tracking": installed["tracking"], "auth": installed["auth"]}
    code, report, _ = Run(image_bin, environment).end()
    assert (code, report["outcome"], report["to"]) == (0, "migrated", heads)
    assert report["from"] == {"tracking": installed["tracking"], "auth": None}
    assert database.sql("SELECT version_num FROM alembic_version_auth") == installed["auth"]
    assert database.sql("SELECT count(*) FROM users") == "0"
    again = Run(image_bin, environment)
    code, report, log = again.end()
    assert (code, report["outcome"], report["from"], log) == (0, "nothing to do", heads, "")
    assert not again.imported_mlflow


def test_four_at_once_make_both_schemas_each_in_its_database(image_bin, server, installed, auth):
    database, users = server.create(), server.create()
    runs = [Run(image_bin, database.environment | auth(users)) for _ in range(4)]
    ends = [run.end() for run in runs]
    assert [code for code, _, _ in ends] == [0, 0, 0, 0]
    assert sorted(report["outcome"] for _, report, _ in ends) == ["created"] + ["nothing to do"] * 3
    assert database.sql("SELECT version_num FROM alembic_version") == installed["tracking"]
    assert users.sql("SELECT version_num FROM alembic_version_auth") == installed["auth"]
    assert database.sql("SELECT to_regclass('alembic_version_auth')") == ""


def test_a_newer_schema_of_basic_auth_keeps_the_other_from_its_migration(image_bin, older, auth):
    database, revision = older
    database.sql("CREATE TABLE alembic_version_auth AS SELECT 'ffffffffffff' AS version_num")
    before = schema(database)
    code, report, _ = Run(image_bin, database.environment | auth(database)).end()
    assert (code, report["outcome"]) == (1, "refused")
    assert report["error"].startswith("the auth schema is at revision ffffffffffff, which MLflow ")
    assert report["from"] == {"tracking": revision, "auth": "ffffffffffff"}
    assert schema(database) == before


def test_basic_auth_without_a_database_of_postgresql_is_refused_at_once(
    image_bin, database, tmp_path
):
    path = tmp_path / "auth.ini"
    environment = database.environment | {"MLFLOW_AUTH_CONFIG_PATH": str(path)}
    errors = []
    for text in (None, "[mlflow]\n", "[mlflow]\ndatabase_uri = sqlite:///basic_auth.db\n"):
        if text:
            path.write_text(text)
        code, report, log = Run(image_bin, environment).end()
        assert (code, report["outcome"], log) == (1, "refused", "")
        errors.append(report["error"])
    nothing = f"MLFLOW_AUTH_CONFIG_PATH={path} gives the basic-auth app no database: "
    assert errors == [
        f"{nothing}No section: 'mlflow': set database_uri in its section mlflow",
        f"{nothing}No option 'database_uri' in section: 'mlflow': set database_uri in its section "
        "mlflow",
        f"MLFLOW_AUTH_CONFIG_PATH={path}: database_uri=sqlite:///basic_auth.db is not "
        "postgresql+psycopg2:///<database>: set it so, MLflow keeps its data in PostgreSQL here "
        "and the image has psycopg2 only",
    ]


# With IAM tokens the server signs in as a role of its own, here without a token.

TOKENS = {"DATABASE_IAM_USER": "mlflow_server"}


@pytest.fixture(scope="module", params=["pginstall", "pginstall18"])
def instance(request):
    """A server of each major version that RDS is asked for."""
    with postgresql(request.param) as database:
        yield database


@pytest.fixture
def empty(instance):
    """A database of the master user's, on a server that does not know the role yet."""
    yield instance.create()
    administrator = instance._replace(user="rdsadmin")
    for name in administrator.sql(
        "SELECT datname FROM pg_database WHERE datdba <> 'rdsadmin'::regrole"
    ).split():
        administrator.sql(f"DROP DATABASE {name} WITH (FORCE)")
    for role in ("mlflow_server", "lesser"):
        administrator.sql(f"DROP ROLE IF EXISTS {role}")


def owners(database):
    """Who owns the database, and what is in it."""
    return database.sql(
        "SELECT datdba::regrole FROM pg_database WHERE datname = current_database() UNION "
        "SELECT relowner::regrole FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )


def test_with_iam_tokens_four_at_once_hand_an_old_database_over_to_one_role_and_migrate_it(
    image_bin, instance, empty, installed
):
    revision = make_older(image_bin, empty)
    other = instance.create()
    assert owners(empty) == "mlflow"
    runs = [Run(image_bin, empty.environment | TOKENS) for _ in range(4)]
    ends = [run.end() for run in runs]
    assert [code for code, _, _ in ends] == [0, 0, 0, 0]
    assert sorted((report["outcome"], report["from"]["tracking"]) for _, report, _ in ends) == [
        ("migrated", revision),
        *[("nothing to do", installed["tracking"])] * 3,
    ]
    made = [log for _, _, log in ends if "owns the database" in log]
    assert len(made) >= 1
    assert f"mlflow_server owns the database {empty.name} and signs in with tokens" in made[0]
    assert owners(empty) == "mlflow_server"
    assert owners(other) == "mlflow"
    assert empty.sql("SELECT name FROM experiments WHERE experiment_id = 7") == "kept"


def test_with_iam_tokens_the_master_user_is_not_needed_again(image_bin, empty, installed):
    code, report, _ = Run(image_bin, empty.environment | TOKENS).end()
    assert (code, report["outcome"]) == (0, "created")
    assert owners(empty) == "mlflow_server"
    environment = empty.environment | TOKENS | {"PGUSER": "gone", "PGPASSFILE": "/none"}
    code, report, log = Run(image_bin, environment).end()
    assert (code, report["outcome"], log) == (0, "nothing to do", "")
    empty._replace(user="mlflow_server").sql(
        "UPDATE alembic_version SET version_num = (SELECT version_num FROM alembic_version)"
    )


def test_the_role_is_not_made_while_another_task_migrates(image_bin, empty):
    with locked(image_bin, empty):
        run = Run(image_bin, empty.environment | TOKENS)
        assert run.process.stderr
        assert run.process.stderr.readline().endswith(WAITS)
        assert empty.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'mlflow_server'") == "0"
    code, report, _ = run.end()
    assert (code, report["outcome"]) == (0, "created")


def test_the_master_user_that_made_the_role_is_no_member_of_rds_iam_through_it(image_bin, empty):
    """Else RDS would take its password no more; image/README.md."""
    assert Run(image_bin, empty.environment | TOKENS).end()[0] == 0
    assert empty.sql("SELECT pg_has_role('mlflow_server', 'rds_iam', 'MEMBER')") == "t"
    assert empty.sql("SELECT pg_has_role('mlflow', 'mlflow_server', 'MEMBER')") == "f"
    assert empty.sql("SELECT string_agg(rolname, ' ') FROM pg_roles WHERE oid > 16383") == (
        "mlflow rds_iam mlflow_server"
    )


def test_a_task_that_serves_as_the_master_user_goes_on_after_the_tables_were_handed_over(
    image_bin, empty
):
    make_older(image_bin, empty)
    assert Run(image_bin, empty.environment | TOKENS).end()[0] == 0
    empty._replace(user="mlflow_server").sql("CREATE TABLE later (id serial, name text)")
    empty.sql("INSERT INTO experiments (experiment_id, name) VALUES (8, 'during')")
    empty.sql("INSERT INTO later (name) VALUES ('new')")
    code, report, log = Run(image_bin, empty.environment).end()  # as ECS rolls it back
    assert (code, report["outcome"], log) == (0, "nothing to do", "")


def test_a_stack_that_gave_iam_tokens_up_needs_them_again_to_migrate(image_bin, empty):
    revision = make_older(image_bin, empty)
    code, report, log = Run(image_bin, empty.environment | TOKENS).end()
    assert code == 0, (report, log)
    empty.sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    before = schema(empty)
    code, report, _ = Run(image_bin, empty.environment).end()
    assert (code, report["outcome"]) == (1, "refused")
    assert report["error"] == (
        "the tracking schema is mlflow_server's, as the server signed in with IAM tokens before: "
        "set databaseIamAuthentication to true again, for this migration at least"
    )
    assert schema(empty) == before


def test_a_user_that_may_not_make_the_role_is_refused_and_leaves_none(image_bin, instance, empty):
    instance._replace(user="rdsadmin").sql(
        f"CREATE ROLE lesser LOGIN CREATEROLE PASSWORD '{PASSWORD}'"
    )
    environment = empty.environment | TOKENS | {"PGUSER": "lesser"}
    code, report, _ = Run(image_bin, environment).end()
    assert (code, report["outcome"]) == (1, "refused")
    assert report["error"].startswith(
        'lesser could not make the role mlflow_server: permission denied to grant role "rds_iam" '
    )
    assert report["error"].endswith(
        ": it has to be the master user of the instance and the owner of the database"
    )
    assert instance.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'mlflow_server'") == "0"
