"""MlflowDatabase: the PostgreSQL instance and what belongs to it."""

import re

import pulumi
import pulumi_aws as aws

from components.backend.args import MlflowBackendArgs
from components.database_class import check_database_class
from components.iam import service_role
from components.log_retention import check_log_retention

# PostgreSQL's own 5432 is the first port that scanners try (Security Hub RDS.23).
PORT = 5433
# RDS keeps `postgres` and `admin` guessable (Security Hub RDS.25); MLflow's tables are its own.
USERNAME = "mlflow"
DATABASE_NAME = "mlflow"
LOGS = ("postgresql", "upgrade")
MINIMUM_STORAGE_GIB = 20  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
MAXIMUM_BACKUP_DAYS = 35


def check(args: MlflowBackendArgs) -> None:
    """Refuse what RDS would refuse, before anything exists."""
    check_database_class(args.get("database_class", "db.t4g.small"))
    check_log_retention(args.get("log_retention_days", 30))
    version = args.get("database_version", "18")
    if not re.fullmatch(r"1[4-9]|[2-9][0-9]", version):
        raise pulumi.RunError(
            f"databaseVersion: {version!r} is not allowed; "
            "use a major version of PostgreSQL, 14 or later, without the minor"
        )
    storage = args.get("database_storage_gib", 20)
    if storage < MINIMUM_STORAGE_GIB:
        raise pulumi.RunError(
            f"databaseStorageGib: {storage} is not allowed; "
            f"RDS gp3 storage starts at {MINIMUM_STORAGE_GIB}"
        )
    limit = args.get("database_max_storage_gib", 100)
    if limit <= storage:
        raise pulumi.RunError(
            f"databaseMaxStorageGib: {limit} is not allowed; "
            f"use more than databaseStorageGib, which is {storage}"
        )
    days = args.get("database_backup_days", 7)
    if not 1 <= days <= MAXIMUM_BACKUP_DAYS:
        raise pulumi.RunError(
            f"databaseBackupDays: {days} is not allowed; use 1 to {MAXIMUM_BACKUP_DAYS}"
        )


