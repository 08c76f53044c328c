"""MlflowBackend: what must not be lost, the database and the artifact store."""

import pulumi

from components.backend.args import MlflowBackendArgs
from components.backend.artifacts import MlflowArtifacts
from components.backend.database import MlflowDatabase, check

__all__ = ["MlflowBackend", "MlflowBackendArgs"]


class MlflowBackend(pulumi.ComponentResource):
    """The database and the artifact store of an MLflow server.

    Creates MlflowDatabase (RDS PostgreSQL with its subnet group, parameter group, security group
    without rules, log groups and managed master secret) and MlflowArtifacts (the private, versioned
    bucket, and its access log bucket where asked for).

    Raises pulumi.RunError, in one line, for arguments that AWS would refuse.
    """

    database_endpoint: pulumi.Output[str]
    """Host name of the database."""
    database_port: pulumi.Output[int]
    """Port of the database."""
    database_name: pulumi.Output[str]
    """Name of the database in the instance."""
    database_username: pulumi.Output[str]
    """Master user; its password is in `database_secret_arn`."""
    database_identifier: pulumi.Output[str]
    """Identifier of the RDS instance."""
    database_resource_id: pulumi.Output[str]
    """Identifier that IAM policies on the instance's users name."""
    database_secret_arn: pulumi.Output[str]
    """ARN of the secret that RDS manages and rotates."""
    database_security_group_id: pulumi.Output[str]
    """The database's security group; who may connect adds a rule to it."""
    artifact_bucket: pulumi.Output[str]
    """Name of the artifact bucket."""
    artifact_bucket_arn: pulumi.Output[str]
    """ARN of the artifact bucket."""
    access_log_bucket: pulumi.Output[str]
    """Name of the access log bucket; empty without `access_logs`."""

    def __init__(
        self,
        name: str,
        args: MlflowBackendArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        check(args)
        super().__init__("mlflow:index:MlflowBackend", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        database = MlflowDatabase(name, args, child)
        artifacts = MlflowArtifacts(name, args, child)
        self.database_endpoint = database.endpoint
        self.database_port = database.port
        self.database_name = database.database_name
        self.database_username = database.username
        self.database_identifier = database.identifier
        self.database_resource_id = database.resource_id
        self.database_secret_arn = database.secret_arn
        self.database_security_group_id = database.security_group_id
        self.artifact_bucket = artifacts.bucket
        self.artifact_bucket_arn = artifacts.bucket_arn
        self.access_log_bucket = artifacts.access_log_bucket
        self.register_outputs(
            {
                "database_endpoint": self.database_endpoint,
                "database_port": self.database_port,
                "database_name": self.database_name,
                "database_username": self.database_username,
                "database_identifier": self.database_identifier,
                "database_resource_id": self.database_resource_id,
                "database_secret_arn": self.database_secret_arn,
                "database_security_group_id": self.database_security_group_id,
                "artifact_bucket": self.artifact_bucket,
                "artifact_bucket_arn": self.artifact_bucket_arn,
                "access_log_bucket": self.access_log_bucket,
            }
        )
