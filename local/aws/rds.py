"""Rows for RDS: subnet group, parameter group, instance with its managed secret."""

from typing import Any

from local.aws.row import Resource, Row, Tags


def _tags(arn: str) -> Tags:
    def name(r: Resource) -> str:
        found = r.get()
        return found[arn]

    return Tags(
        read=lambda r, found: r.call("ListTagsForResource", ResourceName=found[arn])["TagList"],
        add=lambda r, tags: r.call(
            "AddTagsToResource",
            ResourceName=name(r),
            Tags=[{"Key": k, "Value": v} for k, v in tags.items()],
        ),
        remove=lambda r, keys: r.call("RemoveTagsFromResource", ResourceName=name(r), TagKeys=keys),
    )


def _subnet_group(r: Resource) -> Any:
    found = r.call("DescribeDBSubnetGroups", DBSubnetGroupName=r.id)["DBSubnetGroups"][0]
    return found | {"SubnetIds": [s["SubnetIdentifier"] for s in found["Subnets"]]}


def _modify_subnet_group(r: Resource, old: Any) -> None:
    r.call("ModifyDBSubnetGroup", **r.params("ModifyDBSubnetGroup"))
    if r.get() is None:  # moto forgets a group that it modifies
        r.call("CreateDBSubnetGroup", **r.with_tags("CreateDBSubnetGroup"))


def _parameters(r: Resource) -> list[dict[str, str]]:
    return [
        {
            "ParameterName": p["name"],
            "ParameterValue": str(p["value"]),
            "ApplyMethod": p.get("applyMethod") or "immediate",
        }
        for p in r.args.get("parameters") or []
    ]


def _set_parameters(r: Resource, old: Any) -> None:
    if wanted := _parameters(r):
        r.call("ModifyDBParameterGroup", DBParameterGroupName=r.id, Parameters=wanted)
    names = {p["ParameterName"] for p in wanted}
    gone = [p for p in old.get("parameters") or [] if p["name"] not in names]
    if gone:
        reset = [
            {"ParameterName": p["name"], "ApplyMethod": p.get("applyMethod") or "immediate"}
            for p in gone
        ]
        r.call("ResetDBParameterGroup", DBParameterGroupName=r.id, Parameters=reset)


def _parameter_group(r: Resource) -> Any:
    groups = r.call("DescribeDBParameterGroups", DBParameterGroupName=r.id)["DBParameterGroups"]
    if not groups:
        return None
    held = r.call("DescribeDBParameters", DBParameterGroupName=r.id, Source="user")["Parameters"]
    names = {"ParameterName": "name", "ParameterValue": "value", "ApplyMethod": "applyMethod"}
    parameters = [{names[k]: v for k, v in p.items() if k in names} for p in held]
    return groups[0] | {"parameters": parameters}


def _instance(r: Resource) -> Any:
    # The id is the resource id, which a renamed instance keeps; an import may give the identifier.
    if r.id.startswith("db-"):
        wanted = {"Filters": [{"Name": "dbi-resource-id", "Values": [r.id]}]}
    else:
        wanted = {"DBInstanceIdentifier": r.id}
    found = r.call("DescribeDBInstances", **wanted)["DBInstances"]
    if not found:
        return None
    held = found[0]
    group = held.get("DBSubnetGroup") or {}
    held["DBSubnetGroupName"] = group.get("DBSubnetGroupName")
    held["VpcSecurityGroupIds"] = [
        g["VpcSecurityGroupId"] for g in held.get("VpcSecurityGroups") or []
    ]
    groups = held.get("DBParameterGroups") or [{}]
    held["DBParameterGroupName"] = groups[0].get("DBParameterGroupName")
    held["ManageMasterUserPassword"] = bool(held.get("MasterUserSecret"))
    asked = str(r.args.get("engineVersion") or "")
    held["EngineVersionActual"] = held["EngineVersion"]
    if held["EngineVersion"].startswith(asked + "."):
        held["EngineVersion"] = asked  # the program may ask for a major version only
    return held


def _create_instance(r: Resource) -> str:
    answer = r.call("CreateDBInstance", **r.with_tags("CreateDBInstance"))
    r.id = answer["DBInstance"]["DBInstanceIdentifier"]
    return _instance(r)["DbiResourceId"]


def _modify_instance(r: Resource, old: Any) -> None:
    names = {n for n in r.row.mutable if r.args.get(n) != old.get(n)} - {"tags"}
    params = r.params("ModifyDBInstance", names)
    if "EnableCloudwatchLogsExports" in params:
        params.pop("EnableCloudwatchLogsExports")
    before = set(old.get("enabledCloudwatchLogsExports") or [])
    now = set(r.args.get("enabledCloudwatchLogsExports") or [])
    if before != now:
        kinds = {"EnableLogTypes": sorted(now - before), "DisableLogTypes": sorted(before - now)}
        params["CloudwatchLogsExportConfiguration"] = kinds
    if old.get("port") != r.args.get("port") and r.args.get("port"):
        params["DBPortNumber"] = int(r.args["port"])
    identifier = r.get()["DBInstanceIdentifier"]
    # Only a rehearsal sees this plugin: it never waits for a maintenance window.
    r.call(
        "ModifyDBInstance",
        **params | {"DBInstanceIdentifier": identifier, "ApplyImmediately": True},
    )


def _delete_instance(r: Resource) -> None:
    held = r.get()
    if held is None:
        return
    if r.args.get("skipFinalSnapshot"):
        last: dict[str, Any] = {"SkipFinalSnapshot": True}
    elif name := r.args.get("finalSnapshotIdentifier"):
        last = {"SkipFinalSnapshot": False, "FinalDBSnapshotIdentifier": name}
    else:
        raise ValueError("finalSnapshotIdentifier is required when skipFinalSnapshot is false")
    last["DeleteAutomatedBackups"] = r.args.get("deleteAutomatedBackups") is not False
    r.call("DeleteDBInstance", DBInstanceIdentifier=held["DBInstanceIdentifier"], **last)


