"""The stack: settings -> network -> backend -> service -> operations, and the exports, which other
projects use."""

import pulumi

from components import MlflowBackend, MlflowNetwork, MlflowOperations, MlflowService
from settings import Settings

settings = Settings()

network = MlflowNetwork(settings.name, settings.network())
backend = MlflowBackend(settings.name, settings.backend(network))
service = MlflowService(
    settings.name,
    settings.service(network, backend),
    # The first task starts only once the way out of its subnet is complete.
    pulumi.ResourceOptions(depends_on=[network]),
)
MlflowOperations(settings.name, settings.operations(service))

pulumi.export("tracking_uri", service.tracking_uri)
pulumi.export("client_environment", service.client_environment)
pulumi.export("client_policy", service.client_policy)
pulumi.export("tunnel_command", service.tunnel_command)
pulumi.export("mlflow_version", settings.mlflow_version)
pulumi.export("vpc_id", network.vpc_id)
pulumi.export("private_subnet_ids", network.private_subnet_ids)
pulumi.export("task_subnet_ids", settings.task_subnet_ids(network))
pulumi.export("assign_public_ip", settings.assign_public_ip)
pulumi.export("endpoint_security_group_id", network.endpoint_security_group_id)
pulumi.export("load_balancer_security_group_id", service.load_balancer_security_group_id)
pulumi.export("load_balancer_dns_name", service.load_balancer_dns_name)
pulumi.export("service_security_group_id", service.service_security_group_id)
pulumi.export("cluster_name", service.cluster_name)
pulumi.export("service_name", service.service_name)
pulumi.export("log_group_name", service.log_group_name)
pulumi.export("image_uri", service.image_uri)
pulumi.export("artifact_bucket", backend.artifact_bucket)
pulumi.export("artifact_bucket_arn", backend.artifact_bucket_arn)
pulumi.export("database_endpoint", backend.database_endpoint)
pulumi.export("database_secret_arn", backend.database_secret_arn)
