"""Rows for Application Load Balancers: balancer, target group, listener, listener rule."""

from typing import Any

from local.aws.row import Resource, Row, Tags
from local.aws.translate import find, to_aws


def _pairs(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": k, "Value": v} for k, v in tags.items()]


TAGS = Tags(
    read=lambda r, found: r.call("DescribeTags", ResourceArns=[r.id])["TagDescriptions"][0]["Tags"],
    add=lambda r, tags: r.call("AddTags", ResourceArns=[r.id], Tags=_pairs(tags)),
    remove=lambda r, keys: r.call("RemoveTags", ResourceArns=[r.id], TagKeys=keys),
)

# Argument (with its member, for a block) -> key of the attribute.
BALANCER = {
    "idleTimeout": "idle_timeout.timeout_seconds",
    "enableDeletionProtection": "deletion_protection.enabled",
    "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    "desyncMitigationMode": "routing.http.desync_mitigation_mode",
    "accessLogs.enabled": "access_logs.s3.enabled",
    "accessLogs.bucket": "access_logs.s3.bucket",
    "accessLogs.prefix": "access_logs.s3.prefix",
}
TARGET = {
    "deregistrationDelay": "deregistration_delay.timeout_seconds",
    "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
}
LISTENER = {
    "routingHttpResponseServerEnabled": "routing.http.response.server.enabled",
    "routingHttpResponseStrictTransportSecurityHeaderValue": (
        "routing.http.response.strict_transport_security.header_value"
    ),
    "routingHttpResponseXContentTypeOptionsHeaderValue": (
        "routing.http.response.x_content_type_options.header_value"
    ),
}


def _blocks(keys: dict[str, str]) -> str:
    return " ".join(dict.fromkeys(name.split(".")[0] for name in keys))


def _set_attributes(kind: str, keys: dict[str, str]) -> Any:
    def change(r: Resource, old: Any) -> None:
        attributes = []
        for name, key in keys.items():
            block, _, member = name.partition(".")
            value = r.args.get(block)
            if member and value is not None:
                value = value.get(member)
            if value is not None:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                attributes.append({"Key": key, "Value": text})
        if attributes:
            r.call(f"Modify{kind}Attributes", **{f"{kind}Arn": r.id}, Attributes=attributes)

    return change


def _attributes(r: Resource, kind: str, keys: dict[str, str]) -> dict[str, Any]:
    answer = r.call(f"Describe{kind}Attributes", **{f"{kind}Arn": r.id})["Attributes"]
    held = {a["Key"]: a["Value"] for a in answer}
    result: dict[str, Any] = {}
    for name, key in keys.items():
        block, _, member = name.partition(".")
        if key in held and member:
            result.setdefault(block, {})[member] = held[key]
        elif key in held:
            result[name] = held[key]
    return result


def _create_balancer(r: Resource) -> str:
    params = r.with_tags("CreateLoadBalancer")
    params["Scheme"] = "internal" if r.args.get("internal") else "internet-facing"
    r.id = r.call("CreateLoadBalancer", **params)["LoadBalancers"][0]["LoadBalancerArn"]
    _set_attributes("LoadBalancer", BALANCER)(r, {})
    return r.id


def _balancer(r: Resource) -> Any:
    found = r.call("DescribeLoadBalancers", LoadBalancerArns=[r.id])["LoadBalancers"][0]
    found["internal"] = found.get("Scheme") == "internal"
    found["subnets"] = [zone["SubnetId"] for zone in found["AvailabilityZones"]]
    return found | _attributes(r, "LoadBalancer", BALANCER)


CHECK = {
    "enabled": "HealthCheckEnabled",
    "healthyThreshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol",
    "timeout": "HealthCheckTimeoutSeconds",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}


def _check(r: Resource, operation: str) -> dict[str, Any]:
    given = r.args.get("healthCheck") or {}
    members = r.shape(operation).members
    params = {CHECK[k]: to_aws(v, members[CHECK[k]], {}) for k, v in given.items() if k in CHECK}
    return params | (
        {"Matcher": {"HttpCode": str(given["matcher"])}} if given.get("matcher") else {}
    )


def _create_target(r: Resource) -> str:
    params = r.with_tags("CreateTargetGroup") | _check(r, "CreateTargetGroup")
    r.id = r.call("CreateTargetGroup", **params)["TargetGroups"][0]["TargetGroupArn"]
    _set_attributes("TargetGroup", TARGET)(r, {})
    return r.id


def _target(r: Resource) -> Any:
    found = r.call("DescribeTargetGroups", TargetGroupArns=[r.id])["TargetGroups"][0]
    check = {k: found[v] for k, v in CHECK.items() if v in found}
    check["matcher"] = found.get("Matcher", {}).get("HttpCode")
    return found | {"healthCheck": check} | _attributes(r, "TargetGroup", TARGET)


def _modify_check(r: Resource, old: Any) -> None:
    r.call("ModifyTargetGroup", TargetGroupArn=r.id, **_check(r, "ModifyTargetGroup"))


ACTION = {
    "fixedResponse": "FixedResponseConfig",
    "redirect": "RedirectConfig",
    "forward": "ForwardConfig",
    "authenticateOidc": "AuthenticateOidcConfig",
    "authenticateCognito": "AuthenticateCognitoConfig",
    "arn": "TargetGroupArn",
}
CONDITION = {
    "hostHeader": "host-header",
    "pathPattern": "path-pattern",
    "httpHeader": "http-header",
    "httpRequestMethod": "http-request-method",
    "sourceIp": "source-ip",
    "queryStrings": "query-string",
}


def _actions(r: Resource, argument: str, operation: str, member: str) -> list[dict[str, Any]]:
    shape = r.shape(operation).members[member]
    actions = to_aws(r.args[argument], shape, ACTION)
    if (
        len(actions) > 1
    ):  # the order of the list is the order of the actions unless the program says otherwise
        for index, action in enumerate(actions, start=1):
            action.setdefault("Order", index)
    return actions


def _held_actions(r: Resource, argument: str, held: list[dict[str, Any]]) -> Any:
    """A forward has two spellings and a client secret is never told: keep what was asked."""
    asked = r.asked.get(argument)
    held = sorted(held, key=lambda action: action.get("Order", 0))
    for action, wanted in zip(held, asked or [], strict=False):
        if "order" not in wanted:
            action.pop("Order", None)
        secret = (wanted.get("authenticateOidc") or {}).get("clientSecret")
        if secret is not None and "AuthenticateOidcConfig" in action:
            action["AuthenticateOidcConfig"]["ClientSecret"] = secret
        forward = (action.get("ForwardConfig") or {}).get("TargetGroups") or []
        if "targetGroupArn" in wanted and not action.get("TargetGroupArn") and forward:
            action["TargetGroupArn"] = forward[0]["TargetGroupArn"]
    return held


def _conditions(r: Resource) -> list[Any]:
    shape = r.shape("CreateRule").members["Conditions"].member
    result = []
    for condition in r.args["conditions"]:
        for name, value in condition.items():
            if value is None:
                continue
            member = find(shape.members, (name.removesuffix("s")) + "Config", {})
            body = {"values": value} if name == "queryStrings" else value
            config = to_aws(body, shape.members[member], {})
            result.append({"Field": CONDITION[name], member: config})
    return result


def _held_conditions(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    fields = {field: name for name, field in CONDITION.items()}
    result = []
    for condition in held:
        name = fields[condition["Field"]]
        config = next(v for k, v in condition.items() if k.endswith("Config"))
        result.append({name: config["Values"] if name == "queryStrings" else config})
    return result


def _create_listener(r: Resource) -> str:
    params = r.with_tags("CreateListener")
    params["DefaultActions"] = _actions(r, "defaultActions", "CreateListener", "DefaultActions")
    if r.args.get("certificateArn"):
        params["Certificates"] = [{"CertificateArn": r.args["certificateArn"]}]
    r.id = r.call("CreateListener", **params)["Listeners"][0]["ListenerArn"]
    _set_attributes("Listener", LISTENER)(r, {})
    return r.id


def _modify_listener(r: Resource, old: Any) -> None:
    params = r.params("ModifyListener") | {"ListenerArn": r.id}
    params["DefaultActions"] = _actions(r, "defaultActions", "ModifyListener", "DefaultActions")
    if r.args.get("certificateArn"):
        params["Certificates"] = [{"CertificateArn": r.args["certificateArn"]}]
    r.call("ModifyListener", **params)


def _listener(r: Resource) -> Any:
    found = r.call("DescribeListeners", ListenerArns=[r.id])["Listeners"]
    if not found:
        return None
    held = found[0]
    held["certificateArn"] = next(
        (c["CertificateArn"] for c in held.get("Certificates") or []), None
    )
    held["DefaultActions"] = _held_actions(r, "defaultActions", held["DefaultActions"])
    return held


def _create_rule(r: Resource) -> str:
    params = r.with_tags("CreateRule")
    params["Actions"] = _actions(r, "actions", "CreateRule", "Actions")
    params["Conditions"] = _conditions(r)
    if "Priority" not in params:
        rules = r.call("DescribeRules", ListenerArn=r.args["listenerArn"])["Rules"]
        params["Priority"] = (
            max([int(x["Priority"]) for x in rules if x["Priority"] != "default"], default=0) + 1
        )
    return r.call("CreateRule", **params)["Rules"][0]["RuleArn"]


def _modify_rule(r: Resource, old: Any) -> None:
    actions = _actions(r, "actions", "ModifyRule", "Actions")
    r.call("ModifyRule", RuleArn=r.id, Actions=actions, Conditions=_conditions(r))


def _move_rule(r: Resource, old: Any) -> None:
    if r.args.get("priority") is not None:
        moved = [{"RuleArn": r.id, "Priority": int(r.args["priority"])}]
        r.call("SetRulePriorities", RulePriorities=moved)


def _rule(r: Resource) -> Any:
    found = r.call("DescribeRules", RuleArns=[r.id])["Rules"]
    if not found:
        return None
    held = found[0]
    held["Conditions"] = _held_conditions(held["Conditions"])
    held["Actions"] = _held_actions(r, "actions", held["Actions"])
    held["Priority"] = int(held["Priority"])
    held["ListenerArn"] = r.id.replace(":listener-rule/", ":listener/").rsplit("/", 1)[0]
    return held


def _suffix(r: Resource, found: Any) -> str:
    return r.id.split(":", 5)[5].removeprefix("loadbalancer/")


def _no_echo(keys: dict[str, str]) -> dict[str, str]:
    return {
        name: "moto answers only some of the attributes that were set"
        for name in _blocks(keys).split()
    }


ROWS = {
    "aws:lb/loadBalancer:LoadBalancer": Row(
        service="elbv2",
        fixed="name internal loadBalancerType",
        changes={
            "subnets": "SetSubnets",
            "securityGroups": "SetSecurityGroups",
            _blocks(BALANCER): _set_attributes("LoadBalancer", BALANCER),
        },
        renames={"loadBalancerType": "Type", "name": "LoadBalancerName"},
        defaults={"loadBalancerType": "application"},
        outputs={
            "arn": "LoadBalancerArn",
            "arnSuffix": _suffix,
            "dnsName": "DNSName",
            "zoneId": "CanonicalHostedZoneId",
            "vpcId": "VpcId",
            "namePrefix": "''",
        },
        autoname=("name", 32, False),
        tags=TAGS,
        create=_create_balancer,
        read=_balancer,
        delete="DeleteLoadBalancer",
        key="LoadBalancerArn",
    ),
    "aws:lb/targetGroup:TargetGroup": Row(
        service="elbv2",
        fixed="name port protocol targetType vpcId",
        changes={
            "healthCheck": _modify_check,
            _blocks(TARGET): _set_attributes("TargetGroup", TARGET),
        },
        renames={"name": "TargetGroupName"},
        defaults={"targetType": "instance"},
        outputs={
            "arn": "TargetGroupArn",
            "arnSuffix": _suffix,
            "namePrefix": "''",
        },
        autoname=("name", 32, False),
        tags=TAGS,
        create=_create_target,
        read=_target,
        delete="DeleteTargetGroup",
        key="TargetGroupArn",
    ),
    "aws:lb/listener:Listener": Row(
        service="elbv2",
        required="defaultActions loadBalancerArn",
        fixed="loadBalancerArn",
        changes={
            "port protocol sslPolicy certificateArn defaultActions": _modify_listener,
            _blocks(LISTENER): _set_attributes("Listener", LISTENER),
        },
        kept=_no_echo(LISTENER),
        arranged="defaultActions",
        deep=ACTION,
        outputs={"arn": "ListenerArn"},
        collides=True,
        tags=TAGS,
        create=_create_listener,
        read=_listener,
        delete="DeleteListener",
        key="ListenerArn",
    ),
    "aws:lb/listenerRule:ListenerRule": Row(
        service="elbv2",
        required="actions conditions listenerArn",
        fixed="listenerArn",
        changes={"actions conditions": _modify_rule, "priority": _move_rule},
        arranged="actions conditions",
        deep=ACTION,
        outputs={"arn": "RuleArn"},
        tags=TAGS,
        create=_create_rule,
        read=_rule,
        delete="DeleteRule",
        key="RuleArn",
    ),
}
