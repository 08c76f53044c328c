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
    database_class: NotRequired[str]
    """Instance class of the database, which bounds its connections. Default `db.t4g.small`."""
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
    """Server processes of a task, 1 or more; each takes 200 MiB, and more than two to a vCPU bring
    nothing. Default 2."""
    desired_count: NotRequired[int]
    """Number of tasks, 1 or more. Default 1."""
    spot: NotRequired[bool]
    """Whether the tasks run on Fargate Spot, cheaper and with two minutes' notice of their end. A
    change replaces the service. Default false."""
    jobs: NotRequired[bool]
    """Whether MLflow runs background jobs (scorers, judges, optimisation), in one task of 4096 MiB
    or more. Default false."""
    ai_gateway: NotRequired[bool]
    """Whether MLflow's AI gateway is on. Needs `ai_gateway_secret_arn` and a way to the internet.
    Default false."""
    ai_gateway_secret_arn: NotRequired[pulumi.Input[str]]
    """Whole ARN of the secret whose value is the passphrase that encrypts the providers' keys;
    itself encrypted with the account's default key. Only with `ai_gateway`."""
    largest_artifact_gib: NotRequired[int]
    """The largest artifact in GiB that goes through the server. Default 4."""
    concurrent_transfers: NotRequired[int]
    """Number of such artifacts that a task moves at once, for its temporary storage: 200 GiB at
    most in all. Default 4."""
    direct_artifact_access: NotRequired[bool]
    """Whether clients of new experiments use S3 themselves, with their own permissions (outputs
    `client_policy` and `client_environment`), rather than through the server. Default false."""
    clients_reach_s3: NotRequired[bool]
    """Whether clients have a way to S3: MLflow then sends them there with presigned URLs for what
    is large. Default true."""
    database_iam_authentication: NotRequired[bool]
    """Whether the server signs in to the database with IAM tokens, as a user of its own that
    `migrate` makes and gives the tables to. Turned off again, the server works with the password,
    and only `migrate` of a newer schema is refused. Default false."""
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
    longest_transfer_seconds: NotRequired[int]
    """Seconds that a task goes on with transfers under way once it gets no new requests, 0 to 3600;
    with `spot` 110 at most. Default 300."""
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
