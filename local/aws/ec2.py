"""Rows for the network: VPC, subnets, routes, NAT, endpoints, security groups, flow logs."""

import hashlib
from collections.abc import Callable
from typing import Any

from local.aws.row import Resource, Row, Tags

TAGS = Tags(
    read=lambda r, found: found.get("Tags"),
    add=lambda r, tags: r.account.call(
        "ec2",
        "CreateTags",
        Resources=[r.id],
        Tags=[{"Key": k, "Value": v} for k, v in tags.items()],
    ),
    remove=lambda r, keys: r.account.call(
        "ec2", "DeleteTags", Resources=[r.id], Tags=[{"Key": k} for k in keys]
    ),
)


def arn(kind: str) -> Callable[[Resource, Any], str]:
    return lambda r, found: r.account.arn("ec2", f"{kind}/{r.id}")


def _filtered(r: Resource, operation: str, **filters: str) -> Any:
    wanted = [
        {"Name": k.replace("__", ".").replace("_", "-"), "Values": [v]} for k, v in filters.items()
    ]
    answer = r.account.call("ec2", operation, Filters=wanted)
    return next(v for v in answer.values() if isinstance(v, list))


def _vpc(r: Resource) -> dict[str, Any]:
    found = r.call("DescribeVpcs", VpcIds=[r.id])["Vpcs"][0]
    for name in ("EnableDnsSupport", "EnableDnsHostnames"):
        attribute = r.call("DescribeVpcAttribute", VpcId=r.id, Attribute=name[0].lower() + name[1:])
        found[name] = attribute[name]["Value"]
    group = _filtered(r, "DescribeSecurityGroups", vpc_id=r.id, group_name="default")
    tables = _filtered(r, "DescribeRouteTables", vpc_id=r.id, association__main="true")
    lists = _filtered(r, "DescribeNetworkAcls", vpc_id=r.id, default="true")
    found["group"] = group[0]["GroupId"] if group else ""
    found["table"] = tables[0]["RouteTableId"] if tables else ""
    found["acl"] = lists[0]["NetworkAclId"] if lists else ""
    return found


def _vpc_attribute(name: str) -> Callable[[Resource, Any], None]:
    def change(r: Resource, old: Any) -> None:
        argument = name[0].lower() + name[1:]
        if argument in r.args:
            r.call("ModifyVpcAttribute", VpcId=r.id, **{name: {"Value": r.args[argument]}})

    return change


def _subnet_public_ip(r: Resource, old: Any) -> None:
    public = bool(r.args.get("mapPublicIpOnLaunch"))
    r.call("ModifySubnetAttribute", SubnetId=r.id, MapPublicIpOnLaunch={"Value": public})


def _gateway(r: Resource) -> Any:
    found = r.call("DescribeInternetGateways", InternetGatewayIds=[r.id])["InternetGateways"][0]
    found["VpcId"] = next((a["VpcId"] for a in found["Attachments"]), None)
    return found


def _attach_gateway(r: Resource, old: Any) -> None:
    if old.get("vpcId"):
        r.call("DetachInternetGateway", InternetGatewayId=r.id, VpcId=old["vpcId"])
    if r.args.get("vpcId"):
        r.call("AttachInternetGateway", InternetGatewayId=r.id, VpcId=r.args["vpcId"])


def _delete_gateway(r: Resource) -> None:
    if (found := r.get()) and found["VpcId"]:
        r.call("DetachInternetGateway", InternetGatewayId=r.id, VpcId=found["VpcId"])
    r.call("DeleteInternetGateway", InternetGatewayId=r.id)


def _association(r: Resource) -> Any:
    tables = _filtered(r, "DescribeRouteTables", association__route_table_association_id=r.id)
    associations = [a for table in tables for a in table["Associations"]]
    return next((a for a in associations if a["RouteTableAssociationId"] == r.id), None)


def _create_route(r: Resource) -> str:
    r.call("CreateRoute", **r.params("CreateRoute"))
    digest = hashlib.sha256(r.args["destinationCidrBlock"].encode()).hexdigest()[:10]
    return f"r-{r.args['routeTableId']}{digest}"


def _route(r: Resource) -> Any:
    table = r.call("DescribeRouteTables", RouteTableIds=[r.args["routeTableId"]])["RouteTables"][0]
    for route in table["Routes"]:
        if route.get("DestinationCidrBlock") == r.args["destinationCidrBlock"]:
            return route | {"RouteTableId": table["RouteTableId"]}
    return None


def _delete_route(r: Resource) -> None:
    r.call("DeleteRoute", **r.params("DeleteRoute"))


