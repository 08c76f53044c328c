"""MlflowIngress: the load balancer, who may connect, and which requests it forwards."""

from typing import Any

import pytest
from recording import Graph
from stacks import service

HTTPS: dict[str, Any] = {
    "plain_http": False,
    "certificate_arn": "arn:certificate",
    "domain_name": "mlflow.example.com",
}
NOT_FOUND = {
    "type": "fixed-response",
    "fixedResponse": {
        "contentType": "text/plain",
        "messageBody": "Not found",
        "statusCode": "404",
    },
}
LISTENER: dict[str, Any] = {
    "loadBalancerArn": "arn:LoadBalancer/mlflow-test-alb",
    "defaultActions": [NOT_FOUND],
    "routingHttpResponseServerEnabled": False,
    "routingHttpResponseXContentTypeOptionsHeaderValue": "nosniff",
    "tags": {},
}


RULE = "aws:lb/listenerRule:ListenerRule"


def https(**args: Any) -> Graph:
    return service(**HTTPS | args)


def test_the_load_balancer_by_default_is_internal_and_guarded() -> None:
    assert https()["LoadBalancer/mlflow-test-alb"].inputs == {
        "loadBalancerType": "application",
        "internal": True,
        "subnets": ["balancer-a", "balancer-b"],
        "securityGroups": ["SecurityGroup/mlflow-test-alb"],
        "idleTimeout": 300,
        "dropInvalidHeaderFields": True,
        "desyncMitigationMode": "defensive",
        "enableDeletionProtection": True,
        "tags": {},
    }


def test_the_load_balancer_changes_only_by_what_is_asked() -> None:
    default = https()["LoadBalancer/mlflow-test-alb"].inputs
    graph = https(
        internet_facing=True,
        allowed_cidrs=["198.51.100.0/24"],
        access_log_bucket="the-logs",
        deletion_protection=False,
    )
    assert graph["LoadBalancer/mlflow-test-alb"].inputs == default | {
        "internal": False,
        "enableDeletionProtection": False,
        "accessLogs": {"bucket": "the-logs", "prefix": "alb", "enabled": True},
    }


def test_https_is_the_only_listener_with_tls_12_at_least_and_strict_transport_security() -> None:
    (listener,) = https().of("aws:lb/listener:Listener")
    assert listener.name == "mlflow-test-https"
    assert listener.inputs == LISTENER | {
        "port": 443,
        "protocol": "HTTPS",
        "certificateArn": "arn:certificate",
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "routingHttpResponseStrictTransportSecurityHeaderValue": "max-age=31536000",
    }


def test_plain_http_is_the_only_listener_where_it_is_asked_for() -> None:
    (listener,) = service().of("aws:lb/listener:Listener")
    assert listener.name == "mlflow-test-http"
    assert listener.inputs == LISTENER | {"port": 80, "protocol": "HTTP"}


@pytest.mark.parametrize(
    ("args", "host"),
    [
        (HTTPS, "mlflow.example.com"),
        ({}, "alb.test"),
        ({"domain_name": "mlflow.internal"}, "mlflow.internal"),
    ],
)
def test_only_requests_for_the_servers_own_name_are_forwarded(
    args: dict[str, Any], host: str
) -> None:
    graph = service(**args)
    scheme = "https" if args is HTTPS else "http"
    assert graph["ListenerRule/mlflow-test-host"].inputs == {
        "listenerArn": f"arn:Listener/mlflow-test-{scheme}",
        "priority": 100,
        "conditions": [{"hostHeader": {"values": [host]}}],
        "actions": [{"type": "forward", "targetGroupArn": "arn:TargetGroup/mlflow-test-tg"}],
        "tags": {},
    }
    assert graph.outputs["MlflowService/mlflow-test"]["tracking_uri"] == f"{scheme}://{host}"


