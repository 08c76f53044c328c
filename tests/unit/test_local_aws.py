"""The aws plugin of the rehearsal, driven as the engine drives it, against moto in this process."""

import json
import re
from collections.abc import Iterator
from typing import Any

import boto3
import grpc
import pytest
from moto.server import ThreadedMotoServer
from pulumi.runtime import proto

from local.aws.provider import Provider, data, struct
from local.aws.table import ROWS

REGION = "eu-west-1"
SERVICES = (
    *("sts", "ec2", "iam", "s3", "ecs", "elbv2"),
    *("rds", "secretsmanager", "logs", "cloudwatch", "ecr"),
)


class Failed(Exception):
    pass


class Context:
    def abort(self, code: grpc.StatusCode, text: str) -> None:
        raise Failed(text)


class Engine:
    """Calls the provider in the engine's order."""

    def __init__(self, url: str, **config: Any) -> None:
        self.provider = Provider()
        endpoints = json.dumps([{service: url for service in SERVICES}])
        settings = {"region": REGION, "accessKey": "t", "secretKey": "t", "endpoints": endpoints}
        request = proto.ConfigureRequest(args=struct(settings | config))
        self.provider.Configure(request, Context())

    def urn(self, kind: str, name: str) -> str:
        return f"urn:pulumi:s::p::{kind}::{name}"

    def check(self, kind: str, name: str, news: dict, olds: dict | None = None) -> Any:
        request = proto.CheckRequest(
            urn=self.urn(kind, name),
            news=struct(news),
            olds=struct(olds or {}),
            randomSeed=name.encode(),
        )
        return self.provider.Check(request, Context())

    def inputs(self, kind: str, name: str, news: dict, olds: dict | None = None) -> dict:
        answer = self.check(kind, name, news, olds)
        assert [f.reason for f in answer.failures] == []
        return data(answer.inputs)

    def create(self, kind: str, name: str, /, **args: Any) -> "Made":
        inputs = self.inputs(kind, name, args)
        request = proto.CreateRequest(urn=self.urn(kind, name), properties=struct(inputs))
        answer = self.provider.Create(request, Context())
        return Made(self, kind, name, answer.id, inputs, data(answer.properties))

    def invoke(self, token: str, **args: Any) -> dict:
        answer = self.provider.Invoke(proto.InvokeRequest(tok=token, args=struct(args)), Context())
        return data(getattr(answer, "return"))


class Made:
    def __init__(
        self, engine: Engine, kind: str, name: str, id: str, inputs: dict, state: dict
    ) -> None:
        self.engine, self.kind, self.name, self.id = engine, kind, name, id
        self.inputs, self.state = inputs, state
        self.urn = engine.urn(kind, name)

    def __getitem__(self, key: str) -> Any:
        return self.state[key]

    def diff(self, **args: Any) -> Any:
        news = self.engine.inputs(self.kind, self.name, args, self.inputs)
        request = proto.DiffRequest(
            id=self.id,
            urn=self.urn,
            olds=struct(self.state),
            news=struct(news),
            old_inputs=struct(self.inputs),
        )
        return self.engine.provider.Diff(request, Context())

    def read(self) -> tuple[dict, dict]:
        request = proto.ReadRequest(
            id=self.id, urn=self.urn, properties=struct(self.state), inputs=struct(self.inputs)
        )
        answer = self.engine.provider.Read(request, Context())
        return data(answer.properties), data(answer.inputs)

    def refresh(self) -> "Made":
        self.state, self.inputs = self.read()
        return self

    def update(self, **args: Any) -> "Made":
        news = self.engine.inputs(self.kind, self.name, args, self.inputs)
        request = proto.UpdateRequest(
            id=self.id,
            urn=self.urn,
            olds=struct(self.state),
            news=struct(news),
            old_inputs=struct(self.inputs),
        )
        self.state = data(self.engine.provider.Update(request, Context()).properties)
        self.inputs = news
        return self

    def delete(self) -> None:
        request = proto.DeleteRequest(
            id=self.id, urn=self.urn, properties=struct(self.state), old_inputs=struct(self.inputs)
        )
        self.engine.provider.Delete(request, Context())


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def engine(url: str) -> Engine:
    return Engine(url, defaultTags=json.dumps({"tags": {"stack": "test"}}))


TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": ["ecs-tasks.amazonaws.com"]},
            }
        ],
    }
)
LIMITED = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}
        ],
    }
)
CONTAINERS = json.dumps(
    [
        {
            "name": "credentials",
            "image": "x@sha256:1",
            "essential": True,
            "command": ["python", "/opt/mlflow/credentials.py"],
            "environment": [{"name": "B", "value": "1"}, {"name": "A", "value": "2"}],
            "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}],
            "restartPolicy": {"enabled": True, "restartAttemptPeriod": 60},
            "readonlyRootFilesystem": True,
            "linuxParameters": {"initProcessEnabled": True},
        },
        {
            "name": "mlflow",
            "image": "x@sha256:1",
            "essential": True,
            "command": ["mlflow", "server"],
            "portMappings": [{"containerPort": 5000, "protocol": "tcp"}],
            "dependsOn": [{"containerName": "credentials", "condition": "HEALTHY"}],
            "healthCheck": {
                "command": ["CMD", "python", "/opt/mlflow/health.py"],
                "interval": 15,
                "timeout": 5,
                "retries": 3,
                "startPeriod": 60,
            },
            "secrets": [
                {"name": "K", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x"}
            ],
            "stopTimeout": 60,
            "user": "10001",
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": "/x",
                    "awslogs-region": "eu-west-1",
                    "awslogs-stream-prefix": "mlflow",
                    "mode": "non-blocking",
                },
            },
        },
    ]
)

EVERYTHING = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
)