INSTRUCTION = "an instruction to the provider, not a property of the instance"
NOT_ECHOED = "moto's DescribeDBInstances does not give it back"

ROWS = {
    "aws:rds/subnetGroup:SubnetGroup": Row(
        service="rds",
        required="subnetIds",
        fixed="name",
        changes={"description subnetIds": _modify_subnet_group},
        renames={"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"},
        defaults={"description": "Managed by Pulumi"},
        outputs={"arn": "DBSubnetGroupArn", "vpcId": "VpcId", "namePrefix": "''"},
        autoname=("name", 255, True),
        tags=_tags("DBSubnetGroupArn"),
        create="CreateDBSubnetGroup",
        id="DBSubnetGroup.DBSubnetGroupName",
        read=_subnet_group,
        delete="DeleteDBSubnetGroup",
        key="DBSubnetGroupName",
    ),
    "aws:rds/parameterGroup:ParameterGroup": Row(
        service="rds",
        required="family",
        fixed="name family description",
        changes={"parameters": _set_parameters},
        renames={"name": "DBParameterGroupName", "family": "DBParameterGroupFamily"},
        defaults={"description": "Managed by Pulumi"},
        outputs={"arn": "DBParameterGroupArn", "namePrefix": "''"},
        autoname=("name", 255, True),
        tags=_tags("DBParameterGroupArn"),
        create="CreateDBParameterGroup",
        id="DBParameterGroup.DBParameterGroupName",
        read=_parameter_group,
        delete="DeleteDBParameterGroup",
        key="DBParameterGroupName",
    ),
    "aws:rds/instance:Instance": Row(
        service="rds",
        required="instanceClass",
        fixed=(
            "engine username dbName storageEncrypted kmsKeyId availabilityZone snapshotIdentifier"
        ),
        changes={
            "allocatedStorage allowMajorVersionUpgrade autoMinorVersionUpgrade "
            "backupRetentionPeriod backupWindow caCertIdentifier copyTagsToSnapshot "
            "dbSubnetGroupName deletionProtection enabledCloudwatchLogsExports engineVersion "
            "iamDatabaseAuthenticationEnabled identifier instanceClass maintenanceWindow "
            "manageMasterUserPassword masterUserSecretKmsKeyId maxAllocatedStorage "
            "monitoringInterval monitoringRoleArn multiAz parameterGroupName "
            "performanceInsightsEnabled performanceInsightsRetentionPeriod port "
            "publiclyAccessible storageType vpcSecurityGroupIds": _modify_instance
        },
        kept={
            "applyImmediately": INSTRUCTION,
            "allowMajorVersionUpgrade": INSTRUCTION,
            "skipFinalSnapshot": INSTRUCTION,
            "finalSnapshotIdentifier": INSTRUCTION,
            "deleteAutomatedBackups": INSTRUCTION,
            "engineLifecycleSupport": NOT_ECHOED,
            "performanceInsightsEnabled": NOT_ECHOED,
            "performanceInsightsRetentionPeriod": NOT_ECHOED,
            "masterUserSecretKmsKeyId": NOT_ECHOED,
        },
        renames={
            "identifier": "DBInstanceIdentifier",
            "instanceClass": "DBInstanceClass",
            "username": "MasterUsername",
            "backupWindow": "PreferredBackupWindow",
            "maintenanceWindow": "PreferredMaintenanceWindow",
            "parameterGroupName": "DBParameterGroupName",
            "snapshotIdentifier": "DBSnapshotIdentifier",
            "caCertIdentifier": "CACertificateIdentifier",
            "iamDatabaseAuthenticationEnabled": "EnableIAMDatabaseAuthentication",
            "performanceInsightsEnabled": "EnablePerformanceInsights",
            "enabledCloudwatchLogsExports": "EnableCloudwatchLogsExports",
        },
        outputs={
            "arn": "DBInstanceArn",
            "address": "Endpoint.Address",
            "port": "Endpoint.Port",
            "endpoint": lambda r, f: f"{f['Endpoint']['Address']}:{f['Endpoint']['Port']}",
            "hostedZoneId": "Endpoint.HostedZoneId",
            "resourceId": "DbiResourceId",
            "status": "DBInstanceStatus",
            "engineVersionActual": "EngineVersionActual",
            "masterUserSecrets": lambda r, f: _secrets(f),
            "replicas": "`[]`",
            "identifierPrefix": "''",
        },
        autoname=("identifier", 63, True),
        tags=_tags("DBInstanceArn"),
        create=_create_instance,
        read=lambda r: _spelled(_instance(r)),
        ready="DBInstanceStatus == 'available'",
        delete=_delete_instance,
    ),
}


def _spelled(held: Any) -> Any:
    """Requests and answers name these three differently."""
    if held is not None:
        held["EnableIAMDatabaseAuthentication"] = held.get("IAMDatabaseAuthenticationEnabled")
        held["EnableCloudwatchLogsExports"] = held.get("EnabledCloudwatchLogsExports")
        held["Port"] = held["Endpoint"]["Port"]
    return held


def _secrets(held: Any) -> list[dict[str, str]]:
    secret = held.get("MasterUserSecret")
    if not secret:
        return []
    names = {"SecretArn": "secretArn", "SecretStatus": "secretStatus", "KmsKeyId": "kmsKeyId"}
    return [{names[k]: v for k, v in secret.items() if k in names}]
