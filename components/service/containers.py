"""The containers of a task, as ECS registers them: `credentials`, `migrate` and `mlflow`."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.service.args import MlflowServiceArgs
from components.service.connections import POOL_SIZE, max_overflow
from components.service.ingress import IDLE_TIMEOUT_SECONDS

PORT = 5000
USER = "10001:10001"
CREDENTIALS = "/run/credentials"
# `migrate` makes this role in the database; IAM policies name it.
IAM_USER = "mlflow_server"
CA_BUNDLE = "/etc/ssl/certs/rds-global-bundle.pem"
STOP_TIMEOUT_SECONDS = 120  # the longest that Fargate grants
GRACEFUL_SHUTDOWN_SECONDS = STOP_TIMEOUT_SECONDS - 20
# In libpq's keys: a peer that no longer answers is given up after 15 s instead of minutes.
DATABASE_URI = (
    "postgresql+psycopg2:///{0}?tcp_user_timeout=15000"
    "&keepalives_idle=30&keepalives_interval=10&keepalives_count=3"
)
# log-batch holds a transaction on one connection while it works on another, a circle that
# PostgreSQL cannot see: behind a migration's lock both would wait for ever. Given up after these
# seconds, clients are told to come again.
LOCK_TIMEOUT_SECONDS = 10
SERVER_OPTIONS = (
    # A connection that the server closes first, while the balancer still uses it, is a 502.
    f"--timeout-keep-alive {IDLE_TIMEOUT_SECONDS + 10}",
    f"--timeout-graceful-shutdown {GRACEFUL_SHUTDOWN_SECONDS}",
    # No answer begins before all of it is there, and no worker waits for its first request to open
    # its store: whole_answers.py and worker.py in image/programs/server say why.
    "--http worker:Protocol",
    "--no-access-log",
    "--no-server-header",
)
VOLUMES = {"tmp": "/tmp", "credentials": CREDENTIALS}
# ECS Exec's agent writes here, and the root file system is read-only.
EXEC_VOLUMES = {
    "managed-agents": "/managed-agents",
    "ssm-lib": "/var/lib/amazon/ssm",
    "ssm-log": "/var/log/amazon/ssm",
}


def volumes(args: MlflowServiceArgs) -> dict[str, str]:
    """Volumes of the task: name, and the path at which containers see it."""
    return VOLUMES | (EXEC_VOLUMES if args.get("enable_execute_command", False) else {})


def definitions(
    args: MlflowServiceArgs,
    *,
    image: pulumi.Input[str],
    host: pulumi.Output[str],
    scheme: str,
    region: pulumi.Output[str],
    account: pulumi.Output[str],
    log_group: pulumi.Output[str],
) -> pulumi.Output[str]:
    """The task's containers as JSON. No secret is in them: `credentials` fetches the password, ECS
    the passphrase of the AI gateway."""
    connection = {
        "PGHOST": args["database_endpoint"],
        "PGPORT": pulumi.Output.from_input(args["database_port"]).apply(lambda p: str(int(p))),
        "PGUSER": args["database_username"],
        "PGPASSFILE": f"{CREDENTIALS}/pgpass",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "HOME": "/tmp",
        "PYTHONUNBUFFERED": "1",
    }
    session = {
        **connection,
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": CA_BUNDLE,
        "PGCONNECT_TIMEOUT": "5",
        "MLFLOW_BACKEND_STORE_URI": pulumi.Output.format(DATABASE_URI, args["database_name"]),
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    iam = args.get("database_iam_authentication", False)
    iam_user = {"DATABASE_IAM_USER": IAM_USER} if iam else {}
    # Beside it the server goes on serving experiments that were made through it.
    direct = args.get("direct_artifact_access", False)
    artifacts = pulumi.Output.format("s3://{0}/artifacts", args["artifact_bucket"])
    gateway_secret = args.get("ai_gateway_secret_arn")
    passphrase = (
        None
        if gateway_secret is None
        else {"name": "MLFLOW_CRYPTO_KEK_PASSPHRASE", "valueFrom": gateway_secret}
    )
    snapshot = (
        {"SNAPSHOT_BEFORE_MIGRATION": args["database_identifier"]}
        if args.get("snapshot_before_migration", True)
        else {}
    )

    def container(
        name: str,
        command: list[str],
        environment: Mapping[str, pulumi.Input[str]],
        **more: Any,
    ) -> dict[str, Any]:
        return {
            "name": name,
            "image": image,
            "command": command,
            "user": USER,
            "readonlyRootFilesystem": True,
            "linuxParameters": {
                "initProcessEnabled": True,
                "capabilities": {"drop": ["ALL"]},
            },
            "environment": [{"name": key, "value": value} for key, value in environment.items()],
            "mountPoints": [
                {"sourceVolume": volume, "containerPath": path, "readOnly": False}
                for volume, path in volumes(args).items()
            ],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": log_group,
                    "awslogs-region": region,
                    "awslogs-stream-prefix": name,
                    "mode": "non-blocking",
                    "max-buffer-size": "4m",
                },
            },
            **more,
        }

    return pulumi.Output.json_dumps(
        [
            container(
                "credentials",
                ["python", "/opt/mlflow/credentials.py"],
                {**connection, **iam_user, "DATABASE_SECRET_ARN": args["database_secret_arn"]},
                essential=True,
                # The shortest period that ECS allows between two restarts.
                restartPolicy={"enabled": True, "restartAttemptPeriod": 60},
                # An old file still opens the database, so its age is no reason to stop serving.
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
                ["python", "/opt/mlflow/migrate"],
                {**session, **iam_user, **snapshot, "PGAPPNAME": "mlflow-migrate"},
                essential=False,
                dependsOn=[{"containerName": "credentials", "condition": "HEALTHY"}],
            ),
            container(
                "mlflow",
                ["mlflow", "server"],
                {
                    **session,
                    **({"PGUSER": IAM_USER} if iam else {}),
                    "PGAPPNAME": "mlflow",
                    "PGOPTIONS": f"-c lock_timeout={LOCK_TIMEOUT_SECONDS}s",
                    "MLFLOW_HOST": "0.0.0.0",
                    "MLFLOW_PORT": str(PORT),
                    "MLFLOW_WORKERS": str(args.get("workers", 2)),
                    "MLFLOW_ARTIFACTS_DESTINATION": artifacts,
                    **({"MLFLOW_DEFAULT_ARTIFACT_ROOT": artifacts} if direct else {}),
                    "MLFLOW_S3_EXPECTED_BUCKET_OWNER": account,
                    "MLFLOW_SERVER_ALLOWED_HOSTS": host.apply(
                        lambda name: ",".join(_allowed_hosts(name, args))
                    ),
                    "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS": pulumi.Output.concat(scheme, "://", host),
                    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": _flag(args.get("jobs", False)),
                    "MLFLOW_ENABLE_AI_GATEWAY": _flag(args.get("ai_gateway", False)),
                    "MLFLOW_SQLALCHEMYSTORE_POOL_SIZE": str(POOL_SIZE),
                    "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW": str(max_overflow(args)),
                    "MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE": "1800",
                    "MLFLOW_UVICORN_OPTS": " ".join(SERVER_OPTIONS),
                    "TMPDIR": "/tmp",
                    "MALLOC_ARENA_MAX": "2",
                },
                essential=True,
                portMappings=[{"containerPort": PORT, "hostPort": PORT, "protocol": "tcp"}],
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
                stopTimeout=STOP_TIMEOUT_SECONDS,
                **({} if passphrase is None else {"secrets": [passphrase]}),
            ),
        ]
    )


def _flag(on: bool) -> str:
    return "true" if on else "false"


def _allowed_hosts(host: str, args: MlflowServiceArgs) -> list[str]:
    # The tunnel ends at the task itself, so the browser's Host header is the local one.
    names = [
        host,
        *(["localhost"] if args.get("enable_execute_command", False) else []),
    ]
    return [pattern for name in names for pattern in (name, f"{name}:*")]