class MlflowDatabase(pulumi.ComponentResource):
    """RDS PostgreSQL: instance, subnet group, parameter group, security group without rules, log
    groups made before the instance would make them without retention, monitoring role."""

    endpoint: pulumi.Output[str]
    """Host name."""
    port: pulumi.Output[int]
    """Port."""
    database_name: pulumi.Output[str]
    """Name of the database in the instance."""
    username: pulumi.Output[str]
    """Master user."""
    identifier: pulumi.Output[str]
    """Identifier of the instance."""
    resource_id: pulumi.Output[str]
    """Identifier that IAM policies on its users name."""
    secret_arn: pulumi.Output[str]
    """ARN of the managed master secret."""
    security_group_id: pulumi.Output[str]
    """Security group of the instance."""

    def __init__(
        self,
        name: str,
        args: MlflowBackendArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("mlflow:index:MlflowDatabase", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        tags = args.get("tags", {})
        version = args.get("database_version", "18")
        keep = args.get("deletion_protection", True)
        monitoring = args.get("database_monitoring", False)

        group = aws.ec2.SecurityGroup(
            f"{name}-db",
            description="Database of MLflow; whoever connects adds a rule",
            vpc_id=args["vpc_id"],
            tags=tags,
            opts=child,
        )
        subnets = aws.rds.SubnetGroup(
            f"{name}-db",
            description="Subnets of the MLflow database, without a route to the internet",
            subnet_ids=args["database_subnet_ids"],
            tags=tags,
            opts=child,
        )
        parameters = aws.rds.ParameterGroup(
            f"{name}-db",
            description="TLS only; schema changes and slow statements are logged",
            family=f"postgres{version}",
            parameters=[
                {"name": "rds.force_ssl", "value": "1"},
                {"name": "log_statement", "value": "ddl"},
                {"name": "log_min_duration_statement", "value": "1000"},
            ],
            tags=tags,
            opts=child,
        )
        # The log groups are named after the instance and must exist before it, or RDS makes them
        # with endless retention: the instance takes its identifier from a sibling that is there.
        identifier = subnets.name
        retention = pulumi.Output.from_input(args.get("log_retention_days", 30)).apply(int)
        log_groups = [
            aws.cloudwatch.LogGroup(
                f"{name}-db-{log}",
                name=pulumi.Output.format("/aws/rds/instance/{0}/{1}", identifier, log),
                retention_in_days=retention,
                tags=tags,
                opts=child,
            )
            for log in LOGS
        ]
        monitoring_role, monitoring_policy = (
            self._monitoring_role(name, args) if monitoring else (None, [])
        )
        instance = aws.rds.Instance(
            f"{name}-db",
            identifier=identifier,
            engine="postgres",
            engine_version=version,
            allow_major_version_upgrade=True,  # only ever by a change of databaseVersion
            auto_minor_version_upgrade=True,
            engine_lifecycle_support="open-source-rds-extended-support-disabled",
            instance_class=args.get("database_class", "db.t4g.small"),
            allocated_storage=args.get("database_storage_gib", 20),
            max_allocated_storage=args.get("database_max_storage_gib", 100),
            storage_type="gp3",
            storage_encrypted=True,
            multi_az=args.get("database_multi_az", False),
            db_name=DATABASE_NAME,
            username=USERNAME,
            manage_master_user_password=True,
            iam_database_authentication_enabled=True,
            port=PORT,
            publicly_accessible=False,
            ca_cert_identifier="rds-ca-rsa2048-g1",
            db_subnet_group_name=subnets.name,
            parameter_group_name=parameters.name,
            vpc_security_group_ids=[group.id],
            enabled_cloudwatch_logs_exports=list(LOGS),
            monitoring_interval=60 if monitoring else 0,
            monitoring_role_arn=monitoring_role.arn if monitoring_role else None,
            performance_insights_enabled=monitoring,
            performance_insights_retention_period=7 if monitoring else None,
            backup_retention_period=args.get("database_backup_days", 7),
            copy_tags_to_snapshot=True,
            apply_immediately=args.get("database_apply_immediately", False),
            deletion_protection=keep,
            delete_automated_backups=not keep,
            skip_final_snapshot=not keep,
            final_snapshot_identifier=pulumi.Output.concat(identifier, "-final") if keep else None,
            tags=tags,
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[*log_groups, *monitoring_policy], protect=keep
            ),
        )
        self.endpoint = instance.address
        self.port = instance.port
        self.database_name = instance.db_name
        self.username = instance.username
        self.identifier = instance.identifier
        self.resource_id = instance.resource_id
        # An instance without managed password has no such secret; this one always has.
        self.secret_arn = instance.master_user_secrets.apply(
            lambda secrets: secrets[0].secret_arn or ""
        )
        self.security_group_id = group.id
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "port": self.port,
                "database_name": self.database_name,
                "username": self.username,
                "identifier": self.identifier,
                "resource_id": self.resource_id,
                "secret_arn": self.secret_arn,
                "security_group_id": self.security_group_id,
            }
        )

    def _monitoring_role(
        self, name: str, args: MlflowBackendArgs
    ) -> tuple[aws.iam.Role, list[pulumi.Resource]]:
        role = service_role(
            f"{name}-db-monitoring",
            service="monitoring.rds.amazonaws.com",
            source="rds",
            permissions_boundary=args.get("permissions_boundary"),
            tags=args.get("tags", {}),
            parent=self,
        )
        invoke = pulumi.InvokeOptions(parent=self)
        groups = pulumi.Output.format(
            "arn:{0}:logs:{1}:{2}:log-group:RDSOSMetrics",
            aws.get_partition_output(opts=invoke).partition,
            aws.get_region_output(opts=invoke).region,
            aws.get_caller_identity_output(opts=invoke).account_id,
        )
        # The group and actions that enhanced monitoring writes to:
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
        policy = aws.iam.RolePolicy(
            f"{name}-db-monitoring",
            role=role.name,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": [
                                "logs:CreateLogGroup",
                                "logs:PutRetentionPolicy",
                            ],
                            "Resource": groups,
                        },
                        {
                            "Effect": "Allow",
                            "Action": [
                                "logs:CreateLogStream",
                                "logs:PutLogEvents",
                                "logs:DescribeLogStreams",
                                "logs:GetLogEvents",
                            ],
                            "Resource": pulumi.Output.concat(groups, ":log-stream:*"),
                        },
                    ],
                }
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return role, [policy]
