"""MlflowNetwork: the VPC in each egress mode, the endpoints, the flow log, an existing VPC."""

import ipaddress
import json
from typing import Any

import pulumi
import pytest
from pulumi.resource import ResourceTransformArgs
from recording import ACCOUNT, PARTITION, REGION, ROUTE_TABLES, Graph, record
from stacks import EGRESS, NAME, network

from components import MlflowNetwork
from components import egress as routes

NAT = {"public": "None", "endpoints": "None", "nat-single": "Single", "nat-per-az": "OnePerAz"}
ALWAYS = {
    "MlflowNetwork/mlflow-test",
    "Vpc/mlflow-test-vpc",
    "DefaultSecurityGroup/mlflow-test-default-sg",
    "VpcEndpoint/mlflow-test-s3",
}
FLOW_LOG = {
    "FlowLog/mlflow-test-flow-log",
    "LogGroup/mlflow-test-flow-log",
    "Role/mlflow-test-flow-log",
    "RolePolicy/mlflow-test-flow-log",
}
INTERFACES = {
    "ecr.api": "mlflow-test-ecr-api",
    "ecr.dkr": "mlflow-test-ecr-dkr",
    "logs": "mlflow-test-logs",
    "secretsmanager": "mlflow-test-secretsmanager",
}
OPTIONAL = {"rds": "mlflow-test-rds", "ssmmessages": "mlflow-test-ssmmessages"}


@pytest.mark.parametrize("egress", EGRESS)
def test_the_vpc_is_the_same_in_every_egress_mode_but_for_its_nat_gateways(egress: str) -> None:
    assert network(egress=egress)["Vpc/mlflow-test-vpc"].inputs == {
        "cidrBlock": "10.0.0.0/16",
        "numberOfAvailabilityZones": 2,
        "availabilityZoneCidrMask": 18,
        "subnetStrategy": "Auto",
        "subnetSpecs": [
            {"type": "Private", "cidrMask": 19},
            {"type": "Public", "cidrMask": 20},
            {"type": "Isolated", "cidrMask": 21},
        ],
        "natGateways": {"strategy": NAT[egress]},
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "tags": {},
    }


@pytest.mark.parametrize("prefix", range(16, 23))
def test_every_vpc_that_is_allowed_has_room_for_four_zones_with_subnets_of_aws_minimum(
    prefix: int,
) -> None:
    graph = network(vpc_cidr=f"10.0.0.0/{prefix}", availability_zones=4)
    vpc = graph["Vpc/mlflow-test-vpc"].inputs
    zone = vpc["availabilityZoneCidrMask"]
    sizes = [2 ** (32 - int(spec["cidrMask"])) for spec in vpc["subnetSpecs"]]
    assert vpc["numberOfAvailabilityZones"] == 4
    assert 4 * 2 ** (32 - zone) <= ipaddress.ip_network(vpc["cidrBlock"]).num_addresses
    assert sum(sizes) <= 2 ** (32 - zone)
    # https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
    assert min(sizes) >= 16


def test_no_subnet_gives_public_addresses_by_itself() -> None:
    (transform,) = network()["Vpc/mlflow-test-vpc"].transforms

    def transformed(type_: str) -> Any:
        return transform(
            ResourceTransformArgs(
                custom=True,
                type_=type_,
                name="x",
                props={"mapPublicIpOnLaunch": True, "vpcId": "v"},
                opts=pulumi.ResourceOptions(),
            )
        )

    subnet = transformed("aws:ec2/subnet:Subnet").props
    assert subnet == {"mapPublicIpOnLaunch": False, "vpcId": "v"}
    assert transformed("aws:ec2/vpc:Vpc") is None


def test_the_default_security_group_is_emptied() -> None:
    assert network()["DefaultSecurityGroup/mlflow-test-default-sg"].inputs == {
        "vpcId": "vpc-created",
        "ingress": [],
        "egress": [],
        "tags": {},
    }


