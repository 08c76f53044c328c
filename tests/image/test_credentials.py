"""The password file follows the secret, is private, and is never half written."""

import importlib.util
import json
import os
import signal
import stat
import subprocess
import time
import uuid

import boto3
import pytest
from botocore.stub import Stubber
from image_services import IMAGE, PASSWORD, wait_until

spec = importlib.util.spec_from_file_location("credentials", IMAGE / "credentials.py")
assert spec is not None
assert spec.loader is not None
credentials = importlib.util.module_from_spec(spec)
spec.loader.exec_module(credentials)

ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1"


@pytest.mark.parametrize(
    ("password", "field"),
    [
        ("plain", "plain"),
        ("a:b", r"a\:b"),
        (r"a\b", r"a\\b"),
        (r"\:", r"\\\:"),
        (' "é#%', ' "é#%'),
    ],
)
def test_colons_and_backslashes_are_escaped_and_nothing_else(password, field):
    assert credentials.escape(password) == field


@pytest.mark.parametrize("password", ["a\nb", "a\r", "a\0b"])
def test_a_password_that_a_line_cannot_hold_is_refused_and_not_quoted(password):
    with pytest.raises(ValueError, match="line break or NUL") as caught:
        credentials.escape(password)
    assert password not in str(caught.value)


def test_the_file_is_one_line_for_its_owner_only_and_replaced_not_overwritten(tmp_path):
    path = tmp_path / "pgpass"
    path.write_text("old")
    path.chmod(0o644)
    being_read = tmp_path / "being_read"
    being_read.hardlink_to(path)
    credentials.write_password_file(path, "db.example.com", "5433", "mlflow", "p:w")
    assert path.read_text() == "db.example.com:5433:*:mlflow:p\\:w\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert being_read.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["being_read", "pgpass"]


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "pgpass"
    credentials.write_password_file(path, "h", "5433", "u", "old")
    (tmp_path / ".pgpass.new").mkdir()  # stands in the way, as a full disk would
    with pytest.raises(OSError, match=r"pgpass\.new"):
        credentials.write_password_file(path, "h", "5433", "u", "new")
    assert path.read_text() == "h:5433:*:u:old\n"


def secret_client(text):
    client = boto3.client(
        "secretsmanager", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    stubber = Stubber(client)
    stubber.add_response("get_secret_value", {"SecretString": text}, {"SecretId": ARN})
    stubber.activate()
    return client


def test_the_password_is_read_from_the_secret_that_rds_manages():
    client = secret_client('{"username":"mlflow","password":"p"}')
    assert credentials.read_secret(client, ARN, "mlflow") == "p"


def test_a_secret_of_another_user_is_refused_in_one_line():
    client = secret_client('{"username":"admin","password":"hush"}')
    with pytest.raises(credentials.WrongUser) as caught:
        credentials.read_secret(client, ARN, "mlflow")
    assert str(caught.value) == (
        f"PGUSER=mlflow is not the user of DATABASE_SECRET_ARN={ARN}, which is admin: "
        "set PGUSER to admin"
    )


@pytest.mark.parametrize("text", ["hush", '{"password":"hush"}', '["hush"]', '"hush"'])
def test_a_secret_of_another_form_is_reported_without_its_text(text):
    with pytest.raises(ValueError, match="not JSON with username and password") as caught:
        credentials.read_secret(secret_client(text), ARN, "mlflow")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_failures_are_retried_ever_more_slowly_but_never_more_slowly_than_the_interval():
    longest = [max(credentials.pause(failures) for _ in range(200)) for failures in range(10)]
    assert longest[0] == pytest.approx(60, rel=0.05)
    assert longest[1] == pytest.approx(2, rel=0.05)
    assert longest[5] == pytest.approx(32, rel=0.05)
    assert longest[9] == pytest.approx(60, rel=0.05)
    assert credentials.pause(10_000) <= 60
    assert min(credentials.pause(0) for _ in range(200)) >= 48


# From here on the program itself runs, as the container runs it but for the shorter interval.


class Program:
    """credentials.py as a process of the image's environment."""

    def __init__(self, image_bin, environment, folder):
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [
                    image_bin / "python",
                    "-c",
                    f"import sys; sys.path.insert(0, {str(IMAGE)!r}); import credentials;"
                    "credentials.INTERVAL = 0.2; sys.exit(credentials.main())",
                ],
                env=environment,
                stderr=log,
            )

    def lines(self):
        """What it logged, without the time."""
        return [line.split(" ", 2)[2] for line in self.log.read_text().splitlines()]


