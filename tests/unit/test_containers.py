"""The task definition and its containers, as JSON, whole."""

import json
from typing import Any

import pytest
from recording import ACCOUNT, DIGEST, REGION, REGISTRY, SECRET, Graph
from stacks import service

BUILT = f"{REGISTRY}/images@{DIGEST}"
TASK = "TaskDefinition/mlflow-test-task"
EXEC_VOLUMES = {
    "managed-agents": "/managed-agents",
    "ssm-lib": "/var/lib/amazon/ssm",
    "ssm-log": "/var/log/amazon/ssm",
}
CONNECTION = {
    "PGHOST": "db.given",
    "PGPORT": "5433",
    "PGUSER": "the-user",
    "PGPASSFILE": "/run/credentials/pgpass",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "HOME": "/tmp",
    "PYTHONUNBUFFERED": "1",
}
SESSION = CONNECTION | {
    "PGSSLMODE": "verify-full",
    "PGSSLROOTCERT": "/etc/ssl/certs/rds-global-bundle.pem",
    "PGCONNECT_TIMEOUT": "5",
    "MLFLOW_BACKEND_STORE_URI": (
        "postgresql+psycopg2:///the-database?tcp_user_timeout=15000"
        "&keepalives_idle=30&keepalives_interval=10&keepalives_count=3"
    ),
    "MLFLOW_DISABLE_TELEMETRY": "true",
}
CREDENTIALS_ENVIRONMENT = CONNECTION | {"DATABASE_SECRET_ARN": "arn:given-secret"}
MIGRATE_ENVIRONMENT = SESSION | {
    "PGAPPNAME": "mlflow-migrate",
    "SNAPSHOT_BEFORE_MIGRATION": "the-instance",
}
MLFLOW_ENVIRONMENT = SESSION | {
    "PGAPPNAME": "mlflow",
    "PGOPTIONS": "-c lock_timeout=10s",
    "MLFLOW_HOST": "0.0.0.0",
    "MLFLOW_PORT": "5000",
    "MLFLOW_WORKERS": "2",
    "MLFLOW_ARTIFACTS_DESTINATION": "s3://the-bucket/artifacts",
    "MLFLOW_S3_EXPECTED_BUCKET_OWNER": ACCOUNT,
    "MLFLOW_SERVER_ALLOWED_HOSTS": "alb.test,alb.test:*",
    "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS": "http://alb.test",
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    "MLFLOW_ENABLE_AI_GATEWAY": "false",
    "MLFLOW_SQLALCHEMYSTORE_POOL_SIZE": "5",
    "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW": "32",
    "MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE": "1800",
    "MLFLOW_UVICORN_OPTS": (
        "--timeout-keep-alive 310 --timeout-graceful-shutdown 100 "
        "--http worker:Protocol --no-access-log --no-server-header"
    ),
    "TMPDIR": "/tmp",
    "MALLOC_ARENA_MAX": "2",
}


def container(name: str, image: str = BUILT, **more: Any) -> dict[str, Any]:
    """A container without its environment."""
    return {
        "name": name,
        "image": image,
        "user": "10001:10001",
        "readonlyRootFilesystem": True,
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "mountPoints": [
            {"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False},
            {
                "sourceVolume": "credentials",
                "containerPath": "/run/credentials",
                "readOnly": False,
            },
        ],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": "mlflow-test-tasks.LogGroup",
                "awslogs-region": REGION,
                "awslogs-stream-prefix": name,
                "mode": "non-blocking",
                "max-buffer-size": "4m",
            },
        },
        **more,
    }


CONTAINERS = [
    container(
        "credentials",
        command=["python", "/opt/mlflow/credentials.py"],
        essential=True,
        restartPolicy={"enabled": True, "restartAttemptPeriod": 60},
        healthCheck={
            "command": ["CMD-SHELL", 'test -s "$PGPASSFILE"'],
            "interval": 5,
            "timeout": 5,
            "retries": 10,
            "startPeriod": 60,
        },
    ),
    container(
        "migrate",
        command=["python", "/opt/mlflow/migrate"],
        essential=False,
        dependsOn=[{"containerName": "credentials", "condition": "HEALTHY"}],
    ),
    container(
        "mlflow",
        command=["mlflow", "server"],
        essential=True,
        portMappings=[{"containerPort": 5000, "hostPort": 5000, "protocol": "tcp"}],
        dependsOn=[
            {"containerName": "credentials", "condition": "HEALTHY"},
            {"containerName": "migrate", "condition": "SUCCESS"},
        ],
        healthCheck={
            "command": ["CMD", "python", "/opt/mlflow/health.py"],
            "interval": 30,
            "timeout": 10,
            "retries": 3,
            "startPeriod": 180,
        },
        stopTimeout=120,
    ),
]


