"""Instance classes of RDS: which there are, and how many connections each takes."""

import re

import pulumi

INSTANCE_CLASS = re.compile(r"db\.[a-z][a-z0-9-]*\.(micro|small|medium|large|[0-9]*xlarge)")
# Memory of the size `large`, by the letter of the family; the others are parts or multiples of it.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
LARGE_GIB = {"c": 4, "m": 8, "r": 16, "t": 8, "x": 32, "z": 16}
PARTS = {"micro": 0.125, "small": 0.25, "medium": 0.5, "large": 1.0}
# RDS's default, LEAST({DBInstanceClassMemory/9531392},5000), is of what the system leaves, which
# AWS does not publish. Seen on db.t4g.small: 181, as much as without 5 % and 300 MiB of the 2 GiB.
# https://docs.aws.amazon.com/prescriptive-guidance/latest/tuning-postgresql-parameters/max-connections.html
# https://github.com/kirill-markin/flashcards-open-source-app/pull/1657
BYTES_PER_CONNECTION = 9531392
MOST_CONNECTIONS = 5000


def check_database_class(database_class: str) -> None:
    """Refuse what is not an instance class."""
    if not INSTANCE_CLASS.fullmatch(database_class):
        raise pulumi.RunError(
            f"databaseClass: {database_class!r} is not allowed; "
            "use db.<family>.<size>, such as db.t4g.small"
        )


def max_connections(database_class: str) -> int:
    """How many connections PostgreSQL takes at least, with the default parameters of RDS."""
    _, family, size = database_class.split(".")
    larges = PARTS[size] if size in PARTS else 2 * int(size.removesuffix("xlarge") or 1)
    # A family of the future counts as the one with the least memory.
    memory = LARGE_GIB.get(family[0], min(LARGE_GIB.values())) * larges * 1024**3
    return min(MOST_CONNECTIONS, int((0.95 * memory - 300 * 1024**2) / BYTES_PER_CONNECTION))
