"""Brings the database's schema to the revision of the installed MLflow, one process at a time.

Started as `python /opt/mlflow/migrate.py`; image/README.md states its environment. MLflow itself
is imported only when there is something to do: that takes seconds, and every task waits for this.
"""

import ast
import importlib.metadata
import importlib.util
import json
import logging
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import psycopg2  # ty: ignore[import-not-found]  # the image has it

PATIENCE = 300.0  # seconds to wait for a database that does not answer yet
LOCK = int.from_bytes(b"mlflow", "big")  # the advisory lock's key: any number, the same everywhere
SNAPSHOT_START = 1800.0  # seconds to wait for an instance that is busy, with its backup say
SNAPSHOT_END = 7200  # seconds a snapshot may take

log = logging.getLogger("migrate")


class Refused(Exception):
    """Nothing was changed, and a person has to act."""


def uri() -> str:
    """The database that the server will open; what the URI leaves out comes from PG*."""
    return os.environ.get("MLFLOW_BACKEND_STORE_URI", "postgresql+psycopg2://")


def connect() -> Any:
    """A connection to the database, once it answers."""
    deadline = time.monotonic() + PATIENCE
    said = ""
    while True:
        try:
            # psycopg2 takes libpq's own URI, SQLAlchemy's with the driver's name in it.
            connection = psycopg2.connect(uri().replace("+psycopg2", "", 1))
        except psycopg2.OperationalError as error:
            reason = " ".join(str(error).split())
            if time.monotonic() >= deadline:
                raise Refused(
                    f"no connection to the database in {PATIENCE:.0f} seconds: {reason}"
                ) from None
            if reason != said:
                log.info("waiting for the database: %s", reason)
                said = reason
            time.sleep(1)
        else:
            connection.autocommit = True
            return connection


def query(connection: Any, statement: str, *values: object) -> list[Any]:
    """The first column of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def lock(connection: Any) -> None:
    """Waits until this process is the only one that migrates; the lock ends with the connection."""
    # Asked again and again: a statement that waits would hold a transaction open meanwhile, on
    # which a migration with CREATE INDEX CONCURRENTLY would wait in turn.
    if query(connection, "SELECT pg_try_advisory_lock(%s)", LOCK) == [True]:
        return
    log.info("waiting for another task's migration to end")
    while query(connection, "SELECT pg_try_advisory_lock(%s)", LOCK) == [False]:
        time.sleep(0.5)


def current_revisions(connection: Any) -> set[str]:
    """What the database says it is at; nothing before its first migration."""
    if query(connection, "SELECT to_regclass('alembic_version')") == [None]:
        return set()
    return set(query(connection, "SELECT version_num FROM alembic_version"))


def is_empty(connection: Any) -> bool:
    tables = query(
        connection,
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        " AND tablename NOT LIKE 'alembic%%'",
    )
    return not tables


def known_revisions() -> tuple[set[str], str]:
    """Every revision that the installed MLflow knows, and the newest.

    Read from the text of its migrations: to run them only to ask would import all of MLflow.
    """
    spec = importlib.util.find_spec("mlflow")
    if spec is None or not spec.submodule_search_locations:
        raise Refused("MLflow is not installed in this image: build it from image/Dockerfile")
    folder = Path(spec.submodule_search_locations[0], "store", "db_migrations", "versions")
    known: set[str] = set()
    followed: set[str] = set()
    for file in folder.glob("*.py"):
        for node in ast.parse(file.read_bytes()).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                if node.targets[0].id == "revision":
                    known.add(ast.literal_eval(node.value))
                elif node.targets[0].id == "down_revision":
                    parents = ast.literal_eval(node.value) or ()
                    followed.update([parents] if isinstance(parents, str) else parents)
    heads = known - followed
    if len(heads) != 1:
        raise Refused(f"{folder} has {len(heads)} newest revisions instead of 1: rebuild the image")
    return known, heads.pop()


def take_snapshot(instance: str, revision: str) -> str:
    """The name of a finished snapshot of the database as it is now."""
    import boto3

    rds = boto3.client("rds", region_name=os.environ.get("AWS_REGION"))
    moment = time.strftime("%Y%m%d%H%M%S", time.gmtime())
    name = f"{instance}-before-{re.sub('[^0-9A-Za-z]+', '-', revision)}-{moment}"
    deadline = time.monotonic() + SNAPSHOT_START
    while True:
        try:
            rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier=instance)
            break
        except rds.exceptions.InvalidDBInstanceStateFault as error:
            if time.monotonic() >= deadline:
                raise
            log.info("waiting to take the snapshot %s: %s", name, error)
            time.sleep(30)
    log.info("waiting for the snapshot %s to be available", name)
    rds.get_waiter("db_snapshot_available").wait(
        DBSnapshotIdentifier=name,
        WaiterConfig={"Delay": 15, "MaxAttempts": SNAPSHOT_END // 15},
    )
    return name


def upgrade() -> None:
    """`mlflow db upgrade` in this process, so that a signal that ends it ends the migration."""
    from mlflow.db import commands

    commands.main(["upgrade", uri()], standalone_mode=False)


def migrate(report: dict[str, Any]) -> None:
    """Does what there is to do and notes it in the report."""
    known, head = known_revisions()
    report["to"] = head
    connection = connect()
    lock(connection)
    current = current_revisions(connection)
    report["from"] = ",".join(sorted(current)) or None
    if current == {head}:
        report["outcome"] = "nothing to do"
        return
    if not current <= known:
        raise Refused(
            f"the database is at revision {report['from']}, which MLflow {report['mlflow']} does "
            "not know, so a newer MLflow migrated it: deploy that version or a later one, or "
            "restore the snapshot from before its migration"
        )
    empty = is_empty(connection)
    instance = os.environ.get("SNAPSHOT_BEFORE_MIGRATION")
    if instance and not empty:
        report["snapshot"] = take_snapshot(instance, head)
    upgrade()
    reached = current_revisions(connection)
    if reached != {head}:
        raise RuntimeError(f"the migration ended at {sorted(reached)} instead of {head}")
    report["outcome"] = "created" if empty else "migrated"


def main() -> int:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    log.setLevel(logging.INFO)
    started = time.monotonic()
    report: dict[str, Any] = {
        "event": "migration",
        "outcome": "failed",
        "mlflow": importlib.metadata.version("mlflow"),
        "from": None,
        "to": None,
        "snapshot": None,
        "error": None,
    }
    try:
        migrate(report)
    except Refused as error:
        report |= {"outcome": "refused", "error": str(error)}
    except Exception as error:
        log.exception("the migration failed")
        report["error"] = " ".join(str(error).split())
    report["seconds"] = round(time.monotonic() - started, 1)
    print(json.dumps(report), flush=True)
    return 0 if report["error"] is None else 1


if __name__ == "__main__":
    sys.exit(main())
