"""The awsx plugin of the rehearsal: constructs `awsx:ec2:Vpc` (strategy Auto),
`awsx:ecr:Repository` and `awsx:ecr:Image` with the official one's children, names, parents, CIDRs
and tags."""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from ipaddress import IPv4Network, ip_network
from itertools import pairwise
from typing import Any, ClassVar

import pulumi
from pulumi.provider import ConstructResult, Provider
from pulumi.provider import main as serve

from local.plugin import end_with_engine

AWS_VERSION = metadata.version("pulumi-aws")
DOCKER_BUILD_VERSION = metadata.version("pulumi-docker-build")

SUBNET_TYPES = ("Public", "Private", "Isolated")
NAT_STRATEGIES = ("None", "Single", "OnePerAz")
PASSED_TO_VPC = ("cidrBlock", "enableDnsHostnames", "enableDnsSupport", "instanceTenancy")
VPC_ARGUMENTS = {
    *PASSED_TO_VPC,
    "availabilityZoneCidrMask",
    "availabilityZoneNames",
    "natGateways",
    "numberOfAvailabilityZones",
    "subnetSpecs",
    "subnetStrategy",
    "tags",
}
REPOSITORY_ARGUMENTS = {
    "encryptionConfigurations",
    "forceDelete",
    "imageScanningConfiguration",
    "imageTagMutability",
    "lifecyclePolicy",
    "name",
    "tags",
}
IMAGE_ARGUMENTS = {
    "args",
    "context",
    "dockerfile",
    "imageName",
    "imageTag",
    "platform",
    "repositoryUrl",
    "target",
}

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Subnet:
    """One subnet of the layout; `zone` counts from 0."""

    zone: int
    type: str
    name: str
    cidr: str
    tags: Mapping[str, Any]


