"""Wrong input is refused in one exact line, before anything is registered."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from recording import DIGEST, SECRET, Graph, record
from stacks import BACKEND, NAME, SERVICE, run_program

import settings
from components import MlflowBackend, MlflowNetwork, MlflowService

TWO_SUBNETS = "list at least two subnets of that VPC in two availability zones"
FOREIGN = f"docker.io/acme/mlflow@{DIGEST}"
# Component, its arguments, the same as settings, and the one line.
BAD: list[tuple[Callable[..., Any], dict[str, Any], dict[str, Any], str]] = [
    (
        MlflowNetwork,
        {"vpc_cidr": "ten"},
        {"vpcCidr": "ten"},
        "vpcCidr: 'ten' is not an IPv4 range; give one such as 10.0.0.0/16, its host bits zero",
    ),
    (
        MlflowNetwork,
        {"vpc_cidr": "10.0.0.0/24"},
        {"vpcCidr": "10.0.0.0/24"},
        "vpcCidr: '10.0.0.0/24' has no room for the subnets or is larger than AWS allows; "
        "use a prefix of /16 to /22",
    ),
    (
        MlflowNetwork,
        {"availability_zones": 1},
        {"availabilityZones": 1},
        "availabilityZones: 1 is not allowed; the load balancer and the database need 2, "
        "and there is room for 4: use 2, 3 or 4",
    ),
    (
        MlflowNetwork,
        {"egress": "natgateway"},
        {"egress": "natgateway"},
        "egress: 'natgateway' is not allowed; use one of public, endpoints, nat-single, nat-per-az",
    ),
    (
        MlflowNetwork,
        {"vpc_id": "vpc-old"},
        {"vpcId": "vpc-old"},
        f"privateSubnetIds: not set, but vpcId is 'vpc-old'; {TWO_SUBNETS}",
    ),
    (
        MlflowNetwork,
        {"private_subnet_ids": ["subnet-a"]},
        {"privateSubnetIds": ["subnet-a"]},
        "privateSubnetIds: ['subnet-a'] belongs to an existing VPC; "
        "set vpcId too, or remove privateSubnetIds",
    ),
    (
        MlflowBackend,
        {"database_class": "t4g.small"},
        {"databaseClass": "t4g.small"},
        "databaseClass: 't4g.small' is not allowed; use db.<family>.<size>, such as db.t4g.small",
    ),
    (
        MlflowBackend,
        {"database_version": "18.1"},
        {"databaseVersion": "18.1"},
        "databaseVersion: '18.1' is not allowed; "
        "use a major version of PostgreSQL, 14 or later, without the minor",
    ),
    (
        MlflowBackend,
        {"database_storage_gib": 19},
        {"databaseStorageGib": 19},
        "databaseStorageGib: 19 is not allowed; RDS gp3 storage starts at 20",
    ),
    (
        MlflowBackend,
        {"database_max_storage_gib": 20},
        {"databaseMaxStorageGib": 20},
        "databaseMaxStorageGib: 20 is not allowed; use more than databaseStorageGib, which is 20",
    ),
    (
        MlflowBackend,
        {"database_backup_days": 36},
        {"databaseBackupDays": 36},
        "databaseBackupDays: 36 is not allowed; use 1 to 35",
    ),
    (
        MlflowService,
        {"cpu": 1000},
        {"cpu": 1000},
        "cpu: 1000 is not allowed; Fargate offers 256, 512, 1024, 2048, 4096, 8192, 16384",
    ),
    (
        MlflowService,
        {"cpu": 512, "memory_mib": 8192},
        {"cpu": 512, "memoryMib": 8192},
        "memoryMib: 8192 is not allowed with cpu 512; Fargate offers 1024, 2048, 3072, 4096",
    ),
    (
        MlflowService,
        {"workers": 8},
        {"workers": 8},
        "memoryMib: 2048 is too little for workers 8, which need 2050; "
        "raise memoryMib or lower workers",
    ),
    (
        MlflowService,
        {"workers": 0},
        {"workers": 0},
        "workers: 0 is not allowed; use 1 or more",
    ),
    (
        MlflowService,
        {"desired_count": 0},
        {"desiredCount": 0},
        "desiredCount: 0 is not allowed; use 1 or more",
    ),
    (
        MlflowService,
        {"largest_artifact_gib": 0},
        {"largestArtifactGib": 0},
        "largestArtifactGib: 0 is not allowed; use 1 or more",
    ),
    (
        MlflowService,
        {"concurrent_transfers": 0},
        {"concurrentTransfers": 0},
        "concurrentTransfers: 0 is not allowed; use 1 or more",
    ),
    (
        MlflowService,
        {"largest_artifact_gib": 50},
        {"largestArtifactGib": 50},
        "largestArtifactGib: 50 with concurrentTransfers 4 needs 204 GiB in a task, and Fargate "
        "offers 200; lower one of them",
    ),
    (
        MlflowService,
        {"jobs": True},
        {"jobs": True},
        "memoryMib: 2048 is too little for jobs true, which needs 4096; "
        "raise memoryMib or set jobs to false",
    ),
    (
        MlflowService,
        {"jobs": True, "memory_mib": 4096, "desired_count": 2},
        {"jobs": True, "memoryMib": 4096, "desiredCount": 2},
        "desiredCount: 2 is not allowed with jobs true, which needs exactly one task; "
        "set desiredCount to 1, or jobs to false",
    ),
    (
        MlflowService,
        {"jobs": True, "cpu": 2048, "memory_mib": 4096, "workers": 12},
        {"jobs": True, "cpu": 2048, "memoryMib": 4096, "workers": 12},
        "memoryMib: 4096 is too little for workers 12 and jobs true, which need 4150; "
        "raise memoryMib or lower workers",
    ),
    (
        MlflowService,
        {"desired_count": 3},
        {"desiredCount": 3},
        "databaseClass: 'db.t4g.small' has 171 connections for MLflow, 14 for each process of "
        "desiredCount 3 (twice as many tasks in a rollout) with workers 2, which needs 20; "
        "use a larger databaseClass, or lower workers or desiredCount",
    ),
    (
        MlflowService,
        {"database_class": "db.t4g.micro", "jobs": True, "memory_mib": 4096},
        {"databaseClass": "db.t4g.micro", "jobs": True, "memoryMib": 4096},
        "databaseClass: 'db.t4g.micro' has 0 connections for MLflow, 0 for each process of "
        "desiredCount 1 (twice as many tasks in a rollout) with workers 2, which needs 20; "
        "use a larger databaseClass, or lower workers or desiredCount",
    ),
    (
        MlflowService,
        {"longest_transfer_seconds": 3601},
        {"longestTransferSeconds": 3601},
        "longestTransferSeconds: 3601 is not allowed; use 0 to 3600",
    ),
    (
        MlflowService,
        {"spot": True},
        {"spot": True},
        "longestTransferSeconds: 300 is not allowed with spot true; Spot ends a task within 120 "
        "seconds: use 110 or less, or set spot to false",
    ),
    (
        MlflowService,
        {"direct_artifact_access": True, "clients_reach_s3": False},
        {"directArtifactAccess": True, "clientsReachS3": False},
        "directArtifactAccess: true is not allowed with clientsReachS3 false; give clients a way "
        "to S3 and set clientsReachS3 to true, or directArtifactAccess to false",
    ),
    (
        MlflowService,
        {"ai_gateway": True, "egress": "public"},
        {"aiGateway": True, "egress": "public"},
        "aiGatewaySecretArn: not set, but aiGateway is true; name a secret with a passphrase, "
        "or the providers' keys would be encrypted with one that everybody knows",
    ),
    (
        MlflowService,
        {"ai_gateway_secret_arn": SECRET},
        {"aiGatewaySecretArn": SECRET},
        f"aiGatewaySecretArn: {SECRET!r} is not allowed without aiGateway; "
        "set aiGateway to true, or remove aiGatewaySecretArn",
    ),
    (
        MlflowService,
        {"ai_gateway": True, "ai_gateway_secret_arn": "passphrase", "egress": "public"},
        {"aiGateway": True, "aiGatewaySecretArn": "passphrase", "egress": "public"},
        "aiGatewaySecretArn: 'passphrase' is not the ARN of a secret; give it whole, as "
        "arn:<partition>:secretsmanager:<region>:<account>:secret:<name>-<6 characters>",
    ),
    (
        MlflowService,
        {"ai_gateway": True, "ai_gateway_secret_arn": SECRET},
        {"aiGateway": True, "aiGatewaySecretArn": SECRET},
        "aiGateway: true is not allowed with egress 'endpoints'; the providers are on the "
        "internet: use another egress, or set aiGateway to false",
    ),
    (
        MlflowService,
        {"domain_name": "https://mlflow.example.com"},
        {"domainName": "https://mlflow.example.com"},
        "domainName: 'https://mlflow.example.com' is not a host name; "
        "give the name alone, such as mlflow.example.com",
    ),
    (
        MlflowService,
        {"domain_name": "mlflow.example.com:443"},
        {"domainName": "mlflow.example.com:443"},
        "domainName: 'mlflow.example.com:443' is not a host name; "
        "give the name alone, such as mlflow.example.com",
    ),
    *(
        (
            component,
            {"log_retention_days": 31},
            {"logRetentionDays": 31},
            "logRetentionDays: 31 is not allowed; CloudWatch offers 1, 3, 5, 7, 14, 30, 60, 90, "
            "120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
        )
        for component in (MlflowNetwork, MlflowBackend, MlflowService)
    ),
    (
        MlflowService,
        {"plain_http": False, "certificate_arn": "arn:c"},
        {"plainHttp": False, "certificateArn": "arn:c"},
        "domainName: not set, but certificateArn is 'arn:c'; "
        "set the name that the certificate is for",
    ),
    (
        MlflowService,
        {"certificate_arn": "arn:c"},
        {"certificateArn": "arn:c"},
        "plainHttp: true is not allowed with certificateArn 'arn:c'; set only one",
    ),
    (
        MlflowService,
        {"plain_http": False},
        {"plainHttp": False},
        "certificateArn: not set; set it together with domainName, "
        "or set plainHttp to true for an internal load balancer without TLS",
    ),
    (
        MlflowService,
        {"internet_facing": True},
        {"internetFacing": True},
        "plainHttp: true is not allowed with internetFacing true; "
        "set certificateArn and domainName, or internetFacing to false",
    ),
    (
        MlflowService,
        {
            "plain_http": False,
            "certificate_arn": "arn:c",
            "domain_name": "d",
            "internet_facing": True,
        },
        {
            "plainHttp": False,
            "certificateArn": "arn:c",
            "domainName": "d",
            "internetFacing": True,
        },
        "allowedCidrs: [] is not allowed with internetFacing true; "
        "list the networks that may connect",
    ),
    (
        MlflowService,
        {"allowed_cidrs": ["10.0.0.0/8", "0.0.0.0/0"]},
        {"allowedCidrs": ["10.0.0.0/8", "0.0.0.0/0"]},
        "allowedCidrs: '0.0.0.0/0' is not allowed; MLflow would be open to everyone without "
        "sign-in: list your own networks",
    ),
    (
        MlflowService,
        {"allowed_cidrs": ["10.1.2.3/8"]},
        {"allowedCidrs": ["10.1.2.3/8"]},
        "allowedCidrs: '10.1.2.3/8' is not an IPv4 range; give one such as 10.0.0.0/8, "
        "its host bits zero",
    ),
    (
        MlflowService,
        {"image": "acme/mlflow:3.17.2"},
        {"image": "acme/mlflow:3.17.2"},
        "image: 'acme/mlflow:3.17.2' is not pinned; "
        "give it by digest, as <name>@sha256:<64 hex digits>",
    ),
    (
        MlflowService,
        {"image": FOREIGN},
        {"image": FOREIGN},
        f"image: '{FOREIGN}' cannot be pulled with egress 'endpoints'; "
        "copy it to ECR, or use another egress",
    ),
    (
        MlflowService,
        {"architecture": "arm64"},
        {"architecture": "arm64"},
        "architecture: 'arm64' is not allowed; use X86_64 or ARM64",
    ),
]
REQUIRED: dict[Callable[..., Any], Any] = {
    MlflowNetwork: {},
    MlflowBackend: BACKEND,
    MlflowService: SERVICE,
}
CASES = pytest.mark.parametrize(
    ("component", "args", "settings", "message"), BAD, ids=[line[:60] for *_, line in BAD]
)


@CASES
def test_a_component_refuses_in_one_line_and_registers_nothing(
    component: Callable[..., Any],
    args: dict[str, Any],
    settings: dict[str, Any],
    message: str,
) -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        record(lambda: component(NAME, REQUIRED[component] | args), graph=graph)
    assert str(refused.value) == message
    assert graph.labels() == set()


@CASES
def test_the_program_refuses_the_setting_alike_before_any_resource(
    component: Callable[..., Any],
    args: dict[str, Any],
    settings: dict[str, Any],
    message: str,
) -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        run_program(None, {"plainHttp": True} | settings, graph=graph)
    assert str(refused.value) == message
    assert graph.labels() == set()


EXISTING: Any = {
    "vpc_id": "vpc-old",
    "private_subnet_ids": ["a", "b"],
    "isolated_subnet_ids": ["a", "b"],
}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"isolated_subnet_ids": []},
            f"isolatedSubnetIds: not set, but vpcId is 'vpc-old'; {TWO_SUBNETS}",
        ),
        (
            {"egress": "public"},
            f"publicSubnetIds: not set, but vpcId is 'vpc-old' and egress is 'public'; "
            f"{TWO_SUBNETS}",
        ),
        (
            {"egress": "endpoints"},
            "endpointSecurityGroupId: not set, but vpcId is 'vpc-old' and egress is 'endpoints'; "
            "name the security group of the VPC's interface endpoints",
        ),
        (
            {"egress": "nat-single", "flow_log": True},
            "flowLog: true is not allowed with vpcId 'vpc-old'; "
            "an existing VPC is not changed: set flowLog to false",
        ),
    ],
)
def test_an_existing_vpc_that_lacks_something_is_refused(
    args: dict[str, Any], message: str
) -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        record(lambda: MlflowNetwork(NAME, EXISTING | args), graph=graph)
    assert str(refused.value) == message
    assert graph.labels() == set()


@pytest.mark.parametrize(
    ("key", "nearest"),
    [("databaseClas", "databaseClass"), ("plainHTTP", "plainHttp"), ("vpcID", "vpcId")],
)
def test_an_unknown_setting_is_refused_with_the_nearest_known_one(key: str, nearest: str) -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        run_program(None, {"plainHttp": True, key: "x"}, graph=graph)
    assert str(refused.value) == (
        f"mlflow:{key}: unknown setting; the nearest one is mlflow:{nearest} "
        "(all are in Pulumi.yaml)"
    )
    assert graph.labels() == set()


@pytest.mark.parametrize(
    ("key", "line"),
    [
        *(
            (key, "runs are always in the stack's own PostgreSQL: remove it")
            for key in ("backendStore", "backendStoreUri", "registryStoreUri")
        ),
        *(
            (
                key,
                "artifacts are always in the stack's own bucket: remove it, and where clients are "
                "to use S3 themselves set directArtifactAccess",
            )
            for key in ("artifactRoot", "defaultArtifactRoot", "artifactsDestination")
        ),
    ],
)
def test_what_other_deployments_of_mlflow_are_told_is_refused_with_what_this_one_does(
    key: str, line: str
) -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        run_program(None, {"plainHttp": True, key: "file:///efs"}, graph=graph)
    assert str(refused.value) == f"mlflow:{key}: not a setting; {line}"
    assert graph.labels() == set()


INEXACT = "does not pin MLflow; write one exact version, such as mlflow[auth]==3.17.2"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("mlflow[auth]>=3.17", f"'mlflow[auth]>=3.17' {INEXACT}"),
        ("mlflow==latest", f"'mlflow==latest' {INEXACT}"),
        ("mlflow==3.*", f"'mlflow==3.*' {INEXACT}"),
        ("mlflow", f"'mlflow' {INEXACT}"),
        ("mlflow-skinny==3.17.2", f"'nothing' {INEXACT}"),
        ("mlflow[auth]==3.11.1", "MLflow 3.11.1 is not supported; pin 3.12 or later, below 4"),
        ("mlflow==4.0.0", "MLflow 4.0.0 is not supported; pin 3.12 or later, below 4"),
    ],
)
def test_an_image_of_an_unknown_mlflow_is_refused_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    (tmp_path / "image").mkdir()
    (tmp_path / "image" / "requirements.in").write_text(f"boto3==1.44.5\n{line}\n")
    shutil.copy("Pulumi.yaml", tmp_path)
    monkeypatch.setattr(settings, "PROJECT", tmp_path)
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        run_program(None, {"plainHttp": True, "vpcId": "wrong too"}, graph=graph)
    assert str(refused.value) == f"image/requirements.in: {message}"
    assert graph.labels() == set()


@pytest.mark.parametrize("version", ["3.12.0", "3.17.2", "3.99.10"])
def test_an_image_of_a_known_mlflow_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    (tmp_path / "image").mkdir()
    (tmp_path / "image" / "requirements.in").write_text(f"# pinned\nmlflow[auth]=={version}\n")
    shutil.copy("Pulumi.yaml", tmp_path)
    monkeypatch.setattr(settings, "PROJECT", tmp_path)
    assert run_program(None, {"plainHttp": True}).exports["mlflow_version"] == version


def test_a_stack_name_too_long_for_a_load_balancer_is_refused() -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        run_program(None, {"plainHttp": True}, name="twenty-one-lettr", graph=graph)
    assert str(refused.value) == (
        "name: 'mlflow-twenty-one-lettr' has 23 characters, but AWS's limit on load balancer "
        "names leaves 20; choose a stack name shorter by 3"
    )
    assert graph.labels() == set()


@pytest.mark.parametrize("stack", ["my_stack", "a--b", "v1.2"])
def test_a_stack_name_that_aws_names_cannot_hold_is_refused(stack: str) -> None:
    graph = Graph()
    with pytest.raises(pulumi.RunError) as refused:
        run_program(None, {"plainHttp": True}, name=stack, graph=graph)
    assert str(refused.value) == (
        f"name: 'mlflow-{stack}' is not allowed in AWS's names; "
        "choose a stack name of letters and digits, with single hyphens between"
    )
    assert graph.labels() == set()
