"""MlflowNetwork: the VPC, how its tasks get out, its endpoints and its flow log."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from components import egress as routes
from components.iam import service_role
from components.log_retention import check_log_retention

# Prefix lengths beyond the VPC's own. The availability-zone block leaves room for four zones, so
# that a change of zone count or egress mode moves no subnet.
ZONE_BITS, PRIVATE_BITS, PUBLIC_BITS, ISOLATED_BITS = 2, 3, 4, 5
NAT_STRATEGY = {
    "public": awsx.ec2.NatGatewayStrategy.NONE,
    "endpoints": awsx.ec2.NatGatewayStrategy.NONE,
    "nat-single": awsx.ec2.NatGatewayStrategy.SINGLE,
    "nat-per-az": awsx.ec2.NatGatewayStrategy.ONE_PER_AZ,
}


class MlflowNetworkArgs(TypedDict):
    """Inputs of MlflowNetwork: a VPC to create, or an existing one with its subnets."""

    egress: NotRequired[str]
    """How tasks reach AWS: `public` (public subnets with public addresses, no NAT), `endpoints`
    (VPC endpoints, no internet), `nat-single` or `nat-per-az`. Default `endpoints`. For an existing
    VPC it states what the VPC already has."""
    vpc_cidr: NotRequired[str]
    """IPv4 range of the VPC, /16 to /22. Default `10.0.0.0/16`. Not with `vpc_id`."""
    availability_zones: NotRequired[int]
    """Number of availability zones, 2 to 4. Default 2. Not with `vpc_id`."""
    optional_endpoints: NotRequired[Sequence[str]]
    """Further APIs that tasks call: `rds` (snapshots), `ssmmessages` (ECS Exec). They get an
    interface endpoint where `egress` is `endpoints`. Default none."""
    flow_log: NotRequired[bool]
    """Whether the VPC's traffic is logged to CloudWatch. Default false. Not with `vpc_id`."""
    log_retention_days: NotRequired[pulumi.Input[float]]
    """Days that the flow log is kept, a value CloudWatch allows. Default 30."""
    vpc_id: NotRequired[str]
    """An existing VPC to use instead of a new one. It gets no endpoints and no other change."""
    public_subnet_ids: NotRequired[Sequence[str]]
    """Public subnets of the existing VPC, two zones or more. Needed by a public load balancer and
    by `egress: public`."""
    private_subnet_ids: NotRequired[Sequence[str]]
    """Private subnets of the existing VPC, two zones or more."""
    isolated_subnet_ids: NotRequired[Sequence[str]]
    """Subnets of the existing VPC for the database, two zones or more, no route to the internet.
    """
    endpoint_security_group_id: NotRequired[str]
    """Security group of the existing VPC's interface endpoints, needed where `egress` is
    `endpoints`."""
    permissions_boundary: NotRequired[pulumi.Input[str]]
    """ARN of the policy that bounds every role created here. Default none."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of every resource created here."""


EXISTING_ONLY = (
    "public_subnet_ids",
    "private_subnet_ids",
    "isolated_subnet_ids",
    "endpoint_security_group_id",
)