def test_the_metrics_of_the_server_are_closed_to_clients_whatever_name_they_call() -> None:
    graph = service()
    assert graph["ListenerRule/mlflow-test-closed"].inputs == {
        "listenerArn": "arn:Listener/mlflow-test-http",
        "priority": 1,
        "conditions": [{"pathPattern": {"values": ["/metrics"]}}],
        "actions": [NOT_FOUND],
        "tags": {},
    }
    # The rule with the lowest number decides.
    priorities = {r.name: r.inputs["priority"] for r in graph.of(RULE)}
    assert priorities == {"mlflow-test-closed": 1, "mlflow-test-host": 100}


def test_where_clients_cannot_reach_s3_they_are_never_told_to_go_there() -> None:
    """Checked in MLflow 3.17.2: at 404 the Python client and the web page both take the artifact
    through the server."""
    rule = service(clients_reach_s3=False)["ListenerRule/mlflow-test-closed"].inputs
    closed = [
        "/metrics",
        "/api/3.0/mlflow/server-info",
        "/ajax-api/2.0/mlflow/artifacts/presigned-download-url",
        "/ajax-api/2.0/mlflow-artifacts/presigned/*",
    ]
    assert rule["conditions"] == [{"pathPattern": {"values": closed}}]
    assert len(closed) <= 5, "ALB takes no more values in a rule"


@pytest.mark.parametrize("seconds", [0, 3600])
def test_a_task_goes_on_with_transfers_for_as_long_as_asked(seconds: int) -> None:
    group = service(longest_transfer_seconds=seconds)["TargetGroup/mlflow-test-tg"]
    assert group.inputs["deregistrationDelay"] == seconds


def test_a_task_gets_requests_only_while_mlflow_itself_is_healthy() -> None:
    assert https()["TargetGroup/mlflow-test-tg"].inputs == {
        "vpcId": "vpc-given",
        "port": 5000,
        "protocol": "HTTP",
        "targetType": "ip",
        "loadBalancingAlgorithmType": "least_outstanding_requests",
        "deregistrationDelay": 300,
        "healthCheck": {
            "path": "/health",
            "matcher": "200",
            "interval": 15,
            "timeout": 5,
            "healthyThreshold": 2,
            "unhealthyThreshold": 3,
        },
        "tags": {},
    }


def test_nobody_may_connect_until_somebody_is_allowed() -> None:
    graph = https()
    assert graph["SecurityGroup/mlflow-test-alb"].inputs == {
        "description": "Load balancer of MLflow; whoever connects adds a rule",
        "vpcId": "vpc-given",
        "tags": {},
    }
    rules = graph.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    to_balancer = [
        rule for rule in rules if rule.inputs["securityGroupId"] == "SecurityGroup/mlflow-test-alb"
    ]
    assert to_balancer == []


@pytest.mark.parametrize(("args", "port"), [(HTTPS, 443), ({}, 80)])
def test_each_allowed_client_gets_one_rule_on_the_listeners_port(
    args: dict[str, Any], port: int
) -> None:
    graph = service(
        **args,
        allowed_cidrs=["10.1.0.0/16", "192.0.2.7/32"],
        allowed_security_group_ids=["sg-client"],
    )
    rules = graph.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    common = {
        "securityGroupId": "SecurityGroup/mlflow-test-alb",
        "ipProtocol": "tcp",
        "fromPort": port,
        "toPort": port,
        "tags": {},
    }
    assert {r.name: r.inputs for r in rules if r.name.startswith("mlflow-test-alb-from")} == {
        "mlflow-test-alb-from-10.1.0.0-16": common
        | {"cidrIpv4": "10.1.0.0/16", "description": "Clients of MLflow in 10.1.0.0/16"},
        "mlflow-test-alb-from-192.0.2.7-32": common
        | {"cidrIpv4": "192.0.2.7/32", "description": "Clients of MLflow in 192.0.2.7/32"},
        "mlflow-test-alb-from-sg-client": common
        | {
            "referencedSecurityGroupId": "sg-client",
            "description": "Clients of MLflow in sg-client",
        },
    }
