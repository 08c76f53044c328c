"""Another project's stack on this one's exports: examples/training-job beside the main stack."""

import json
from collections.abc import Callable

import pytest

from local.engine import REPOSITORY
from tests.engine.deployment import Aws, Stack

JOB = REPOSITORY / "examples" / "training-job"


@pytest.fixture(scope="module")
def main(make_stack: Callable[..., Stack]) -> Stack:
    made = make_stack()
    made.configure()
    made.up()
    return made


@pytest.fixture(scope="module")
def job(main: Stack, make_stack: Callable[..., Stack], aws: Aws) -> Stack:
    made = make_stack(project=JOB, stack="test")
    made.engine.prepare(
        {
            "aws:region": "eu-west-1",
            "aws:accessKey": "test",
            "aws:secretKey": "test",
            "aws:endpoints": aws.endpoints(),
            "training-job:mlflowStack": "organization/mlflow/local",
            "training-job:directArtifactAccess": True,
        }
    )
    return made


def test_the_preview_of_the_other_project_knows_its_way_in(job):
    created = {name for operation, name in job.changes() if operation == "create"}
    rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::training-job-test-to-"
    assert {f"{rule}mlflow", f"{rule}endpoints"} <= created


def test_its_up_opens_the_balancer_and_the_endpoints_for_its_tasks_and_nobody_else(main, job, aws):
    job.up()
    outputs = main.outputs()
    ec2 = aws.client("ec2")
    (own,) = [
        one["GroupId"]
        for one in ec2.describe_security_groups()["SecurityGroups"]
        if one["Description"] == "Training tasks"
    ]
    admitted = {
        (rule["GroupId"], rule["ReferencedGroupInfo"]["GroupId"], rule["FromPort"])
        for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]
        if not rule["IsEgress"] and rule.get("ReferencedGroupInfo", {}).get("GroupId") == own
    }
    assert admitted == {
        (outputs["load_balancer_security_group_id"], own, 80),
        (outputs["endpoint_security_group_id"], own, 443),
    }


def test_its_task_gets_the_address_and_its_own_role_for_direct_access(main, job, aws):
    outputs = main.outputs()
    definition = aws.client("ecs").describe_task_definition(
        taskDefinition=job.outputs()["task_definition_arn"]
    )["taskDefinition"]
    (container,) = definition["containerDefinitions"]
    bucket = outputs["artifact_bucket"]
    assert {one["name"]: one["value"] for one in container["environment"]} == {
        "MLFLOW_TRACKING_URI": "http://localhost",
        "MLFLOW_EXPERIMENT_NAME": "training-job-test",
        "AWS_REGION": "eu-west-1",
        "HOME": "/tmp",
        "ARTIFACT_LOCATION": f"s3://{bucket}/artifacts/training-job-test",
    }
    iam = aws.client("iam")
    role = definition["taskRoleArn"].rpartition("/")[2]
    (policy,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    document = document if isinstance(document, dict) else json.loads(document)
    assert document["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
            "Resource": f"arn:aws:s3:::{bucket}/artifacts/training-job-test/*",
        },
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": f"arn:aws:s3:::{bucket}",
            "Condition": {"StringLike": {"s3:prefix": "artifacts/training-job-test/*"}},
        },
    ]


def test_the_main_stack_is_not_changed_by_it(main, job):
    main.run("refresh", "--yes", "--expect-no-changes")
    main.run("preview", "--expect-no-changes")


def test_it_can_go_and_leaves_the_main_stack_as_it_was(main, job):
    job.run("destroy", "--yes", "--skip-preview")
    main.run("preview", "--expect-no-changes")
