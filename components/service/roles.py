"""The roles of a task: what ECS may do for it, and what its containers may do."""

import re

import pulumi
import pulumi_aws as aws

from components.iam import service_role
from components.service.args import MlflowServiceArgs
from components.service.containers import IAM_USER

ECR_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?P<repository>.+?)@.*"
)


def execution_role(
    name: str,
    args: MlflowServiceArgs,
    *,
    log_group_arn: pulumi.Output[str],
    image: pulumi.Output[str],
    parent: pulumi.Resource,
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    """The role of ECS itself: to write the log, pull the image, and hand over a secret."""
    statements: list[dict] = [
        {
            "Sid": "Logs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": pulumi.Output.concat(log_group_arn, ":*"),
        }
    ]
    given = args.get("image")
    if given is None or ECR_IMAGE.fullmatch(given):
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=parent)).partition
        statements += [
            {
                # ECR knows no narrower resource for this action.
                "Sid": "RegistrySignIn",
                "Effect": "Allow",
                "Action": "ecr:GetAuthorizationToken",
                "Resource": "*",
            },
            {
                "Sid": "ImagePull",
                "Effect": "Allow",
                "Action": [
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer",
                ],
                "Resource": pulumi.Output.all(partition, image).apply(
                    lambda known: _repository_arn(*known)
                ),
            },
        ]
    passphrase = args.get("ai_gateway_secret_arn")
    if passphrase is not None:
        statements.append(
            {
                "Sid": "GatewayPassphrase",
                "Effect": "Allow",
                "Action": "secretsmanager:GetSecretValue",
                "Resource": passphrase,
            }
        )
    return _role(f"{name}-execution", args, statements, parent)


def task_role(
    name: str, args: MlflowServiceArgs, *, parent: pulumi.Resource
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    """The role of the containers: artifacts, the database's password, and what is turned on."""
    invoke = pulumi.InvokeOptions(parent=parent)
    account = aws.get_caller_identity_output(opts=invoke).account_id
    region = aws.get_region_output(opts=invoke).region
    partition = aws.get_partition_output(opts=invoke).partition
    # The calls that MLflow's S3 artifact repository makes, presigned transfers included.
    statements: list[dict] = [
        {
            "Sid": "Artifacts",
            "Effect": "Allow",
            "Action": [
                "s3:GetObject",
                "s3:PutObject",
                "s3:DeleteObject",
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
        {
            "Sid": "DatabasePassword",
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": args["database_secret_arn"],
        },
    ]
    if args.get("database_iam_authentication", False):
        statements.append(
            {
                "Sid": "DatabaseToken",
                "Effect": "Allow",
                "Action": "rds-db:connect",
                "Resource": pulumi.Output.format(
                    "arn:{0}:rds-db:{1}:{2}:dbuser:{3}/{4}",
                    partition,
                    region,
                    account,
                    args["database_resource_id"],
                    IAM_USER,
                ),
            }
        )
    if args.get("snapshot_before_migration", True):
        rds = pulumi.Output.format("arn:{0}:rds:{1}:{2}", partition, region, account)
        identifier = args["database_identifier"]
        statements.append(
            {
                "Sid": "SnapshotBeforeMigration",
                "Effect": "Allow",
                "Action": ["rds:CreateDBSnapshot", "rds:DescribeDBSnapshots"],
                "Resource": [
                    pulumi.Output.concat(rds, ":db:", identifier),
                    pulumi.Output.concat(rds, ":snapshot:", identifier, "-before-*"),
                ],
            }
        )
    if args.get("enable_execute_command", False):
        statements.append(
            {
                # The actions know no resource.
                # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
                "Sid": "ExecuteCommand",
                "Effect": "Allow",
                "Action": [
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel",
                ],
                "Resource": "*",
            }
        )
    return _role(f"{name}-task", args, statements, parent)


def _role(
    name: str, args: MlflowServiceArgs, statements: list[dict], parent: pulumi.Resource
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    role = service_role(
        name,
        service="ecs-tasks.amazonaws.com",
        source="ecs",
        permissions_boundary=args.get("permissions_boundary"),
        tags=args.get("tags", {}),
        parent=parent,
    )
    policy = aws.iam.RolePolicy(
        name,
        role=role.name,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements}),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return role, policy


def _repository_arn(partition: str, image: str) -> str:
    match = ECR_IMAGE.fullmatch(image)
    if match is None:
        raise pulumi.RunError(f"image: {image!r} is not an image in ECR; build it again")
    return "arn:{0}:ecr:{region}:{account}:repository/{repository}".format(
        partition, **match.groupdict()
    )