def stack(e: Engine) -> list[Made]:
    """One resource of every type, in the shapes that a hardened stack gives them."""
    made: list[Made] = []

    def new(kind: str, name: str, /, **args: Any) -> Made:
        made.append(e.create(kind, name, **args))
        return made[-1]

    tags = {"Name": "mlflow"}
    vpc = new(
        "aws:ec2/vpc:Vpc",
        "mlflow",
        cidrBlock="10.0.0.0/16",
        enableDnsHostnames=True,
        enableDnsSupport=True,
        tags=tags,
    )
    new("aws:ec2/internetGateway:InternetGateway", "mlflow", vpcId=vpc.id, tags=tags)
    subnets = [
        new(
            "aws:ec2/subnet:Subnet",
            f"mlflow-{n}",
            vpcId=vpc.id,
            cidrBlock=f"10.0.{n}.0/24",
            availabilityZone=f"eu-west-1{z}",
            mapPublicIpOnLaunch=False,
            tags=tags,
        )
        for n, z in ((1, "a"), (2, "b"))
    ]
    ids = [s.id for s in subnets]
    table = new("aws:ec2/routeTable:RouteTable", "mlflow", vpcId=vpc.id, tags=tags)
    new(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "mlflow",
        routeTableId=table.id,
        subnetId=ids[0],
    )
    eip = new("aws:ec2/eip:Eip", "mlflow", domain="vpc", tags=tags)
    nat = new(
        "aws:ec2/natGateway:NatGateway",
        "mlflow",
        allocationId=eip["allocationId"],
        subnetId=ids[0],
        tags=tags,
    )
    new(
        "aws:ec2/route:Route",
        "mlflow",
        routeTableId=table.id,
        destinationCidrBlock="0.0.0.0/0",
        natGatewayId=nat.id,
    )
    new(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "mlflow",
        vpcId=vpc.id,
        ingress=[],
        egress=[],
        tags=tags,
    )
    group = new(
        "aws:ec2/securityGroup:SecurityGroup",
        "mlflow-tasks",
        description="tasks",
        vpcId=vpc.id,
        tags=tags,
    )
    other = new("aws:ec2/securityGroup:SecurityGroup", "mlflow-db", vpcId=vpc.id)
    new(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "mlflow-in",
        securityGroupId=other.id,
        ipProtocol="tcp",
        fromPort=5433,
        toPort=5433,
        referencedSecurityGroupId=group.id,
        description="tasks",
        tags=tags,
    )
    new(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "mlflow-in4",
        securityGroupId=other.id,
        ipProtocol="tcp",
        fromPort=80,
        toPort=80,
        cidrIpv4="10.0.0.0/16",
    )
    new(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "mlflow-out",
        securityGroupId=group.id,
        ipProtocol="-1",
        cidrIpv4="0.0.0.0/0",
        description="out",
    )
    s3 = new(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "mlflow-s3",
        vpcId=vpc.id,
        serviceName="com.amazonaws.eu-west-1.s3",
        vpcEndpointType="Gateway",
        routeTableIds=[table.id],
        policy=LIMITED,
        tags=tags,
    )
    new(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "mlflow-s3",
        securityGroupId=group.id,
        ipProtocol="tcp",
        fromPort=443,
        toPort=443,
        prefixListId=s3["prefixListId"],
    )
    new(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "mlflow-logs",
        vpcId=vpc.id,
        serviceName="com.amazonaws.eu-west-1.logs",
        vpcEndpointType="Interface",
        subnetIds=ids,
        securityGroupIds=[group.id],
        privateDnsEnabled=True,
        tags=tags,
    )
    logs = new("aws:cloudwatch/logGroup:LogGroup", "mlflow", retentionInDays=30, tags=tags)
    new(
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        "mlflow",
        logGroupName=logs.id,
        pattern='{ $.event = "stale_credentials" }',
        metricTransformation={"namespace": "MLflow/x", "name": "Stale", "value": "1"},
    )
    new(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "mlflow",
        alarmDescription="what to do",
        namespace="MLflow/x",
        metricName="Stale",
        statistic="Sum",
        comparisonOperator="GreaterThanOrEqualToThreshold",
        threshold=1,
        period=300,
        evaluationPeriods=1,
        treatMissingData="notBreaching",
        tags=tags,
    )
    role = new(
        "aws:iam/role:Role",
        "mlflow-task",
        assumeRolePolicy=TRUST,
        description="task",
        maxSessionDuration=7200,
        permissionsBoundary="arn:aws:iam::123456789012:policy/b",
        tags=tags,
    )
    new("aws:iam/rolePolicy:RolePolicy", "mlflow-task", role=role.id, policy=LIMITED)
    new(
        "aws:ec2/flowLog:FlowLog",
        "mlflow",
        vpcId=vpc.id,
        trafficType="ALL",
        logDestinationType="cloud-watch-logs",
        logDestination=logs["arn"],
        iamRoleArn=role["arn"],
        tags=tags,
    )
    dbsubnets = new(
        "aws:rds/subnetGroup:SubnetGroup",
        "mlflow",
        subnetIds=ids,
        description="isolated",
        tags=tags,
    )
    parameters = new(
        "aws:rds/parameterGroup:ParameterGroup",
        "mlflow",
        family="postgres18",
        parameters=[
            {"name": "rds.force_ssl", "value": "1"},
            {"name": "log_min_duration_statement", "value": "1000", "applyMethod": "immediate"},
        ],
        tags=tags,
    )
    new(
        "aws:rds/instance:Instance",
        "mlflow",
        **database(dbsubnets["name"], parameters["name"], other.id),
    )
    bucket = new("aws:s3/bucket:Bucket", "mlflow-artifacts", forceDestroy=True, tags=tags)
    log_bucket = new(
        "aws:s3/bucket:Bucket", "mlflow-logs", bucket="mlflow-logs-given", forceDestroy=True
    )
    writer = {"Service": "logging.s3.amazonaws.com"}
    statement = {
        "Effect": "Allow",
        "Principal": writer,
        "Action": "s3:PutObject",
        "Resource": log_bucket["arn"] + "/*",
    }
    new(
        "aws:s3/bucketPolicy:BucketPolicy",
        "mlflow-logs",
        bucket=log_bucket.id,
        policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    new(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "mlflow",
        bucket=bucket.id,
        blockPublicAcls=True,
        blockPublicPolicy=True,
        ignorePublicAcls=True,
        restrictPublicBuckets=True,
    )
    new(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "mlflow",
        bucket=bucket.id,
        rule={"objectOwnership": "BucketOwnerEnforced"},
    )
    new(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "mlflow",
        bucket=bucket.id,
        rules=[
            {
                "applyServerSideEncryptionByDefault": {
                    "sseAlgorithm": "aws:kms",
                    "kmsMasterKeyId": "k",
                },
                "bucketKeyEnabled": True,
            }
        ],
    )
    new(
        "aws:s3/bucketVersioning:BucketVersioning",
        "mlflow",
        bucket=bucket.id,
        versioningConfiguration={"status": "Enabled"},
    )
    new(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "mlflow",
        bucket=bucket.id,
        rules=[
            {
                "id": "uploads",
                "status": "Enabled",
                "filter": {},
                "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
            },
            {
                "id": "noncurrent",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "noncurrentVersionExpiration": {"noncurrentDays": 30},
                "expiration": {"expiredObjectDeleteMarker": True},
            },
        ],
    )
    new(
        "aws:s3/bucketPolicy:BucketPolicy",
        "mlflow",
        bucket=bucket.id,
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "Tls",
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [bucket["arn"], bucket["arn"] + "/*"],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            }
        ),
    )
    new(
        "aws:s3/bucketLogging:BucketLogging",
        "mlflow",
        bucket=bucket.id,
        targetBucket=log_bucket.id,
        targetPrefix="s3/",
    )
    repository = new(
        "aws:ecr/repository:Repository",
        "mlflow",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfigurations=[{"encryptionType": "AES256"}],
        forceDelete=True,
        tags=tags,
    )
    new(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "mlflow",
        repository=repository["name"],
        policy=json.dumps(
            {
                "rules": [
                    {
                        "rulePriority": 1,
                        "selection": {
                            "tagStatus": "untagged",
                            "countType": "sinceImagePushed",
                            "countUnit": "days",
                            "countNumber": 14,
                        },
                        "action": {"type": "expire"},
                    }
                ]
            }
        ),
    )
    cluster = new(
        "aws:ecs/cluster:Cluster",
        "mlflow",
        settings=[{"name": "containerInsights", "value": "enabled"}],
        tags=tags,
    )
    new(
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        "mlflow",
        clusterName=cluster["name"],
        capacityProviders=["FARGATE_SPOT"],
    )
    task = new(
        "aws:ecs/taskDefinition:TaskDefinition",
        "mlflow",
        family="mlflow-1234567",
        containerDefinitions=CONTAINERS,
        cpu="1024",
        memory="2048",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        executionRoleArn=role["arn"],
        taskRoleArn=role["arn"],
        runtimePlatform={"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        volumes=[{"name": "tmp"}, {"name": "credentials"}],
        ephemeralStorage={"sizeInGib": 30},
        tags=tags,
    )
    balancer = new(
        "aws:lb/loadBalancer:LoadBalancer",
        "mlflow",
        internal=True,
        loadBalancerType="application",
        subnets=ids,
        securityGroups=[group.id],
        idleTimeout=60,
        dropInvalidHeaderFields=True,
        enableDeletionProtection=False,
        desyncMitigationMode="strictest",
        accessLogs={"bucket": log_bucket.id, "prefix": "alb", "enabled": True},
        tags=tags,
    )
    target = new(
        "aws:lb/targetGroup:TargetGroup",
        "mlflow",
        port=5000,
        protocol="HTTP",
        targetType="ip",
        vpcId=vpc.id,
        deregistrationDelay=30,
        healthCheck={
            "path": "/health",
            "matcher": "200",
            "interval": 15,
            "timeout": 5,
            "healthyThreshold": 2,
            "unhealthyThreshold": 3,
            "port": "traffic-port",
            "protocol": "HTTP",
        },
        loadBalancingAlgorithmType="least_outstanding_requests",
        tags=tags,
    )
    listener = new(
        "aws:lb/listener:Listener",
        "mlflow",
        loadBalancerArn=balancer["arn"],
        port=80,
        protocol="HTTP",
        defaultActions=[
            {
                "type": "fixed-response",
                "fixedResponse": {
                    "contentType": "text/plain",
                    "statusCode": "404",
                    "messageBody": "no",
                },
            }
        ],
        routingHttpResponseServerEnabled=False,
        tags=tags,
    )
    new(
        "aws:lb/listenerRule:ListenerRule",
        "mlflow",
        listenerArn=listener["arn"],
        priority=100,
        actions=[{"type": "forward", "targetGroupArn": target["arn"]}],
        conditions=[
            {"hostHeader": {"values": ["localhost"]}},
            {"pathPattern": {"values": ["/a/*", "/b"]}},
            {"sourceIp": {"values": ["10.0.0.0/8"]}},
        ],
        tags=tags,
    )
    new(
        "aws:lb/listenerRule:ListenerRule",
        "mlflow-redirect",
        listenerArn=listener["arn"],
        priority=90,
        actions=[
            {
                "type": "redirect",
                "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"},
            }
        ],
        conditions=[
            {"httpHeader": {"httpHeaderName": "Authorization", "values": ["Bearer *"]}},
            {"queryStrings": [{"key": "a", "value": "b"}]},
            {"httpRequestMethod": {"values": ["GET"]}},
        ],
    )
    new(
        "aws:lb/listenerRule:ListenerRule",
        "mlflow-oidc",
        listenerArn=listener["arn"],
        priority=80,
        actions=[
            {
                "type": "authenticate-oidc",
                "authenticateOidc": {
                    "issuer": "https://i",
                    "authorizationEndpoint": "https://i/a",
                    "tokenEndpoint": "https://i/t",
                    "userInfoEndpoint": "https://i/u",
                    "clientId": "c",
                    "clientSecret": "hush",
                    "onUnauthenticatedRequest": "deny",
                    "sessionTimeout": 3600,
                    "scope": "openid",
                },
            },
            {"type": "forward", "forward": {"targetGroups": [{"arn": target["arn"], "weight": 1}]}},
        ],
        conditions=[{"pathPattern": {"values": ["/x"]}}],
    )
    new(
        "aws:ecs/service:Service",
        "mlflow",
        cluster=cluster["arn"],
        taskDefinition=task["arn"],
        desiredCount=1,
        launchType="FARGATE",
        platformVersion="1.4.0",
        networkConfiguration={
            "subnets": ids,
            "securityGroups": [group.id],
            "assignPublicIp": False,
        },
        loadBalancers=[
            {"targetGroupArn": target["arn"], "containerName": "mlflow", "containerPort": 5000}
        ],
        deploymentCircuitBreaker={"enable": True, "rollback": True},
        deploymentMinimumHealthyPercent=100,
        deploymentMaximumPercent=200,
        healthCheckGracePeriodSeconds=120,
        enableExecuteCommand=True,
        enableEcsManagedTags=True,
        propagateTags="SERVICE",
        waitForSteadyState=True,
        availabilityZoneRebalancing="ENABLED",
        tags=tags,
    )
    return made


