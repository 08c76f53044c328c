"""Questions about an account, answered by its API alone."""

from typing import Any

import trustme


def tags(resource: Any, key: str = "Tags") -> dict[str, str]:
    """A resource's tags as a mapping."""
    return {tag["Key"]: tag["Value"] for tag in resource.get(key, [])}


def leftovers(aws: Any) -> dict[str, list[str]]:
    """What is in the account besides what AWS itself puts there."""
    ec2, elb, ecs = aws.client("ec2"), aws.client("elbv2"), aws.client("ecs")
    own = [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
    found = {
        "vpcs": own,
        "nat gateways": [
            one["NatGatewayId"]
            for one in ec2.describe_nat_gateways()["NatGateways"]
            if one["State"] != "deleted"
        ],
        "addresses": [one["AllocationId"] for one in ec2.describe_addresses()["Addresses"]],
        "endpoints": [
            one["VpcEndpointId"]
            for one in ec2.describe_vpc_endpoints()["VpcEndpoints"]
            if one["State"].lower() != "deleted"
        ],
        "flow logs": [one["FlowLogId"] for one in ec2.describe_flow_logs()["FlowLogs"]],
        "load balancers": [
            one["LoadBalancerName"] for one in elb.describe_load_balancers()["LoadBalancers"]
        ],
        "target groups": [
            one["TargetGroupName"] for one in elb.describe_target_groups()["TargetGroups"]
        ],
        "clusters": [
            one["clusterName"]
            for one in ecs.describe_clusters(clusters=ecs.list_clusters()["clusterArns"])[
                "clusters"
            ]
            if one["status"] != "INACTIVE"
        ],
        "task definitions": ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"],
        "databases": [
            one["DBInstanceIdentifier"]
            for one in aws.client("rds").describe_db_instances()["DBInstances"]
        ],
        "subnet groups": [
            one["DBSubnetGroupName"]
            for one in aws.client("rds").describe_db_subnet_groups()["DBSubnetGroups"]
        ],
        "buckets": [one["Name"] for one in aws.client("s3").list_buckets()["Buckets"]],
        "roles": [one["RoleName"] for one in aws.client("iam").list_roles()["Roles"]],
        "log groups": [
            one["logGroupName"] for one in aws.client("logs").describe_log_groups()["logGroups"]
        ],
        "metric filters": [
            one["filterName"]
            for one in aws.client("logs").describe_metric_filters()["metricFilters"]
        ],
        "alarms": [
            one["AlarmName"] for one in aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
        ],
        "repositories": [
            one["repositoryName"]
            for one in aws.client("ecr").describe_repositories()["repositories"]
        ],
        "secrets": [
            one["Name"] for one in aws.client("secretsmanager").list_secrets()["SecretList"]
        ],
    }
    return {kind: names for kind, names in found.items() if names}


def subnets(aws: Any) -> dict[str, tuple[str, str, str]]:
    """Name -> id, range and zone of every subnet that the program made."""
    return {
        tags(one)["Name"]: (one["SubnetId"], one["CidrBlock"], one["AvailabilityZone"])
        for one in aws.client("ec2").describe_subnets()["Subnets"]
        if "Name" in tags(one)
    }


def database(aws: Any) -> Any:
    """The one database instance."""
    (instance,) = aws.client("rds").describe_db_instances()["DBInstances"]
    return instance


def service(aws: Any) -> Any:
    """The one ECS service."""
    ecs = aws.client("ecs")
    (cluster,) = ecs.list_clusters()["clusterArns"]
    names = ecs.list_services(cluster=cluster)["serviceArns"]
    described = ecs.describe_services(cluster=cluster, services=names)["services"]
    # moto goes on listing one that was deleted.
    (found,) = [one for one in described if one["status"] == "ACTIVE"]
    return found


def import_certificate(aws: Any, name: str) -> str:
    """The ARN of a certificate for `name`, put into the account."""
    issued = trustme.CA().issue_cert(name)
    return aws.client("acm").import_certificate(
        Certificate=issued.cert_chain_pems[0].bytes(), PrivateKey=issued.private_key_pem.bytes()
    )["CertificateArn"]
