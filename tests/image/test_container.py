"""The image's programs do their work as uid 10001 on a read-only root with two writable volumes."""

import json
import signal
import stat
import uuid

import pytest
import requests
from container import USER, Container, why_not
from image_services import PASSWORD, free_port, wait_until

CREDENTIALS = ("python", "/opt/mlflow/credentials.py")
MIGRATE = ("python", "/opt/mlflow/migrate")
HEALTH = ("python", "/opt/mlflow/health.py")
# A folder that only its owner and mode protect would be found by the second question.
WRITABLE = """
import json, os
places = []
for folder, below, _ in os.walk("/"):
    below[:] = [name for name in below if f"{folder}{name}" not in ("/proc", "/dev")]
    if os.access(folder, os.W_OK) or not os.statvfs(folder).f_flag & os.ST_RDONLY:
        places.append(folder)
        below.clear()
print(json.dumps([os.getuid(), os.getgid(), os.getgroups(), sorted(places)]))
"""


@pytest.fixture
def container(tmp_path, image_bin):
    obstacle = why_not()
    if obstacle is not None:
        pytest.skip(
            f"no container here: {obstacle}. Not shown: that the image's programs work as uid "
            f"{USER} on a read-only root"
        )
    made = Container(tmp_path, image_bin)
    made.make_volumes()
    return made


@pytest.fixture
def environment(server, aws, client):
    """What the task definition would say, for an empty database and a bucket of its own."""
    name = uuid.uuid4().hex
    secret = client("secretsmanager").create_secret(
        Name=name, SecretString=json.dumps({"username": "mlflow", "password": PASSWORD})
    )
    client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return (
        server.create().environment
        | aws
        | {
            "PGPASSFILE": "/run/credentials/pgpass",
            "DATABASE_SECRET_ARN": secret["ARN"],
            "MLFLOW_ARTIFACTS_DESTINATION": f"s3://{name}/artifacts",
            "MLFLOW_HOST": "127.0.0.1",
            "MLFLOW_PORT": str(free_port()),
            "MLFLOW_WORKERS": "1",
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
            "MLFLOW_DISABLE_TELEMETRY": "true",
        }
    )


def test_nothing_but_its_two_volumes_can_be_written_to(container):
    status, output = container.run("python", "-c", WRITABLE)
    assert (status, json.loads(output)) == (0, [USER, USER, [], ["/run/credentials", "/tmp"]])


def test_a_password_is_fetched_a_schema_made_and_a_run_served(container, environment, client):
    credentials = container.start(*CREDENTIALS, **environment)
    pgpass = container.folder / "run/credentials/pgpass"
    server = None
    try:
        wait_until("the password file is there", pgpass.exists, 60)
        assert (pgpass.stat().st_uid, stat.S_IMODE(pgpass.stat().st_mode)) == (USER, 0o600)

        status, output = container.run(*MIGRATE, **environment)
        assert status == 0, output
        assert json.loads(output.splitlines()[-1])["outcome"] == "created"

        server = container.start("mlflow", "server", **environment)
        wait_until(
            "the server is healthy", lambda: container.run(*HEALTH, **environment)[0] == 0, 180
        )
        api = f"http://127.0.0.1:{environment['MLFLOW_PORT']}/api/2.0"
        made = requests.post(f"{api}/mlflow/experiments/create", json={"name": "a"}, timeout=60)
        assert made.json() == {"experiment_id": "1"}
        artifact = f"{api}/mlflow-artifacts/artifacts/1/model"
        assert requests.put(artifact, data=b"weights", timeout=60).status_code == 200
        bucket = environment["MLFLOW_ARTIFACTS_DESTINATION"].split("/")[2]
        stored = client("s3").get_object(Bucket=bucket, Key="artifacts/1/model")
        assert stored["Body"].read() == b"weights"
    finally:
        for process in (server, credentials):
            if process is not None:
                process.send_signal(signal.SIGTERM)
                ended = process.communicate(timeout=60)
                assert process.returncode == 0, ended