class MlflowNetwork(pulumi.ComponentResource):
    """The network of an MLflow server.

    Creates a VPC (`awsx.ec2.Vpc`) with public, private and isolated subnets in every zone, whatever
    the egress mode; NAT gateways where the mode has them; the S3 gateway endpoint on every route
    table; in mode `endpoints` the interface endpoints with their security group; an emptied default
    security group; optionally a flow log with its log group and role. With `vpc_id` it creates
    nothing and passes on what is there.

    Raises pulumi.RunError, in one line, for arguments that do not fit together.
    """

    vpc_id: pulumi.Output[str]
    """ID of the VPC."""
    public_subnet_ids: pulumi.Output[Sequence[str]]
    """Subnets with a route to the internet gateway."""
    private_subnet_ids: pulumi.Output[Sequence[str]]
    """Subnets that reach out only as `egress` says."""
    isolated_subnet_ids: pulumi.Output[Sequence[str]]
    """Subnets without any route out of the VPC but the S3 endpoint."""
    s3_prefix_list_id: pulumi.Output[str]
    """Prefix list of S3 in this region."""
    endpoint_security_group_id: pulumi.Output[str]
    """Security group of the interface endpoints; empty where `egress` is not `endpoints`."""

    def __init__(
        self,
        name: str,
        args: MlflowNetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        check(args)
        super().__init__("mlflow:index:MlflowNetwork", name, {}, opts)
        if args.get("vpc_id") is None:
            self._create(name, args)
        else:
            self._adopt(args)
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "public_subnet_ids": self.public_subnet_ids,
                "private_subnet_ids": self.private_subnet_ids,
                "isolated_subnet_ids": self.isolated_subnet_ids,
                "s3_prefix_list_id": self.s3_prefix_list_id,
                "endpoint_security_group_id": self.endpoint_security_group_id,
            }
        )

    def _adopt(self, args: MlflowNetworkArgs) -> None:
        invoke = pulumi.InvokeOptions(parent=self)
        for field in ("public_subnet_ids", "private_subnet_ids", "isolated_subnet_ids"):
            subnets = [aws.ec2.get_subnet(id=i, opts=invoke) for i in args.get(field, [])]
            check_adopted(field, args.get("vpc_id", ""), subnets)
        region = aws.get_region_output(opts=invoke).region
        self.vpc_id = pulumi.Output.from_input(args.get("vpc_id", ""))
        self.public_subnet_ids = pulumi.Output.from_input(list(args.get("public_subnet_ids", [])))
        self.private_subnet_ids = pulumi.Output.from_input(list(args.get("private_subnet_ids", [])))
        self.isolated_subnet_ids = pulumi.Output.from_input(
            list(args.get("isolated_subnet_ids", []))
        )
        self.s3_prefix_list_id = aws.ec2.get_prefix_list_output(
            name=pulumi.Output.format("com.amazonaws.{0}.s3", region), opts=invoke
        ).id
        self.endpoint_security_group_id = pulumi.Output.from_input(
            args.get("endpoint_security_group_id", "")
        )

    def _create(self, name: str, args: MlflowNetworkArgs) -> None:
        egress = args.get("egress", "endpoints")
        vpc_cidr = args.get("vpc_cidr", "10.0.0.0/16")
        prefix = ipaddress.IPv4Network(vpc_cidr).prefixlen
        tags = args.get("tags", {})
        child = pulumi.ResourceOptions(parent=self)
        invoke = pulumi.InvokeOptions(parent=self)
        account = aws.get_caller_identity_output(opts=invoke).account_id
        region = aws.get_region_output(opts=invoke).region
        partition = aws.get_partition_output(opts=invoke).partition

        vpc = awsx.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=vpc_cidr,
            number_of_availability_zones=args.get("availability_zones", 2),
            availability_zone_cidr_mask=prefix + ZONE_BITS,
            subnet_strategy=awsx.ec2.SubnetAllocationStrategy.AUTO,
            subnet_specs=[
                {
                    "type": awsx.ec2.SubnetType.PRIVATE,
                    "cidr_mask": prefix + PRIVATE_BITS,
                },
                {"type": awsx.ec2.SubnetType.PUBLIC, "cidr_mask": prefix + PUBLIC_BITS},
                {
                    "type": awsx.ec2.SubnetType.ISOLATED,
                    "cidr_mask": prefix + ISOLATED_BITS,
                },
            ],
            nat_gateways={"strategy": NAT_STRATEGY[egress]},
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, transforms=[_no_public_address_on_launch]),
        )
        self.vpc_id = vpc.vpc_id
        self.public_subnet_ids = vpc.public_subnet_ids
        self.private_subnet_ids = vpc.private_subnet_ids
        self.isolated_subnet_ids = vpc.isolated_subnet_ids

        aws.ec2.DefaultSecurityGroup(
            f"{name}-default-sg",
            vpc_id=vpc.vpc_id,
            ingress=[],
            egress=[],
            tags=tags,
            opts=child,
        )
        s3 = aws.ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=vpc.vpc_id,
            service_name=pulumi.Output.format("com.amazonaws.{0}.s3", region),
            vpc_endpoint_type="Gateway",
            route_table_ids=vpc.route_tables.apply(lambda tables: [t.id for t in tables]),
            policy=_s3_policy(account, region, partition),
            tags=tags,
            opts=child,
        )
        self.s3_prefix_list_id = s3.prefix_list_id
        self.endpoint_security_group_id = pulumi.Output.from_input("")
        if egress == "endpoints":
            self._interface_endpoints(name, args, region, account)
        if args.get("flow_log", False):
            self._flow_log(name, args)

    def _interface_endpoints(
        self,
        name: str,
        args: MlflowNetworkArgs,
        region: pulumi.Output[str],
        account: pulumi.Output[str],
    ) -> None:
        tags = args.get("tags", {})
        child = pulumi.ResourceOptions(parent=self)
        group = aws.ec2.SecurityGroup(
            f"{name}-endpoints",
            description="Interface endpoints of the AWS APIs that MLflow calls",
            vpc_id=self.vpc_id,
            tags=tags,
            opts=child,
        )
        self.endpoint_security_group_id = group.id
        for service in routes.interface_endpoints("endpoints", args.get("optional_endpoints", ())):
            aws.ec2.VpcEndpoint(
                f"{name}-{service.replace('.', '-')}",
                vpc_id=self.vpc_id,
                service_name=pulumi.Output.format("com.amazonaws.{0}.{1}", region, service),
                vpc_endpoint_type="Interface",
                subnet_ids=self.private_subnet_ids,
                security_group_ids=[group.id],
                private_dns_enabled=True,
                policy=_own_principals_policy(account),
                tags=tags,
                opts=child,
            )

    def _flow_log(self, name: str, args: MlflowNetworkArgs) -> None:
        tags = args.get("tags", {})
        child = pulumi.ResourceOptions(parent=self)
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-flow-log",
            retention_in_days=pulumi.Output.from_input(args.get("log_retention_days", 30)).apply(
                int
            ),
            tags=tags,
            opts=child,
        )
        role = service_role(
            f"{name}-flow-log",
            service="vpc-flow-logs.amazonaws.com",
            source="ec2",
            permissions_boundary=args.get("permissions_boundary"),
            tags=tags,
            parent=self,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-flow-log",
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": [
                                "logs:CreateLogStream",
                                "logs:PutLogEvents",
                                "logs:DescribeLogStreams",
                            ],
                            "Resource": pulumi.Output.concat(log_group.arn, ":*"),
                        }
                    ],
                }
            ),
            opts=child,
        )
        aws.ec2.FlowLog(
            f"{name}-flow-log",
            vpc_id=self.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=log_group.arn,
            iam_role_arn=role.arn,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )


