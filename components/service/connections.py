"""The connection pool of a server process, as large as the database's class allows."""

import pulumi

from components.database_class import check_database_class, max_connections
from components.service.args import MlflowServiceArgs

# Connections that a process keeps open, in each of its two pools (tracking, registry).
POOL_SIZE = 5
# A process handles half as many requests at once (request_threads.py in the image), for log-batch
# asks for a second connection while it holds the first. More than some 20 at once bring nothing.
MOST = 45
LEAST = 15  # MLflow's own default, 5 and 10 more
# PostgreSQL's superuser 3, RDS 2, the operators 5. `migrate` works before its task serves.
RESERVED = 10
JOB_PROCESSES = 8


def check(args: MlflowServiceArgs) -> None:
    """Refuse more tasks and processes than the database has connections for."""
    max_overflow(args)


def max_overflow(args: MlflowServiceArgs) -> int:
    """Connections of a pool beyond POOL_SIZE, so that all tasks of a rollout, the old and the new,
    fit into the database; refused where that would be fewer than MLflow needs."""
    database_class = args.get("database_class", "db.t4g.small")
    check_database_class(database_class)
    tasks = 2 * args.get("desired_count", 1)
    workers = args.get("workers", 2)
    available = max_connections(database_class) - RESERVED
    if args.get("jobs", False):
        available -= tasks * JOB_PROCESSES * POOL_SIZE
    available = max(available, 0)
    # The registry has few calls: it keeps its POOL_SIZE while the tracking pool is in full use.
    share = available // (tasks * workers)
    if share < LEAST + POOL_SIZE:
        raise pulumi.RunError(
            f"databaseClass: {database_class!r} has {available} connections for MLflow, "
            f"{share} for each process of desiredCount {tasks // 2} (twice as many tasks "
            f"in a rollout) with workers {workers}, which needs {LEAST + POOL_SIZE}; "
            "use a larger databaseClass, or lower workers or desiredCount"
        )
    return min(MOST, share - POOL_SIZE) - POOL_SIZE
