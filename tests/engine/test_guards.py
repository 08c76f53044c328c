"""What `prod` refuses to lose."""

from collections.abc import Callable

import pytest

from tests.engine.account import database, import_certificate
from tests.engine.deployment import Aws, Stack


def configure(stack: Stack, **settings) -> None:
    (certificate,) = stack.aws.client("acm").list_certificates()["CertificateSummaryList"]
    given = {
        "certificateArn": certificate["CertificateArn"],
        "domainName": "mlflow.example.com",
        "allowedCidrs": ["10.0.0.0/8"],
        **settings,
    }
    stack.engine.prepare(
        {
            "aws:region": "eu-west-1",
            "aws:accessKey": "test",
            "aws:secretKey": "test",
            "aws:s3UsePathStyle": True,
            "aws:endpoints": stack.aws.endpoints(),
            **{f"mlflow:{key}": value for key, value in given.items()},
        }
    )


@pytest.fixture(scope="module")
def stack(make_stack: Callable[..., Stack], aws: Aws) -> Stack:
    import_certificate(aws, "mlflow.example.com")
    made = make_stack(stack="prod")
    configure(made)
    return made


def test_prod_comes_up_and_a_second_preview_is_clean(stack, aws):
    stack.up()
    instance = database(aws)
    assert instance["MultiAZ"] is True
    assert instance["DeletionProtection"] is True
    stack.run("preview", "--expect-no-changes")


def test_prod_refuses_to_be_destroyed_and_everything_stays(stack, aws):
    before = database(aws)["DbiResourceId"]
    resources = {one["urn"] for one in stack.state()}
    printed = stack.fail("destroy", "--yes")
    assert "protected" in printed
    assert database(aws)["DbiResourceId"] == before
    assert len(aws.client("s3").list_buckets()["Buckets"]) == 2
    assert {one["urn"] for one in stack.state()} == resources


def test_aws_refuses_too_where_pulumi_is_passed_by(aws):
    rds = aws.client("rds")
    with pytest.raises(rds.exceptions.ClientError, match="deletion protection"):
        rds.delete_db_instance(
            DBInstanceIdentifier=database(aws)["DBInstanceIdentifier"], SkipFinalSnapshot=True
        )


def test_destroy_is_possible_once_the_protection_is_taken_off_and_takes_no_snapshot(stack, aws):
    configure(stack, deletionProtection=False)
    stack.up()
    stack.run("destroy", "--yes", "--skip-preview")
    assert not aws.client("rds").describe_db_instances()["DBInstances"]
    assert not aws.client("s3").list_buckets()["Buckets"]