def check(args: MlflowNetworkArgs) -> None:
    """Refuse what cannot become a network, before anything exists."""
    egress = args.get("egress", "endpoints")
    routes.check_egress(egress)
    check_log_retention(args.get("log_retention_days", 30))
    if args.get("vpc_id") is not None:
        _check_existing(args, egress)
        return
    for field in EXISTING_ONLY:
        if args.get(field):
            key = _camel_case(field)
            raise pulumi.RunError(
                f"{key}: {args[field]!r} belongs to an existing VPC; set vpcId too, or remove {key}"
            )
    zones = args.get("availability_zones", 2)
    if zones not in (2, 3, 4):
        raise pulumi.RunError(
            f"availabilityZones: {zones} is not allowed; the load balancer and the database need "
            "2, and there is room for 4: use 2, 3 or 4"
        )
    cidr = args.get("vpc_cidr", "10.0.0.0/16")
    try:
        network = ipaddress.IPv4Network(cidr)
    except ValueError:
        raise pulumi.RunError(
            f"vpcCidr: {cidr!r} is not an IPv4 range; give one such as 10.0.0.0/16, "
            "its host bits zero"
        ) from None
    if not 16 <= network.prefixlen <= 22:
        raise pulumi.RunError(
            f"vpcCidr: {cidr!r} has no room for the subnets or is larger than AWS allows; "
            "use a prefix of /16 to /22"
        )


