"""MlflowServer: the ECS service with its task definition, roles, log group and edges."""

import re

import pulumi
import pulumi_aws as aws

from components import egress as routes
from components.log_retention import check_log_retention
from components.service import containers
from components.service.args import MlflowServiceArgs
from components.service.edges import task_edges
from components.service.image import PLATFORMS, MlflowImage
from components.service.ingress import MlflowIngress
from components.service.roles import ECR_IMAGE, execution_role, task_role
from components.service.sizing import ephemeral_storage_gib

SECRET = re.compile(r"arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+-[A-Za-z0-9]{6}")
SPOT = "FARGATE_SPOT"
PINNED = re.compile(r".+@sha256:[0-9a-f]{64}")
# A server that waits for its database gives up after 101 s.
GRACE_PERIOD_SECONDS = 180
# A migration takes as long as the database is large; the default of 20 minutes would cut it off.
ROLLOUT = pulumi.CustomTimeouts(create="1h", update="1h")


def check(args: MlflowServiceArgs) -> None:
    """Refuse an image that could change under us or that tasks could not pull, and a gateway
    without its passphrase or its way out."""
    routes.check_egress(args["egress"])
    check_log_retention(args.get("log_retention_days", 30))
    _check_gateway(args)
    architecture = args.get("architecture", "X86_64")
    if architecture not in PLATFORMS:
        raise pulumi.RunError(
            f"architecture: {architecture!r} is not allowed; use {' or '.join(PLATFORMS)}"
        )
    image = args.get("image")
    if image is None:
        return
    if not PINNED.fullmatch(image):
        raise pulumi.RunError(
            f"image: {image!r} is not pinned; give it by digest, as <name>@sha256:<64 hex digits>"
        )
    if args["egress"] == "endpoints" and not ECR_IMAGE.fullmatch(image):
        raise pulumi.RunError(
            f"image: {image!r} cannot be pulled with egress 'endpoints'; "
            "copy it to ECR, or use another egress"
        )


def _check_gateway(args: MlflowServiceArgs) -> None:
    on = args.get("ai_gateway", False)
    secret = args.get("ai_gateway_secret_arn")
    if on and secret is None:
        raise pulumi.RunError(
            "aiGatewaySecretArn: not set, but aiGateway is true; name a secret with a passphrase, "
            "or the providers' keys would be encrypted with one that everybody knows"
        )
    # ECS takes less than the whole ARN, the role's policy does not.
    if isinstance(secret, str) and not SECRET.fullmatch(secret):
        raise pulumi.RunError(
            f"aiGatewaySecretArn: {secret!r} is not the ARN of a secret; give it whole, as "
            "arn:<partition>:secretsmanager:<region>:<account>:secret:<name>-<6 characters>"
        )
    if secret is not None and not on:
        raise pulumi.RunError(
            f"aiGatewaySecretArn: {secret!r} is not allowed without aiGateway; "
            "set aiGateway to true, or remove aiGatewaySecretArn"
        )
    if on and args["egress"] == "endpoints":
        raise pulumi.RunError(
            "aiGateway: true is not allowed with egress 'endpoints'; the providers are on the "
            "internet: use another egress, or set aiGateway to false"
        )


