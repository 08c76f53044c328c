"""Brings the database's schemas to the revisions of the installed MLflow, one process at a time.

Started as `python /opt/mlflow/migrate`; image/README.md states its environment.
"""

import importlib.metadata
import json
import logging
import os
import sys
import time
from typing import Any

from database import connect, lock, query
from refusal import Refused
from schemas import configured
from snapshot import take_snapshot

log = logging.getLogger("migrate")


def is_empty(connection: Any) -> bool:
    tables = query(
        connection,
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        " AND tablename NOT LIKE 'alembic%%'",
    )
    return not tables


def migrate(report: dict[str, Any]) -> None:
    """Does what there is to do and notes it in the report."""
    schemas = configured()
    report["to"] = {schema.name: schema.head for schema in schemas}
    connections = {schemas[0].uri: connect(schemas[0].uri)}
    lock(connections[schemas[0].uri])
    behind = []
    for schema in schemas:
        if schema.uri not in connections:
            connections[schema.uri] = connect(schema.uri)
        revision = schema.revision(connections[schema.uri])
        report["from"][schema.name] = revision
        if revision and revision not in schema.known:
            raise Refused(
                f"the {schema.name} schema is at revision {revision}, which MLflow "
                f"{report['mlflow']} does not know, so a newer MLflow migrated it: deploy that "
                "version or a later one, or restore the snapshot from before its migration"
            )
        if revision != schema.head:
            behind.append(schema)
    if not behind:
        report["outcome"] = "nothing to do"
        return
    for schema in behind:
        # Only its owner may change a table, whatever else has been granted.
        for owner in query(
            connections[schema.uri],
            "SELECT tableowner FROM pg_tables WHERE schemaname = current_schema()"
            " AND tablename = %s AND NOT pg_has_role(tableowner, 'USAGE')",
            schema.table,
        ):
            raise Refused(
                f"the {schema.name} schema is {owner}'s, as the server signed in with IAM tokens "
                "before: set databaseIamAuthentication to true again, for this migration at least"
            )
    empty = all(is_empty(connections[schema.uri]) for schema in behind)
    instance = os.environ.get("SNAPSHOT_BEFORE_MIGRATION")
    if instance and not empty:
        report["snapshot"] = take_snapshot(instance, report["mlflow"])
    before = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    # What MLflow opens by itself is opened as the user that the server will be.
    os.environ["PGUSER"] = os.environ.get("DATABASE_IAM_USER", os.environ["PGUSER"])
    for schema in behind:
        schema.upgrade(is_empty(connections[schema.uri]))
        reached = schema.revision(connections[schema.uri])
        if reached != schema.head:
            raise RuntimeError(f"{schema.name} ended at {reached} instead of {schema.head}")
        if not empty:
            report["advice"] = (
                "do not roll the image back, an older MLflow does not start on this schema: roll "
                "forward, or restore "
                + (f"the snapshot {report['snapshot']}" if instance else f"the state of {before}")
            )
    report["outcome"] = "created" if empty else "migrated"


def main() -> int:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    log.setLevel(logging.INFO)
    started = time.monotonic()
    report: dict[str, Any] = {
        "event": "migration",
        "outcome": "failed",
        "mlflow": importlib.metadata.version("mlflow"),
        "from": {},
        "to": {},
        "snapshot": None,
        "advice": None,
        "error": None,
    }
    try:
        migrate(report)
    except Refused as error:
        report |= {"outcome": "refused", "error": str(error)}
    except Exception as error:
        log.exception("the migration failed")
        report["error"] = " ".join(f"{type(error).__name__}: {error}".split())
    report["seconds"] = round(time.monotonic() - started, 1)
    print(json.dumps(report), flush=True)
    return 0 if report["error"] is None else 1


if __name__ == "__main__":
    sys.exit(main())
