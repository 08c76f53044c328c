"""The rehearsal refuses an IAM database token for what RDS refuses one."""

import json
import time
from collections.abc import Iterator

import boto3
import moto
import pytest

from local.iam_token import why_refused

ROLE = "arn:aws:iam::123456789012:role/task"
ENDPOINT = "mlflow.abcdefghijkl.eu-west-1.rds.amazonaws.com"
INSTANCE = {
    "DBInstanceArn": "arn:aws:rds:eu-west-1:123456789012:db:mlflow",
    "DbiResourceId": "db-ABC",
    "Endpoint": {"Address": ENDPOINT},
    "IAMDatabaseAuthenticationEnabled": True,
}
RESOURCE = "arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-ABC/server"


def token(
    user: str = "server",
    host: str = ENDPOINT,
    port: int = 5433,
    region: str = "eu-west-1",
    key: str = "KEY",
    secret: str = "secret",
) -> str:
    session = boto3.Session(key, secret, "session/+==", region)
    return session.client("rds").generate_db_auth_token(host, port, user)


@pytest.fixture
def iam(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    with moto.mock_aws():
        client = boto3.client("iam", "eu-west-1")
        client.create_role(RoleName="task", AssumeRolePolicyDocument="{}")
        allow(client, RESOURCE)
        yield client


def allow(iam, resource: str) -> None:
    statement = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": resource}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName="task", PolicyName="token", PolicyDocument=document)


def judged(iam, sent: str, instance: dict = INSTANCE) -> str | None:
    return why_refused(instance, {"KEY": ("secret", ROLE)}, iam, sent, "server", 5433)


def test_the_token_of_a_task_whose_role_may_connect_is_taken(iam):
    assert judged(iam, token()) is None


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"user": "master"}, f"it is for master at {ENDPOINT}:5433, not for server at"),
        ({"host": "localhost"}, "it is for server at localhost:5433, not for server at"),
        ({"port": 5432}, f"it is for server at {ENDPOINT}:5432, not for server at"),
        ({"region": "eu-west-2"}, "it is no token for rds-db in eu-west-1"),
        ({"key": "OTHER"}, "its access key OTHER is of no task"),
        ({"secret": "guessed"}, "its signature is wrong"),
    ],
)
def test_a_token_for_something_else_or_by_someone_else_is_refused(iam, sent, why):
    assert (judged(iam, token(**sent)) or "").startswith(why)


@pytest.mark.parametrize("sent", ["", "secret", "X-Amz-Credential", "a]b", "é"])
def test_a_password_in_its_place_is_refused(iam, sent):
    assert judged(iam, sent) == "it is no token for rds-db in eu-west-1"


def test_a_token_holds_for_900_seconds(iam, monkeypatch):
    sent, now = token(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 895)
    assert judged(iam, sent) is None
    monkeypatch.setattr(time, "time", lambda: now + 902)
    assert (judged(iam, sent) or "").endswith("s old and holds for 900")


def test_a_token_changed_to_live_longer_is_refused(iam):
    sent = token()
    assert judged(iam, sent.replace("Expires=900", "Expires=9000")) == "its signature is wrong"


@pytest.mark.parametrize(
    "resource", [RESOURCE.replace("db-ABC", "mlflow"), RESOURCE.replace("/server", "/master")]
)
def test_a_role_whose_policy_names_another_instance_or_user_is_refused(iam, resource):
    allow(iam, resource)
    assert judged(iam, token()) == f"{ROLE} may not rds-db:connect to {RESOURCE}"


def test_an_instance_without_iam_authentication_takes_no_token(iam):
    instance = INSTANCE | {"IAMDatabaseAuthenticationEnabled": False}
    assert judged(iam, token(), instance) == "IAM database authentication is not enabled"
