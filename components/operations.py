"""MlflowOperations: what tells the operators that the server needs them."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

METRIC = "StaleCredentials"


class MlflowOperationsArgs(TypedDict):
    """Inputs of MlflowOperations."""

    log_group_name: pulumi.Input[str]
    """Log group of the server's containers."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of every resource created here."""


class MlflowOperations(pulumi.ComponentResource):
    """The alarm on a password file that is no longer refreshed, and the filter that counts the
    lines of log that say so."""

    stale_credentials_alarm: pulumi.Output[str]
    """Name of the alarm on database credentials that are no longer refreshed."""

    def __init__(
        self,
        name: str,
        args: MlflowOperationsArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("mlflow:index:MlflowOperations", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        # The log group's name is this stack's alone, so that two stacks' counts never mix.
        namespace = pulumi.Output.concat("MLflow/", args["log_group_name"])
        aws.cloudwatch.LogMetricFilter(
            f"{name}-stale-credentials",
            log_group_name=args["log_group_name"],
            pattern='{ $.event = "stale_credentials" }',
            metric_transformation={"namespace": namespace, "name": METRIC, "value": "1"},
            opts=child,
        )
        alarm = aws.cloudwatch.MetricAlarm(
            f"{name}-stale-credentials",
            alarm_description=(
                "The database password of a task is older than three minutes: MLflow serves until "
                "the next rotation. The log of its container `credentials` says why."
            ),
            namespace=namespace,
            metric_name=METRIC,
            statistic="Sum",
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=1,
            period=300,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            tags=args.get("tags", {}),
            opts=child,
        )
        self.stale_credentials_alarm = alarm.name
        self.register_outputs({"stale_credentials_alarm": self.stale_credentials_alarm})