def database(subnets: str, parameters: str, group: str) -> dict[str, Any]:
    return {
        "engine": "postgres",
        "engineVersion": "18",
        "instanceClass": "db.t4g.small",
        "allocatedStorage": 20,
        "maxAllocatedStorage": 100,
        "storageType": "gp3",
        "storageEncrypted": True,
        "dbName": "mlflow",
        "username": "mlflow",
        "manageMasterUserPassword": True,
        "port": 5433,
        "dbSubnetGroupName": subnets,
        "parameterGroupName": parameters,
        "vpcSecurityGroupIds": [group],
        "multiAz": True,
        "publiclyAccessible": False,
        "backupRetentionPeriod": 7,
        "backupWindow": "02:00-03:00",
        "maintenanceWindow": "sun:04:00-sun:05:00",
        "deletionProtection": False,
        "skipFinalSnapshot": True,
        "copyTagsToSnapshot": True,
        "deleteAutomatedBackups": False,
        "iamDatabaseAuthenticationEnabled": True,
        "performanceInsightsEnabled": True,
        "performanceInsightsRetentionPeriod": 7,
        "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
        "monitoringInterval": 60,
        "monitoringRoleArn": "arn:aws:iam::123456789012:role/m",
        "autoMinorVersionUpgrade": True,
        "allowMajorVersionUpgrade": False,
        "applyImmediately": True,
        "caCertIdentifier": "rds-ca-rsa2048-g1",
        "tags": {"Name": "mlflow"},
    }


