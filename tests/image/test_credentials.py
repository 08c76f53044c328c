"""The password file follows the secret, is private, and is never half written."""

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
from image_services import PASSWORD, PROGRAMS, free_port, wait_until

import credentials

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


def line(user, password, renewed=None):
    return credentials.Line(user, "a test", str, renewed or time.time(), password=password)


def test_the_file_is_for_its_owner_only_and_replaced_not_overwritten(tmp_path):
    path = tmp_path / "pgpass"
    path.write_text("old")
    path.chmod(0o644)
    being_read = tmp_path / "being_read"
    being_read.hardlink_to(path)
    lines = [line("mlflow", "p\\:w"), line("server", "token")]
    credentials.write_password_file(path, "db.example.com", "5433", lines)
    assert path.read_text() == (
        "db.example.com:5433:*:mlflow:p\\:w\ndb.example.com:5433:*:server:token\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert being_read.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["being_read", "pgpass"]


def test_the_file_is_as_old_as_its_oldest_line_and_has_none_without_a_password(tmp_path):
    path = tmp_path / "pgpass"
    lines = [line("mlflow", None, renewed=1000.5), line("server", "token")]
    credentials.write_password_file(path, "h", "5433", lines)
    assert path.read_text() == "h:5433:*:server:token\n"
    assert path.stat().st_mtime == 1000.5


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "pgpass"
    credentials.write_password_file(path, "h", "5433", [line("u", "old")])
    (tmp_path / ".pgpass.new").mkdir()  # stands in the way, as a full disk would
    with pytest.raises(OSError, match=r"pgpass\.new"):
        credentials.write_password_file(path, "h", "5433", [line("u", "new")])
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


@pytest.mark.parametrize(
    ("code", "what_to_do"),
    [
        (
            "AccessDeniedException",
            "allow the task role secretsmanager:GetSecretValue on the secret and kms:Decrypt on "
            "its key",
        ),
        (
            "DecryptionFailure",
            "allow the task role kms:Decrypt on the key of the secret, and see that the key is "
            "enabled",
        ),
        (
            "ResourceNotFoundException",
            "set DATABASE_SECRET_ARN to the MasterUserSecret of this database",
        ),
        ("InvalidRequestException", "restore the secret if it is marked for deletion"),
    ],
)
def test_what_aws_refuses_is_one_line_with_what_to_do(code, what_to_do):
    client = boto3.client(
        "secretsmanager", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    with Stubber(client) as stubber:
        stubber.add_client_error("get_secret_value", code, "because\nof this")
        with pytest.raises(client.exceptions.ClientError) as caught:
            credentials.read_secret(client, ARN, "mlflow")
    assert credentials.explain(caught.value) == (
        f"An error occurred ({code}) when calling the GetSecretValue operation: because of this: "
        f"{what_to_do}"
    )


class Round(Exception):
    """The end of the last round that a test wants."""


@pytest.fixture
def rounds(monkeypatch):
    """Lets the loop run so many rounds without a pause, and tells what the watchdog was told."""
    armed = []
    monkeypatch.setattr(
        credentials.faulthandler,
        "dump_traceback_later",
        lambda seconds, *, exit: armed.append((seconds, exit)),
    )

    def run(count, lines, path):
        slept = []

        def sleep(seconds):
            slept.append(seconds)
            if len(slept) == count:
                raise Round

        monkeypatch.setattr(credentials.time, "sleep", sleep)
        with pytest.raises(Round):
            credentials.refresh_for_ever(lines, path, "h", "5433", time.time())
        return armed

    return run


def test_the_watchdog_is_wound_up_again_in_every_round(rounds, tmp_path):
    lines = [credentials.Line("mlflow", "a test", lambda: "p", time.time())]
    assert rounds(3, lines, tmp_path / "pgpass") == [(180, True)] * 3


@pytest.mark.parametrize(
    ("password_works", "token_works", "expected"),
    [
        (True, True, "h:5433:*:mlflow:3\nh:5433:*:server:3\n"),
        (False, True, "h:5433:*:mlflow:1\nh:5433:*:server:3\n"),
        (True, False, "h:5433:*:mlflow:3\nh:5433:*:server:1\n"),
        (False, False, "h:5433:*:mlflow:1\nh:5433:*:server:1\n"),
    ],
)
def test_a_password_that_cannot_be_read_does_not_hold_up_the_token_nor_the_other_way_round(
    rounds, tmp_path, password_works, token_works, expected
):
    def source(works):
        count = 0

        def read():
            nonlocal count
            count += 1
            if count > 1 and not works:
                raise ValueError("no")
            return str(count)

        return read

    lines = [
        credentials.Line("mlflow", "secret", source(password_works), time.time()),
        credentials.Line("server", "role", source(token_works), time.time(), is_token=True),
    ]
    rounds(3, lines, tmp_path / "pgpass")
    assert (tmp_path / "pgpass").read_text() == expected


def test_a_file_is_stale_when_three_intervals_passed_it_by(monkeypatch, capsys):
    monkeypatch.setattr(credentials.time, "time", lambda: 10_000.0)
    credentials.report_if_stale(10_000.0 - 180, "no")
    assert capsys.readouterr().out == ""
    credentials.report_if_stale(10_000.0 - 181, "no")
    assert capsys.readouterr().out == (
        '{"event": "stale_credentials", "age_seconds": 181, "error": "no"}\n'
    )


# From here on the program itself runs, as the container runs it but for the shorter interval.


class Program:
    """credentials.py as a process of the image's environment."""

    def __init__(self, image_bin, environment, folder, constants):
        self.log, self.out = folder / "log", folder / "out"
        settings = {"INTERVAL": 0.2} | constants
        with self.log.open("w") as log, self.out.open("w") as out:
            self.process = subprocess.Popen(
                [
                    image_bin / "python",
                    "-c",
                    f"import sys; sys.path.insert(0, {str(PROGRAMS)!r}); import credentials;"
                    f"vars(credentials).update({settings}); sys.exit(credentials.main())",
                ],
                env=environment,
                stdout=out,
                stderr=log,
            )

    def lines(self):
        """What it logged, without the time."""
        return [line.split(" ", 2)[2] for line in self.log.read_text().splitlines()]

    def reports(self):
        """Its lines for the metric filter."""
        return [json.loads(line) for line in self.out.read_text().splitlines()]


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

    def start(constants=None, **changes):
        environment = server.environment | aws
        del environment["AWS_REGION"]  # the ARN names it
        environment |= {
            "DATABASE_SECRET_ARN": secret[0],
            "PGPASSFILE": str(tmp_path / "pgpass"),
        }
        program = Program(image_bin, environment | changes, tmp_path, constants or {})
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
        "INFO credentials: the password of mlflow changed",
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
    wait_until("recovery", lambda: "works again after" in program.lines()[-1])
    assert program.process.poll() is None
    assert "hush" not in program.log.read_text()


def test_it_waits_for_a_secret_that_cannot_be_read_yet(run, tmp_path):
    program = run(DATABASE_SECRET_ARN=ARN + "-later")
    wait_until("a line", lambda: len(program.lines()) == 1)
    assert program.lines()[0].startswith(
        f"ERROR credentials: no new password for mlflow from {ARN}-later: An error occurred "
        "(ResourceNotFoundException) when calling the GetSecretValue operation"
    )
    assert program.lines()[0].endswith(
        " specified secret: set DATABASE_SECRET_ARN to the MasterUserSecret of this database"
    )
    assert program.process.poll() is None
    assert not (tmp_path / "pgpass").exists()


def test_an_aws_that_is_out_of_reach_is_one_line_with_where_to_look(run, secret):
    url = f"http://127.0.0.1:{free_port()}"
    program = run(AWS_ENDPOINT_URL=url)
    wait_until("a line", lambda: len(program.lines()) == 1)
    assert program.lines() == [
        f"ERROR credentials: no new password for mlflow from {secret[0]}: Could not connect to the "
        f'endpoint URL: "{url}/": check the way from the task to AWS: the VPC endpoint or NAT of '
        "its subnets, and port 443 in the security groups"
    ]


def test_a_task_without_a_role_is_one_line_for_each_password_that_needs_it(run, secret):
    program = run(
        AWS_ACCESS_KEY_ID="", AWS_EC2_METADATA_DISABLED="true", DATABASE_IAM_USER="server"
    )
    wait_until("two lines", lambda: len(program.lines()) == 2)
    what = "Unable to locate credentials: give the task definition a task role"
    assert program.lines() == [
        f"ERROR credentials: no new password for mlflow from {secret[0]}: {what}",
        f"ERROR credentials: no new password for server from the task role: {what}",
    ]


def test_a_stale_file_is_reported_in_every_round(run, secret, tmp_path):
    path = tmp_path / "pgpass"
    program = run({"STALE": 1})
    wait_until("first file", path.exists)
    secret[1]("hush")

    def reports():  # but for what a slow start may have reported
        return [one for one in program.reports() if not one["error"].startswith("no round")]

    wait_until("three reports", lambda: len(reports()) >= 3)
    written = path.stat().st_mtime
    assert time.time() - written > 1
    (trouble,) = [line for line in program.lines() if line.startswith("ERROR")]
    for report in reports():
        assert list(report) == ["event", "age_seconds", "error"]
        assert report["event"] == "stale_credentials"
        assert 1 <= report["age_seconds"] <= time.time() - written + 1
        assert trouble == (
            f"ERROR credentials: no new password for mlflow from {secret[0]}: {report['error']}"
        )


def test_a_file_that_cannot_be_written_is_said_and_becomes_stale(run, tmp_path):
    (tmp_path / ".pgpass.new").mkdir()
    program = run({"STALE": 1})
    wait_until("two lines", lambda: len(program.lines()) >= 2)
    trouble = f"cannot write {tmp_path}/pgpass: [Errno 21] Is a directory: "
    trouble += f"'{tmp_path}/.pgpass.new': see to the volume that it is on"
    assert set(program.lines()) == {f"ERROR credentials: {trouble}"}
    wait_until("a report", lambda: trouble in [one["error"] for one in program.reports()])


def test_after_a_restart_the_age_of_the_file_that_is_there_counts(run, tmp_path):
    path = tmp_path / "pgpass"
    path.write_text("127.0.0.1:1:*:mlflow:old\n")
    os.utime(path, (time.time() - 1000, time.time() - 1000))
    program = run({"STALE": 180}, DATABASE_SECRET_ARN=ARN + "-later")
    wait_until("two reports", lambda: len(program.reports()) >= 2)
    first, second, *_ = program.reports()
    assert first["error"] == "no round has ended since the program was started"
    assert 1000 <= first["age_seconds"] <= second["age_seconds"] < 1100
    assert "ResourceNotFoundException" in second["error"]
    assert path.read_text() == "127.0.0.1:1:*:mlflow:old\n"


def test_with_iam_tokens_the_file_has_a_second_line_with_a_new_token_every_time(
    run, server, secret, tmp_path
):
    path = tmp_path / "pgpass"
    program = run(DATABASE_IAM_USER="mlflow_server", AWS_SESSION_TOKEN="session" * 200)
    wait_until("first file", path.exists)
    password, token = path.read_text().splitlines()
    assert password.startswith(f"127.0.0.1:{server.port}:*:mlflow:")
    prefix = f"127.0.0.1:{server.port}:*:mlflow_server:"
    assert token.startswith(prefix)
    value = token.removeprefix(prefix)
    assert value.startswith(rf"127.0.0.1\:{server.port}/?Action=connect&DBUser=mlflow_server&")
    assert "X-Amz-Expires=900" in value
    assert "eu-west-1%2Frds-db%2Faws4_request" in value
    secret[1]("hush")
    wait_until("another token", lambda: path.read_text().splitlines()[1] != token)
    wait_until("the secret's trouble", lambda: len(program.lines()) == 2)
    renewed = path.read_text().splitlines()[1]
    wait_until("another token still", lambda: path.read_text().splitlines()[1] != renewed)
    assert path.read_text().splitlines()[0] == password
    lines = program.lines()
    assert lines[0] == (
        f"INFO credentials: wrote {path} for mlflow and mlflow_server at 127.0.0.1:{server.port}"
    )
    assert lines[1].startswith("ERROR credentials: no new password for mlflow from arn:")
    assert len(lines) == 2


def test_a_token_alone_is_written_while_the_secret_cannot_be_read_and_stays_as_stale(run, tmp_path):
    path = tmp_path / "pgpass"
    path.write_text("127.0.0.1:1:*:mlflow:old\n")
    os.utime(path, (time.time() - 1000, time.time() - 1000))
    program = run(DATABASE_SECRET_ARN=ARN + "-later", DATABASE_IAM_USER="mlflow_server")
    wait_until("the token", lambda: ":*:mlflow_server:" in path.read_text())
    assert path.read_text().count("\n") == 1
    assert time.time() - path.stat().st_mtime > 900
    assert program.process.poll() is None


def test_a_loop_that_hangs_ends_the_program_and_shows_where(run, tmp_path):
    os.mkfifo(tmp_path / ".pgpass.new")  # opening it waits for a reader that never comes
    program = run({"HANG": 2})
    assert program.process.wait(60) == 1
    log = program.log.read_text()
    assert "Timeout (0:00:02)!" in log
    assert "in write_password_file" in log


def test_sigterm_ends_it_at_once(run, tmp_path):
    program = run()
    wait_until("first file", (tmp_path / "pgpass").exists)
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(10) == 0


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
    credentials.write_password_file(path, "h", "1", [line("u", "p")])
    assert healthy() == 0
    assert os.access(path, os.R_OK)
