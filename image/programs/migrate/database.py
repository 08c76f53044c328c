"""A connection to the database that the server will open, and the one lock in it."""

import logging
import os
import re
import time
from contextlib import closing
from typing import Any

import psycopg2  # ty: ignore[import-not-found]  # the image has it

from refusal import Refused
from role import make_role

NO_ANSWER = 300.0  # seconds to wait for a database that does not answer
NO_ENTRY = 150.0  # seconds to wait while it refuses a password; the file is renewed twice in them
LOCK = int.from_bytes(b"mlflow", "big")  # the advisory lock's key: any number, the same everywhere

NOT_ENTERED = re.compile(r'authentication failed|no password supplied|role ".*" does not exist')

log = logging.getLogger("migrate")


def check(setting: str, uri: str) -> None:
    """Refuses what no waiting can make a connection of."""
    if not uri.startswith("postgresql+psycopg2://"):
        shown = re.sub("//[^/]*@", "//", uri)  # without a password
        raise Refused(
            f"{setting}={shown} is not postgresql+psycopg2:///<database>: set it so, MLflow keeps "
            "its data in PostgreSQL here and the image has psycopg2 only"
        )
    authorities = os.environ.get("PGSSLROOTCERT", "system")
    if authorities != "system" and not os.path.isfile(authorities):
        raise Refused(
            f"PGSSLROOTCERT={authorities} does not exist: set it to the certificate authorities in "
            "the image, /etc/ssl/certs/rds-global-bundle.pem"
        )


def login(uri: str, user: str) -> Any:
    """A connection of the user's, at the first attempt."""
    # psycopg2 takes libpq's own URI, SQLAlchemy's with the driver's name in it.
    connection = psycopg2.connect(uri.replace("+psycopg2", "", 1), user=user)
    connection.autocommit = True
    return connection


def login_with_token(uri: str, role: str, master: str) -> Any:
    """A connection of the role's; the master user makes the role if it is not let in."""
    try:
        return login(uri, role)
    except psycopg2.OperationalError as error:
        if not NOT_ENTERED.search(str(error)):
            raise
        refusal = error
    try:
        connection = login(uri, master)
    except psycopg2.OperationalError as error:
        raise psycopg2.OperationalError(f"{refusal} {error}") from None
    with closing(connection):
        lock(connection)
        make_role(connection, role)
    return login(uri, role)


def connect(uri: str) -> Any:
    """A connection of the server's user, once the database answers and lets it in."""
    master, role = os.environ["PGUSER"], os.environ.get("DATABASE_IAM_USER")
    began, refused, said = time.monotonic(), None, ""
    while True:
        try:
            return login_with_token(uri, role, master) if role else login(uri, master)
        except psycopg2.OperationalError as error:
            reason = " ".join(str(error).split())
        if "certificate" in reason:
            raise Refused(
                f"the database's certificate cannot be verified: {reason}: PGHOST has to be the "
                "name that RDS gave the instance, PGSSLROOTCERT the authorities of its region"
            )
        if "PAM authentication failed" in reason and not role:
            raise Refused(
                f"the database wants an IAM token of {master}, not its password, since {master} "
                "made a role that signs in with tokens: set databaseIamAuthentication to true again"
            )
        now = time.monotonic()
        if not NOT_ENTERED.search(reason):
            refused = None
            if now - began >= NO_ANSWER:
                raise Refused(
                    f"no connection to the database in {NO_ANSWER:.0f} seconds: {reason}: see that "
                    "the instance is available and its security group admits the tasks"
                )
        else:
            refused = refused or now
            if now - refused >= NO_ENTRY:
                raise Refused(not_entered(reason, master, role))
        if reason != said:
            log.info("waiting for the database: %s", reason)
            said = reason
        time.sleep(1)


def not_entered(reason: str, master: str, role: str | None) -> str:
    """Why the database lets nobody in, and what to do."""
    if role and "PAM authentication failed" in reason:
        return (
            f"the database has refused the token of {role} for {NO_ENTRY:.0f} seconds: {reason}: "
            f"allow the task role rds-db:connect as {role} and see that the instance has IAM "
            "authentication on"
        )
    return (
        f"the database has refused the password of {master} for {NO_ENTRY:.0f} seconds: {reason}: "
        "see that DATABASE_SECRET_ARN is the secret of this database"
    )


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