class MlflowServer(pulumi.ComponentResource):
    """ECS cluster, task definition, service, execution and task role, log group, the image unless
    one is given, and one security-group rule for each end of each edge of the tasks."""

    cluster_name: pulumi.Output[str]
    """Name of the ECS cluster."""
    service_name: pulumi.Output[str]
    """Name of the ECS service."""
    log_group_name: pulumi.Output[str]
    """Log group of the containers."""
    image_uri: pulumi.Output[str]
    """Image of the tasks, by digest."""
    security_group_id: pulumi.Output[str]
    """Security group of the tasks."""

    def __init__(
        self,
        name: str,
        args: MlflowServiceArgs,
        ingress: MlflowIngress,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("mlflow:index:MlflowServer", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        invoke = pulumi.InvokeOptions(parent=self)
        account = aws.get_caller_identity_output(opts=invoke).account_id
        region = aws.get_region_output(opts=invoke).region
        tags = args.get("tags", {})

        given = args.get("image")
        image = MlflowImage(name, args, child).uri if given is None else given
        self.image_uri = pulumi.Output.from_input(image)
        cluster = aws.ecs.Cluster(
            f"{name}-cluster",
            settings=[
                {
                    "name": "containerInsights",
                    "value": "enabled" if args.get("container_insights", False) else "disabled",
                }
            ],
            tags=tags,
            opts=child,
        )
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-tasks",
            retention_in_days=pulumi.Output.from_input(args.get("log_retention_days", 30)).apply(
                int
            ),
            tags=tags,
            opts=child,
        )
        agent, agent_policy = execution_role(
            name, args, log_group_arn=log_group.arn, image=self.image_uri, parent=self
        )
        task, task_policy = task_role(name, args, parent=self)
        group = aws.ec2.SecurityGroup(
            f"{name}-tasks",
            description="MLflow tasks; each edge has a rule of its own",
            vpc_id=args["vpc_id"],
            tags=tags,
            opts=child,
        )
        rules = task_edges(
            name, args, tasks=group.id, balancer=ingress.security_group_id, opts=child
        )
        storage = ephemeral_storage_gib(args)
        task_definition = aws.ecs.TaskDefinition(
            f"{name}-task",
            family=cluster.name,
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(args.get("cpu", 1024)),
            memory=str(args.get("memory_mib", 2048)),
            runtime_platform={
                "cpu_architecture": args.get("architecture", "X86_64"),
                "operating_system_family": "LINUX",
            },
            ephemeral_storage=None if storage is None else {"size_in_gib": storage},
            execution_role_arn=agent.arn,
            task_role_arn=task.arn,
            volumes=[{"name": volume} for volume in containers.volumes(args)],
            container_definitions=containers.definitions(
                args,
                image=image,
                host=ingress.host,
                scheme=ingress.scheme,
                region=region,
                account=account,
                log_group=log_group.name,
            ),
            tags=tags,
            opts=child,
        )
        spot = args.get("spot", False)
        providers = (
            [
                aws.ecs.ClusterCapacityProviders(
                    f"{name}-cluster",
                    cluster_name=cluster.name,
                    capacity_providers=[SPOT],
                    opts=child,
                )
            ]
            if spot
            else []
        )
        service = aws.ecs.Service(
            f"{name}-service",
            cluster=cluster.arn,
            task_definition=task_definition.arn,
            desired_count=args.get("desired_count", 1),
            launch_type=None if spot else "FARGATE",
            capacity_provider_strategies=[{"capacity_provider": SPOT, "weight": 1}]
            if spot
            else None,
            platform_version="LATEST",
            network_configuration={
                "subnets": args["task_subnet_ids"],
                "security_groups": [group.id],
                "assign_public_ip": args["egress"] == "public",
            },
            load_balancers=[
                {
                    "target_group_arn": ingress.target_group_arn,
                    "container_name": "mlflow",
                    "container_port": containers.PORT,
                }
            ],
            health_check_grace_period_seconds=GRACE_PERIOD_SECONDS,
            deployment_circuit_breaker={"enable": True, "rollback": True},
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            availability_zone_rebalancing="ENABLED",
            enable_execute_command=args.get("enable_execute_command", False),
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            wait_for_steady_state=True,
            tags=tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[agent_policy, task_policy, *rules, *providers],
                custom_timeouts=ROLLOUT,
                # The first that a destroy would delete: everything else waits behind it.
                protect=args.get("deletion_protection", True),
            ),
        )
        self.cluster_name = cluster.name
        self.service_name = service.name
        self.log_group_name = log_group.name
        self.security_group_id = group.id
        self.register_outputs(
            {
                "cluster_name": self.cluster_name,
                "service_name": self.service_name,
                "log_group_name": self.log_group_name,
                "image_uri": self.image_uri,
                "security_group_id": self.security_group_id,
            }
        )
