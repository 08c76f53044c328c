"""Real things for the image's programs: their Python environment, PostgreSQL, an AWS API."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from image_services import IMAGE, Database, postgresql
from moto.server import ThreadedMotoServer

from local.image_environment import image_environment


@pytest.fixture(scope="session")
def image_bin() -> Path:
    """The bin folder of an environment with exactly what the image installs."""
    return image_environment(IMAGE / "requirements.txt")


@pytest.fixture(scope="session")
def server() -> Iterator[Database]:
    """A PostgreSQL server, seen through its database `postgres`."""
    with postgresql("pginstall") as database:
        yield database


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


@pytest.fixture(scope="session")
def client(aws: dict[str, str]):
    """boto3 clients of that API by the name of the service."""
    return lambda service: boto3.client(
        service,
        endpoint_url=aws["AWS_ENDPOINT_URL"],
        region_name=aws["AWS_REGION"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
