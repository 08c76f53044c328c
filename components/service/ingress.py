"""MlflowIngress: the load balancer, who may reach it, and what it forwards."""

import ipaddress
import re

import pulumi
import pulumi_aws as aws

from components.service.args import MlflowServiceArgs

CLOSED_PATHS = ("/metrics",)
# Where the Python client and the web page learn of, or ask for, presigned URLs of S3. Told that
# there are none, both take artifacts through the server.
PRESIGNED_PATHS = (
    "/api/3.0/mlflow/server-info",
    "/ajax-api/2.0/mlflow/artifacts/presigned-download-url",
    "/ajax-api/2.0/mlflow-artifacts/presigned/*",
)
NOT_FOUND: aws.lb.ListenerRuleActionArgsDict = {
    "type": "fixed-response",
    "fixed_response": {
        "content_type": "text/plain",
        "message_body": "Not found",
        "status_code": "404",
    },
}
# Only TLS 1.2 with forward secrecy and TLS 1.3 (Security Hub ELB.17).
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
# Names of balancers and target groups end after 32 characters, 8 of which Pulumi adds.
LONGEST_NAME = 32 - 8 - len("-alb")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
# A proxied artifact passes no byte while the server moves it to or from S3.
IDLE_TIMEOUT_SECONDS = 300
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
LONGEST_DELAY_SECONDS = 3600
SPOT_DELAY_SECONDS = 110  # of the 120 that Spot gives a task to end
# Letters, digits and hyphens, as in RFC 1123; ALB compares 128 characters at most.
HOST_NAME = re.compile(
    r"(?=.{1,128}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE
)


def check(name: str, args: MlflowServiceArgs) -> None:
    """Refuse an ingress that AWS cannot name, that lacks TLS, or that is open to everyone."""
    if len(name) > LONGEST_NAME:
        raise pulumi.RunError(
            f"name: {name!r} has {len(name)} characters, but AWS's limit on load balancer names "
            f"leaves {LONGEST_NAME}; choose a stack name shorter by {len(name) - LONGEST_NAME}"
        )
    # Load balancers, buckets and databases agree on no more than this.
    if not NAME.fullmatch(name):
        raise pulumi.RunError(
            f"name: {name!r} is not allowed in AWS's names; "
            "choose a stack name of letters and digits, with single hyphens between"
        )
    certificate = args.get("certificate_arn")
    domain_name = args.get("domain_name", "")
    plain_http = args.get("plain_http", False)
    internet_facing = args.get("internet_facing", False)
    if certificate is None and not plain_http:
        raise pulumi.RunError(
            "certificateArn: not set; set it together with domainName, "
            "or set plainHttp to true for an internal load balancer without TLS"
        )
    if certificate is not None and plain_http:
        raise pulumi.RunError(
            f"plainHttp: true is not allowed with certificateArn {certificate!r}; set only one"
        )
    if certificate is not None and not domain_name:
        raise pulumi.RunError(
            f"domainName: not set, but certificateArn is {certificate!r}; "
            "set the name that the certificate is for"
        )
    if domain_name and not HOST_NAME.fullmatch(domain_name):
        raise pulumi.RunError(
            f"domainName: {domain_name!r} is not a host name; "
            "give the name alone, such as mlflow.example.com"
        )
    if plain_http and internet_facing:
        raise pulumi.RunError(
            "plainHttp: true is not allowed with internetFacing true; "
            "set certificateArn and domainName, or internetFacing to false"
        )
    _check_delay(args.get("longest_transfer_seconds", 300), args.get("spot", False))
    for cidr in args.get("allowed_cidrs", []):
        _check_client(cidr)
    if internet_facing and not args.get("allowed_cidrs"):
        raise pulumi.RunError(
            "allowedCidrs: [] is not allowed with internetFacing true; "
            "list the networks that may connect"
        )


def _check_delay(seconds: int, spot: bool) -> None:
    if not 0 <= seconds <= LONGEST_DELAY_SECONDS:
        raise pulumi.RunError(
            f"longestTransferSeconds: {seconds} is not allowed; use 0 to {LONGEST_DELAY_SECONDS}"
        )
    if spot and seconds > SPOT_DELAY_SECONDS:
        raise pulumi.RunError(
            f"longestTransferSeconds: {seconds} is not allowed with spot true; Spot ends a task "
            f"within 120 seconds: use {SPOT_DELAY_SECONDS} or less, or set spot to false"
        )


def _check_client(cidr: str) -> None:
    try:
        network = ipaddress.IPv4Network(cidr)
    except ValueError:
        raise pulumi.RunError(
            f"allowedCidrs: {cidr!r} is not an IPv4 range; give one such as 10.0.0.0/8, "
            "its host bits zero"
        ) from None
    if network.prefixlen == 0:
        raise pulumi.RunError(
            f"allowedCidrs: {cidr!r} is not allowed; MLflow would be open to everyone without "
            "sign-in: list your own networks"
        )