@pytest.fixture(scope="module")
def made(engine: Engine) -> Iterator[list[Made]]:
    resources = stack(engine)
    yield resources
    for resource in reversed(resources):
        resource.delete()
        row = ROWS[resource.kind]
        if row.stays or row.delete is None:
            continue
        assert (resource.kind, resource.read()) == (resource.kind, ({}, {}))


def aws(url: str, service: str) -> Any:
    return boto3.client(
        service, REGION, endpoint_url=url, aws_access_key_id="t", aws_secret_access_key="t"
    )


def one(made: list[Made], kind: str, name: str = "") -> Made:
    return next(m for m in made if m.kind.endswith(f":{kind}") and (not name or m.name == name))


def test_every_row_of_the_table_is_tried_here(made: list[Made]) -> None:
    assert {m.kind for m in made} == set(ROWS)


def test_a_refresh_finds_no_drift_in_what_was_just_made(made: list[Made]) -> None:
    for m in made:
        state, inputs = m.read()
        assert (m.kind, inputs) == (m.kind, m.inputs)
        assert (m.kind, state) == (m.kind, m.state)


def test_the_same_program_again_changes_nothing(made: list[Made]) -> None:
    for m in made:
        assert (m.kind, list(m.diff(**m.inputs).diffs)) == (m.kind, [])


UPDATES: list[tuple[str, dict[str, Any]]] = [
    ("Vpc", {"enableDnsHostnames": False}),
    ("Subnet", {"mapPublicIpOnLaunch": True}),
    ("SecurityGroupIngressRule", {"fromPort": 5432, "toPort": 5434}),
    ("VpcEndpoint", {"policy": "EVERYTHING"}),
    ("LogGroup", {"retentionInDays": 60}),
    ("LogMetricFilter", {"pattern": "other"}),
    ("MetricAlarm", {"threshold": 2, "period": 60, "alarmDescription": "changed"}),
    ("Role", {"maxSessionDuration": 3600, "description": "changed"}),
    ("Role", {"permissionsBoundary": None}),
    ("RolePolicy", {"policy": "EVERYTHING"}),
    ("SubnetGroup", {"description": "changed"}),
    (
        "ParameterGroup",
        {
            "parameters": [
                {"name": "rds.force_ssl", "value": "0"},
                {"name": "log_min_duration_statement", "value": "500"},
            ]
        },
    ),
    (
        "Instance",
        {
            "instanceClass": "db.m6g.large",
            "multiAz": False,
            "backupRetentionPeriod": 14,
            "allocatedStorage": 50,
            "deletionProtection": False,
            "performanceInsightsEnabled": False,
            "enabledCloudwatchLogsExports": ["postgresql"],
        },
    ),
    ("BucketPublicAccessBlock", {"blockPublicAcls": False}),
    ("BucketVersioning", {"versioningConfiguration": {"status": "Suspended"}}),
    (
        "BucketLifecycleConfiguration",
        {
            "rules": [
                {
                    "id": "uploads",
                    "status": "Disabled",
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 3},
                }
            ]
        },
    ),
    ("BucketLogging", {"targetPrefix": "other/"}),
    (
        "Repository",
        {"imageTagMutability": "MUTABLE", "imageScanningConfiguration": {"scanOnPush": False}},
    ),
    ("Cluster", {"settings": [{"name": "containerInsights", "value": "disabled"}]}),
    ("ClusterCapacityProviders", {"capacityProviders": ["FARGATE", "FARGATE_SPOT"]}),
    ("Service", {"desiredCount": 0}),
    ("LoadBalancer", {"idleTimeout": 120, "dropInvalidHeaderFields": False}),
    (
        "TargetGroup",
        {"deregistrationDelay": 60, "healthCheck": {"path": "/version", "matcher": "200-299"}},
    ),
    (
        "Listener",
        {
            "defaultActions": [
                {
                    "type": "fixed-response",
                    "fixedResponse": {"contentType": "text/plain", "statusCode": "403"},
                }
            ]
        },
    ),
    (
        "ListenerRule",
        {"priority": 200, "conditions": [{"hostHeader": {"values": ["example.com"]}}]},
    ),
]


