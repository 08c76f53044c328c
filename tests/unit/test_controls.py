"""AWS's controls, one row each, over everything that each stack registers.

Each row holds for the stacks that it names, whatever the egress.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from recording import Graph, Resource
from stacks import EGRESS, program

ALL = ("dev", "prod", "local")
PROD = ("prod",)
Control = Callable[[Graph], bool]
TLS_POLICIES = {  # of those that Security Hub ELB.17 lists
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
}


def one(graph: Graph, kind: str) -> dict[str, Any]:
    (resource,) = [r for r in graph if r.type.split(":")[-1] == kind]
    return resource.inputs


def of(graph: Graph, kind: str) -> list[Resource]:
    return [r for r in graph if r.type.split(":")[-1] == kind]


def each_bucket(kind: str, holds: Callable[[dict[str, Any]], bool]) -> Control:
    """Every bucket has exactly one side resource of this kind, of which `holds` is true."""

    def control(graph: Graph) -> bool:
        sides = {r.inputs["bucket"]: r.inputs for r in of(graph, kind)}
        buckets = {f"{b.name}.Bucket" for b in of(graph, "Bucket")}
        return (
            bool(buckets)
            and sides.keys() == buckets
            and len(of(graph, kind)) == len(buckets)
            and all(map(holds, sides.values()))
        )

    return control


def database(**expected: Any) -> Control:
    return lambda graph: {k: one(graph, "Instance")[k] for k in expected} == expected


def balancer(**expected: Any) -> Control:
    return lambda graph: {k: one(graph, "LoadBalancer")[k] for k in expected} == expected


def statements(policy: str) -> list[dict[str, Any]]:
    return json.loads(policy)["Statement"]


def containers(graph: Graph) -> list[dict[str, Any]]:
    return json.loads(one(graph, "TaskDefinition")["containerDefinitions"])


def each_container(holds: Callable[[dict[str, Any]], bool]) -> Control:
    return lambda graph: len(containers(graph)) == 3 and all(map(holds, containers(graph)))


def rules(graph: Graph) -> list[Resource]:
    return of(graph, "SecurityGroupIngressRule") + of(graph, "SecurityGroupEgressRule")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def tls_only(inputs: dict[str, Any]) -> bool:
    return any(
        s["Effect"] == "Deny"
        and s["Principal"] == "*"
        and s["Action"] == "s3:*"
        and s["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for s in statements(inputs["policy"])
    )


def names_no_account(inputs: dict[str, Any]) -> bool:
    return all(
        s["Effect"] == "Deny" or s["Principal"].keys() == {"Service"}
        for s in statements(inputs["policy"])
    )


def bounded(inputs: dict[str, Any]) -> bool:
    aborts = [r for r in inputs["rules"] if "abortIncompleteMultipartUpload" in r]
    expires = [r for r in inputs["rules"] if "noncurrentVersionExpiration" in r]
    return (
        [r["abortIncompleteMultipartUpload"]["daysAfterInitiation"] for r in aborts] == [7]
        and len(expires) == 1
        and all(r["status"] == "Enabled" for r in inputs["rules"])
    )


def artifacts_log_elsewhere(graph: Graph) -> bool:
    logging = one(graph, "BucketLogging")
    return logging["bucket"].endswith("-artifacts.Bucket") and logging["targetBucket"].endswith(
        "-access-logs.Bucket"
    )


def data_is_guarded(graph: Graph) -> bool:
    buckets = of(graph, "Bucket")
    return all(b.protect and b.retain_on_delete and not b.inputs["forceDestroy"] for b in buckets)


def logs_of_the_database_are_kept(graph: Graph) -> bool:
    names = {r.inputs.get("name") for r in of(graph, "LogGroup")}
    instance = one(graph, "Instance")
    return (
        instance["enabledCloudwatchLogsExports"] == ["postgresql", "upgrade"]
        and {
            f"/aws/rds/instance/{instance['identifier']}/{log}" for log in ("postgresql", "upgrade")
        }
        <= names
    )


def parameters(graph: Graph) -> dict[str, str]:
    return {p["name"]: p["value"] for p in one(graph, "ParameterGroup")["parameters"]}


def database_is_reached_by_verified_tls(graph: Graph) -> bool:
    clients = [c for c in containers(graph) if c["name"] != "credentials"]
    modes = {e["value"] for c in clients for e in c["environment"] if e["name"] == "PGSSLMODE"}
    return parameters(graph)["rds.force_ssl"] == "1" and modes == {"verify-full"}


def only_tasks_reach_the_database(graph: Graph) -> bool:
    (group,) = one(graph, "Instance")["vpcSecurityGroupIds"]
    (tasks,) = one(graph, "Service")["networkConfiguration"]["securityGroups"]
    sources = [
        r.inputs.get("referencedSecurityGroupId")
        for r in of(graph, "SecurityGroupIngressRule")
        if r.inputs["securityGroupId"] == group
    ]
    return sources == [tasks]


def tls_or_internal(graph: Graph) -> bool:
    listeners = [r.inputs for r in of(graph, "Listener")]
    return all(
        (listener["protocol"] == "HTTPS" and bool(listener["certificateArn"]))
        or one(graph, "LoadBalancer")["internal"]
        for listener in listeners
    )


def headers(graph: Graph) -> bool:
    listener = one(graph, "Listener")
    strict = listener.get("routingHttpResponseStrictTransportSecurityHeaderValue")
    return (
        listener["routingHttpResponseServerEnabled"] is False
        and listener["routingHttpResponseXContentTypeOptionsHeaderValue"] == "nosniff"
        and (strict == "max-age=31536000") == (listener["protocol"] == "HTTPS")
    )


def no_secret(container: dict[str, Any]) -> bool:
    values = [e["value"] for e in container["environment"]] + container["command"]
    names = {e["name"] for e in container["environment"]}
    return "PGPASSWORD" not in names and not any("@" in v for v in values)


def logs_without_blocking(container: dict[str, Any]) -> bool:
    log = container["logConfiguration"]
    options = log["options"]
    return (
        log["logDriver"] == "awslogs"
        and options["mode"] == "non-blocking"
        and options["max-buffer-size"] == "4m"
    )


def pinned_and_rolled_back(graph: Graph) -> bool:
    images = {c["image"] for c in containers(graph)}
    breaker = one(graph, "Service")["deploymentCircuitBreaker"]
    return all("@sha256:" in image for image in images) and breaker == {
        "enable": True,
        "rollback": True,
    }


# Actions for which IAM knows no narrower resource.
UNSCOPED = {
    "ecr:GetAuthorizationToken",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
}


def permissions_are_scoped(graph: Graph) -> bool:
    for policy in of(graph, "RolePolicy"):
        for statement in statements(policy.inputs["policy"]):
            actions = set(strings([statement["Action"]]))
            if any("*" in action for action in actions):
                return False
            if statement["Resource"] == "*" and not actions <= UNSCOPED:
                return False
    return True


def trust_is_of_this_account(graph: Graph) -> bool:
    for role in of(graph, "Role"):
        (statement,) = statements(role.inputs["assumeRolePolicy"])
        if not (
            statement["Principal"].keys() == {"Service"}
            and "aws:SourceAccount" in statement["Condition"]["StringEquals"]
            and "aws:SourceArn" in statement["Condition"]["ArnLike"]
        ):
            return False
    return bool(of(graph, "Role"))


def no_managed_policies(graph: Graph) -> bool:
    attachments = ("RolePolicyAttachment", "PolicyAttachment", "RolePolicyAttachmentsExclusive")
    return not any(of(graph, kind) for kind in attachments) and not any(
        "managedPolicyArns" in r.inputs for r in of(graph, "Role")
    )


def clients_come_by_the_listeners_port(graph: Graph) -> bool:
    return all(
        rule.inputs["ipProtocol"] == "tcp"
        and rule.inputs["fromPort"] == rule.inputs["toPort"]
        and rule.inputs["fromPort"] in (80, 443, 5000, 5433)
        and rule.inputs.get("cidrIpv4") != "0.0.0.0/0"
        for rule in of(graph, "SecurityGroupIngressRule")
    )


def everything_is_described(graph: Graph) -> bool:
    described = [*of(graph, "SecurityGroup"), *rules(graph)]
    return all(r.inputs.get("description") for r in described)


def ways_out_are_narrow(graph: Graph) -> bool:
    return all(
        r.inputs.get("cidrIpv4") is None or r.inputs["fromPort"] == r.inputs["toPort"] == 443
        for r in of(graph, "SecurityGroupEgressRule")
    )


def s3_gateway(graph: Graph) -> bool:
    return (
        len([e for e in of(graph, "VpcEndpoint") if e.inputs["vpcEndpointType"] == "Gateway"]) == 1
    )


def groups_are_attached(graph: Graph) -> bool:
    users = ("Instance", "LoadBalancer", "Service", "VpcEndpoint")
    used = {text for kind in users for r in of(graph, kind) for text in strings(r.inputs)}
    return {f"SecurityGroup/{r.name}" for r in of(graph, "SecurityGroup")} <= used


def without(*kinds: str) -> Control:
    return lambda graph: not any(of(graph, kind) for kind in kinds)


def subnets_give_no_addresses(graph: Graph) -> bool:
    (vpc,) = of(graph, "Vpc")
    return [t.__name__ for t in vpc.transforms] == ["_no_public_address_on_launch"]


CONTROLS: dict[str, tuple[tuple[str, ...], Control]] = {
    "S1 public access blocked": (
        ALL,
        each_bucket(
            "BucketPublicAccessBlock",
            lambda i: all(
                i[key] is True
                for key in (
                    "blockPublicAcls",
                    "blockPublicPolicy",
                    "ignorePublicAcls",
                    "restrictPublicBuckets",
                )
            ),
        ),
    ),
    "S2 TLS only": (ALL, each_bucket("BucketPolicy", tls_only)),
    "S3 no ACLs": (
        ALL,
        each_bucket(
            "BucketOwnershipControls",
            lambda i: i["rule"] == {"objectOwnership": "BucketOwnerEnforced"},
        ),
    ),
    "S4 encrypted": (
        ALL,
        each_bucket(
            "BucketServerSideEncryptionConfiguration",
            lambda i: (
                i["rules"][0]["bucketKeyEnabled"] is True
                and i["rules"][0]["applyServerSideEncryptionByDefault"]
                == {"sseAlgorithm": "AES256"}
            ),
        ),
    ),
    "S6 versioned": (
        ALL,
        each_bucket(
            "BucketVersioning", lambda i: i["versioningConfiguration"] == {"status": "Enabled"}
        ),
    ),
    "S7 old versions and uploads expire": (
        ALL,
        each_bucket("BucketLifecycleConfiguration", bounded),
    ),
    "S8 access is logged": (PROD, artifacts_log_elsewhere),
    "S9 no foreign account": (ALL, each_bucket("BucketPolicy", names_no_account)),
    "S15 artifacts survive destroy": (PROD, data_is_guarded),
    "R1 not public": (ALL, database(publiclyAccessible=False)),
    "R2 isolated subnets": (
        ALL,
        lambda g: one(g, "SubnetGroup")["subnetIds"] == ["isolated-1", "isolated-2"],
    ),
    "R3 encrypted": (ALL, database(storageEncrypted=True)),
    "R4 standby": (PROD, database(multiAz=True)),
    "R5 deletion protection": (PROD, database(deletionProtection=True)),
    "R6 backups": (ALL, lambda g: one(g, "Instance")["backupRetentionPeriod"] >= 7),
    "R6 backups of 14 days": (PROD, database(backupRetentionPeriod=14)),
    "R7 minor upgrades": (ALL, database(autoMinorVersionUpgrade=True)),
    "R8 tags on snapshots": (ALL, database(copyTagsToSnapshot=True)),
    "R9 logs": (ALL, logs_of_the_database_are_kept),
    "R10 IAM authentication": (ALL, database(iamDatabaseAuthenticationEnabled=True)),
    "R11 TLS": (ALL, database_is_reached_by_verified_tls),
    "R12 statements are logged": (
        ALL,
        lambda g: {"log_statement", "log_min_duration_statement"} <= parameters(g).keys(),
    ),
    "R13 other port": (ALL, database(port=5433)),
    "R14 other user": (
        ALL,
        lambda g: one(g, "Instance")["username"] not in ("postgres", "admin"),
    ),
    "R15 managed password": (ALL, database(manageMasterUserPassword=True)),
    "R16 enhanced monitoring": (
        PROD,
        lambda g: (
            one(g, "Instance")["monitoringInterval"] == 60
            and bool(one(g, "Instance")["monitoringRoleArn"])
        ),
    ),
    "R17 Performance Insights": (PROD, database(performanceInsightsEnabled=True)),
    "R18 certificate authority": (ALL, database(caCertIdentifier="rds-ca-rsa2048-g1")),
    "R21 only tasks connect": (ALL, only_tasks_reach_the_database),
    "R22 final snapshot": (
        PROD,
        lambda g: (
            database(skipFinalSnapshot=False, deleteAutomatedBackups=False)(g)
            and bool(one(g, "Instance")["finalSnapshotIdentifier"])
        ),
    ),
    "R23 no extended support": (
        ALL,
        database(engineLifecycleSupport="open-source-rds-extended-support-disabled"),
    ),
    "L1 TLS or internal": (ALL, tls_or_internal),
    "L1 TLS": (PROD, lambda g: one(g, "Listener")["protocol"] == "HTTPS"),
    "L2 one listener": (ALL, lambda g: len(of(g, "Listener")) == 1),
    "L3 TLS policy": (PROD, lambda g: one(g, "Listener")["sslPolicy"] in TLS_POLICIES),
    "L4 invalid headers dropped": (ALL, balancer(dropInvalidHeaderFields=True)),
    "L5 desync": (ALL, balancer(desyncMitigationMode="defensive")),
    "L6 two zones": (ALL, balancer(subnets=["private-1", "private-2"])),
    "L7 internal": (ALL, balancer(internal=True)),
    "L8 access logs": (
        PROD,
        balancer(
            accessLogs={
                "bucket": "mlflow-prod-access-logs.Bucket",
                "prefix": "alb",
                "enabled": True,
            }
        ),
    ),
    "L9 deletion protection": (PROD, balancer(enableDeletionProtection=True)),
    "L11 health check": (
        ALL,
        lambda g: (
            {k: one(g, "TargetGroup")["healthCheck"][k] for k in ("path", "matcher")}
            == {"path": "/health", "matcher": "200"}
        ),
    ),
    "L13 headers": (ALL, headers),
    "E2 network mode": (
        ALL,
        lambda g: (
            one(g, "TaskDefinition")["networkMode"] == "awsvpc"
            and "pidMode" not in one(g, "TaskDefinition")
        ),
    ),
    "E3 unprivileged": (ALL, each_container(lambda c: "privileged" not in c)),
    "E4 read-only root": (ALL, each_container(lambda c: c["readonlyRootFilesystem"] is True)),
    "E5 not root": (ALL, each_container(lambda c: c["user"] == "10001:10001")),
    "E6 no secrets": (ALL, each_container(no_secret)),
    "E8 logs": (ALL, each_container(logs_without_blocking)),
    "E9 platform": (ALL, lambda g: one(g, "Service")["platformVersion"] == "LATEST"),
    "E10 insights": (
        PROD,
        lambda g: (
            one(g, "Cluster")["settings"] == [{"name": "containerInsights", "value": "enabled"}]
        ),
    ),
    "E11 two roles": (
        ALL,
        lambda g: (
            one(g, "TaskDefinition")["executionRoleArn"] != one(g, "TaskDefinition")["taskRoleArn"]
        ),
    ),
    # dev turns ECS Exec on by name: without a way in from outside it is how the tunnel enters.
    "E13 no exec": (
        ("prod", "local"),
        lambda g: one(g, "Service")["enableExecuteCommand"] is False,
    ),
    "E14 pinned, rolled back": (ALL, pinned_and_rolled_back),
    "C1 scan": (
        ALL,
        lambda g: one(g, "Repository")["imageScanningConfiguration"] == {"scanOnPush": True},
    ),
    "C2 immutable": (ALL, lambda g: one(g, "Repository")["imageTagMutability"] == "IMMUTABLE"),
    "C3 lifecycle": (ALL, lambda g: bool(one(g, "Repository")["lifecyclePolicy"]["rules"])),
    "C5 no repository policy": (ALL, without("RepositoryPolicy", "RegistryPolicy")),
    "K1, K3 secret is RDS's": (ALL, without("Secret", "SecretVersion", "RandomPassword")),
    "W1 retention": (
        ALL,
        lambda g: all(r.inputs.get("retentionInDays", 0) >= 14 for r in of(g, "LogGroup")),
    ),
    "W1 a year": (
        PROD,
        lambda g: {r.inputs["retentionInDays"] for r in of(g, "LogGroup")} == {365},
    ),
    "I1 scoped permissions": (ALL, permissions_are_scoped),
    "I2 scoped trust": (ALL, trust_is_of_this_account),
    "I3 no managed policies": (ALL, no_managed_policies),
    "V1 default group": (
        ALL,
        lambda g: (
            {k: one(g, "DefaultSecurityGroup")[k] for k in ("ingress", "egress")}
            == {"ingress": [], "egress": []}
        ),
    ),
    "V2 flow log": (
        PROD,
        lambda g: (
            one(g, "FlowLog")["trafficType"] == "ALL" and bool(one(g, "FlowLog")["iamRoleArn"])
        ),
    ),
    "V3 no public addresses on launch": (ALL, subnets_give_no_addresses),
    "V4 ways in": (ALL, clients_come_by_the_listeners_port),
    "V5 described": (ALL, everything_is_described),
    "V6 ways out": (ALL, ways_out_are_narrow),
    "V7 S3 gateway": (ALL, s3_gateway),
    "V10 no default VPC": (ALL, without("DefaultVpc", "DefaultSubnet")),
    "V11 default network ACL": (ALL, without("NetworkAcl", "NetworkAclRule", "DefaultNetworkAcl")),
    "V12 groups are attached": (ALL, groups_are_attached),
}


@pytest.mark.parametrize(
    ("stack", "control"),
    [(stack, name) for name, (stacks, _) in CONTROLS.items() for stack in stacks],
)
def test_the_control_holds_in_every_egress_mode(stack: str, control: str) -> None:
    _, holds = CONTROLS[control]
    assert {egress: holds(program(stack, egress)) for egress in EGRESS} == dict.fromkeys(
        EGRESS, True
    )


def test_e1_a_task_has_a_public_address_only_in_egress_public_and_never_in_production() -> None:
    for egress in EGRESS:
        configuration = one(program("dev", egress), "Service")["networkConfiguration"]
        assert configuration["assignPublicIp"] is (egress == "public")
    production = one(program("prod"), "Service")["networkConfiguration"]
    assert production["assignPublicIp"] is False
    assert production["subnets"] == ["private-1", "private-2"]


def test_v8_production_pulls_its_image_through_endpoints() -> None:
    services = {
        e.inputs["serviceName"].split(".", 3)[3] for e in of(program("prod"), "VpcEndpoint")
    }
    assert services == {"s3", "ecr.api", "ecr.dkr", "logs", "secretsmanager", "rds"}
