"""What happens when something is wrong: before anything exists, or half-way."""

from collections.abc import Callable

import pytest

from tests.engine.account import database, leftovers
from tests.engine.deployment import Stack


@pytest.fixture
def stack(make_stack: Callable[..., Stack]) -> Stack:
    return make_stack()


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"vpcCdir": "10.0.0.0/16"},
            "mlflow:vpcCdir: unknown setting; the nearest one is mlflow:vpcCidr "
            "(all are in Pulumi.yaml)",
        ),
        (
            {"plainHttp": False},
            "certificateArn: not set; set it together with domainName, "
            "or set plainHttp to true for an internal load balancer without TLS",
        ),
        (
            {"availabilityZones": "two"},
            "Stack 'local' with configuration key 'mlflow:availabilityZones' must be of type "
            "'integer'",
        ),
    ],
)
def test_a_wrong_setting_is_one_line_and_creates_nothing_even_without_a_preview(
    stack, aws, settings, line
):
    stack.configure(**settings)
    printed = stack.fail("up", "--yes", "--skip-preview")
    assert [found for found in printed.splitlines() if line in found], printed
    assert "Traceback" not in printed
    assert leftovers(aws) == {}


def test_a_given_vpc_with_subnets_in_one_zone_is_refused_in_one_line(stack, aws):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    one, other = (
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.9.{number}.0/24", AvailabilityZone="eu-west-1a"
        )["Subnet"]["SubnetId"]
        for number in range(2)
    )
    before = leftovers(aws)
    stack.configure(
        egress="nat-single",
        vpcId=vpc,
        privateSubnetIds=[one, other],
        isolatedSubnetIds=[one, other],
    )
    printed = stack.fail("up", "--yes", "--skip-preview")
    line = (
        f"privateSubnetIds: {one}, {other} all in eu-west-1a; "
        "list subnets of at least two availability zones"
    )
    assert [found for found in printed.splitlines() if line in found], printed
    assert leftovers(aws) == before
    for subnet in (one, other):
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def test_a_second_up_mends_one_that_failed_half_way(stack, aws):
    stack.configure()
    stack.engine.prepare({"aws:endpoints": aws.endpoints(without="ecs")})
    printed = stack.fail("up", "--yes", "--skip-preview")
    assert "aws:endpoints names no endpoint for 'ecs'" in printed
    instance = database(aws)["DbiResourceId"]
    assert not aws.client("ecs").list_clusters()["clusterArns"]

    stack.configure()
    stack.up()
    assert database(aws)["DbiResourceId"] == instance
    assert len(aws.client("ecs").list_clusters()["clusterArns"]) == 1
    stack.run("preview", "--expect-no-changes")
    stack.run("destroy", "--yes", "--skip-preview")
    assert leftovers(aws) == {}