@pytest.mark.parametrize(("kind", "changes"), UPDATES)
def test_a_change_that_aws_can_make_in_place_is_made_there(
    made: list[Made], kind: str, changes: dict[str, Any]
) -> None:
    m = one(made, kind)
    changes = {k: EVERYTHING if v == "EVERYTHING" else v for k, v in changes.items()}
    before = dict(m.inputs)
    after = {k: v for k, v in {**before, **changes}.items() if v is not None}
    diff = m.diff(**after)
    assert (set(diff.diffs), list(diff.replaces)) == (set(changes) & set(diff.diffs), [])
    assert diff.changes == proto.DiffResponse.DIFF_SOME or changes == {"deletionProtection": False}
    m.update(**after)
    assert m.read() == (m.state, m.inputs)
    m.update(**before)
    assert m.read()[1] == before


REPLACEMENTS: list[tuple[str, str, Any]] = [
    ("Vpc", "cidrBlock", "10.1.0.0/16"),
    ("Subnet", "availabilityZone", "eu-west-1c"),
    ("RouteTableAssociation", "subnetId", "subnet-1"),
    ("SecurityGroup", "description", "changed"),
    ("NatGateway", "subnetId", "subnet-1"),
    ("FlowLog", "trafficType", "REJECT"),
    ("SubnetGroup", "name", "other"),
    ("ParameterGroup", "family", "postgres17"),
    ("Instance", "storageEncrypted", False),
    ("Instance", "username", "other"),
    ("Bucket", "bucket", "other"),
    ("Repository", "name", "other"),
    ("LogMetricFilter", "logGroupName", "other"),
    ("MetricAlarm", "name", "other"),
    ("ClusterCapacityProviders", "clusterName", "other"),
    ("TaskDefinition", "cpu", "512"),
    ("Service", "launchType", "EC2"),
    ("LoadBalancer", "internal", False),
    ("TargetGroup", "port", 5001),
    ("Listener", "loadBalancerArn", "arn:other"),
]


@pytest.mark.parametrize(("kind", "argument", "value"), REPLACEMENTS)
def test_a_change_that_aws_cannot_make_in_place_replaces_the_resource(
    made: list[Made], kind: str, argument: str, value: Any
) -> None:
    m = one(made, kind)
    diff = m.diff(**{**m.inputs, argument: value})
    assert list(diff.replaces) == [argument]
    assert diff.detailedDiff[argument].kind == proto.PropertyDiff.UPDATE_REPLACE


def test_a_replacement_with_a_name_that_was_given_deletes_the_old_one_first(
    engine: Engine, made: list[Made]
) -> None:
    vpc = one(made, "Vpc").id
    common = {"port": 80, "protocol": "HTTP", "targetType": "ip", "vpcId": vpc}
    kind = "aws:lb/targetGroup:TargetGroup"
    given = engine.create(kind, "given", **common, name="fixed-name")
    chosen = engine.create(kind, "chosen", **common)
    assert given.diff(**{**given.inputs, "port": 81}).deleteBeforeReplace
    assert not chosen.diff(**{**common, "port": 81}).deleteBeforeReplace
    given.delete()
    chosen.delete()


def test_a_document_that_is_only_written_differently_is_no_change(made: list[Made]) -> None:
    m = one(made, "RolePolicy")
    document = json.loads(m.inputs["policy"])
    document["Statement"][0]["Action"].reverse()
    document["Statement"][0]["Resource"] = ["*"]
    spelled = json.dumps(document, indent=4)
    assert list(m.diff(**{**m.inputs, "policy": spelled}).diffs) == []


