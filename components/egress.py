"""How a task reaches each AWS API in each egress mode; network and service both build from this."""

from collections.abc import Sequence

import pulumi

EGRESS = ("public", "endpoints", "nat-single", "nat-per-az")

GATEWAY = "gateway endpoint"
INTERFACE = "interface endpoint"
INTERNET = "internet"


def _reach(without_internet: str, with_internet: str) -> dict[str, str]:
    return {mode: without_internet if mode == "endpoints" else with_internet for mode in EGRESS}


# Keys are the endpoint's service as in com.amazonaws.<region>.<service>.
REACHABILITY = {
    "s3": _reach(GATEWAY, GATEWAY),  # image layers, artifacts
    "ecr.api": _reach(INTERFACE, INTERNET),  # image pull: sign-in and manifest
    "ecr.dkr": _reach(INTERFACE, INTERNET),  # image pull: registry
    "logs": _reach(INTERFACE, INTERNET),  # awslogs driver
    "secretsmanager": _reach(INTERFACE, INTERNET),  # container `credentials`
    "rds": _reach(INTERFACE, INTERNET),  # container `migrate`: snapshot before a change
    "ssmmessages": _reach(INTERFACE, INTERNET),  # ECS Exec and the tunnel
}
OPTIONAL = ("rds", "ssmmessages")


def check_egress(egress: str) -> None:
    """Refuse an egress mode that does not exist."""
    if egress not in EGRESS:
        raise pulumi.RunError(f"egress: {egress!r} is not allowed; use one of {', '.join(EGRESS)}")


def interface_endpoints(egress: str, optional: Sequence[str]) -> list[str]:
    """Services that need an interface endpoint; `optional` names those of OPTIONAL in use."""
    return [
        service
        for service, modes in REACHABILITY.items()
        if modes[egress] == INTERFACE and (service not in OPTIONAL or service in optional)
    ]


def needs_internet(egress: str) -> bool:
    """Whether any API is reached over the internet, so that tasks may open 443 to anywhere."""
    return any(modes[egress] == INTERNET for modes in REACHABILITY.values())