def _check_existing(args: MlflowNetworkArgs, egress: str) -> None:
    vpc_id = args.get("vpc_id")
    for field in ("private_subnet_ids", "isolated_subnet_ids"):
        if not args.get(field):
            raise pulumi.RunError(
                f"{_camel_case(field)}: not set, but vpcId is {vpc_id!r}; "
                "list at least two subnets of that VPC in two availability zones"
            )
    if egress == "public" and not args.get("public_subnet_ids"):
        raise pulumi.RunError(
            f"publicSubnetIds: not set, but vpcId is {vpc_id!r} and egress is 'public'; "
            "list at least two subnets of that VPC in two availability zones"
        )
    if egress == "endpoints" and not args.get("endpoint_security_group_id"):
        raise pulumi.RunError(
            f"endpointSecurityGroupId: not set, but vpcId is {vpc_id!r} and egress is 'endpoints'; "
            "name the security group of the VPC's interface endpoints"
        )
    if args.get("flow_log", False):
        raise pulumi.RunError(
            f"flowLog: true is not allowed with vpcId {vpc_id!r}; "
            "an existing VPC is not changed: set flowLog to false"
        )


def check_adopted(field: str, vpc_id: str, subnets: Sequence[aws.ec2.GetSubnetResult]) -> None:
    """Refuse given subnets of another VPC or of a single zone."""
    strangers = [subnet.id for subnet in subnets if subnet.vpc_id != vpc_id]
    if strangers:
        raise pulumi.RunError(
            f"{_camel_case(field)}: {', '.join(strangers)} not in vpcId {vpc_id!r}; "
            "list subnets of that VPC"
        )
    zones = sorted({subnet.availability_zone for subnet in subnets})
    if len(zones) == 1:
        raise pulumi.RunError(
            f"{_camel_case(field)}: {', '.join(s.id for s in subnets)} all in {zones[0]}; "
            "list subnets of at least two availability zones"
        )


def _no_public_address_on_launch(
    args: pulumi.ResourceTransformArgs,
) -> pulumi.ResourceTransformResult | None:
    # awsx turns it on for public subnets; tasks there ask for their address themselves.
    if args.type_ != "aws:ec2/subnet:Subnet":
        return None
    return pulumi.ResourceTransformResult(
        props={**args.props, "mapPublicIpOnLaunch": False}, opts=args.opts
    )


def _s3_policy(
    account: pulumi.Output[str],
    region: pulumi.Output[str],
    partition: pulumi.Output[str],
) -> pulumi.Output[str]:
    # Image layers are in a bucket that AWS owns:
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
    layers = pulumi.Output.format(
        "arn:{0}:s3:::prod-{1}-starport-layer-bucket/*", partition, region
    )
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "BucketsOfThisAccount",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:ResourceAccount": account}},
                },
                {
                    "Sid": "ImageLayers",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:GetObject",
                    "Resource": layers,
                },
            ],
        }
    )


def _own_principals_policy(account: pulumi.Output[str]) -> pulumi.Output[str]:
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "PrincipalsOfThisAccount",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:PrincipalAccount": account}},
                }
            ],
        }
    )


def _camel_case(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(word.title() for word in rest)