class MlflowIngress(pulumi.ComponentResource):
    """Load balancer, its security group with a rule for each client, target group, one listener
    that answers 404, the rule that forwards the server's own name, and before it the one that
    closes paths which are not for clients."""

    host: pulumi.Output[str]
    """Name under which clients reach the server."""
    scheme: str
    """`https` or `http`."""
    dns_name: pulumi.Output[str]
    """The load balancer's own name."""
    security_group_id: pulumi.Output[str]
    """Security group of the load balancer."""
    target_group_arn: pulumi.Output[str]
    """Target group, known once a rule forwards to it: ECS refuses a service on a target group that
    no load balancer uses."""

    def __init__(
        self,
        name: str,
        args: MlflowServiceArgs,
        container_port: int,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("mlflow:index:MlflowIngress", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        tags = args.get("tags", {})
        certificate = args.get("certificate_arn")
        self.scheme = "http" if certificate is None else "https"
        port = 80 if certificate is None else 443

        group = aws.ec2.SecurityGroup(
            f"{name}-alb",
            description="Load balancer of MLflow; whoever connects adds a rule",
            vpc_id=args["vpc_id"],
            tags=tags,
            opts=child,
        )
        self._clients(name, args, group.id, port)
        access_log_bucket = args.get("access_log_bucket")
        keep = args.get("deletion_protection", True)
        balancer = aws.lb.LoadBalancer(
            f"{name}-alb",
            load_balancer_type="application",
            internal=not args.get("internet_facing", False),
            subnets=args["load_balancer_subnet_ids"],
            security_groups=[group.id],
            idle_timeout=IDLE_TIMEOUT_SECONDS,
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=keep,
            access_logs=None
            if access_log_bucket is None
            else {"bucket": access_log_bucket, "prefix": "alb", "enabled": True},
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, protect=keep),
        )
        targets = aws.lb.TargetGroup(
            f"{name}-tg",
            vpc_id=args["vpc_id"],
            port=container_port,
            protocol="HTTP",
            target_type="ip",
            load_balancing_algorithm_type="least_outstanding_requests",
            deregistration_delay=args.get("longest_transfer_seconds", 300),
            # The only path that MLflow answers whatever the Host header says.
            health_check={
                "path": "/health",
                "matcher": "200",
                "interval": 15,
                "timeout": 5,
                "healthy_threshold": 2,
                "unhealthy_threshold": 3,
            },
            tags=tags,
            opts=child,
        )
        listener = aws.lb.Listener(
            f"{name}-{self.scheme}",
            load_balancer_arn=balancer.arn,
            port=port,
            protocol=self.scheme.upper(),
            certificate_arn=certificate,
            ssl_policy=None if certificate is None else TLS_POLICY,
            # Scanners call the address, not the name.
            default_actions=[NOT_FOUND],
            routing_http_response_server_enabled=False,
            routing_http_response_x_content_type_options_header_value="nosniff",
            routing_http_response_strict_transport_security_header_value=None
            if certificate is None
            else "max-age=31536000",
            tags=tags,
            opts=child,
        )
        # MLflow compares names letter by letter, and browsers send them in lower case.
        self.host = pulumi.Output.from_input(args.get("domain_name") or balancer.dns_name).apply(
            str.lower
        )
        closed = CLOSED_PATHS + (() if args.get("clients_reach_s3", True) else PRESIGNED_PATHS)
        aws.lb.ListenerRule(
            f"{name}-closed",
            listener_arn=listener.arn,
            priority=1,
            conditions=[{"path_pattern": {"values": closed}}],
            actions=[NOT_FOUND],
            tags=tags,
            opts=child,
        )
        rule = aws.lb.ListenerRule(
            f"{name}-host",
            listener_arn=listener.arn,
            priority=100,
            conditions=[{"host_header": {"values": [self.host]}}],
            actions=[{"type": "forward", "target_group_arn": targets.arn}],
            tags=tags,
            opts=child,
        )
        self.dns_name = balancer.dns_name
        self.security_group_id = group.id
        self.target_group_arn = pulumi.Output.all(targets.arn, rule.arn).apply(
            lambda known: known[0]
        )
        self.register_outputs(
            {
                "host": self.host,
                "scheme": self.scheme,
                "dns_name": self.dns_name,
                "security_group_id": self.security_group_id,
                "target_group_arn": self.target_group_arn,
            }
        )

    def _clients(
        self,
        name: str,
        args: MlflowServiceArgs,
        group_id: pulumi.Output[str],
        port: int,
    ) -> None:
        ranges = {cidr: {"cidr_ipv4": cidr} for cidr in args.get("allowed_cidrs", [])}
        groups = {
            group: {"referenced_security_group_id": group}
            for group in args.get("allowed_security_group_ids", [])
        }
        for client, source in {**ranges, **groups}.items():
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-alb-from-{client.replace('/', '-')}",
                security_group_id=group_id,
                **source,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                description=f"Clients of MLflow in {client}",
                tags=args.get("tags", {}),
                opts=pulumi.ResourceOptions(parent=self),
            )
