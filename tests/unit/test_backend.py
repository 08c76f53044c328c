"""MlflowBackend: the database and the buckets, exactly, guarded and disposable."""

import json
from typing import Any

import pytest
from recording import ACCOUNT, PARTITION, REGION, Graph
from stacks import backend

INSTANCE = "Instance/mlflow-test-db"
DATABASE: dict[str, Any] = {
    "identifier": "mlflow-test-db.SubnetGroup",
    "engine": "postgres",
    "engineVersion": "18",
    "allowMajorVersionUpgrade": True,
    "autoMinorVersionUpgrade": True,
    "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
    "instanceClass": "db.t4g.small",
    "allocatedStorage": 20,
    "maxAllocatedStorage": 100,
    "storageType": "gp3",
    "storageEncrypted": True,
    "multiAz": False,
    "dbName": "mlflow",
    "username": "mlflow",
    "manageMasterUserPassword": True,
    "iamDatabaseAuthenticationEnabled": True,
    "port": 5433,
    "publiclyAccessible": False,
    "caCertIdentifier": "rds-ca-rsa2048-g1",
    "dbSubnetGroupName": "mlflow-test-db.SubnetGroup",
    "parameterGroupName": "mlflow-test-db.ParameterGroup",
    "vpcSecurityGroupIds": ["SecurityGroup/mlflow-test-db"],
    "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    "monitoringInterval": 0,
    "performanceInsightsEnabled": False,
    "backupRetentionPeriod": 7,
    "copyTagsToSnapshot": True,
    "applyImmediately": False,
    "deletionProtection": True,
    "deleteAutomatedBackups": False,
    "skipFinalSnapshot": False,
    "finalSnapshotIdentifier": "mlflow-test-db.SubnetGroup-final",
    "tags": {},
}
UNGUARDED = {
    "deletionProtection": False,
    "deleteAutomatedBackups": True,
    "skipFinalSnapshot": True,
}
SIDE_RESOURCES = (
    "BucketPublicAccessBlock",
    "BucketOwnershipControls",
    "BucketServerSideEncryptionConfiguration",
    "BucketVersioning",
    "BucketLifecycleConfiguration",
    "BucketPolicy",
)
BUCKETS = ("mlflow-test-artifacts", "mlflow-test-access-logs")


def test_the_database_by_default_is_private_encrypted_backed_up_and_guarded() -> None:
    instance = backend()[INSTANCE]
    assert instance.inputs == DATABASE
    assert (instance.protect, instance.retain_on_delete) == (True, False)


def test_a_disposable_database_leaves_nothing_behind() -> None:
    instance = backend(deletion_protection=False)[INSTANCE]
    expected = DATABASE | UNGUARDED
    del expected["finalSnapshotIdentifier"]
    assert instance.inputs == expected
    assert (instance.protect, instance.retain_on_delete) == (False, False)


def test_a_production_database_differs_from_the_default_only_by_what_is_asked() -> None:
    graph = backend(
        database_version="17",
        database_class="db.r8g.4xlarge",
        database_storage_gib=50,
        database_max_storage_gib=500,
        database_multi_az=True,
        database_backup_days=35,
        database_monitoring=True,
        database_apply_immediately=True,
    )
    assert graph[INSTANCE].inputs == DATABASE | {
        "engineVersion": "17",
        "instanceClass": "db.r8g.4xlarge",
        "allocatedStorage": 50,
        "maxAllocatedStorage": 500,
        "multiAz": True,
        "backupRetentionPeriod": 35,
        "applyImmediately": True,
        "monitoringInterval": 60,
        "monitoringRoleArn": "arn:Role/mlflow-test-db-monitoring",
        "performanceInsightsEnabled": True,
        "performanceInsightsRetentionPeriod": 7,
    }
    assert graph["ParameterGroup/mlflow-test-db"].inputs["family"] == "postgres17"


def test_the_database_refuses_connections_without_tls_and_logs_schema_changes() -> None:
    assert backend()["ParameterGroup/mlflow-test-db"].inputs == {
        "family": "postgres18",
        "description": "TLS only; schema changes and slow statements are logged",
        "parameters": [
            {"name": "rds.force_ssl", "value": "1"},
            {"name": "log_statement", "value": "ddl"},
            {"name": "log_min_duration_statement", "value": "1000"},
        ],
        "tags": {},
    }


