"""An instance restored from a snapshot takes the place of the migrated one, by the steps of
docs/runbooks/upgrade.md."""

import json
from collections.abc import Callable

from tests.engine.account import database, service
from tests.engine.deployment import Stack


def test_a_restored_instance_takes_the_place_of_the_migrated_one(
    make_stack: Callable[..., Stack], aws, tmp_path
):
    stack = make_stack()
    stack.configure()
    stack.up()
    rds, before = aws.client("rds"), database(aws)
    identifier = stack.outputs()["database_endpoint"].partition(".")[0]
    assert identifier == before["DBInstanceIdentifier"]
    rds.create_db_snapshot(
        DBInstanceIdentifier=identifier, DBSnapshotIdentifier=f"{identifier}-before-mlflow-9-9-9"
    )

    rds.modify_db_instance(
        DBInstanceIdentifier=identifier,
        NewDBInstanceIdentifier=f"{identifier}-migrated",
        ApplyImmediately=True,
    )
    # In moto it would be in the way of the restored instance's own.
    (automated,) = rds.describe_db_snapshots(SnapshotType="automated")["DBSnapshots"]
    rds.delete_db_snapshot(DBSnapshotIdentifier=automated["DBSnapshotIdentifier"])
    restored = rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier=identifier,
        DBSnapshotIdentifier=f"{identifier}-before-mlflow-9-9-9",
        DBSubnetGroupName=before["DBSubnetGroup"]["DBSubnetGroupName"],
        VpcSecurityGroupIds=[one["VpcSecurityGroupId"] for one in before["VpcSecurityGroups"]],
        DBParameterGroupName=before["DBParameterGroups"][0]["DBParameterGroupName"],
        Port=before["Endpoint"]["Port"],
        PubliclyAccessible=False,
        EnableIAMDatabaseAuthentication=True,
        ManageMasterUserPassword=True,
    )["DBInstance"]
    state = tmp_path / "state.json"
    stack.run("stack", "export", "--file", str(state))
    text = state.read_text().replace(before["DbiResourceId"], restored["DbiResourceId"])
    state.write_text(text)
    stack.run("stack", "import", "--file", str(state))
    stack.run("up", "--yes", "--skip-preview", "--refresh")

    instances = {
        one["DBInstanceIdentifier"]: one["DbiResourceId"]
        for one in rds.describe_db_instances()["DBInstances"]
    }
    assert instances == {
        f"{identifier}-migrated": before["DbiResourceId"],
        identifier: restored["DbiResourceId"],
    }
    assert stack.outputs()["database_secret_arn"] == restored["MasterUserSecret"]["SecretArn"]
    definition = aws.client("ecs").describe_task_definition(
        taskDefinition=service(aws)["taskDefinition"]
    )["taskDefinition"]
    assert restored["MasterUserSecret"]["SecretArn"] in json.dumps(definition)
    assert before["MasterUserSecret"]["SecretArn"] not in json.dumps(definition)
    stack.run("preview", "--expect-no-changes")