def test_a_change_behind_pulumis_back_shows_at_refresh_and_is_mended(
    made: list[Made], url: str
) -> None:
    bucket, group, logs = (one(made, k) for k in ("Bucket", "DefaultSecurityGroup", "LogGroup"))
    aws(url, "s3").put_bucket_tagging(
        Bucket=bucket.id, Tagging={"TagSet": [{"Key": "Name", "Value": "stolen"}]}
    )
    permission = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    aws(url, "ec2").authorize_security_group_ingress(GroupId=group.id, IpPermissions=[permission])
    aws(url, "logs").put_retention_policy(logGroupName=logs.id, retentionInDays=1)
    for m, argument, drifted in (
        (bucket, "tags", {"Name": "stolen"}),
        (logs, "retentionInDays", 1),
    ):
        program = dict(m.inputs)
        m.refresh()
        assert m.inputs[argument] == drifted
        assert argument in m.diff(**program).diffs
        m.update(**program)
        assert m.read() == (m.state, program)
    program = dict(group.inputs)
    assert len(group.refresh()["ingress"]) == 1
    assert list(group.diff(**program).diffs) == ["ingress"]
    assert group.update(**program)["ingress"] == []


def test_a_policy_statement_added_behind_pulumis_back_shows_at_refresh(
    made: list[Made], url: str
) -> None:
    m = one(made, "RolePolicy")
    program = dict(m.inputs)
    role, name = m.id.split(":")
    aws(url, "iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=EVERYTHING)
    assert list(m.refresh().diff(**program).diffs) == ["policy"]
    m.update(**program)


def test_a_resource_deleted_behind_pulumis_back_is_read_as_gone(engine: Engine, url: str) -> None:
    m = engine.create("aws:iam/role:Role", "gone", assumeRolePolicy=TRUST)
    aws(url, "iam").delete_role(RoleName=m.id)
    request = proto.ReadRequest(
        id=m.id, urn=m.urn, properties=struct(m.state), inputs=struct(m.inputs)
    )
    assert engine.provider.Read(request, Context()).id == ""
    m.delete()


def test_tags_of_the_provider_reach_aws_but_not_the_programs_own(
    made: list[Made], url: str
) -> None:
    kinds = ("Vpc", "Role", "Bucket", "Instance", "Cluster", "TargetGroup", "Repository")
    for kind in (*kinds, "MetricAlarm"):
        m = one(made, kind)
        assert (m.kind, m["tagsAll"]) == (m.kind, {"stack": "test", "Name": "mlflow"})
        assert m.inputs["tags"] == {"Name": "mlflow"}


def test_a_name_that_is_left_out_is_made_up_once_and_stays(engine: Engine) -> None:
    kind = "aws:s3/bucket:Bucket"
    first = engine.inputs(kind, "Artifacts", {})["bucket"]
    assert re.fullmatch("artifacts-[0-9a-f]{7}", first)
    request = proto.CheckRequest(
        urn=engine.urn(kind, "Artifacts"), olds=struct({"bucket": first}), randomSeed=b"9"
    )
    assert data(engine.provider.Check(request, Context()).inputs) == {"bucket": first}


def test_a_task_definitions_family_is_never_made_up(engine: Engine) -> None:
    failures = engine.check(
        "aws:ecs/taskDefinition:TaskDefinition", "t", {"containerDefinitions": "[]"}
    ).failures
    assert [f.reason for f in failures] == ["missing required argument 'family'"]


@pytest.mark.parametrize(
    "kind", ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"]
)
def test_a_name_longer_than_32_characters_is_refused_at_preview(engine: Engine, kind: str) -> None:
    name = "mlflow-production-balancer"
    (failure,) = engine.check(kind, name, {}).failures
    assert re.fullmatch(
        rf"'{name}-[0-9a-f]{{7}}' has 34 characters, at most 32 are allowed: shorten '{name}'",
        failure.reason,
    )


def test_an_argument_or_a_type_that_is_not_covered_is_named_at_preview(engine: Engine) -> None:
    (failure,) = engine.check(
        "aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.0.0.0/16", "ipv6IpamPoolId": "x"}
    ).failures
    assert (failure.property, failure.reason) == (
        "ipv6IpamPoolId",
        "argument 'ipv6IpamPoolId' is not covered by the rehearsal (local/aws)",
    )
    (failure,) = engine.check(
        "aws:ec2/securityGroup:SecurityGroup", "v", {"vpcId": "v", "ingress": [{"fromPort": 1}]}
    ).failures
    assert failure.property == "ingress"
    with pytest.raises(
        Failed, match=r"^aws:lambda/function:Function is not among the resource types"
    ):
        engine.check("aws:lambda/function:Function", "f", {})
    with pytest.raises(
        Failed, match=r"^aws:index/getIpRanges:getIpRanges is not among the functions"
    ):
        engine.invoke("aws:index/getIpRanges:getIpRanges")


