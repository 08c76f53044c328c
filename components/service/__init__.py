"""MlflowService: the MLflow server behind its load balancer."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.service import clients, connections, containers, ingress, server, sizing
from components.service.args import MlflowServiceArgs
from components.service.ingress import MlflowIngress
from components.service.server import MlflowServer
from components.service.tunnel import tunnel_command

__all__ = ["MlflowService", "MlflowServiceArgs"]


def check(name: str, args: MlflowServiceArgs) -> None:
    """Refuse what cannot become a service, before anything exists."""
    ingress.check(name, args)
    sizing.check(args)
    connections.check(args)
    server.check(args)
    clients.check(args)


class MlflowService(pulumi.ComponentResource):
    """The MLflow server: image, tasks and load balancer.

    Creates MlflowIngress (load balancer, listener, rules, target group) and MlflowServer (ECS
    service, task definition, roles, log group, image repository), each with its security group, and
    a rule for each edge between clients, load balancer, tasks, database, endpoints and S3.

    Raises pulumi.RunError, in one line, for arguments that do not fit together or that AWS would
    refuse.
    """

    tracking_uri: pulumi.Output[str]
    """Address for browsers and for MLFLOW_TRACKING_URI."""
    load_balancer_dns_name: pulumi.Output[str]
    """The load balancer's own name, for a DNS alias."""
    load_balancer_security_group_id: pulumi.Output[str]
    """Security group of the load balancer: a client's way in is a rule on it."""
    service_security_group_id: pulumi.Output[str]
    """Security group of the tasks."""
    cluster_name: pulumi.Output[str]
    """Name of the ECS cluster."""
    service_name: pulumi.Output[str]
    """Name of the ECS service."""
    log_group_name: pulumi.Output[str]
    """Log group of the containers."""
    image_uri: pulumi.Output[str]
    """Image of the tasks, by digest."""
    client_environment: pulumi.Output[Sequence[str]]
    """Environment variables of a client, each `NAME=value`."""
    client_policy: pulumi.Output[str]
    """IAM policy document for the role of a client; empty without `direct_artifact_access`."""
    tunnel_command: pulumi.Output[str]
    """Command that opens the server on http://localhost:5000; empty without
    `enable_execute_command`."""

    def __init__(
        self,
        name: str,
        args: MlflowServiceArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        check(name, args)
        super().__init__("mlflow:index:MlflowService", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        entry = MlflowIngress(name, args, containers.PORT, child)
        tasks = MlflowServer(name, args, entry, child)
        self.tracking_uri = pulumi.Output.concat(entry.scheme, "://", entry.host)
        self.load_balancer_dns_name = entry.dns_name
        self.load_balancer_security_group_id = entry.security_group_id
        self.service_security_group_id = tasks.security_group_id
        self.cluster_name = tasks.cluster_name
        self.service_name = tasks.service_name
        self.log_group_name = tasks.log_group_name
        self.image_uri = tasks.image_uri
        account = aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=self)).account_id
        self.client_environment = clients.client_environment(args, self.tracking_uri, account)
        self.client_policy = clients.client_policy(args)
        self.tunnel_command = (
            tunnel_command(tasks.cluster_name, tasks.service_name)
            if args.get("enable_execute_command", False)
            else pulumi.Output.from_input("")
        )
        self.register_outputs(
            {
                "tracking_uri": self.tracking_uri,
                "load_balancer_dns_name": self.load_balancer_dns_name,
                "load_balancer_security_group_id": self.load_balancer_security_group_id,
                "service_security_group_id": self.service_security_group_id,
                "cluster_name": self.cluster_name,
                "service_name": self.service_name,
                "log_group_name": self.log_group_name,
                "image_uri": self.image_uri,
                "client_environment": self.client_environment,
                "client_policy": self.client_policy,
                "tunnel_command": self.tunnel_command,
            }
        )
