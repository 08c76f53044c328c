"""A snapshot of the RDS instance, for the way back from a migration."""

import logging
import os
import re
import time

from refusal import Refused

BUSY = 1800.0  # seconds to wait for an instance that is not available, in its backup say
COPYING = 7200.0  # seconds that a snapshot may take
PAUSE = 15.0  # seconds between two questions

log = logging.getLogger("migrate")


def take_snapshot(instance: str, version: str) -> str:
    """The name of a finished snapshot of the instance, as it is before MLflow's `version`."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    rds = boto3.client("rds", region_name=os.environ.get("AWS_REGION"))
    release = re.sub("[^0-9A-Za-z]+", "-", version)
    name = f"{instance}-before-mlflow-{release}-{time.strftime('%Y%m%d%H%M%S', time.gmtime())}"
    deadline = time.monotonic() + BUSY
    try:
        while True:
            try:
                rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier=instance)
                break
            except rds.exceptions.InvalidDBInstanceStateFault as error:
                if time.monotonic() >= deadline:
                    raise
                log.info("waiting to take the snapshot %s: %s", name, error)
                time.sleep(PAUSE)
        log.info("waiting for the snapshot %s to be available", name)
        rds.get_waiter("db_snapshot_available").wait(
            DBSnapshotIdentifier=name,
            WaiterConfig={"Delay": PAUSE, "MaxAttempts": int(COPYING / PAUSE)},
        )
    except (BotoCoreError, ClientError) as error:
        raise Refused(
            f"no snapshot of {instance}, so no migration: {' '.join(str(error).split())}: see that "
            "the task role allows rds:CreateDBSnapshot and rds:DescribeDBSnapshots and that the "
            "task reaches RDS, or take a snapshot by hand and set snapshotBeforeMigration to false"
        ) from None
    return name
