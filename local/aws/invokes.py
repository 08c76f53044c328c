"""The aws functions that the program and awsx call: read-only questions to the account."""

from collections.abc import Callable, Mapping
from typing import Any

from local.aws.account import Account, Refused
from local.aws.row import tag_map
from local.aws.translate import from_aws


def _region(account: Account, args: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": account.region,
        "name": account.region,
        "region": account.region,
        "endpoint": f"ec2.{account.region}.amazonaws.com",
        "description": account.region,
    }


def _caller(account: Account, args: Mapping[str, Any]) -> dict[str, Any]:
    who = account.call("sts", "GetCallerIdentity")
    return {
        "accountId": who["Account"],
        "arn": who["Arn"],
        "id": who["Account"],
        "userId": who["UserId"],
    }


def _partition(account: Account, args: Mapping[str, Any]) -> dict[str, Any]:
    suffix = "amazonaws.com.cn" if account.partition == "aws-cn" else "amazonaws.com"
    reverse = ".".join(reversed(suffix.split(".")))
    names = {"partition": account.partition, "dnsSuffix": suffix, "reverseDnsPrefix": reverse}
    return {"id": account.partition, **names}


def _zones(account: Account, args: Mapping[str, Any]) -> dict[str, Any]:
    params: dict[str, Any] = {"Filters": _filters(args.get("filters"))}
    if args.get("state"):
        params["Filters"].append({"Name": "state", "Values": [args["state"]]})
    if args.get("allAvailabilityZones"):
        params["AllAvailabilityZones"] = True
    found = account.call("ec2", "DescribeAvailabilityZones", **params)["AvailabilityZones"]
    left_out = set(args.get("excludeNames") or []) | set(args.get("excludeZoneIds") or [])
    zones = sorted(
        (z for z in found if not {z["ZoneName"], z["ZoneId"]} & left_out),
        key=lambda z: z["ZoneName"],
    )
    return {
        "id": account.region,
        "region": account.region,
        "names": [z["ZoneName"] for z in zones],
        "zoneIds": [z["ZoneId"] for z in zones],
        "groupNames": sorted({z.get("GroupName") or account.region for z in zones}),
    }


def _filters(given: Any) -> list[dict[str, Any]]:
    return [{"Name": f["name"], "Values": f["values"]} for f in given or []]


def _one(kind: str, found: list[Any], args: Mapping[str, Any]) -> Any:
    if len(found) != 1:
        asked = ", ".join(f"{k}={v}" for k, v in args.items())
        raise Refused(f"{kind}: {len(found)} match {asked}; one must")
    return found[0]


def _search(names: Mapping[str, str], args: Mapping[str, Any]) -> list[dict[str, Any]]:
    filters = _filters(args.get("filters"))
    for argument, name in names.items():
        if args.get(argument) is not None:
            filters.append({"Name": name, "Values": [str(args[argument])]})
    for key, value in (args.get("tags") or {}).items():
        filters.append({"Name": f"tag:{key}", "Values": [value]})
    return filters


def _subnet(account: Account, args: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "vpcId": "vpc-id",
        "cidrBlock": "cidr-block",
        "availabilityZone": "availability-zone",
        "id": "subnet-id",
    }
    found = account.call("ec2", "DescribeSubnets", Filters=_search(names, args))["Subnets"]
    held = _one("aws:ec2/getSubnet", found, args)
    tags = tag_map(held.pop("Tags", []))
    arn = account.arn("ec2", f"subnet/{held['SubnetId']}")
    return {
        **from_aws(held),
        "id": held["SubnetId"],
        "arn": arn,
        "tags": tags,
        "region": account.region,
    }


def _prefix_list(account: Account, args: Mapping[str, Any]) -> dict[str, Any]:
    names = {"name": "prefix-list-name", "prefixListId": "prefix-list-id"}
    found = account.call("ec2", "DescribeManagedPrefixLists", Filters=_search(names, args))[
        "PrefixLists"
    ]
    held = _one("aws:ec2/getPrefixList", found, args)
    entries = account.call("ec2", "GetManagedPrefixListEntries", PrefixListId=held["PrefixListId"])[
        "Entries"
    ]
    named = {"id": held["PrefixListId"], "name": held["PrefixListName"], "region": account.region}
    return {**named, "cidrBlocks": [e["Cidr"] for e in entries]}


INVOKES: Mapping[str, Callable[[Account, Mapping[str, Any]], dict[str, Any]]] = {
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
    "aws:ec2/getSubnet:getSubnet": _subnet,
    "aws:ec2/getPrefixList:getPrefixList": _prefix_list,
}