def _nat(r: Resource) -> Any:
    found = r.call("DescribeNatGateways", NatGatewayIds=[r.id])["NatGateways"]
    if not found or found[0]["State"] == "deleted":
        return None
    address = next(iter(found[0].get("NatGatewayAddresses", [])), {})
    return {**address, **found[0]}


def _default_group(r: Resource) -> str:
    group = _filtered(r, "DescribeSecurityGroups", vpc_id=r.args["vpcId"], group_name="default")[0]
    r.id = group["GroupId"]
    _revoke(r, group)
    if r.tags_all:
        TAGS.add(r, r.tags_all)
    return r.id


def _revoke(r: Resource, group: Any) -> None:
    if group["IpPermissions"]:
        r.call("RevokeSecurityGroupIngress", GroupId=r.id, IpPermissions=group["IpPermissions"])
    if group["IpPermissionsEgress"]:
        r.call(
            "RevokeSecurityGroupEgress", GroupId=r.id, IpPermissions=group["IpPermissionsEgress"]
        )


def _create_group(r: Resource) -> str:
    r.id = r.call("CreateSecurityGroup", **r.with_tags("CreateSecurityGroup"))["GroupId"]
    # As the real provider: AWS's own allow-all egress is taken away.
    _revoke(r, r.call("DescribeSecurityGroups", GroupIds=[r.id])["SecurityGroups"][0])
    return r.id


def _endpoint(r: Resource) -> Any:
    found = r.call("DescribeVpcEndpoints", VpcEndpointIds=[r.id])["VpcEndpoints"]
    if not found or found[0]["State"].lower() == "deleted":
        return None
    found[0]["SecurityGroupIds"] = [g["GroupId"] for g in found[0].get("Groups", [])]
    if found[0].get("VpcEndpointType") == "Gateway":
        lists = _filtered(r, "DescribeManagedPrefixLists", prefix_list_name=found[0]["ServiceName"])
        found[0]["PrefixListId"] = lists[0]["PrefixListId"] if lists else ""
    return found[0]


def _modify_endpoint(r: Resource, old: Any) -> None:
    params: dict[str, Any] = {}
    for name, word in (
        ("routeTableIds", "RouteTable"),
        ("subnetIds", "Subnet"),
        ("securityGroupIds", "SecurityGroup"),
    ):
        before, now = set(old.get(name) or []), set(r.args.get(name) or [])
        if now - before:
            params[f"Add{word}Ids"] = sorted(now - before)
        if before - now:
            params[f"Remove{word}Ids"] = sorted(before - now)
    if "policy" in r.args:
        params["PolicyDocument"] = r.args["policy"]
    elif old.get("policy"):
        params["ResetPolicy"] = True
    if old.get("privateDnsEnabled") != r.args.get("privateDnsEnabled"):
        params["PrivateDnsEnabled"] = bool(r.args.get("privateDnsEnabled"))
    r.call("ModifyVpcEndpoint", VpcEndpointId=r.id, **params)


def _rule(direction: str) -> Row:
    def permission(r: Resource) -> dict[str, Any]:
        a = r.args
        rule: dict[str, Any] = {"IpProtocol": str(a["ipProtocol"])}
        if a.get("fromPort") is not None:
            rule["FromPort"] = int(a["fromPort"])
        if a.get("toPort") is not None:
            rule["ToPort"] = int(a["toPort"])
        note = {"Description": a["description"]} if a.get("description") else {}
        for argument, group, member in (
            ("cidrIpv4", "IpRanges", "CidrIp"),
            ("prefixListId", "PrefixListIds", "PrefixListId"),
            ("referencedSecurityGroupId", "UserIdGroupPairs", "GroupId"),
        ):
            if a.get(argument):
                rule[group] = [{member: a[argument], **note}]
        return rule

    def create(r: Resource) -> str:
        operation = f"AuthorizeSecurityGroup{direction}"
        tags = {k: v for k, v in r.with_tags(operation).items() if k == "TagSpecifications"}
        group = r.args["securityGroupId"]
        answer = r.call(operation, GroupId=group, IpPermissions=[permission(r)], **tags)
        return answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]

    def read(r: Resource) -> Any:
        found = r.call("DescribeSecurityGroupRules", SecurityGroupRuleIds=[r.id])[
            "SecurityGroupRules"
        ]
        if not found:
            return None
        rule = found[0]
        if not rule.get("CidrIpv4"):
            # moto keeps the description of rules for CIDR ranges only
            rule["Description"] = rule.get("Description") or r.asked.get("description")
        rule["ReferencedSecurityGroupId"] = rule.get("ReferencedGroupInfo", {}).get("GroupId")
        for port in ("FromPort", "ToPort"):
            if rule.get(port) == -1 and rule["IpProtocol"] == "-1":
                rule.pop(port)
        return rule

    def change(r: Resource, old: Any) -> None:
        names = {
            "ipProtocol",
            "fromPort",
            "toPort",
            "cidrIpv4",
            "prefixListId",
            "description",
        }
        rule = {n[0].upper() + n[1:]: r.args[n] for n in names if r.args.get(n) is not None}
        if r.args.get("referencedSecurityGroupId"):
            rule["ReferencedGroupId"] = r.args["referencedSecurityGroupId"]
        request = [{"SecurityGroupRuleId": r.id, "SecurityGroupRule": rule}]
        r.call(
            "ModifySecurityGroupRules",
            GroupId=r.args["securityGroupId"],
            SecurityGroupRules=request,
        )

    def delete(r: Resource) -> None:
        group = r.args["securityGroupId"]
        r.call(f"RevokeSecurityGroup{direction}", GroupId=group, SecurityGroupRuleIds=[r.id])

    return Row(
        service="ec2",
        required="ipProtocol securityGroupId",
        fixed="securityGroupId",
        changes={
            "ipProtocol fromPort toPort description "
            "cidrIpv4 prefixListId referencedSecurityGroupId": change
        },
        renames={"securityGroupId": "GroupId"},
        outputs={"arn": arn("security-group-rule"), "securityGroupRuleId": "SecurityGroupRuleId"},
        tags=TAGS,
        tag_type="security-group-rule",
        create=create,
        read=read,
        delete=delete,
    )


