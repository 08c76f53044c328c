"""What clients of the server need: environment variables and, where they use S3, permissions."""

from collections.abc import Sequence

import pulumi

from components.service.args import MlflowServiceArgs


def check(args: MlflowServiceArgs) -> None:
    """Refuse to send clients to S3 that have no way there."""
    if args.get("direct_artifact_access", False) and not args.get("clients_reach_s3", True):
        raise pulumi.RunError(
            "directArtifactAccess: true is not allowed with clientsReachS3 false; "
            "give clients a way to S3 and set clientsReachS3 to true, or directArtifactAccess to "
            "false"
        )


def client_environment(
    args: MlflowServiceArgs, tracking_uri: pulumi.Output[str], account: pulumi.Output[str]
) -> pulumi.Output[Sequence[str]]:
    """`NAME=value` of each variable."""
    variables = [pulumi.Output.concat("MLFLOW_TRACKING_URI=", tracking_uri)]
    if args.get("direct_artifact_access", False):
        # S3 then refuses a bucket of the same name in another account.
        variables.append(pulumi.Output.concat("MLFLOW_S3_EXPECTED_BUCKET_OWNER=", account))
    return pulumi.Output.all(*variables)


def client_policy(args: MlflowServiceArgs) -> pulumi.Output[str]:
    """IAM policy document for the role of a client; empty where clients need none."""
    if not args.get("direct_artifact_access", False):
        return pulumi.Output.from_input("")
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Artifacts",
                    "Effect": "Allow",
                    "Action": [
                        "s3:GetObject",
                        "s3:PutObject",
                        "s3:AbortMultipartUpload",
                        "s3:ListMultipartUploadParts",
                    ],
                    "Resource": pulumi.Output.concat(args["artifact_bucket_arn"], "/artifacts/*"),
                },
                {
                    "Sid": "ListArtifacts",
                    "Effect": "Allow",
                    "Action": "s3:ListBucket",
                    "Resource": args["artifact_bucket_arn"],
                },
            ],
        }
    )
