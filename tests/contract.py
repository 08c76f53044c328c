"""The StackReference contract: what the program exports, for other projects to rely on."""

EXPORTS = {
    "tracking_uri",
    "tunnel_command",
    "mlflow_version",
    "vpc_id",
    "private_subnet_ids",
    "task_subnet_ids",
    "assign_public_ip",
    "endpoint_security_group_id",
    "load_balancer_security_group_id",
    "load_balancer_dns_name",
    "service_security_group_id",
    "cluster_name",
    "service_name",
    "log_group_name",
    "image_uri",
    "artifact_bucket",
    "artifact_bucket_arn",
    "database_endpoint",
    "database_secret_arn",
}
