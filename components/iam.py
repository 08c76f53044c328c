"""Roles that one AWS service may assume, on behalf of this account only."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws


def service_role(
    name: str,
    *,
    service: str,
    source: str,
    permissions_boundary: pulumi.Input[str] | None,
    tags: pulumi.Input[Mapping[str, pulumi.Input[str]]],
    parent: pulumi.Resource,
) -> aws.iam.Role:
    """A role without permissions that `service` may assume for resources of `source` (the service
    part of their ARNs) in this account and region, so that no other account can borrow it."""
    invoke = pulumi.InvokeOptions(parent=parent)
    account = aws.get_caller_identity_output(opts=invoke).account_id
    region = aws.get_region_output(opts=invoke).region
    partition = aws.get_partition_output(opts=invoke).partition
    return aws.iam.Role(
        name,
        assume_role_policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "StringEquals": {"aws:SourceAccount": account},
                            "ArnLike": {
                                "aws:SourceArn": pulumi.Output.format(
                                    "arn:{0}:{1}:{2}:{3}:*",
                                    partition,
                                    source,
                                    region,
                                    account,
                                )
                            },
                        },
                    }
                ],
            }
        ),
        permissions_boundary=permissions_boundary,
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
