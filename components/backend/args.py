"""Inputs of MlflowBackend."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class MlflowBackendArgs(TypedDict):
    """Inputs of MlflowBackend."""

    vpc_id: pulumi.Input[str]
    """VPC of the database."""
    database_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets of the database, two availability zones or more, without a route to the internet."""
    database_version: NotRequired[str]
    """Major version of PostgreSQL. Default `18`. A change is an upgrade, with downtime."""
    database_class: NotRequired[str]
    """Instance class, `db.<family>.<size>`. Default `db.t4g.small`."""
    database_storage_gib: NotRequired[int]
    """Storage at creation in GiB, at least 20. Default 20."""
    database_max_storage_gib: NotRequired[int]
    """Limit in GiB up to which storage grows by itself, above `database_storage_gib`. Default 100.
    """
    database_multi_az: NotRequired[pulumi.Input[bool]]
    """Whether a standby in another zone takes over by itself. Default false."""
    database_backup_days: NotRequired[int]
    """Days of point-in-time recovery, 1 to 35. Default 7."""
    database_monitoring: NotRequired[bool]
    """Whether Performance Insights (7 days, free) and enhanced monitoring (60 s) are on. Default
    false."""
    database_apply_immediately: NotRequired[pulumi.Input[bool]]
    """Whether a change that interrupts the database is made at once rather than in the maintenance
    window. Default false."""
    noncurrent_artifact_days: NotRequired[pulumi.Input[float]]
    """Days after which an overwritten or deleted artifact is gone for good. Default 45."""
    access_logs: NotRequired[bool]
    """Whether a second bucket keeps the access logs of the artifact bucket, and is offered to the
    load balancer. Default false."""
    deletion_protection: NotRequired[bool]
    """Whether the data survives mistakes: Pulumi and RDS refuse deletion, a final snapshot is
    taken, the bucket stays even when its resource goes. False means that destroy deletes all data.
    Default true."""
    log_retention_days: NotRequired[pulumi.Input[float]]
    """Days that the database's logs are kept, a value CloudWatch allows; access logs too. Default
    30."""
    permissions_boundary: NotRequired[pulumi.Input[str]]
    """ARN of the policy that bounds every role created here. Default none."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of every resource created here."""
