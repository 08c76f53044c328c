"""The load balancer of the rehearsal: Caddy, configured from the registered listeners and rules."""

import http.client
import itertools
import json
import re
import sysconfig
from pathlib import Path
from typing import Any

import trustme

from local import processes
from local.database import free_port

Json = dict[str, Any]

_PLACEHOLDERS = {
    "#{host}": "{http.request.host}",
    "#{path}": "{http.request.uri.path}",
    "#{query}": "{http.request.uri.query}",
}


class Unsupported(Exception):
    """Something registered that Caddy is not told to imitate."""


class Balancer:
    """Caddy on the local ports that stand for 80 and 443."""

    def __init__(self, state: Path, ports: dict[int, int], authority: trustme.CA) -> None:
        self.process: processes.Process | None = None
        self._state = state
        self._ports = ports
        self._authority = authority
        self._admin = f"127.0.0.1:{free_port()}"
        self._loaded: Json = {}
        self._certificates: dict[str, Json] = {}

    async def start(self) -> None:
        """Start Caddy; it listens on nothing but its administration address yet."""
        first = self._state / "caddy.json"
        first.write_text(json.dumps({"admin": _admin(self._admin)}))
        self.process = await processes.start(
            self._state,
            "balancer (Caddy)",
            [
                str(Path(sysconfig.get_path("scripts")) / "caddy"),
                "run",
                "--config",
                str(first),
            ],
            {"HOME": str(self._state / "caddy")},
            log=self._state / "logs" / "balancer.log",
        )

    def load(self, balancers: list[Json], groups: Json, targets: dict[str, list[str]]) -> None:
        """Make Caddy serve what is registered; running answers are not cut."""
        config = configuration(balancers, groups, targets, self._ports)
        if config == self._loaded:
            return
        names = {
            one["CertificateArn"]: one["names"]
            for balancer in balancers
            for listener in balancer["listeners"]
            for one in listener.get("Certificates", [])
        }
        whole = {
            "admin": _admin(self._admin),
            "logging": {"logs": {"default": {"level": "WARN"}}},
            "apps": {
                "http": config,
                "tls": {"certificates": {"load_pem": [self._pem(*one) for one in names.items()]}},
            },
        }
        connection = http.client.HTTPConnection(self._admin, timeout=10)
        connection.request("POST", "/load", json.dumps(whole), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"the balancer refused its configuration: {text}")
        self._loaded = config

    def _pem(self, arn: str, names: list[str]) -> Json:
        if arn not in self._certificates:
            issued = self._authority.issue_cert(*names)
            chain = b"".join(one.bytes() for one in issued.cert_chain_pems)
            self._certificates[arn] = {
                "certificate": chain.decode(),
                "key": issued.private_key_pem.bytes().decode(),
            }
        return self._certificates[arn]


def configuration(
    balancers: list[Json],
    groups: Json,
    targets: dict[str, list[str]],
    ports: dict[int, int],
) -> Json:
    """Translate registered load balancers into Caddy's `http` app."""
    servers: Json = {}
    for balancer in balancers:
        for listener in balancer["listeners"]:
            port = ports.get(listener["Port"])
            if port is None:
                raise Unsupported(f"a listener on port {listener['Port']}: it may be 80 or 443")
            if str(port) in servers:
                raise Unsupported("two listeners on one port: two load balancers in one rehearsal")
            servers[str(port)] = _server(listener, balancer, groups, targets, ports)
    return {"servers": servers}


def _server(
    listener: Json,
    balancer: Json,
    groups: Json,
    targets: dict[str, list[str]],
    ports: dict[int, int],
) -> Json:
    def actions(registered: list[Json]) -> list[Json]:
        ordered = sorted(registered, key=lambda one: one.get("Order", 0))
        return [_handler(one, listener, balancer, groups, targets, ports) for one in ordered]

    rules = [one for one in listener["rules"] if not one["IsDefault"]]
    rules.sort(key=lambda one: int(one["Priority"]))
    routes = [
        {
            "match": _matchers(one["Conditions"]),
            "handle": actions(one["Actions"]),
            "terminal": True,
        }
        for one in rules
    ]
    idle = f"{balancer['idle_timeout']}s"
    without_via = {"handler": "headers", "response": {"deferred": True, "delete": ["Via"]}}
    server = {
        "listen": [f"127.0.0.1:{ports[listener['Port']]}"],
        "routes": [
            {"handle": [without_via]},
            *routes,
            {"handle": actions(listener["DefaultActions"])},
        ],
        "automatic_https": {"disable": True},
        "idle_timeout": idle,
        # Of a transfer that pauses; without them Caddy cuts it after a minute.
        "read_idle_timeout": idle,
        "write_idle_timeout": idle,
        # Tests choose the address that a request comes from.
        "trusted_proxies": {"source": "static", "ranges": ["127.0.0.0/8"]},
    }
    return server | ({"tls_connection_policies": [{}]} if listener["Protocol"] == "HTTPS" else {})


