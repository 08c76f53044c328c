"""MlflowServer: the ECS service with its task definition, roles, log group and edges."""

import re

import pulumi
import pulumi_aws as aws

from components import egress as routes
from components.iam import service_role
from components.service import containers
from components.service.args import MlflowServiceArgs
from components.service.edges import edge
from components.service.image import PLATFORMS, MlflowImage
from components.service.ingress import MlflowIngress

ECR_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?P<repository>.+?)@.*"
)
PINNED = re.compile(r".+@sha256:[0-9a-f]{64}")
# A server that waits for its database gives up after 101 s.
GRACE_PERIOD_SECONDS = 180
# A migration takes as long as the database is large; the default of 20 minutes would cut it off.
ROLLOUT = pulumi.CustomTimeouts(create="1h", update="1h")


def check(args: MlflowServiceArgs) -> None:
    """Refuse an image that could change under us, or that tasks could not pull."""
    routes.check_egress(args["egress"])
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
        self._account = aws.get_caller_identity_output(opts=invoke).account_id
        self._region = aws.get_region_output(opts=invoke).region
        self._partition = aws.get_partition_output(opts=invoke).partition
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
        execution_role, execution_policy = self._execution_role(name, args, log_group)
        task_role, task_policy = self._task_role(name, args)
        group = aws.ec2.SecurityGroup(
            f"{name}-tasks",
            description="MLflow tasks; each edge has a rule of its own",
            vpc_id=args["vpc_id"],
            tags=tags,
            opts=child,
        )
        rules = self._edges(name, args, group.id, ingress)
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
            execution_role_arn=execution_role.arn,
            task_role_arn=task_role.arn,
            volumes=[{"name": volume} for volume in containers.volumes(args)],
            container_definitions=containers.definitions(
                args,
                image=image,
                host=ingress.host,
                scheme=ingress.scheme,
                region=self._region,
                account=self._account,
                log_group=log_group.name,
            ),
            tags=tags,
            opts=child,
        )
        service = aws.ecs.Service(
            f"{name}-service",
            cluster=cluster.arn,
            task_definition=task_definition.arn,
            desired_count=pulumi.Output.from_input(args.get("desired_count", 1)).apply(int),
            launch_type="FARGATE",
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
                depends_on=[execution_policy, task_policy, *rules],
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

    def _execution_role(
        self, name: str, args: MlflowServiceArgs, log_group: aws.cloudwatch.LogGroup
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        role = self._role(f"{name}-execution", args)
        statements = [
            {
                "Sid": "Logs",
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": pulumi.Output.concat(log_group.arn, ":*"),
            }
        ]
        given = args.get("image")
        if given is None or ECR_IMAGE.fullmatch(given):
            statements += [
                {
                    # ECR knows no narrower resource for this action.
                    "Sid": "RegistrySignIn",
                    "Effect": "Allow",
                    "Action": "ecr:GetAuthorizationToken",
                    "Resource": "*",
                },
                {
                    "Sid": "ImagePull",
                    "Effect": "Allow",
                    "Action": [
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:GetDownloadUrlForLayer",
                    ],
                    "Resource": pulumi.Output.all(self._partition, self.image_uri).apply(
                        lambda known: _repository_arn(*known)
                    ),
                },
            ]
        return role, self._policy(f"{name}-execution", role, statements)

    def _task_role(
        self, name: str, args: MlflowServiceArgs
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        role = self._role(f"{name}-task", args)
        # The calls that MLflow's S3 artifact repository makes, presigned transfers included.
        statements = [
            {
                "Sid": "Artifacts",
                "Effect": "Allow",
                "Action": [
                    "s3:GetObject",
                    "s3:PutObject",
                    "s3:DeleteObject",
                    "s3:AbortMultipartUpload",
                    "s3:ListMultipartUploadParts",
                ],
                "Resource": pulumi.Output.concat(args["artifact_bucket_arn"], "/artifacts/*"),
            },
            {
                "Sid": "ListArtifacts",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": args["artifact_bucket_arn"],
            },
            {
                "Sid": "DatabasePassword",
                "Effect": "Allow",
                "Action": "secretsmanager:GetSecretValue",
                "Resource": args["database_secret_arn"],
            },
        ]
        if args.get("database_iam_authentication", False):
            statements += [
                {
                    "Sid": "DatabaseToken",
                    "Effect": "Allow",
                    "Action": "rds-db:connect",
                    "Resource": pulumi.Output.format(
                        "arn:{0}:rds-db:{1}:{2}:dbuser:{3}/{4}",
                        self._partition,
                        self._region,
                        self._account,
                        args["database_resource_id"],
                        containers.IAM_USER,
                    ),
                }
            ]
        if args.get("snapshot_before_migration", True):
            rds = pulumi.Output.format(
                "arn:{0}:rds:{1}:{2}", self._partition, self._region, self._account
            )
            identifier = args["database_identifier"]
            statements += [
                {
                    "Sid": "SnapshotBeforeMigration",
                    "Effect": "Allow",
                    "Action": ["rds:CreateDBSnapshot", "rds:DescribeDBSnapshots"],
                    "Resource": [
                        pulumi.Output.concat(rds, ":db:", identifier),
                        pulumi.Output.concat(rds, ":snapshot:", identifier, "-before-*"),
                    ],
                }
            ]
        if args.get("enable_execute_command", False):
            statements += [
                {
                    # The actions know no resource.
                    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
                    "Sid": "ExecuteCommand",
                    "Effect": "Allow",
                    "Action": [
                        "ssmmessages:CreateControlChannel",
                        "ssmmessages:CreateDataChannel",
                        "ssmmessages:OpenControlChannel",
                        "ssmmessages:OpenDataChannel",
                    ],
                    "Resource": "*",
                }
            ]
        return role, self._policy(f"{name}-task", role, statements)

    def _role(self, name: str, args: MlflowServiceArgs) -> aws.iam.Role:
        return service_role(
            name,
            service="ecs-tasks.amazonaws.com",
            source="ecs",
            permissions_boundary=args.get("permissions_boundary"),
            tags=args.get("tags", {}),
            parent=self,
        )

    def _policy(self, name: str, role: aws.iam.Role, statements: list) -> aws.iam.RolePolicy:
        return aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements}),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _edges(
        self,
        name: str,
        args: MlflowServiceArgs,
        tasks: pulumi.Output[str],
        ingress: MlflowIngress,
    ) -> list[pulumi.Resource]:
        tags = args.get("tags", {})
        child = pulumi.ResourceOptions(parent=self)
        rules = [
            *edge(
                f"{name}-alb-to-tasks",
                source=ingress.security_group_id,
                target=tasks,
                port=containers.PORT,
                description="Load balancer to MLflow",
                tags=tags,
                opts=child,
            ),
            *edge(
                f"{name}-tasks-to-db",
                source=tasks,
                target=args["database_security_group_id"],
                port=pulumi.Output.from_input(args["database_port"]).apply(int),
                description="MLflow to its database",
                tags=tags,
                opts=child,
            ),
            aws.vpc.SecurityGroupEgressRule(
                f"{name}-tasks-to-s3",
                security_group_id=tasks,
                prefix_list_id=args["s3_prefix_list_id"],
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                description="MLflow to S3: artifacts and image layers",
                tags=tags,
                opts=child,
            ),
        ]
        if args["egress"] == "endpoints":
            rules += edge(
                f"{name}-tasks-to-endpoints",
                source=tasks,
                target=args["endpoint_security_group_id"],
                port=443,
                description="MLflow to the interface endpoints of AWS APIs",
                tags=tags,
                opts=child,
            )
        if routes.needs_internet(args["egress"]):
            rules.append(
                aws.vpc.SecurityGroupEgressRule(
                    f"{name}-tasks-to-internet",
                    security_group_id=tasks,
                    cidr_ipv4="0.0.0.0/0",
                    ip_protocol="tcp",
                    from_port=443,
                    to_port=443,
                    description="MLflow to AWS APIs, whose addresses are not known beforehand",
                    tags=tags,
                    opts=child,
                )
            )
        return rules


def _repository_arn(partition: str, image: str) -> str:
    match = ECR_IMAGE.fullmatch(image)
    if match is None:
        raise pulumi.RunError(f"image: {image!r} is not an image in ECR; build it again")
    return "arn:{0}:ecr:{region}:{account}:repository/{repository}".format(
        partition, **match.groupdict()
    )