@pytest.mark.parametrize("egress", EGRESS)
def test_s3_is_reached_through_the_gateway_endpoint_on_every_route_table(egress: str) -> None:
    endpoint = dict(network(egress=egress)["VpcEndpoint/mlflow-test-s3"].inputs)
    policy = json.loads(endpoint.pop("policy"))
    assert endpoint == {
        "vpcId": "vpc-created",
        "vpcEndpointType": "Gateway",
        "serviceName": f"com.amazonaws.{REGION}.s3",
        "routeTableIds": [f"RouteTable/{table}" for table in ROUTE_TABLES],
        "tags": {},
    }
    assert policy == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "BucketsOfThisAccount",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:ResourceAccount": ACCOUNT}},
            },
            {
                "Sid": "ImageLayers",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": f"arn:{PARTITION}:s3:::prod-{REGION}-starport-layer-bucket/*",
            },
        ],
    }


@pytest.mark.parametrize("optional", [[], ["rds"], ["ssmmessages"], ["rds", "ssmmessages"]])
def test_without_internet_each_api_that_tasks_call_has_an_endpoint(optional: list[str]) -> None:
    graph = network(optional_endpoints=optional)
    expected = INTERFACES | {service: OPTIONAL[service] for service in optional}
    endpoints = [r for r in graph.of("aws:ec2/vpcEndpoint:VpcEndpoint") if r.name in NAMES]
    assert {r.inputs["serviceName"]: r.name for r in endpoints} == {
        f"com.amazonaws.{REGION}.{service}": name for service, name in expected.items()
    }
    for endpoint in endpoints:
        inputs = dict(endpoint.inputs)
        del inputs["serviceName"]
        policy = json.loads(inputs.pop("policy"))
        assert inputs == {
            "vpcId": "vpc-created",
            "vpcEndpointType": "Interface",
            "subnetIds": ["private-1", "private-2"],
            "securityGroupIds": ["SecurityGroup/mlflow-test-endpoints"],
            "privateDnsEnabled": True,
            "tags": {},
        }
        assert policy == {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "PrincipalsOfThisAccount",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
                }
            ],
        }


NAMES = {*INTERFACES.values(), *OPTIONAL.values()}


@pytest.mark.parametrize("egress", EGRESS)
@pytest.mark.parametrize("flow_log", [False, True])
def test_a_network_creates_nothing_but_what_its_egress_needs(egress: str, flow_log: bool) -> None:
    graph = network(egress=egress, flow_log=flow_log, optional_endpoints=["rds", "ssmmessages"])
    expected = ALWAYS | (FLOW_LOG if flow_log else set())
    if egress == "endpoints":
        expected |= {f"VpcEndpoint/{name}" for name in NAMES}
        expected |= {"SecurityGroup/mlflow-test-endpoints"}
    assert graph.labels() == expected


def test_the_endpoints_security_group_lets_nobody_in_until_a_client_adds_its_rule() -> None:
    assert network()["SecurityGroup/mlflow-test-endpoints"].inputs == {
        "vpcId": "vpc-created",
        "description": "Interface endpoints of the AWS APIs that MLflow calls",
        "tags": {},
    }


def test_the_flow_log_goes_to_its_own_log_group_by_a_role_that_can_only_write_there() -> None:
    graph = network(flow_log=True, log_retention_days=90, permissions_boundary="arn:boundary")
    assert graph["LogGroup/mlflow-test-flow-log"].inputs == {"retentionInDays": 90, "tags": {}}
    role = dict(graph["Role/mlflow-test-flow-log"].inputs)
    trust = json.loads(role.pop("assumeRolePolicy"))
    assert role == {"permissionsBoundary": "arn:boundary", "tags": {}}
    assert trust == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": ACCOUNT},
                    "ArnLike": {"aws:SourceArn": f"arn:{PARTITION}:ec2:{REGION}:{ACCOUNT}:*"},
                },
            }
        ],
    }
    policy = graph["RolePolicy/mlflow-test-flow-log"].inputs
    assert policy["role"] == "mlflow-test-flow-log.Role"
    assert json.loads(policy["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                    "logs:DescribeLogStreams",
                ],
                "Resource": "arn:LogGroup/mlflow-test-flow-log:*",
            }
        ],
    }
    flow_log = graph["FlowLog/mlflow-test-flow-log"]
    assert flow_log.inputs == {
        "vpcId": "vpc-created",
        "trafficType": "ALL",
        "logDestinationType": "cloud-watch-logs",
        "logDestination": "arn:LogGroup/mlflow-test-flow-log",
        "iamRoleArn": "arn:Role/mlflow-test-flow-log",
        "tags": {},
    }
    assert "RolePolicy/mlflow-test-flow-log" in flow_log.dependencies


SUBNETS = {
    "subnet-a": {"vpcId": "vpc-old", "availabilityZone": "zone-a"},
    "subnet-b": {"vpcId": "vpc-old", "availabilityZone": "zone-b"},
    "subnet-c": {"vpcId": "vpc-old", "availabilityZone": "zone-a"},
    "subnet-stranger": {"vpcId": "vpc-other", "availabilityZone": "zone-b"},
}
EXISTING: Any = {
    "vpc_id": "vpc-old",
    "egress": "nat-single",
    "private_subnet_ids": ["subnet-a", "subnet-b"],
    "isolated_subnet_ids": ["subnet-b", "subnet-a"],
}


def adopt(graph: Graph | None = None, **args: Any) -> Graph:
    return record(
        lambda: MlflowNetwork(NAME, EXISTING | args),
        graph=graph,
        subnets=SUBNETS,
    )


def test_an_existing_vpc_is_passed_on_and_gets_nothing() -> None:
    graph = adopt()
    assert graph.labels() == {"MlflowNetwork/mlflow-test"}
    assert graph.outputs["MlflowNetwork/mlflow-test"] == {
        "vpc_id": "vpc-old",
        "public_subnet_ids": [],
        "private_subnet_ids": ["subnet-a", "subnet-b"],
        "isolated_subnet_ids": ["subnet-b", "subnet-a"],
        "s3_prefix_list_id": "pl-s3",
        "endpoint_security_group_id": "",
    }


def test_an_existing_vpc_without_internet_passes_on_its_endpoints_security_group() -> None:
    graph = adopt(egress="endpoints", endpoint_security_group_id="sg-old")
    outputs = graph.outputs["MlflowNetwork/mlflow-test"]
    assert outputs["endpoint_security_group_id"] == "sg-old"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"private_subnet_ids": ["subnet-a", "subnet-c"]},
            "privateSubnetIds: subnet-a, subnet-c all in zone-a; "
            "list subnets of at least two availability zones",
        ),
        (
            {"isolated_subnet_ids": ["subnet-a"]},
            "isolatedSubnetIds: subnet-a all in zone-a; "
            "list subnets of at least two availability zones",
        ),
        (
            {"public_subnet_ids": ["subnet-a", "subnet-stranger"]},
            "publicSubnetIds: subnet-stranger not in vpcId 'vpc-old'; list subnets of that VPC",
        ),
    ],
)
def test_subnets_of_another_vpc_or_of_one_zone_are_refused(
    args: dict[str, Any], message: str
) -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        adopt(graph, **args)
    assert str(refused.value) == message
    # The zones are AWS's to say, so that only the component itself is there by then.
    assert graph.labels() <= {"MlflowNetwork/mlflow-test"}


def test_the_table_of_reachable_apis_is_decided_per_egress_mode() -> None:
    interface = dict.fromkeys(EGRESS, "internet") | {"endpoints": "interface endpoint"}
    assert {
        "s3": dict.fromkeys(EGRESS, "gateway endpoint"),
        "ecr.api": interface,
        "ecr.dkr": interface,
        "logs": interface,
        "secretsmanager": interface,
        "rds": interface,
        "ssmmessages": interface,
    } == routes.REACHABILITY