def test_a_member_inside_an_argument_that_aws_does_not_know_is_named(
    engine: Engine, made: list[Made]
) -> None:
    bucket = one(made, "Bucket", "mlflow-logs").id
    with pytest.raises(Failed, match=r"ownership"):
        engine.create(
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            "x",
            bucket=bucket,
            rule={"ownership": "x"},
        )


def test_a_preview_touches_nothing_and_claims_to_know_nothing_new() -> None:
    nowhere = Engine("http://127.0.0.1:9")
    kind = "aws:ec2/vpc:Vpc"
    inputs = nowhere.inputs(kind, "v", {"cidrBlock": "10.0.0.0/16"})
    request = proto.CreateRequest(
        urn=nowhere.urn(kind, "v"), properties=struct(inputs), preview=True
    )
    assert data(nowhere.provider.Create(request, Context()).properties) == inputs


def test_without_an_endpoint_nothing_is_sent_whatever_the_environment_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    engine = Engine("", endpoints="[]")
    with pytest.raises(Failed, match=r"^aws:endpoints names no endpoint for 'ec2'"):
        engine.create("aws:ec2/vpc:Vpc", "v", cidrBlock="10.0.0.0/16")
    with pytest.raises(Failed, match=r"^aws:endpoints names no endpoint for 'sts'"):
        engine.invoke("aws:index/getCallerIdentity:getCallerIdentity")


def test_without_keys_of_its_own_nothing_is_sent(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    with pytest.raises(Failed, match=r"^aws:region, aws:accessKey and aws:secretKey must be set"):
        Engine(url, accessKey="").invoke("aws:index/getCallerIdentity:getCallerIdentity")


def test_the_managed_secret_is_named_and_its_password_is_not_in_the_state(
    made: list[Made], url: str
) -> None:
    m = one(made, "Instance")
    (secret,) = m["masterUserSecrets"]
    held = aws(url, "secretsmanager").get_secret_value(SecretId=secret["secretArn"])["SecretString"]
    assert json.loads(held)["password"] not in json.dumps(m.state)
    assert (m["port"], m["endpoint"]) == (5433, f"{m['address']}:5433")


def test_errors_of_aws_reach_the_user_as_one_line(engine: Engine) -> None:
    with pytest.raises(Failed) as caught:
        engine.create("aws:ec2/subnet:Subnet", "s", vpcId="vpc-0", cidrBlock="10.0.0.0/24")
    assert "InvalidVpcID.NotFound" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_half_made_resource_is_taken_back(engine: Engine, url: str) -> None:
    with pytest.raises(Failed):
        engine.create(
            "aws:ec2/internetGateway:InternetGateway", "lost", vpcId="vpc-0", tags={"Name": "lost"}
        )
    mine = [{"Name": "tag:Name", "Values": ["lost"]}]
    assert aws(url, "ec2").describe_internet_gateways(Filters=mine)["InternetGateways"] == []


@pytest.mark.parametrize("kind", ["Vpc", "Bucket", "Instance"])
def test_import_reads_what_a_program_would_say(engine: Engine, made: list[Made], kind: str) -> None:
    m = one(made, kind)
    state, inputs = Made(engine, m.kind, m.name, m.id, {}, {}).read()
    kept = set(ROWS[m.kind].kept)
    assert {k: v for k, v in inputs.items() if k in m.inputs} == {
        k: v for k, v in m.inputs.items() if k not in kept and k in inputs
    }
    assert set(m.inputs) - set(inputs) <= kept
    assert state["id"] == m.id


def test_questions_to_the_account_are_answered(engine: Engine, made: list[Made]) -> None:
    vpc, subnet = one(made, "Vpc"), one(made, "Subnet")
    ask = engine.invoke
    assert ask("aws:index/getRegion:getRegion")["region"] == REGION
    assert ask("aws:index/getPartition:getPartition")["partition"] == "aws"
    assert ask("aws:index/getCallerIdentity:getCallerIdentity")["accountId"] == "123456789012"
    zones = ask("aws:index/getAvailabilityZones:getAvailabilityZones", state="available")
    assert zones["names"] == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    assert ask("aws:ec2/getSubnet:getSubnet", id=subnet.id)["vpcId"] == vpc.id
    name = "com.amazonaws.eu-west-1.s3"
    assert ask("aws:ec2/getPrefixList:getPrefixList", name=name)["id"].startswith("pl-")
    with pytest.raises(Failed, match=r"0 match id=subnet-0; one must"):
        ask("aws:ec2/getSubnet:getSubnet", id="subnet-0")
