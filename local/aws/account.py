"""Clients for the endpoints that a stack's `aws:endpoints` names, and for no other AWS account."""

import json
import threading
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from botocore import xform_name

# Other names under which the provider's `endpoints` may give a service.
ALIASES = {
    "elbv2": ("elbv2", "elb", "elasticloadbalancingv2", "elasticloadbalancing"),
    "logs": ("logs", "cloudwatchlogs", "cloudwatchlog"),
}


class Refused(Exception):
    """One line for the user; nothing was sent to AWS."""


class Account:
    def __init__(self, config: Mapping[str, Any]) -> None:
        given = {key: _decoded(value) for key, value in config.items()}
        self.region: str = given.get("region") or ""
        self.default_tags: dict[str, str] = (given.get("defaultTags") or {}).get("tags") or {}
        self._keys = (given.get("accessKey") or "", given.get("secretKey") or "")
        maps = given.get("endpoints") or []
        self._endpoints = {k: v for entry in maps for k, v in entry.items() if v}
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> Any:
        names = ALIASES.get(service, (service,))
        url = next((self._endpoints[name] for name in names if name in self._endpoints), None)
        if url is None:
            raise Refused(
                f"aws:endpoints names no endpoint for '{service}': it talks to a rehearsal's "
                f"endpoints and never to an AWS account; add {service} to aws:endpoints"
            )
        if not self.region or not all(self._keys):
            raise Refused(
                "aws:region, aws:accessKey and aws:secretKey must be set beside aws:endpoints"
            )
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._new(service, url)
            return self._clients[service]

    def _new(self, service: str, url: str) -> Any:
        from botocore.config import Config

        access, secret = self._keys
        return self._session.create_client(
            service,
            region_name=self.region,
            endpoint_url=url,
            aws_access_key_id=access,
            aws_secret_access_key=secret,
            config=Config(
                retries={"total_max_attempts": 2},
                max_pool_connections=32,
                s3={"addressing_style": "path"},
                proxies={},
            ),
        )

    @cached_property
    def _session(self) -> Any:
        import botocore.session  # 0.2 s that the first request pays, not the plugin's start

        return botocore.session.Session()

    @cached_property
    def id(self) -> str:
        return self.client("sts").get_caller_identity()["Account"]

    @cached_property
    def partition(self) -> str:
        return self._session.get_partition_for_region(self.region)

    def arn(self, service: str, resource: str, region: str | None = None) -> str:
        where = self.region if region is None else region
        return f"arn:{self.partition}:{service}:{where}:{self.id}:{resource}"

    def call(self, service: str, operation: str, /, **params: Any) -> Any:
        return getattr(self.client(service), xform_name(operation))(**params)


def _decoded(value: Any) -> Any:
    """Provider configuration arrives as strings; lists and maps are JSON inside them."""
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" and value else value
