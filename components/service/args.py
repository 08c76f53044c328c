"""Inputs of MlflowService."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class MlflowServiceArgs(TypedDict):
    """Inputs of MlflowService."""

    vpc_id: pulumi.Input[str]
    """VPC of the load balancer and the tasks."""
    load_balancer_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets of the load balancer, two availability zones or more; public ones where
    `internet_facing` is true."""
    task_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets of the tasks; public ones where `egress` is `public`."""
    egress: str
    """How tasks reach AWS: `public`, `endpoints`, `nat-single` or `nat-per-az`. In `public` each
    task gets a public address, which nothing outside can reach."""
    s3_prefix_list_id: pulumi.Input[str]
    """Prefix list of S3 in this region."""
    endpoint_security_group_id: pulumi.Input[str]
    """Security group of the interface endpoints; used where `egress` is `endpoints`."""

    database_endpoint: pulumi.Input[str]
    """Host name of the PostgreSQL instance, as in its certificate."""
    database_port: pulumi.Input[float]
    """Port of the PostgreSQL instance."""
    database_name: pulumi.Input[str]
    """Name of the database in the instance."""
    database_username: pulumi.Input[str]
    """User name in `database_secret_arn`."""
    database_identifier: pulumi.Input[str]
    """Identifier of the RDS instance, for snapshots."""
    database_resource_id: pulumi.Input[str]
    """Resource id of the RDS instance; used where `database_iam_authentication` is true."""
    database_secret_arn: pulumi.Input[str]
    """ARN of the secret with the JSON keys `username` and `password`."""
    database_security_group_id: pulumi.Input[str]
    """Security group of the database; it gets one rule, from the tasks."""
    artifact_bucket: pulumi.Input[str]
    """Name of the artifact bucket."""
    artifact_bucket_arn: pulumi.Input[str]
    """ARN of the artifact bucket."""

    image: NotRequired[str]
    """An image that meets the contract of image/README.md, as `name@sha256:<digest>`. Default:
    build `image_context` and push it to a repository of its own."""
    image_context: NotRequired[str]
    """Folder of the image's Dockerfile. Default `image`."""
    architecture: NotRequired[str]
    """`X86_64` or `ARM64`. Default `X86_64`."""
    cpu: NotRequired[int]
    """CPU of a task in CPU units, 1024 to a vCPU, in a pair that Fargate offers. Default 1024."""
    memory_mib: NotRequired[int]
    """Memory of a task in MiB, in a pair that Fargate offers. Default 2048."""
    workers: NotRequired[int]
    """Server processes of a task; each takes 200 MiB. Default 2."""
    desired_count: NotRequired[pulumi.Input[float]]
    """Number of tasks. Default 1."""
    database_iam_authentication: NotRequired[bool]
    """Whether the server signs in to the database with IAM tokens, as a user of its own that
    `migrate` makes; there is no way back to the password. Default false."""
    snapshot_before_migration: NotRequired[bool]
    """Whether the database is snapshotted before its schema changes. Default true."""
    enable_execute_command: NotRequired[bool]
    """Whether ECS Exec, and with it the tunnel, may enter the tasks. Default false."""

    internet_facing: NotRequired[bool]
    """Whether the load balancer has public addresses. Needs `certificate_arn`. Default false."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """ARN of the certificate for `domain_name`. Exactly one of this and `plain_http`."""
    plain_http: NotRequired[bool]
    """Whether clients speak plain HTTP to an internal load balancer. Default false."""
    domain_name: NotRequired[str]
    """The name that clients use. Needed with a certificate. Default: the load balancer's own."""
    allowed_cidrs: NotRequired[Sequence[str]]
    """IPv4 ranges that may connect. Default none."""
    allowed_security_group_ids: NotRequired[Sequence[str]]
    """Security groups that may connect. Default none."""

    container_insights: NotRequired[bool]
    """Whether CloudWatch Container Insights is on (metered). Default false."""
    access_log_bucket: NotRequired[pulumi.Input[str]]
    """Bucket for the load balancer's access logs, under the prefix `alb`. Default none."""
    deletion_protection: NotRequired[bool]
    """Whether Pulumi refuses to delete the service and the load balancer, AWS refuses the latter,
    and images are kept. Default true."""
    log_retention_days: NotRequired[pulumi.Input[float]]
    """Days that the server's log is kept, a value CloudWatch allows. Default 30."""
    permissions_boundary: NotRequired[pulumi.Input[str]]
    """ARN of the policy that bounds every role created here. Default none."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of every resource created here."""
