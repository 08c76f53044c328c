"""Edges between security groups, one rule at each end, and all those of the tasks."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components import egress as routes
from components.service.args import MlflowServiceArgs
from components.service.containers import PORT


def edge(
    name: str,
    *,
    source: pulumi.Input[str],
    target: pulumi.Input[str],
    port: pulumi.Input[int],
    description: str,
    tags: pulumi.Input[Mapping[str, pulumi.Input[str]]],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Lets `source` connect to `target` on `port`; returns both rules."""
    return [
        aws.vpc.SecurityGroupEgressRule(
            name,
            security_group_id=source,
            referenced_security_group_id=target,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=description,
            tags=tags,
            opts=opts,
        ),
        aws.vpc.SecurityGroupIngressRule(
            name,
            security_group_id=target,
            referenced_security_group_id=source,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=description,
            tags=tags,
            opts=opts,
        ),
    ]


def task_edges(
    name: str,
    args: MlflowServiceArgs,
    *,
    tasks: pulumi.Output[str],
    balancer: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Lets the tasks talk to load balancer, database, S3 and AWS's APIs; returns all rules."""
    tags = args.get("tags", {})
    rules = [
        *edge(
            f"{name}-alb-to-tasks",
            source=balancer,
            target=tasks,
            port=PORT,
            description="Load balancer to MLflow",
            tags=tags,
            opts=opts,
        ),
        *edge(
            f"{name}-tasks-to-db",
            source=tasks,
            target=args["database_security_group_id"],
            port=pulumi.Output.from_input(args["database_port"]).apply(int),
            description="MLflow to its database",
            tags=tags,
            opts=opts,
        ),
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-tasks-to-s3",
            security_group_id=tasks,
            prefix_list_id=args["s3_prefix_list_id"],
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            description="MLflow to S3: artifacts and image layers",
            tags=tags,
            opts=opts,
        ),
    ]
    if args["egress"] == "endpoints":
        rules += edge(
            f"{name}-tasks-to-endpoints",
            source=tasks,
            target=args["endpoint_security_group_id"],
            port=443,
            description="MLflow to the interface endpoints of AWS APIs",
            tags=tags,
            opts=opts,
        )
    if routes.needs_internet(args["egress"]):
        rules.append(
            aws.vpc.SecurityGroupEgressRule(
                f"{name}-tasks-to-internet",
                security_group_id=tasks,
                cidr_ipv4="0.0.0.0/0",
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                description="MLflow to AWS APIs, whose addresses are not known beforehand",
                tags=tags,
                opts=opts,
            )
        )
    return rules
