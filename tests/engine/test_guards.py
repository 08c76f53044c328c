"""What `prod` refuses to lose."""

from collections.abc import Callable

import pytest

from tests.engine.account import database
from tests.engine.deployment import Stack

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def stack(make_stack: Callable[..., Stack]) -> Stack:
    made = make_stack(stack="prod")
    settings = {
        "aws:region": "eu-west-1",
        "aws:accessKey": "test",
        "aws:secretKey": "test",
        "aws:s3UsePathStyle": True,
        "aws:endpoints": made.aws.endpoints(),
        "mlflow:certificateArn": CERTIFICATE,
        "mlflow:domainName": "mlflow.example.com",
        "mlflow:allowedCidrs": ["10.0.0.0/8"],
    }
    made.engine.prepare(settings)
    return made


def test_prod_comes_up_and_a_second_preview_is_clean(stack, aws):
    stack.up()
    instance = database(aws)
    assert instance["MultiAZ"] is True
    assert instance["DeletionProtection"] is True
    stack.run("preview", "--expect-no-changes")


def test_prod_refuses_to_be_destroyed_and_everything_stays(stack, aws):
    before = database(aws)["DbiResourceId"]
    printed = stack.fail("destroy", "--yes", "--skip-preview")
    assert "protected" in printed
    assert database(aws)["DbiResourceId"] == before
    assert len(aws.client("s3").list_buckets()["Buckets"]) == 2


def test_aws_refuses_too_where_pulumi_is_passed_by(aws):
    rds = aws.client("rds")
    with pytest.raises(rds.exceptions.ClientError, match="deletion protection"):
        rds.delete_db_instance(
            DBInstanceIdentifier=database(aws)["DBInstanceIdentifier"], SkipFinalSnapshot=True
        )


def test_destroy_is_possible_once_the_protection_is_taken_off_and_takes_no_snapshot(stack, aws):
    stack.engine.prepare(
        {
            "aws:region": "eu-west-1",
            "aws:accessKey": "test",
            "aws:secretKey": "test",
            "aws:s3UsePathStyle": True,
            "aws:endpoints": stack.aws.endpoints(),
            "mlflow:certificateArn": CERTIFICATE,
            "mlflow:domainName": "mlflow.example.com",
            "mlflow:deletionProtection": False,
        }
    )
    stack.up()
    stack.run("destroy", "--yes", "--skip-preview")
    assert not aws.client("rds").describe_db_instances()["DBInstances"]
    assert not aws.client("s3").list_buckets()["Buckets"]