def _create_flow_log(r: Resource) -> str:
    params = r.with_tags("CreateFlowLogs") | {
        "ResourceIds": [r.args["vpcId"]],
        "ResourceType": "VPC",
    }
    answer = r.call("CreateFlowLogs", **params)
    if answer.get("Unsuccessful"):
        raise ValueError(answer["Unsuccessful"][0]["Error"]["Message"])
    return answer["FlowLogIds"][0]


ROWS = {
    "aws:ec2/vpc:Vpc": Row(
        service="ec2",
        fixed="cidrBlock instanceTenancy",
        changes={
            "enableDnsSupport": _vpc_attribute("EnableDnsSupport"),
            "enableDnsHostnames": _vpc_attribute("EnableDnsHostnames"),
        },
        defaults={"enableDnsSupport": True, "enableDnsHostnames": False},
        outputs={
            "arn": arn("vpc"),
            "ownerId": "OwnerId",
            "dhcpOptionsId": "DhcpOptionsId",
            "defaultSecurityGroupId": "group",
            "defaultRouteTableId": "table",
            "mainRouteTableId": "table",
            "defaultNetworkAclId": "acl",
            "ipv6CidrBlock": "''",
            "ipv6AssociationId": "''",
            "enableNetworkAddressUsageMetrics": "`false`",
            "assignGeneratedIpv6CidrBlock": "`false`",
        },
        tags=TAGS,
        tag_type="vpc",
        create="CreateVpc",
        id="Vpc.VpcId",
        read=_vpc,
        delete="DeleteVpc",
        key="VpcId",
    ),
    "aws:ec2/subnet:Subnet": Row(
        service="ec2",
        required="vpcId",
        fixed="vpcId cidrBlock availabilityZone",
        changes={"mapPublicIpOnLaunch": _subnet_public_ip},
        outputs={
            "arn": arn("subnet"),
            "ownerId": "OwnerId",
            "availabilityZoneId": "AvailabilityZoneId",
            "ipv6CidrBlock": "''",
            "ipv6CidrBlockAssociationId": "''",
            "assignIpv6AddressOnCreation": "`false`",
        },
        tags=TAGS,
        tag_type="subnet",
        create="CreateSubnet",
        id="Subnet.SubnetId",
        read="DescribeSubnets",
        by="SubnetIds",
        found="Subnets[0]",
        delete="DeleteSubnet",
        key="SubnetId",
    ),
    "aws:ec2/internetGateway:InternetGateway": Row(
        service="ec2",
        changes={"vpcId": _attach_gateway},
        outputs={"arn": arn("internet-gateway"), "ownerId": "OwnerId"},
        tags=TAGS,
        tag_type="internet-gateway",
        create="CreateInternetGateway",
        id="InternetGateway.InternetGatewayId",
        read=_gateway,
        delete=_delete_gateway,
    ),
    "aws:ec2/routeTable:RouteTable": Row(
        service="ec2",
        required="vpcId",
        fixed="vpcId",
        outputs={
            "arn": arn("route-table"),
            "ownerId": "OwnerId",
            "routes": "`[]`",
            "propagatingVgws": "`[]`",
        },
        tags=TAGS,
        tag_type="route-table",
        create="CreateRouteTable",
        id="RouteTable.RouteTableId",
        read="DescribeRouteTables",
        by="RouteTableIds",
        found="RouteTables[0]",
        delete="DeleteRouteTable",
        key="RouteTableId",
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Row(
        service="ec2",
        required="routeTableId",
        fixed="routeTableId subnetId",
        collides=True,
        create="AssociateRouteTable",
        id="AssociationId",
        read=_association,
        delete="DisassociateRouteTable",
        key="AssociationId",
    ),
    "aws:ec2/route:Route": Row(
        service="ec2",
        required="routeTableId destinationCidrBlock",
        fixed="routeTableId destinationCidrBlock",
        changes={
            "gatewayId natGatewayId": lambda r, old: r.call(
                "ReplaceRoute", **r.params("ReplaceRoute")
            )
        },
        outputs={"state": "State", "origin": "Origin", "instanceId": "InstanceId"},
        create=_create_route,
        read=_route,
        delete=_delete_route,
    ),
    "aws:ec2/eip:Eip": Row(
        service="ec2",
        fixed="domain",
        outputs={
            "allocationId": "AllocationId",
            "arn": arn("elastic-ip"),
            "publicIp": "PublicIp",
        },
        tags=TAGS,
        tag_type="elastic-ip",
        create="AllocateAddress",
        id="AllocationId",
        read="DescribeAddresses",
        by="AllocationIds",
        found="Addresses[0]",
        delete="ReleaseAddress",
        key="AllocationId",
    ),
    "aws:ec2/natGateway:NatGateway": Row(
        service="ec2",
        fixed="allocationId connectivityType subnetId privateIp",
        outputs={
            "publicIp": "PublicIp",
            "networkInterfaceId": "NetworkInterfaceId",
            "associationId": "AssociationId",
        },
        tags=TAGS,
        tag_type="natgateway",
        create="CreateNatGateway",
        id="NatGateway.NatGatewayId",
        read=_nat,
        ready="State == 'available'",
        delete="DeleteNatGateway",
        key="NatGatewayId",
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Row(
        service="ec2",
        fixed="vpcId",
        changes={"ingress egress": lambda r, old: _revoke(r, r.get())},
        empty="ingress egress",
        renames={"ingress": "IpPermissions", "egress": "IpPermissionsEgress"},
        outputs={
            "arn": arn("security-group"),
            "name": "GroupName",
            "description": "Description",
            "ownerId": "OwnerId",
        },
        tags=TAGS,
        create=_default_group,
        read="DescribeSecurityGroups",
        by="GroupIds",
        found="SecurityGroups[0]",
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Row(
        service="ec2",
        required="vpcId",
        fixed="vpcId serviceName vpcEndpointType",
        changes={
            "routeTableIds subnetIds securityGroupIds policy privateDnsEnabled": _modify_endpoint
        },
        renames={"policy": "PolicyDocument"},
        defaults={"vpcEndpointType": "Gateway"},
        outputs={
            "arn": arn("vpc-endpoint"),
            "prefixListId": "PrefixListId",
            "state": "State",
            "ownerId": "OwnerId",
            "cidrBlocks": "`[]`",
            "networkInterfaceIds": "NetworkInterfaceIds || `[]`",
            "dnsEntries": "DnsEntries || `[]`",
            "requesterManaged": "RequesterManaged || `false`",
        },
        tags=TAGS,
        tag_type="vpc-endpoint",
        create="CreateVpcEndpoint",
        id="VpcEndpoint.VpcEndpointId",
        read=_endpoint,
        ready="State == 'available'",
        delete="DeleteVpcEndpoints",
        key="VpcEndpointIds",
    ),
    "aws:ec2/securityGroup:SecurityGroup": Row(
        service="ec2",
        fixed="name description vpcId",
        renames={"name": "GroupName"},
        defaults={"description": "Managed by Pulumi"},
        outputs={"arn": arn("security-group"), "ownerId": "OwnerId"},
        autoname=("name", 255, False),
        tags=TAGS,
        tag_type="security-group",
        create=_create_group,
        read="DescribeSecurityGroups",
        by="GroupIds",
        found="SecurityGroups[0]",
        delete="DeleteSecurityGroup",
        key="GroupId",
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _rule("Ingress"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _rule("Egress"),
    "aws:ec2/flowLog:FlowLog": Row(
        service="ec2",
        fixed="vpcId trafficType logDestination logDestinationType iamRoleArn",
        renames={"iamRoleArn": "DeliverLogsPermissionArn", "vpcId": "ResourceId"},
        defaults={"logDestinationType": "cloud-watch-logs"},
        outputs={"arn": arn("vpc-flow-log")},
        tags=TAGS,
        tag_type="vpc-flow-log",
        create=_create_flow_log,
        read="DescribeFlowLogs",
        by="FlowLogIds",
        found="FlowLogs[0]",
        delete="DeleteFlowLogs",
        key="FlowLogIds",
    ),
}
