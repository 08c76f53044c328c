"""RDS's judgement of an IAM database token, which a client sends where a password would stand."""

import calendar
import json
import time
import urllib.parse
from collections.abc import Mapping
from typing import Any

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

LIFETIME = 900  # seconds


def why_refused(
    instance: dict[str, Any],
    access_keys: Mapping[str, tuple[str, str]],
    iam: Any,
    token: str,
    user: str,
    port: int,
) -> str | None:
    """Say what is wrong with the token; `access_keys` are key -> its secret, the role it is of."""
    if not instance["IAMDatabaseAuthenticationEnabled"]:
        return "IAM database authentication is not enabled"
    # A token is a presigned URL without its scheme.
    unsigned, _, signature = f"https://{token}".rpartition("&X-Amz-Signature=")
    url = urllib.parse.urlsplit(unsigned)
    query = dict(urllib.parse.parse_qsl(url.query))
    _, partition, _, region, account, *_ = instance["DBInstanceArn"].split(":")
    key, _, scope = query.get("X-Amz-Credential", "").partition("/")
    if scope[8:] != f"/{region}/rds-db/aws4_request":
        return f"it is no token for rds-db in {region}"
    address = f"{instance['Endpoint']['Address']}:{port}"
    if (url.netloc, query.get("DBUser"), query.get("Action")) != (address, user, "connect"):
        return f"it is for {query.get('DBUser')} at {url.netloc}, not for {user} at {address}"
    if key not in access_keys:
        return f"its access key {key} is of no task"
    secret, role = access_keys[key]
    date = query.get("X-Amz-Date", "")
    if signature != _signature(unsigned, date, secret, region):
        return "its signature is wrong"
    age = time.time() - calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))
    if age >= LIFETIME:
        return f"it is {age:.0f} s old and holds for {LIFETIME}"
    resource = (
        f"arn:{partition}:rds-db:{region}:{account}:dbuser:{instance['DbiResourceId']}/{user}"
    )
    return None if _permits(iam, role, resource) else f"{role} may not rds-db:connect to {resource}"


def _signature(unsigned: str, date: str, secret: str, region: str) -> str:
    request = AWSRequest("GET", unsigned)
    request.context["timestamp"] = date
    signer = SigV4QueryAuth(Credentials("", secret), "rds-db", region)
    return signer.signature(
        signer.string_to_sign(request, signer.canonical_request(request)), request
    )


def _permits(iam: Any, role: str, resource: str) -> bool:
    """Whether an inline policy, as this project's all are, lets the role sign in."""
    from moto.iam.access_control import IAMPolicy, PermissionResult

    name = role.rpartition("/")[2]
    policies = [
        iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]
    ]
    return PermissionResult.PERMITTED in [
        IAMPolicy(json.dumps(one)).is_action_permitted("rds-db:connect", resource)
        for one in policies
    ]