def test_the_database_is_only_in_the_given_subnets_and_lets_nobody_in_by_itself() -> None:
    graph = backend()
    assert graph["SubnetGroup/mlflow-test-db"].inputs == {
        "description": "Subnets of the MLflow database, without a route to the internet",
        "subnetIds": ["isolated-a", "isolated-b"],
        "tags": {},
    }
    assert graph["SecurityGroup/mlflow-test-db"].inputs == {
        "description": "Database of MLflow; whoever connects adds a rule",
        "vpcId": "vpc-given",
        "tags": {},
    }
    assert [r for r in graph if "Rule" in r.type] == []


def test_the_log_groups_of_the_database_exist_before_it_with_retention() -> None:
    graph = backend(log_retention_days=90)
    for log in ("postgresql", "upgrade"):
        assert graph[f"LogGroup/mlflow-test-db-{log}"].inputs == {
            "name": f"/aws/rds/instance/mlflow-test-db.SubnetGroup/{log}",
            "retentionInDays": 90,
            "tags": {},
        }
    assert graph[INSTANCE].dependencies == {
        "LogGroup/mlflow-test-db-postgresql",
        "LogGroup/mlflow-test-db-upgrade",
        "ParameterGroup/mlflow-test-db",
        "SecurityGroup/mlflow-test-db",
        "SubnetGroup/mlflow-test-db",
    }


def test_monitoring_writes_by_a_role_of_its_own_and_only_to_its_log_group() -> None:
    graph = backend(database_monitoring=True, permissions_boundary="arn:boundary")
    role = dict(graph["Role/mlflow-test-db-monitoring"].inputs)
    trust = json.loads(role.pop("assumeRolePolicy"))
    assert role == {"permissionsBoundary": "arn:boundary", "tags": {}}
    assert trust == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "monitoring.rds.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": ACCOUNT},
                    "ArnLike": {"aws:SourceArn": f"arn:{PARTITION}:rds:{REGION}:{ACCOUNT}:*"},
                },
            }
        ],
    }
    log_group = f"arn:{PARTITION}:logs:{REGION}:{ACCOUNT}:log-group:RDSOSMetrics"
    policy = graph["RolePolicy/mlflow-test-db-monitoring"].inputs
    assert policy["role"] == "mlflow-test-db-monitoring.Role"
    assert json.loads(policy["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
                "Resource": log_group,
            },
            {
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                    "logs:DescribeLogStreams",
                    "logs:GetLogEvents",
                ],
                "Resource": f"{log_group}:log-stream:*",
            },
        ],
    }


def side_resources(graph: Graph, bucket: str) -> dict[str, dict[str, Any]]:
    """Inputs of what configures a bucket, without the policy, by type."""
    return {
        kind: graph[f"{kind}/{bucket}"].inputs for kind in SIDE_RESOURCES if kind != "BucketPolicy"
    }


@pytest.mark.parametrize(
    ("bucket", "rule"),
    [
        (
            "mlflow-test-artifacts",
            {
                "id": "noncurrent-versions",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "noncurrentVersionExpiration": {"noncurrentDays": 60},
                "expiration": {"expiredObjectDeleteMarker": True},
            },
        ),
        (
            "mlflow-test-access-logs",
            {
                "id": "retention",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": 90},
                "noncurrentVersionExpiration": {"noncurrentDays": 1},
            },
        ),
    ],
)
def test_both_buckets_are_private_encrypted_versioned_and_bounded_in_cost(
    bucket: str, rule: dict[str, Any]
) -> None:
    graph = backend(access_logs=True, noncurrent_artifact_days=60, log_retention_days=90)
    name = f"{bucket}.Bucket"
    assert side_resources(graph, bucket) == {
        "BucketPublicAccessBlock": {
            "bucket": name,
            "blockPublicAcls": True,
            "blockPublicPolicy": True,
            "ignorePublicAcls": True,
            "restrictPublicBuckets": True,
        },
        "BucketOwnershipControls": {
            "bucket": name,
            "rule": {"objectOwnership": "BucketOwnerEnforced"},
        },
        "BucketServerSideEncryptionConfiguration": {
            "bucket": name,
            "rules": [
                {
                    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"},
                    "bucketKeyEnabled": True,
                }
            ],
        },
        "BucketVersioning": {"bucket": name, "versioningConfiguration": {"status": "Enabled"}},
        "BucketLifecycleConfiguration": {
            "bucket": name,
            "rules": [
                {
                    "id": "unfinished-uploads",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
                },
                rule,
            ],
        },
    }
    lifecycle = graph[f"BucketLifecycleConfiguration/{bucket}"]
    assert f"BucketVersioning/{bucket}" in lifecycle.dependencies


