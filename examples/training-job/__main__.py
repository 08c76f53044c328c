"""A training task that another project runs against the MLflow server of a stack.

All that it knows of the server comes by StackReference. It opens its own way in: a rule on the load
balancer's security group, and one on the endpoints' where the VPC reaches AWS by endpoints only.
"""

import json
from pathlib import Path

import pulumi
import pulumi_aws as aws

PORTS = {"http": 80, "https": 443}

config = pulumi.Config()
name = f"{pulumi.get_project()}-{pulumi.get_stack()}"
mlflow = pulumi.StackReference(config.require("mlflowStack"))
tracking_uri = mlflow.require_output("tracking_uri")
image = mlflow.require_output("image_uri")  # has the client and boto3; yours goes here
balancer = mlflow.require_output("load_balancer_security_group_id")
region = aws.get_region_output().region

log_group = aws.cloudwatch.LogGroup(name, retention_in_days=14)


def role(suffix: str, statements: list) -> aws.iam.Role:
    """A role for ECS tasks with the given permissions."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    made = aws.iam.Role(
        f"{name}-{suffix}",
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )
    if statements:
        aws.iam.RolePolicy(
            f"{name}-{suffix}",
            role=made.name,
            policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements}),
        )
    return made


def repository_arn(partition: str, uri: str) -> str:
    """The ECR repository of an image."""
    registry, _, repository = uri.partition("@")[0].partition("/")
    account, _, _, ecr_region = registry.split(".")[:4]
    return f"arn:{partition}:ecr:{ecr_region}:{account}:repository/{repository}"


execution_role = role(
    "execution",
    [
        {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            "Resource": pulumi.Output.all(aws.get_partition_output().partition, image).apply(
                lambda known: repository_arn(*known)
            ),
        },
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": pulumi.Output.concat(log_group.arn, ":*"),
        },
    ],
)

environment: dict[str, pulumi.Input[str]] = {
    "MLFLOW_TRACKING_URI": tracking_uri,
    "MLFLOW_EXPERIMENT_NAME": name,
    "AWS_REGION": region,
    "HOME": "/tmp",
}
artifact_access = []
if config.require_bool("directArtifactAccess"):
    bucket_arn = mlflow.require_output("artifact_bucket_arn")
    environment["ARTIFACT_LOCATION"] = pulumi.Output.concat(
        "s3://", mlflow.require_output("artifact_bucket"), f"/artifacts/{name}"
    )
    artifact_access = [
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
            "Resource": pulumi.Output.concat(bucket_arn, f"/artifacts/{name}/*"),
        },
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": bucket_arn,
            "Condition": {"StringLike": {"s3:prefix": f"artifacts/{name}/*"}},
        },
    ]
task_role = role("task", artifact_access)

group = aws.ec2.SecurityGroup(
    name, description="Training tasks", vpc_id=mlflow.require_output("vpc_id")
)
aws.vpc.SecurityGroupEgressRule(
    f"{name}-to-aws",
    security_group_id=group.id,
    cidr_ipv4="0.0.0.0/0",
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
)
port = tracking_uri.apply(lambda uri: PORTS[uri.partition(":")[0]])
aws.vpc.SecurityGroupEgressRule(
    f"{name}-to-mlflow",
    security_group_id=group.id,
    referenced_security_group_id=balancer,
    ip_protocol="tcp",
    from_port=port,
    to_port=port,
)
aws.vpc.SecurityGroupIngressRule(
    f"{name}-to-mlflow",
    security_group_id=balancer,
    referenced_security_group_id=group.id,
    ip_protocol="tcp",
    from_port=port,
    to_port=port,
    description=f"Training tasks of {name}",
)

task_definition = aws.ecs.TaskDefinition(
    name,
    family=log_group.name,
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    cpu="512",
    memory="1024",
    execution_role_arn=execution_role.arn,
    task_role_arn=task_role.arn,
    container_definitions=pulumi.Output.json_dumps(
        [
            {
                "name": "train",
                "image": image,
                "command": ["python", "-c", Path("train.py").read_text()],
                "essential": True,
                "environment": [
                    {"name": key, "value": value} for key, value in environment.items()
                ],
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": log_group.name,
                        "awslogs-region": region,
                        "awslogs-stream-prefix": "train",
                    },
                },
            }
        ]
    ),
)
pulumi.export("task_definition_arn", task_definition.arn)
pulumi.export(
    "run_command",
    pulumi.Output.format(
        "aws ecs run-task --launch-type FARGATE --cluster {0} --task-definition {1} "
        "--network-configuration 'awsvpcConfiguration={{subnets=[{2}],securityGroups=[{3}],"
        "assignPublicIp={4}}}'",
        mlflow.require_output("cluster_name"),
        task_definition.arn,
        mlflow.require_output("task_subnet_ids").apply(",".join),
        group.id,
        mlflow.require_output("assign_public_ip").apply(
            lambda public: "ENABLED" if public else "DISABLED"
        ),
    ),
)


async def main() -> None:
    """Awaits the one output that decides whether a resource exists."""
    endpoints = await mlflow.get_output_details("endpoint_security_group_id")
    if endpoints.value:
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-to-endpoints",
            security_group_id=endpoints.value,
            referenced_security_group_id=group.id,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            description=f"Training tasks of {name}",
        )


pulumi.run(main)
