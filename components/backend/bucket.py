"""A bucket that is private, encrypted, versioned and reached over TLS only."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

UNFINISHED_UPLOADS: aws.s3.BucketLifecycleConfigurationRuleArgsDict = {
    "id": "unfinished-uploads",
    "status": "Enabled",
    "filter": {"prefix": ""},
    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
}


def private_bucket(
    name: str,
    *,
    rules: Sequence[aws.s3.BucketLifecycleConfigurationRuleArgsDict],
    force_destroy: bool,
    tags: pulumi.Input[Mapping[str, pulumi.Input[str]]],
    opts: pulumi.ResourceOptions,
) -> aws.s3.Bucket:
    """The bucket and its side resources, all with `opts`; its one policy is `bucket_policy`'s."""
    bucket = aws.s3.Bucket(name, force_destroy=force_destroy, tags=tags, opts=opts)
    aws.s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    aws.s3.BucketOwnershipControls(
        name,
        bucket=bucket.bucket,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=opts,
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        name,
        bucket=bucket.bucket,
        rules=[
            {
                "apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"},
                "bucket_key_enabled": True,
            }
        ],
        opts=opts,
    )
    versioning = aws.s3.BucketVersioning(
        name,
        bucket=bucket.bucket,
        versioning_configuration={"status": "Enabled"},
        opts=opts,
    )
    # S3 accepts rules on noncurrent versions only once versioning is on.
    aws.s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.bucket,
        rules=[UNFINISHED_UPLOADS, *rules],
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[versioning])),
    )
    return bucket


def bucket_policy(
    name: str,
    bucket: aws.s3.Bucket,
    statements: Sequence[Mapping[str, Any]],
    opts: pulumi.ResourceOptions,
) -> aws.s3.BucketPolicy:
    """The one policy of a bucket: TLS only, and `statements`."""
    return aws.s3.BucketPolicy(
        name,
        bucket=bucket.bucket,
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "TlsOnly",
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [
                            bucket.arn,
                            pulumi.Output.concat(bucket.arn, "/*"),
                        ],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    },
                    *statements,
                ],
            }
        ),
        opts=opts,
    )
