"""Every switch between the egress modes, and from two zones to three, on one deployment."""

import itertools
from collections.abc import Callable

import pytest

from tests.engine.account import database, service, subnets
from tests.engine.deployment import Aws, Stack

# A walk that takes each of the twelve switches between the four modes once.
MODES = ("public", "endpoints", "nat-single", "nat-per-az")
WALK = (
    *("public", "endpoints", "public", "nat-single", "public", "nat-per-az", "endpoints"),
    *("nat-single", "endpoints", "nat-per-az", "nat-single", "nat-per-az", "public"),
)


def network(aws: Aws) -> dict[str, object]:
    ec2 = aws.client("ec2")
    gateways = [
        one for one in ec2.describe_nat_gateways()["NatGateways"] if one["State"] != "deleted"
    ]
    endpoints = [
        one["ServiceName"].removeprefix("com.amazonaws.eu-west-1.")
        for one in ec2.describe_vpc_endpoints()["VpcEndpoints"]
        if one["State"].lower() != "deleted"
    ]
    return {"nat gateways": len(gateways), "endpoints": sorted(endpoints)}


def tasks(aws: Aws) -> tuple[str, set[str]]:
    placed = service(aws)["networkConfiguration"]["awsvpcConfiguration"]
    names = {found[0]: name for name, found in subnets(aws).items()}
    return placed["assignPublicIp"], {names[one].split("-")[-2] for one in placed["subnets"]}


INTERFACES = ["ecr.api", "ecr.dkr", "logs", "rds", "s3", "secretsmanager"]
EXPECTED = {
    "public": ({"nat gateways": 0, "endpoints": ["s3"]}, ("ENABLED", {"public"})),
    "endpoints": ({"nat gateways": 0, "endpoints": INTERFACES}, ("DISABLED", {"private"})),
    "nat-single": ({"nat gateways": 1, "endpoints": ["s3"]}, ("DISABLED", {"private"})),
    "nat-per-az": ({"nat gateways": 2, "endpoints": ["s3"]}, ("DISABLED", {"private"})),
}


@pytest.fixture(scope="module")
def stack(make_stack: Callable[..., Stack]) -> Stack:
    return make_stack()


def test_the_walk_takes_every_switch_once():
    switches = list(itertools.pairwise(WALK))
    assert len(switches) == len(set(switches)) == 12
    assert set(switches) == {(one, other) for one in MODES for other in MODES if one != other}


def test_no_switch_of_mode_or_zones_replaces_a_subnet_or_the_database(stack, aws):
    stack.configure(egress=WALK[0])
    stack.up()
    places, instance = subnets(aws), database(aws)["DbiResourceId"]
    assert len(places) == 6
    for mode in WALK:
        stack.configure(egress=mode)
        stack.up()
        assert (network(aws), tasks(aws)) == EXPECTED[mode], mode
        assert subnets(aws) == places, mode
        assert database(aws)["DbiResourceId"] == instance, mode
    stack.run("preview", "--expect-no-changes")

    stack.configure(egress="nat-per-az", availabilityZones=3)
    stack.up()
    grown = subnets(aws)
    assert len(grown) == 9
    assert {name: grown[name] for name in places} == places
    assert database(aws)["DbiResourceId"] == instance
    assert network(aws)["nat gateways"] == 3
    stack.run("preview", "--expect-no-changes")