def containers(graph: Graph) -> tuple[list[dict[str, Any]], dict[str, dict[str, str]]]:
    """The registered containers without their environments, and those by container."""
    definitions = json.loads(graph[TASK].inputs["containerDefinitions"])
    environments = {}
    for definition in definitions:
        pairs = definition.pop("environment")
        environments[definition["name"]] = {pair["name"]: pair["value"] for pair in pairs}
        assert len(environments[definition["name"]]) == len(pairs), "a variable is set twice"
    return definitions, environments


def test_the_task_is_one_fargate_task_named_after_its_cluster_with_two_roles() -> None:
    inputs = dict(service()[TASK].inputs)
    del inputs["containerDefinitions"]
    assert inputs == {
        "family": "mlflow-test-cluster.Cluster",
        "requiresCompatibilities": ["FARGATE"],
        "networkMode": "awsvpc",
        "cpu": "1024",
        "memory": "2048",
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "executionRoleArn": "arn:Role/mlflow-test-execution",
        "taskRoleArn": "arn:Role/mlflow-test-task",
        "volumes": [{"name": "tmp"}, {"name": "credentials"}],
        "tags": {},
    }


def test_a_task_fetches_its_password_then_migrates_then_serves() -> None:
    definitions, environments = containers(service())
    assert definitions == CONTAINERS
    assert environments == {
        "credentials": CREDENTIALS_ENVIRONMENT,
        "migrate": MIGRATE_ENVIRONMENT,
        "mlflow": MLFLOW_ENVIRONMENT,
    }


def test_each_option_changes_only_its_own_part_of_the_containers() -> None:
    given = f"{REGISTRY}/mlflow@{DIGEST}"
    graph = service(
        image=given,
        architecture="ARM64",
        cpu=4096,
        memory_mib=8192,
        workers=8,
        database_class="db.m8g.large",
        snapshot_before_migration=False,
        plain_http=False,
        certificate_arn="arn:certificate",
        domain_name="mlflow.example.com",
    )
    definitions, environments = containers(graph)
    assert definitions == [definition | {"image": given} for definition in CONTAINERS]
    assert environments == {
        "credentials": CREDENTIALS_ENVIRONMENT,
        "migrate": SESSION | {"PGAPPNAME": "mlflow-migrate"},
        "mlflow": MLFLOW_ENVIRONMENT
        | {
            "MLFLOW_WORKERS": "8",
            "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW": "40",
            "MLFLOW_SERVER_ALLOWED_HOSTS": "mlflow.example.com,mlflow.example.com:*",
            "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS": "https://mlflow.example.com",
        },
    }
    task = graph[TASK].inputs
    assert (task["cpu"], task["memory"]) == ("4096", "8192")
    assert task["runtimePlatform"] == {
        "cpuArchitecture": "ARM64",
        "operatingSystemFamily": "LINUX",
    }


def test_ecs_exec_gets_its_writable_folders_and_the_tunnel_its_host_name() -> None:
    graph = service(enable_execute_command=True)
    definitions, environments = containers(graph)
    more = [
        {"sourceVolume": volume, "containerPath": path, "readOnly": False}
        for volume, path in EXEC_VOLUMES.items()
    ]
    assert definitions == [
        definition | {"mountPoints": definition["mountPoints"] + more} for definition in CONTAINERS
    ]
    assert environments["mlflow"] == MLFLOW_ENVIRONMENT | {
        "MLFLOW_SERVER_ALLOWED_HOSTS": "alb.test,alb.test:*,localhost,localhost:*"
    }
    assert graph[TASK].inputs["volumes"] == [
        {"name": volume} for volume in ("tmp", "credentials", *EXEC_VOLUMES)
    ]


def test_browsers_and_clients_may_write_the_servers_name_in_capitals() -> None:
    """MLflow compares names letter by letter; browsers and clients send them in lower case."""
    graph = service(domain_name="MLflow.Example.com")
    _, environments = containers(graph)
    assert environments["mlflow"] == MLFLOW_ENVIRONMENT | {
        "MLFLOW_SERVER_ALLOWED_HOSTS": "mlflow.example.com,mlflow.example.com:*",
        "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS": "http://mlflow.example.com",
    }
    outputs = graph.outputs["MlflowService/mlflow-test"]
    assert outputs["tracking_uri"] == "http://mlflow.example.com"


