"""MlflowServer: the ECS service and what it waits for, roles, edges, and the image."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from recording import ACCOUNT, DIGEST, PARTITION, REGION, REGISTRY, SECRET, Graph
from stacks import EGRESS, service

from components.service.image import content_tag

TASKS = "SecurityGroup/mlflow-test-tasks"
BALANCER = "SecurityGroup/mlflow-test-alb"
SERVICE = "Service/mlflow-test-service"
FOREIGN = f"docker.io/acme/mlflow@{DIGEST}"
IN_ECR = f"{REGISTRY}/team/mlflow@{DIGEST}"


@pytest.mark.parametrize("egress", EGRESS)
def test_the_service_runs_mlflow_behind_its_balancer_and_rolls_back_what_fails(
    egress: str,
) -> None:
    resource = service(egress=egress, desired_count=3, database_class="db.t4g.medium")[SERVICE]
    assert resource.inputs == {
        "cluster": "arn:Cluster/mlflow-test-cluster",
        "taskDefinition": "arn:TaskDefinition/mlflow-test-task",
        "desiredCount": 3,
        "launchType": "FARGATE",
        "platformVersion": "LATEST",
        "networkConfiguration": {
            "subnets": ["task-a", "task-b"],
            "securityGroups": [TASKS],
            "assignPublicIp": egress == "public",
        },
        "loadBalancers": [
            {
                "targetGroupArn": "arn:TargetGroup/mlflow-test-tg",
                "containerName": "mlflow",
                "containerPort": 5000,
            }
        ],
        "healthCheckGracePeriodSeconds": 180,
        "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        "deploymentMinimumHealthyPercent": 100,
        "deploymentMaximumPercent": 200,
        "availabilityZoneRebalancing": "ENABLED",
        "enableExecuteCommand": False,
        "enableEcsManagedTags": True,
        "propagateTags": "SERVICE",
        "waitForSteadyState": True,
        "tags": {},
    }
    assert resource.timeouts == {"create": "1h", "update": "1h"}


def test_on_spot_the_service_asks_for_spot_capacity_and_waits_until_the_cluster_has_it() -> None:
    graph = service(spot=True, longest_transfer_seconds=110)
    default = service()[SERVICE]
    expected = default.inputs | {
        "capacityProviderStrategies": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    }
    del expected["launchType"]
    assert graph[SERVICE].inputs == expected
    providers = "ClusterCapacityProviders/mlflow-test-cluster"
    assert graph[providers].inputs == {
        "clusterName": "mlflow-test-cluster.Cluster",
        "capacityProviders": ["FARGATE_SPOT"],
    }
    assert graph[SERVICE].dependencies == default.dependencies | {providers}


WAITS_FOR = {
    "Cluster/mlflow-test-cluster",
    "TaskDefinition/mlflow-test-task",
    "TargetGroup/mlflow-test-tg",
    # The default action is a fixed 404: only the rule attaches the target group to the balancer.
    "ListenerRule/mlflow-test-host",
    "RolePolicy/mlflow-test-execution",
    "RolePolicy/mlflow-test-task",
    TASKS,
    "SecurityGroupEgressRule/mlflow-test-alb-to-tasks",
    "SecurityGroupIngressRule/mlflow-test-alb-to-tasks",
    "SecurityGroupEgressRule/mlflow-test-tasks-to-db",
    "SecurityGroupIngressRule/mlflow-test-tasks-to-db",
    "SecurityGroupEgressRule/mlflow-test-tasks-to-s3",
}
TO_ENDPOINTS = {
    "SecurityGroupEgressRule/mlflow-test-tasks-to-endpoints",
    "SecurityGroupIngressRule/mlflow-test-tasks-to-endpoints",
}
TO_INTERNET = {"SecurityGroupEgressRule/mlflow-test-tasks-to-internet"}


@pytest.mark.parametrize("egress", EGRESS)
def test_no_task_starts_before_its_permissions_its_edges_and_its_listener_rule(
    egress: str,
) -> None:
    way_out = TO_ENDPOINTS if egress == "endpoints" else TO_INTERNET
    assert service(egress=egress)[SERVICE].dependencies == WAITS_FOR | way_out


def rule(port: int, description: str, **ends: str) -> dict[str, Any]:
    return {
        "ipProtocol": "tcp",
        "fromPort": port,
        "toPort": port,
        "description": description,
        "tags": {},
        **ends,
    }


def edge(port: int, description: str, source: str, target: str) -> dict[str, dict[str, Any]]:
    return {
        "SecurityGroupEgressRule": rule(
            port, description, securityGroupId=source, referencedSecurityGroupId=target
        ),
        "SecurityGroupIngressRule": rule(
            port, description, securityGroupId=target, referencedSecurityGroupId=source
        ),
    }


EDGES: dict[str, dict[str, dict[str, Any]]] = {
    "mlflow-test-alb-to-tasks": edge(5000, "Load balancer to MLflow", BALANCER, TASKS),
    "mlflow-test-tasks-to-db": edge(5433, "MLflow to its database", TASKS, "sg-database"),
    "mlflow-test-tasks-to-s3": {
        "SecurityGroupEgressRule": rule(
            443,
            "MLflow to S3: artifacts and image layers",
            securityGroupId=TASKS,
            prefixListId="pl-given",
        )
    },
}
ENDPOINTS_EDGE = {
    "mlflow-test-tasks-to-endpoints": edge(
        443, "MLflow to the interface endpoints of AWS APIs", TASKS, "sg-endpoints"
    )
}
INTERNET_EDGE = {
    "mlflow-test-tasks-to-internet": {
        "SecurityGroupEgressRule": rule(
            443,
            "MLflow to AWS APIs, whose addresses are not known beforehand",
            securityGroupId=TASKS,
            cidrIpv4="0.0.0.0/0",
        )
    }
}


def rules(graph: Graph) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in graph:
        kind = resource.type.split(":")[-1]
        if kind in ("SecurityGroupEgressRule", "SecurityGroupIngressRule"):
            found.setdefault(resource.name, {})[kind] = resource.inputs
    return found


@pytest.mark.parametrize("egress", EGRESS)
def test_tasks_talk_to_balancer_database_s3_and_aws_apis_and_to_nothing_else(egress: str) -> None:
    way_out = ENDPOINTS_EDGE if egress == "endpoints" else INTERNET_EDGE
    graph = service(egress=egress)
    assert rules(graph) == EDGES | way_out
    assert graph[TASKS].inputs == {
        "description": "MLflow tasks; each edge has a rule of its own",
        "vpcId": "vpc-given",
        "tags": {},
    }


TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": f"arn:{PARTITION}:ecs:{REGION}:{ACCOUNT}:*"},
            },
        }
    ],
}
WRITE_LOGS = {
    "Sid": "Logs",
    "Effect": "Allow",
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": "arn:LogGroup/mlflow-test-tasks:*",
}
SIGN_IN = {
    "Sid": "RegistrySignIn",
    "Effect": "Allow",
    "Action": "ecr:GetAuthorizationToken",
    "Resource": "*",
}
ARTIFACTS = [
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
        "Resource": "arn:given-bucket/artifacts/*",
    },
    {
        "Sid": "ListArtifacts",
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": "arn:given-bucket",
    },
]
PASSWORD = {
    "Sid": "DatabasePassword",
    "Effect": "Allow",
    "Action": "secretsmanager:GetSecretValue",
    "Resource": "arn:given-secret",
}
PASSPHRASE = {
    "Sid": "GatewayPassphrase",
    "Effect": "Allow",
    "Action": "secretsmanager:GetSecretValue",
    "Resource": SECRET,
}
RDS = f"arn:{PARTITION}:rds:{REGION}:{ACCOUNT}"
SNAPSHOT = {
    "Sid": "SnapshotBeforeMigration",
    "Effect": "Allow",
    "Action": ["rds:CreateDBSnapshot", "rds:DescribeDBSnapshots"],
    "Resource": [f"{RDS}:db:the-instance", f"{RDS}:snapshot:the-instance-before-*"],
}
TOKEN = {
    "Sid": "DatabaseToken",
    "Effect": "Allow",
    "Action": "rds-db:connect",
    "Resource": f"arn:{PARTITION}:rds-db:{REGION}:{ACCOUNT}:dbuser:db-GIVEN/mlflow_server",
}
EXEC = {
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


def pull(repository: str) -> dict[str, Any]:
    return {
        "Sid": "ImagePull",
        "Effect": "Allow",
        "Action": [
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer",
        ],
        "Resource": f"arn:{PARTITION}:ecr:{REGION}:{ACCOUNT}:repository/{repository}",
    }


def statements(graph: Graph, role: str) -> list[dict[str, Any]]:
    policy = graph[f"RolePolicy/mlflow-test-{role}"].inputs
    assert policy["role"] == f"mlflow-test-{role}.Role"
    document = json.loads(policy["policy"])
    assert document.keys() == {"Version", "Statement"}
    assert document["Version"] == "2012-10-17"
    return document["Statement"]


@pytest.mark.parametrize("role", ["execution", "task"])
def test_only_ecs_tasks_of_this_account_and_region_may_assume_a_role(role: str) -> None:
    inputs = dict(service(permissions_boundary="arn:boundary")[f"Role/mlflow-test-{role}"].inputs)
    assert json.loads(inputs.pop("assumeRolePolicy")) == TRUST
    assert inputs == {"permissionsBoundary": "arn:boundary", "tags": {}}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({}, [WRITE_LOGS, SIGN_IN, pull("images")]),
        ({"image": IN_ECR}, [WRITE_LOGS, SIGN_IN, pull("team/mlflow")]),
        ({"image": FOREIGN, "egress": "public"}, [WRITE_LOGS]),
        (
            {"ai_gateway": True, "ai_gateway_secret_arn": SECRET, "egress": "public"},
            [WRITE_LOGS, SIGN_IN, pull("images"), PASSPHRASE],
        ),
    ],
    ids=["built image", "image in ECR", "image elsewhere", "AI gateway"],
)
def test_the_agent_may_write_one_log_group_pull_one_repository_and_read_one_passphrase(
    args: dict[str, Any], expected: list[dict[str, Any]]
) -> None:
    assert statements(service(**args), "execution") == expected


@pytest.mark.parametrize("tokens", [True, False])
@pytest.mark.parametrize("snapshot", [True, False])
@pytest.mark.parametrize("enter", [True, False])
def test_a_task_may_use_its_artifacts_its_password_and_what_is_turned_on(
    tokens: bool, snapshot: bool, enter: bool
) -> None:
    graph = service(
        database_iam_authentication=tokens,
        snapshot_before_migration=snapshot,
        enable_execute_command=enter,
    )
    assert statements(graph, "task") == [
        *ARTIFACTS,
        PASSWORD,
        *([TOKEN] if tokens else []),
        *([SNAPSHOT] if snapshot else []),
        *([EXEC] if enter else []),
    ]
    assert graph[SERVICE].inputs["enableExecuteCommand"] is enter


@pytest.mark.parametrize("insights", [True, False])
def test_the_cluster_has_container_insights_only_where_asked(insights: bool) -> None:
    cluster = service(container_insights=insights)["Cluster/mlflow-test-cluster"]
    value = "enabled" if insights else "disabled"
    assert cluster.inputs == {
        "settings": [{"name": "containerInsights", "value": value}],
        "tags": {},
    }


def test_the_log_of_the_containers_is_kept_as_long_as_asked() -> None:
    graph = service(log_retention_days=365)
    assert graph["LogGroup/mlflow-test-tasks"].inputs == {"retentionInDays": 365, "tags": {}}


@pytest.mark.parametrize("keep", [True, False])
def test_images_are_scanned_immutable_and_kept_with_the_data(keep: bool) -> None:
    assert service(deletion_protection=keep)["Repository/mlflow-test-images"].inputs == {
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "forceDelete": not keep,
        "lifecyclePolicy": {
            "rules": [
                {
                    "description": "images that lost their tag",
                    "tagStatus": "untagged",
                    "maximumAgeLimit": 14,
                }
            ]
        },
        "tags": {},
    }


@pytest.mark.parametrize(
    ("architecture", "platform"), [("X86_64", "linux/amd64"), ("ARM64", "linux/arm64")]
)
def test_the_image_is_built_for_the_tasks_architecture_under_its_contents_tag(
    architecture: str, platform: str
) -> None:
    graph = service(architecture=architecture)
    assert graph["Image/mlflow-test-image"].inputs == {
        "repositoryUrl": f"{REGISTRY}/images",
        "context": "image",
        "platform": platform,
        "imageTag": content_tag(Path("image"), platform),
    }


def test_a_given_image_is_neither_built_nor_stored() -> None:
    graph = service(image=IN_ECR)
    assert [r for r in graph if r.type.startswith("awsx:") or "MlflowImage" in r.type] == []
    assert graph.outputs["MlflowService/mlflow-test"]["image_uri"] == IN_ECR


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """A build context of two files, one in a folder."""
    folder = tmp_path / "context"
    (folder / "sub").mkdir(parents=True)
    (folder / "Dockerfile").write_text("FROM scratch")
    (folder / "sub" / "file").write_text("content")
    return folder


def test_the_tag_depends_on_content_and_not_on_where_or_when(context: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(context, tmp_path / "elsewhere")
    (elsewhere / "Dockerfile").touch()
    cache = elsewhere / "__pycache__"
    cache.mkdir()
    (cache / "file.pyc").write_bytes(b"made by a run, not part of the image")
    assert content_tag(elsewhere, "linux/amd64") == content_tag(context, "linux/amd64")


def test_the_tag_changes_with_any_file_its_name_and_the_platform(context: Path) -> None:
    tags = [content_tag(context, "linux/amd64"), content_tag(context, "linux/arm64")]
    (context / "sub" / "file").write_text("other content")
    tags.append(content_tag(context, "linux/amd64"))
    (context / "sub" / "file").rename(context / "sub" / "renamed")
    tags.append(content_tag(context, "linux/amd64"))
    (context / "empty").touch()
    tags.append(content_tag(context, "linux/amd64"))
    (context / "empty").unlink()
    (context / "sub" / "renamed").unlink()
    tags.append(content_tag(context, "linux/amd64"))
    assert len(set(tags)) == len(tags)


def test_a_stack_without_a_way_in_ends_with_the_command_of_a_tunnel() -> None:
    outputs = service(enable_execute_command=True).outputs["MlflowService/mlflow-test"]
    assert outputs["tunnel_command"] == (
        "RUNTIME_ID=$(aws ecs describe-tasks --cluster mlflow-test-cluster.Cluster --tasks "
        "$(aws ecs list-tasks --cluster mlflow-test-cluster.Cluster "
        "--service-name mlflow-test-service.Service --query 'taskArns[0]' --output text) "
        "--query \"tasks[0].containers[?name=='mlflow'].runtimeId | [0]\" --output text) && "
        'aws ssm start-session --target "ecs:mlflow-test-cluster.Cluster_${RUNTIME_ID%-*}_'
        '$RUNTIME_ID" --document-name AWS-StartPortForwardingSession '
        "--parameters portNumber=5000,localPortNumber=5000"
    )
    assert service().outputs["MlflowService/mlflow-test"]["tunnel_command"] == ""