@pytest.fixture
def secret(client):
    """A secret for the user mlflow, and a function that changes it."""
    manager = client("secretsmanager")
    arn = manager.create_secret(
        Name=f"rds!{uuid.uuid4()}",
        SecretString=json.dumps({"username": "mlflow", "password": PASSWORD}),
    )["ARN"]

    def put(text):
        manager.put_secret_value(SecretId=arn, SecretString=text)

    return arn, put


@pytest.fixture
def run(image_bin, server, aws, secret, tmp_path):
    """Starts the program against the test's database and secret."""
    started = []

    def start(**changes):
        environment = server.environment | aws
        del environment["AWS_REGION"]  # the ARN names it
        environment |= {
            "DATABASE_SECRET_ARN": secret[0],
            "PGPASSFILE": str(tmp_path / "pgpass"),
        }
        program = Program(image_bin, environment | changes, tmp_path)
        started.append(program)
        return program

    yield start
    for program in started:
        program.process.kill()
        program.process.wait()


def test_a_rotated_password_opens_new_connections_without_a_restart(run, server, secret, tmp_path):
    database = server._replace(pgpass=tmp_path / "pgpass")
    program = run()
    wait_until("first file", database.pgpass.exists)
    assert database.sql("SELECT current_user") == "mlflow"
    try:
        server.sql("ALTER ROLE mlflow PASSWORD 'n:ew'")
        secret[1](json.dumps({"username": "mlflow", "password": "n:ew"}))
        wait_until("the change", lambda: "n\\:ew" in database.pgpass.read_text())
        assert database.sql("SELECT current_user") == "mlflow"
    finally:
        rotated = tmp_path / "rotated"
        rotated.touch(0o600)
        rotated.write_text("*:*:*:mlflow:n\\:ew\n")
        server._replace(pgpass=rotated).sql(f"ALTER ROLE mlflow PASSWORD '{PASSWORD}'")
    path = tmp_path / "pgpass"
    assert program.lines() == [
        f"INFO credentials: wrote {path} for mlflow at 127.0.0.1:{server.port}",
        f"INFO credentials: the password of mlflow changed: wrote {path}",
    ]


def test_trouble_is_logged_once_keeps_the_file_and_ends_by_itself(run, secret, tmp_path):
    path = tmp_path / "pgpass"
    program = run()
    wait_until("first file", path.exists)
    first = path.read_text()
    for text in ("hush", '{"username":"other","password":"hush"}'):
        secret[1](text)
        expected = len(program.lines()) + 1
        wait_until("a line", lambda expected=expected: len(program.lines()) == expected)
        time.sleep(0.6)  # three more failures
        assert len(program.lines()) == expected
        assert path.read_text() == first
    secret[1](json.dumps({"username": "mlflow", "password": PASSWORD}))
    wait_until("recovery", lambda: "can be read again" in program.lines()[-1])
    assert program.process.poll() is None
    assert "hush" not in program.log.read_text()


def test_it_waits_for_a_secret_that_cannot_be_read_yet(run, secret, tmp_path):
    program = run(DATABASE_SECRET_ARN=ARN + "-later")
    wait_until("a line", lambda: len(program.lines()) == 1)
    assert "ResourceNotFoundException" in program.lines()[0]
    assert program.process.poll() is None
    assert not (tmp_path / "pgpass").exists()


def test_sigterm_ends_it_at_once(run, tmp_path):
    program = run()
    wait_until("first file", (tmp_path / "pgpass").exists)
    began = time.monotonic()
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(5) == 0
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"PGUSER": "admin"}, "set PGUSER to mlflow"),
        (
            {"PGUSER": "", "PGPORT": ""},
            "PGPORT, PGUSER not set: the task definition must give it",
        ),
        (
            {"DATABASE_SECRET_ARN": "rds!db"},
            "DATABASE_SECRET_ARN=rds!db is not an ARN: give the secret's full ARN",
        ),
    ],
)
def test_a_wrong_environment_ends_it_with_one_line(run, tmp_path, changes, line):
    program = run(**changes)
    assert program.process.wait(20) == 1
    assert len(program.lines()) == 1
    assert program.lines()[0].endswith(line)
    assert PASSWORD not in program.log.read_text()
    assert not (tmp_path / "pgpass").exists()


def test_the_health_command_of_its_container_sees_the_file(tmp_path):
    path = tmp_path / "pgpass"

    def healthy():
        return subprocess.run(
            ["/bin/sh", "-c", 'test -s "$PGPASSFILE"'], env={"PGPASSFILE": str(path)}
        ).returncode

    assert healthy() == 1
    path.touch()
    assert healthy() == 1
    credentials.write_password_file(path, "h", "1", "u", "p")
    assert healthy() == 0
    assert os.access(path, os.R_OK)