def tls_only(bucket: str) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:Bucket/{bucket}", f"arn:Bucket/{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def test_the_artifact_bucket_has_one_policy_that_refuses_plain_http_and_admits_nobody() -> None:
    policy = backend()["BucketPolicy/mlflow-test-artifacts"].inputs
    assert policy["bucket"] == "mlflow-test-artifacts.Bucket"
    assert json.loads(policy["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [tls_only("mlflow-test-artifacts")],
    }


def test_only_the_services_that_log_may_write_to_the_log_bucket_each_under_its_prefix() -> None:
    policy = backend(access_logs=True)["BucketPolicy/mlflow-test-access-logs"].inputs
    bucket = "arn:Bucket/mlflow-test-access-logs"
    assert policy["bucket"] == "mlflow-test-access-logs.Bucket"
    assert json.loads(policy["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            tls_only("mlflow-test-access-logs"),
            {
                "Sid": "S3AccessLogs",
                "Effect": "Allow",
                "Principal": {"Service": "logging.s3.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": f"{bucket}/s3/*",
                "Condition": {
                    "ArnLike": {"aws:SourceArn": "arn:Bucket/mlflow-test-artifacts"},
                    "StringEquals": {"aws:SourceAccount": ACCOUNT},
                },
            },
            {
                "Sid": "LoadBalancerAccessLogs",
                "Effect": "Allow",
                "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": f"{bucket}/alb/AWSLogs/{ACCOUNT}/*",
            },
        ],
    }


def test_the_artifact_bucket_logs_to_the_log_bucket_once_it_may() -> None:
    logging = backend(access_logs=True)["BucketLogging/mlflow-test-artifacts"]
    assert logging.inputs == {
        "bucket": "mlflow-test-artifacts.Bucket",
        "targetBucket": "mlflow-test-access-logs.Bucket",
        "targetPrefix": "s3/",
    }
    assert "BucketPolicy/mlflow-test-access-logs" in logging.dependencies


@pytest.mark.parametrize("keep", [True, False])
def test_a_bucket_and_all_that_makes_it_safe_are_guarded_together(keep: bool) -> None:
    graph = backend(access_logs=True, deletion_protection=keep)
    expected = {f"{kind}/{bucket}" for bucket in BUCKETS for kind in ("Bucket", *SIDE_RESOURCES)}
    expected |= {"BucketLogging/mlflow-test-artifacts"}
    buckets = [r for r in graph if r.type.startswith("aws:s3/")]
    assert {f"{r.type.split(':')[-1]}/{r.name}" for r in buckets} == expected
    assert {(r.protect, r.retain_on_delete) for r in buckets} == {(keep, keep)}
    for bucket in BUCKETS:
        assert graph[f"Bucket/{bucket}"].inputs == {"forceDestroy": not keep, "tags": {}}


def test_without_access_logs_there_is_one_bucket_and_no_monitoring_role() -> None:
    assert backend().labels() == {
        "MlflowBackend/mlflow-test",
        "MlflowDatabase/mlflow-test",
        INSTANCE,
        "LogGroup/mlflow-test-db-postgresql",
        "LogGroup/mlflow-test-db-upgrade",
        "ParameterGroup/mlflow-test-db",
        "SecurityGroup/mlflow-test-db",
        "SubnetGroup/mlflow-test-db",
        "MlflowArtifacts/mlflow-test",
        "Bucket/mlflow-test-artifacts",
        *(f"{kind}/mlflow-test-artifacts" for kind in SIDE_RESOURCES),
    }


def test_the_outputs_name_the_secret_and_never_its_value() -> None:
    graph = backend(access_logs=True)
    assert graph.outputs["MlflowBackend/mlflow-test"] == {
        "database_endpoint": "db.test",
        "database_port": 5433,
        "database_name": "mlflow",
        "database_username": "mlflow",
        "database_identifier": "mlflow-test-db.SubnetGroup",
        "database_resource_id": "db-RESOURCE",
        "database_secret_arn": "arn:secret",
        "database_security_group_id": "SecurityGroup/mlflow-test-db",
        "artifact_bucket": "mlflow-test-artifacts.Bucket",
        "artifact_bucket_arn": "arn:Bucket/mlflow-test-artifacts",
        "access_log_bucket": "mlflow-test-access-logs.Bucket",
    }
    assert backend().outputs["MlflowBackend/mlflow-test"]["access_log_bucket"] == ""