def layout(name: str, inputs: Inputs, zones: int) -> list[Subnet]:
    """The subnets that strategy Auto makes of the specs: in their order, zone after zone."""
    vpc = IPv4Network(inputs["cidrBlock"])
    specs: Sequence[Inputs] = inputs["subnetSpecs"]
    zone_mask = int(inputs.get("availabilityZoneCidrMask") or vpc.prefixlen + _bits(zones))
    masks = [int(spec.get("cidrMask") or zone_mask + _bits(len(specs))) for spec in specs]
    need, have = sum(2 ** (32 - mask) for mask in masks), 2 ** (32 - zone_mask)
    if need > have:
        raise pulumi.InputPropertyError(
            "subnetSpecs",
            f"Subnets are too large for VPC. VPC has {have} addresses, but subnets require {need} "
            "addresses.",
        )
    subnets = []
    for zone in range(zones):
        after = int(vpc.network_address) + zone * have
        for spec, mask in zip(specs, masks, strict=True):
            size = 2 ** (32 - mask)
            start = -(-after // size) * size
            after = start + size
            suffix = spec.get("name") or spec["type"].lower()
            subnets.append(
                Subnet(
                    zone,
                    spec["type"],
                    f"{name}-{suffix}-{zone + 1}",
                    str(ip_network((start, mask))),
                    spec.get("tags") or {},
                )
            )
    for one, other in pairwise(subnets):
        if IPv4Network(one.cidr).overlaps(IPv4Network(other.cidr)):
            raise pulumi.InputPropertyError(
                "subnetSpecs",
                f"{one.name} ({one.cidr}) overlaps {other.name} ({other.cidr}): make the CIDR of "
                "the VPC larger, the subnets smaller, or use fewer availability zones",
            )
    return subnets


def _bits(count: int) -> int:
    return (count - 1).bit_length()


class Vpc(pulumi.ComponentResource):
    """The children of `awsx:ec2:Vpc`, and its outputs."""

    def __init__(self, name: str, inputs: Inputs, options: pulumi.ResourceOptions) -> None:
        _refuse_other(inputs, VPC_ARGUMENTS)
        specs: Sequence[Inputs] = inputs.get("subnetSpecs") or []
        inputs = {"cidrBlock": "10.0.0.0/16", **inputs}
        nat = _check_vpc(inputs)
        super().__init__("awsx:ec2:Vpc", name, {}, options)
        zones = inputs.get("availabilityZoneNames") or self._zones(
            int(inputs.get("numberOfAvailabilityZones") or 3)
        )
        subnets = layout(name, inputs, len(zones))
        tags = inputs.get("tags") or {}
        shared = _merge({"Name": name}, tags)

        passed = {key: inputs[key] for key in PASSED_TO_VPC if key in inputs}
        vpc = _aws("ec2/vpc:Vpc", name, {**passed, "tags": shared}, self)
        in_vpc = {"vpcId": vpc.id}
        gateway = _aws("ec2/internetGateway:InternetGateway", name, {**in_vpc, "tags": shared}, vpc)
        made: dict[str, list[pulumi.CustomResource]] = {
            kind: []
            for kind in ("subnets", "routeTables", "routeTableAssociations", "routes", "eips")
        }
        gateways: list[pulumi.CustomResource] = []
        of_type: dict[str, list[pulumi.CustomResource]] = {kind: [] for kind in SUBNET_TYPES}

        # Within a zone public comes first: its NAT gateway is what the private routes point to.
        for subnet in sorted(subnets, key=lambda one: (one.zone, SUBNET_TYPES.index(one.type))):
            named = {"Name": subnet.name, "SubnetType": subnet.type}
            resource = _aws(
                "ec2/subnet:Subnet",
                subnet.name,
                {
                    **in_vpc,
                    "availabilityZone": zones[subnet.zone],
                    "mapPublicIpOnLaunch": subnet.type == "Public",
                    "cidrBlock": subnet.cidr,
                    "tags": _merge(shared, subnet.tags, named),
                },
                vpc,
            )
            made["subnets"].append(resource)
            of_type[subnet.type].append(resource)
            table = _aws(
                "ec2/routeTable:RouteTable",
                subnet.name,
                {**in_vpc, "tags": _merge(shared, named)},
                resource,
            )
            made["routeTables"].append(table)
            association = {"routeTableId": table.id, "subnetId": resource.id}
            kind = "ec2/routeTableAssociation:RouteTableAssociation"
            made["routeTableAssociations"].append(_aws(kind, subnet.name, association, table))
            if subnet.type == "Public" and len(gateways) < {"None": 0, "Single": 1}.get(
                nat, subnet.zone + 1
            ):
                numbered = f"{name}-{subnet.zone + 1}"
                nat_tags = _merge(tags, {"Name": numbered})
                eip = _aws(
                    "ec2/eip:Eip", numbered, {"allocationId": None, "tags": nat_tags}, resource
                )
                made["eips"].append(eip)
                where = {"subnetId": resource.id, "allocationId": pulumi.get(eip, "allocationId")}
                kind = "ec2/natGateway:NatGateway"
                gateways.append(_aws(kind, numbered, {**where, "tags": nat_tags}, resource))
            target = {}
            if subnet.type == "Public":
                target = {"gatewayId": gateway.id}
            elif subnet.type == "Private" and nat != "None":
                target = {"natGatewayId": gateways[-1].id}
            if target:
                route = {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0", **target}
                made["routes"].append(_aws("ec2/route:Route", subnet.name, route, table))

        self.result = {
            "vpc": vpc,
            "vpcId": vpc.id,
            "internetGateway": gateway,
            "natGateways": gateways,
            **made,
            "subnetLayout": [
                {**spec, "size": 2 ** (32 - int(spec["cidrMask"]))} if "cidrMask" in spec else spec
                for spec in specs
            ],
            "vpcEndpoints": [],
        }
        for kind, resources in of_type.items():
            self.result[f"{kind.lower()}Subnets"] = resources
            self.result[f"{kind.lower()}SubnetIds"] = [one.id for one in resources]
        self.register_outputs(self.result)

    def _zones(self, count: int) -> list[pulumi.Output[str]]:
        # As outputs: to wait for the call here would stop every other component of the program.
        found = pulumi.runtime.invoke_output(
            "aws:index/getAvailabilityZones:getAvailabilityZones",
            {},
            pulumi.InvokeOptions(parent=self, version=AWS_VERSION),
        )
        return [found.apply(lambda zones, at=at: _zone(zones, at, count)) for at in range(count)]


def _zone(found: Inputs, at: int, count: int) -> str:
    names = found.get("names") or []
    if len(names) < count:
        raise pulumi.InputPropertyError(
            "numberOfAvailabilityZones",
            f"the region has {len(names)} availability zones, {count} were asked for",
        )
    return names[at]


def _check_vpc(inputs: Inputs) -> str:
    """The NAT strategy, once the arguments are known to be of the shape that is covered here."""
    if inputs.get("subnetStrategy") != "Auto" or not inputs.get("subnetSpecs"):
        raise pulumi.InputPropertyError(
            "subnetStrategy", "the rehearsal covers Auto with subnetSpecs, not the other layouts"
        )
    if "availabilityZoneNames" in inputs and "numberOfAvailabilityZones" in inputs:
        raise pulumi.InputPropertyError(
            "availabilityZoneNames",
            "Only one of [availabilityZoneNames] and [numberOfAvailabilityZones] can be specified",
        )
    for spec in inputs["subnetSpecs"]:
        _refuse_other(spec, {"cidrMask", "name", "tags", "type"}, "subnetSpecs.")
        _one_of("subnetSpecs.type", spec["type"], SUBNET_TYPES)
    gateways = inputs.get("natGateways") or {}
    _refuse_other(gateways, {"strategy"}, "natGateways.")
    nat = gateways.get("strategy") or "OnePerAz"
    _one_of("natGateways.strategy", nat, NAT_STRATEGIES)
    types = {spec["type"] for spec in inputs["subnetSpecs"]}
    if nat != "None" and not ("Public" in types and types & {"Private", "Isolated"}):
        raise pulumi.InputPropertyError(
            "natGateways.strategy",
            "If NAT Gateway strategy is 'OnePerAz' or 'Single', public subnets must be declared to "
            "host the NAT Gateway resource, along with private or isolated subnets to route "
            "through it.",
        )
    return nat


class Repository(pulumi.ComponentResource):
    """The children of `awsx:ecr:Repository`, and its outputs."""

    def __init__(self, name: str, inputs: Inputs, options: pulumi.ResourceOptions) -> None:
        _refuse_other(inputs, REPOSITORY_ARGUMENTS)
        super().__init__("awsx:ecr:Repository", name, {}, options)
        own = {key: value for key, value in inputs.items() if key != "lifecyclePolicy"}
        outputs = {"name": None, "repositoryUrl": None}
        repository = _aws("ecr/repository:Repository", name.lower(), {**outputs, **own}, self)
        self.result = {"repository": repository, "url": pulumi.get(repository, "repositoryUrl")}
        lifecycle = inputs.get("lifecyclePolicy") or {}
        _refuse_other(lifecycle, {"rules", "skip"}, "lifecyclePolicy.")
        if not lifecycle.get("skip"):
            rules = pulumi.Output.from_input(lifecycle.get("rules")).apply(lifecycle_policy)
            policy = {"repository": pulumi.get(repository, "name"), "policy": rules}
            self.result["lifecyclePolicy"] = _aws(
                "ecr/lifecyclePolicy:LifecyclePolicy", name.lower(), policy, self
            )
        self.register_outputs(self.result)


def lifecycle_policy(rules: Iterable[Inputs] | None) -> str:
    """The policy document of awsx's rules; a rule for any tag comes last, as ECR wants it."""
    rules = rules or [
        {
            "description": "remove untagged images",
            "tagStatus": "untagged",
            "maximumNumberOfImages": 1,
        }
    ]
    document = []
    for number, rule in enumerate(sorted(rules, key=lambda one: one.get("tagStatus") == "any"), 1):
        selection: dict[str, Any] = {"tagStatus": rule.get("tagStatus") or "tagged"}
        if selection["tagStatus"] not in ("any", "untagged"):
            selection = {"tagStatus": "tagged", "tagPrefixList": rule["tagPrefixList"]}
        if (images := rule.get("maximumNumberOfImages")) is not None:
            selection |= {"countType": "imageCountMoreThan", "countNumber": int(images)}
        elif (days := rule.get("maximumAgeLimit")) is not None:
            selection |= {"countType": "sinceImagePushed", "countNumber": int(days)}
            selection["countUnit"] = "days"
        else:
            raise pulumi.InputPropertyError(
                "lifecyclePolicy.rules",
                "Either [maximumNumberOfImages] or [maximumAgeLimit] must be provided with a rule.",
            )
        entry = {"rulePriority": number, "selection": selection, "action": {"type": "expire"}}
        if rule.get("description"):
            entry["description"] = rule["description"]
        document.append(entry)
    return json.dumps({"rules": document})


class Image(pulumi.ComponentResource):
    """The child of `awsx:ecr:Image`, known once the repository is, and the image's URI."""

    def __init__(self, name: str, inputs: Inputs, options: pulumi.ResourceOptions) -> None:
        _refuse_other(inputs, IMAGE_ARGUMENTS)
        super().__init__("awsx:ecr:Image", name, {}, options)
        self.result = {"imageUri": pulumi.Output.from_input(dict(inputs)).apply(self._build)}
        self.register_outputs(self.result)

    def _build(self, inputs: Inputs) -> pulumi.Output[str]:
        url = inputs["repositoryUrl"]
        tag = inputs.get("imageName") or inputs.get("imageTag") or _unique_name(inputs)
        image = _child(
            "docker-build:index:Image",
            tag,
            {
                "digest": None,
                "tags": [f"{url}:{tag}"],
                "buildArgs": inputs.get("args"),
                "context": {"location": inputs.get("context") or "."},
                "dockerfile": {"location": inputs["dockerfile"]}
                if inputs.get("dockerfile")
                else None,
                "platforms": [inputs["platform"]] if inputs.get("platform") else [],
                "target": inputs.get("target"),
                "push": True,
            },
            pulumi.ResourceOptions(parent=self, version=DOCKER_BUILD_VERSION),
        )
        digest: pulumi.Output[str] = pulumi.get(image, "digest")
        return digest.apply(lambda known: f"{url}@{known}")


def _unique_name(inputs: Inputs) -> str:
    parts = [inputs.get("context") or "."]
    if inputs.get("dockerfile"):
        parts.append(f"dockerfile={inputs['dockerfile']}")
    parts += [f"arg[{key}]={value}" for key, value in (inputs.get("args") or {}).items()]
    name = ";".join(parts) + pulumi.get_stack()
    return f"{hashlib.sha1(name.encode()).hexdigest()[:8]}-container"


def _refuse_other(inputs: Inputs, covered: set[str], path: str = "") -> None:
    for key in sorted(key for key, value in inputs.items() if value is not None):
        if key not in covered:
            raise pulumi.InputPropertyError(
                path + key,
                f"not covered by the rehearsal's awsx, which knows {', '.join(sorted(covered))}",
            )


def _one_of(key: str, value: Any, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise pulumi.InputPropertyError(key, f"{value!r} is none of {', '.join(allowed)}")


def _merge(*parts: Any) -> Any:
    """The tags of all parts, later ones winning; any of them may be an output."""
    if any(isinstance(part, pulumi.Output) for part in parts):
        return pulumi.Output.all(*parts).apply(lambda known: _merge(*known))
    return {key: value for part in parts for key, value in (part or {}).items()}


def _aws(token: str, name: str, props: Inputs, parent: pulumi.Resource) -> pulumi.CustomResource:
    """A child by its bare type token: importing pulumi_aws takes longer than all the rest."""
    after = [parent] if isinstance(parent, pulumi.CustomResource) else []
    options = pulumi.ResourceOptions(parent=parent, depends_on=after, version=AWS_VERSION)
    return _child(f"aws:{token}", name, props, options)


def _child(
    token: str, name: str, props: Inputs, options: pulumi.ResourceOptions
) -> pulumi.CustomResource:
    return pulumi.CustomResource(token, name, dict(props), options)


class Awsx(Provider):
    """The components by their tokens."""

    components: ClassVar = {
        "awsx:ec2:Vpc": Vpc,
        "awsx:ecr:Repository": Repository,
        "awsx:ecr:Image": Image,
    }

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        component = self.components.get(resource_type)
        if not component:
            raise pulumi.InputPropertyError(
                "type",
                f"the rehearsal's awsx makes {', '.join(self.components)}, not {resource_type}",
            )
        made = component(name, inputs, options or pulumi.ResourceOptions())
        return ConstructResult(urn=made.urn, state=made.result)


def main() -> None:
    end_with_engine()
    serve(Awsx(metadata.version("pulumi-awsx")), sys.argv[1:])


if __name__ == "__main__":
    main()