def _matchers(conditions: list[Json]) -> list[Json]:
    """All conditions of a rule hold in each matcher; one of the matchers has to."""
    matchers = []
    for choice in itertools.product(*(_alternatives(one) for one in conditions)):
        matcher: Json = {}
        for kind, value in (pair for one in choice for pair in one.items()):
            if kind in matcher and matcher[kind].keys() & value.keys():
                raise Unsupported(f"a rule with two conditions of one kind: {kind}")
            matcher[kind] = {**matcher.get(kind, {}), **value} if isinstance(value, dict) else value
        matchers.append(matcher)
    return matchers


def _alternatives(condition: Json) -> list[Json]:
    match condition["Field"]:
        case "host-header":
            values = _values(condition, "HostHeaderConfig")
            pattern = f"(?i){_globs(values, r'(:[0-9]+)?')}"
            return [{"header_regexp": {"Host": {"pattern": pattern}}}]
        case "path-pattern":
            return [{"path_regexp": {"pattern": _globs(_values(condition, "PathPatternConfig"))}}]
        case "http-header":
            name = condition["HttpHeaderConfig"]["HttpHeaderName"]
            pattern = f"(?i){_globs(_values(condition, 'HttpHeaderConfig'))}"
            return [{"header_regexp": {name: {"pattern": pattern}}}]
        case "source-ip":
            return [{"client_ip": {"ranges": _values(condition, "SourceIpConfig")}}]
        case "http-request-method":
            return [{"method": _values(condition, "HttpRequestMethodConfig")}]
        case "query-string":
            return [
                {
                    "vars_regexp": {
                        f"{{http.request.uri.query.{one['Key']}}}": {
                            "pattern": f"(?i){_globs([one['Value']])}"
                        }
                    }
                }
                for one in condition["QueryStringConfig"]["Values"]
            ]
    raise Unsupported(f"a rule's condition on {condition['Field']}")


def _values(condition: Json, config: str) -> list[str]:
    return condition.get(config, {}).get("Values") or condition["Values"]


def _globs(values: list[str], suffix: str = "") -> str:
    translated = (re.escape(one).replace(r"\*", ".*").replace(r"\?", ".") for one in values)
    return f"^({'|'.join(translated)}){suffix}$"


def _handler(
    action: Json,
    listener: Json,
    balancer: Json,
    groups: Json,
    targets: dict[str, list[str]],
    ports: dict[int, int],
) -> Json:
    match action["Type"]:
        case "fixed-response":
            fixed = action["FixedResponseConfig"]
            return {
                "handler": "static_response",
                "status_code": int(fixed["StatusCode"]),
                "headers": {"Content-Type": [fixed.get("ContentType", "text/plain")]},
                "body": fixed.get("MessageBody", ""),
            }
        case "redirect":
            return _redirect(action["RedirectConfig"], listener, ports)
        case "forward":
            forward = action.get("ForwardConfig", {}).get("TargetGroups", [])
            if len(forward) > 1:
                raise Unsupported("a forward to several target groups")
            arn = action.get("TargetGroupArn") or forward[0]["TargetGroupArn"]
            if arn not in groups or not targets.get(arn):
                return {"handler": "static_response", "status_code": 503}
            return _proxy(groups[arn], targets[arn], listener, balancer)
    raise Unsupported(f"an action {action['Type']}")


def _redirect(redirect: Json, listener: Json, ports: dict[int, int]) -> Json:
    protocol = redirect.get("Protocol", "#{protocol}").replace("#{protocol}", listener["Protocol"])
    port = redirect.get("Port", "#{port}").replace("#{port}", str(listener["Port"]))
    query = redirect.get("Query", "#{query}")
    location = (
        f"{protocol.lower()}://{redirect.get('Host', '#{host}')}:{ports.get(int(port), port)}"
        f"{redirect.get('Path', '/#{path}').replace('/#{path}', '#{path}')}"
        f"{'?' + query if query else ''}"
    )
    for placeholder, caddy in _PLACEHOLDERS.items():
        location = location.replace(placeholder, caddy)
    return {
        "handler": "static_response",
        "status_code": int(redirect["StatusCode"].removeprefix("HTTP_")),
        "headers": {"Location": [location]},
    }


def _proxy(group: Json, addresses: list[str], listener: Json, balancer: Json) -> Json:
    return {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": one} for one in addresses],
        "load_balancing": {"selection_policy": {"policy": "round_robin"}},
        "transport": {
            "protocol": "http",
            "response_header_timeout": f"{balancer['idle_timeout']}s",
            "keep_alive": {"idle_timeout": f"{balancer['idle_timeout']}s"},
        },
        "health_checks": {
            "active": {
                "uri": group["HealthCheckPath"],
                "interval": f"{group['HealthCheckIntervalSeconds']}s",
                "timeout": f"{group['HealthCheckTimeoutSeconds']}s",
                "passes": group["HealthyThresholdCount"],
                "fails": group["UnhealthyThresholdCount"],
            }
        },
        "flush_interval": -1,
        "headers": {
            # An ALB sends the port, and neither of the two that Caddy adds.
            "request": {
                "set": {"X-Forwarded-Port": [str(listener["Port"])]},
                "delete": ["X-Forwarded-Host", "Via"],
            }
        },
    }


def _admin(address: str) -> Json:
    return {"listen": address, "config": {"persist": False}}
