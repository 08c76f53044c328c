"""MlflowArtifacts: the artifact bucket, and the bucket of its access logs."""

import pulumi
import pulumi_aws as aws

from components.backend.args import MlflowBackendArgs
from components.backend.bucket import bucket_policy, private_bucket


class MlflowArtifacts(pulumi.ComponentResource):
    """The artifact bucket; optionally the bucket that keeps its access logs and the load
    balancer's."""

    bucket: pulumi.Output[str]
    """Name of the artifact bucket."""
    bucket_arn: pulumi.Output[str]
    """ARN of the artifact bucket."""
    access_log_bucket: pulumi.Output[str]
    """Name of the access log bucket; empty without `access_logs`."""

    def __init__(
        self,
        name: str,
        args: MlflowBackendArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("mlflow:index:MlflowArtifacts", name, {}, opts)
        keep = args.get("deletion_protection", True)
        guarded = pulumi.ResourceOptions(parent=self, protect=keep, retain_on_delete=keep)
        noncurrent_days = pulumi.Output.from_input(args.get("noncurrent_artifact_days", 45))
        artifacts = private_bucket(
            f"{name}-artifacts",
            rules=[
                {
                    "id": "noncurrent-versions",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {
                        "noncurrent_days": noncurrent_days.apply(int)
                    },
                    "expiration": {"expired_object_delete_marker": True},
                }
            ],
            force_destroy=not keep,
            tags=args.get("tags", {}),
            opts=guarded,
        )
        bucket_policy(f"{name}-artifacts", artifacts, [], guarded)
        self.bucket = artifacts.bucket
        self.bucket_arn = artifacts.arn
        self.access_log_bucket = (
            self._access_logs(name, args, artifacts, guarded)
            if args.get("access_logs", False)
            else pulumi.Output.from_input("")
        )
        self.register_outputs(
            {
                "bucket": self.bucket,
                "bucket_arn": self.bucket_arn,
                "access_log_bucket": self.access_log_bucket,
            }
        )

    def _access_logs(
        self,
        name: str,
        args: MlflowBackendArgs,
        artifacts: aws.s3.Bucket,
        guarded: pulumi.ResourceOptions,
    ) -> pulumi.Output[str]:
        days = pulumi.Output.from_input(args.get("log_retention_days", 30)).apply(int)
        logs = private_bucket(
            f"{name}-access-logs",
            rules=[
                {
                    "id": "retention",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": days},
                    "noncurrent_version_expiration": {"noncurrent_days": 1},
                }
            ],
            force_destroy=guarded.protect is not True,
            tags=args.get("tags", {}),
            opts=guarded,
        )
        account = aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=self)).account_id
        policy = bucket_policy(
            f"{name}-access-logs",
            logs,
            [
                {
                    "Sid": "S3AccessLogs",
                    "Effect": "Allow",
                    "Principal": {"Service": "logging.s3.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": pulumi.Output.concat(logs.arn, "/s3/*"),
                    "Condition": {
                        "ArnLike": {"aws:SourceArn": artifacts.arn},
                        "StringEquals": {"aws:SourceAccount": account},
                    },
                },
                {
                    # Confined by its path: the balancer writes under its own account's number.
                    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
                    "Sid": "LoadBalancerAccessLogs",
                    "Effect": "Allow",
                    "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": pulumi.Output.concat(logs.arn, "/alb/AWSLogs/", account, "/*"),
                },
            ],
            guarded,
        )
        aws.s3.BucketLogging(
            f"{name}-artifacts",
            bucket=artifacts.bucket,
            target_bucket=logs.bucket,
            target_prefix="s3/",
            opts=pulumi.ResourceOptions.merge(guarded, pulumi.ResourceOptions(depends_on=[policy])),
        )
        # The balancer tests the bucket when its access log is turned on: after the policy.
        return pulumi.Output.all(logs.bucket, policy.id).apply(lambda known: known[0])
