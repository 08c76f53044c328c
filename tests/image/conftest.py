"""Real things for the tests: the image's Python environment, PostgreSQL, an AWS API, a stack."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from image_services import IMAGE, Database, postgresql
from moto.server import ThreadedMotoServer
from user import NAME, User

from local.image_environment import image_environment
from tests.engine.account import import_certificate
from tests.rehearsal import Rehearsal


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshot", help="file for a picture of the UI's table of runs")


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


@pytest.fixture(scope="session")
def public_rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """A stack with a public name and HTTPS, as in production: MLflow trusts a page of `localhost`
    whatever its settings say."""
    made = Rehearsal(tmp_path_factory.mktemp("public"))
    try:
        made.up()  # an account, for the certificate to be in before a setting names it
        certificate = import_certificate(made, NAME)
        made.configure(domainName=NAME, plainHttp=False, certificateArn=certificate)
        made.up()
        yield made
    finally:
        made.run("down")


@pytest.fixture
def user(public_rehearsal: Rehearsal) -> Iterator[User]:
    """Somebody outside who reaches the stack, and S3."""
    with User(public_rehearsal) as user:
        yield user


@pytest.fixture(scope="session")
def tracked(public_rehearsal: Rehearsal) -> Any:
    """What the server gave back of the runs of parts/tracking.py."""
    with User(public_rehearsal) as user:
        return user.script("tracking.py")


@pytest.fixture(scope="session")
def predictions(public_rehearsal: Rehearsal) -> Any:
    """What the model of parts/models.py answers by each of its addresses."""
    with User(public_rehearsal) as user:
        return user.script("models.py")
