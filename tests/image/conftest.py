"""Real things for the image's programs: their Python environment, PostgreSQL, an AWS API."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from image_services import (
    IMAGE,
    PASSWORD,
    POSTGRESQL,
    Database,
    answers,
    free_port,
    wait_until,
)
from moto.server import ThreadedMotoServer

from local.image_environment import image_environment


@pytest.fixture(scope="session")
def image_bin() -> Path:
    """The bin folder of an environment with exactly what the image installs."""
    return image_environment(IMAGE / "requirements.txt")


@pytest.fixture(scope="session")
def server() -> Iterator[Database]:
    """A PostgreSQL server with passwords on, seen through its database `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="mlflow-test-"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    # PostgreSQL refuses to run as root.
    ordinary = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    if ordinary is not None:
        os.chown(folder, ordinary, -1)
        os.chown(secret, ordinary, -1)
    data, port = folder / "data", free_port()
    groups: list[int] | None = [] if ordinary is not None else None
    subprocess.run(
        [
            *(POSTGRESQL / "initdb", "-D", data, "-U", "mlflow", "--no-sync"),
            *(
                "--auth=scram-sha-256",
                f"--pwfile={secret}",
                "-E",
                "UTF8",
                "--no-locale",
            ),
        ],
        check=True,
        capture_output=True,
        cwd="/",
        user=ordinary,
        extra_groups=groups,
    )
    process = subprocess.Popen(
        [
            *(POSTGRESQL / "postgres", "-D", data, "-p", str(port), "-F"),
            *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
        ],
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=ordinary,
        extra_groups=groups,
    )
    pgpass = folder / "pgpass"
    pgpass.touch(0o600)
    pgpass.write_text(r"*:*:*:mlflow:a\:b\\c d" + "\n")
    database = Database(port, "postgres", pgpass)
    try:
        wait_until("PostgreSQL answers", lambda: answers(database))
        yield database
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def aws() -> Iterator[dict[str, str]]:
    """The environment of a process that talks to an AWS API on this computer."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    moto.start()
    host, port = moto.get_host_and_port()
    yield {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    moto.stop()


@pytest.fixture
def client(aws: dict[str, str]):
    """boto3 clients of that API by the name of the service."""
    return lambda service: boto3.client(
        service,
        endpoint_url=aws["AWS_ENDPOINT_URL"],
        region_name=aws["AWS_REGION"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