def test_new_experiments_may_live_in_s3_directly_while_old_ones_go_on_through_the_server() -> None:
    definitions, environments = containers(service(direct_artifact_access=True))
    assert definitions == CONTAINERS
    assert environments["mlflow"] == MLFLOW_ENVIRONMENT | {
        "MLFLOW_DEFAULT_ARTIFACT_ROOT": "s3://the-bucket/artifacts"
    }


def test_the_ai_gateway_is_on_only_with_a_passphrase_that_ecs_fetches() -> None:
    definitions, environments = containers(
        service(ai_gateway=True, ai_gateway_secret_arn=SECRET, egress="nat-single")
    )
    secrets = [{"name": "MLFLOW_CRYPTO_KEK_PASSPHRASE", "valueFrom": SECRET}]
    assert definitions == [*CONTAINERS[:2], CONTAINERS[2] | {"secrets": secrets}]
    assert environments["mlflow"] == MLFLOW_ENVIRONMENT | {"MLFLOW_ENABLE_AI_GATEWAY": "true"}


def test_background_jobs_are_on_only_where_asked() -> None:
    definitions, environments = containers(service(jobs=True, memory_mib=4096))
    assert definitions == CONTAINERS
    assert environments["mlflow"] == MLFLOW_ENVIRONMENT | {
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "true",
        "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW": "12",
    }


@pytest.mark.parametrize(
    ("largest", "transfers", "storage"), [(4, 4, None), (17, 1, 21), (5, 4, 24), (49, 4, 200)]
)
def test_a_task_has_room_for_the_artifacts_that_go_through_it(
    largest: int, transfers: int, storage: int | None
) -> None:
    graph = service(largest_artifact_gib=largest, concurrent_transfers=transfers)
    asked = graph[TASK].inputs.get("ephemeralStorage")
    assert asked == (None if storage is None else {"sizeInGib": storage})


# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
FARGATE_STOP_TIMEOUT = 120


@pytest.mark.parametrize("args", [{}, {"spot": True, "longest_transfer_seconds": 110}])
def test_no_timeout_cuts_off_what_another_one_still_grants(args: dict[str, Any]) -> None:
    graph = service(**args)
    definitions, environments = containers(graph)
    words = environments["mlflow"]["MLFLOW_UVICORN_OPTS"].split()
    options = dict(zip(words[:4:2], words[1:4:2], strict=True))
    stop = definitions[2]["stopTimeout"]
    idle = graph["LoadBalancer/mlflow-test-alb"].inputs["idleTimeout"]
    # The server may not close a connection that the balancer still uses.
    assert int(options["--timeout-keep-alive"]) > idle
    # What is under way at SIGTERM ends before SIGKILL.
    assert int(options["--timeout-graceful-shutdown"]) < stop <= FARGATE_STOP_TIMEOUT
    delay = graph["TargetGroup/mlflow-test-tg"].inputs["deregistrationDelay"]
    assert not args or delay < FARGATE_STOP_TIMEOUT


def test_the_server_may_sign_in_with_tokens_as_a_user_of_its_own() -> None:
    definitions, environments = containers(service(database_iam_authentication=True))
    assert definitions == CONTAINERS
    assert environments == {
        "credentials": CREDENTIALS_ENVIRONMENT | {"DATABASE_IAM_USER": "mlflow_server"},
        "migrate": MIGRATE_ENVIRONMENT | {"DATABASE_IAM_USER": "mlflow_server"},
        "mlflow": MLFLOW_ENVIRONMENT | {"PGUSER": "mlflow_server"},
    }


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"enable_execute_command": True},
        {"snapshot_before_migration": False},
        {"database_iam_authentication": True},
    ],
)
def test_no_container_is_given_a_secret_or_a_way_around_its_pgpass_file(
    args: dict[str, Any],
) -> None:
    definitions, environments = containers(service(**args))
    for definition in definitions:
        assert "secrets" not in definition
        assert "privileged" not in definition
        assert not any("://" in part or "=" in part for part in definition["command"])
    for name, environment in environments.items():
        # libpq prefers PGPASSWORD over the file, so that rotation would break the connection.
        assert not {"PGPASSWORD", "PGSERVICE", "PGSERVICEFILE"} & environment.keys()
        secrets = {key for key, value in environment.items() if "secret" in value}
        assert secrets == ({"DATABASE_SECRET_ARN"} if name == "credentials" else set())
        # A password in a URI stands between a colon and an at sign.
        assert not any("@" in value for value in environment.values())
