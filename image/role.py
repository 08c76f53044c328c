"""The database role of a server that signs in with IAM tokens."""

import logging
from typing import Any

import psycopg2  # ty: ignore[import-not-found]  # the image has it
from psycopg2 import sql  # ty: ignore[import-not-found]

from refusal import Refused

log = logging.getLogger("migrate")


def make_role(connection: Any, role: str) -> None:
    """Makes the role, and the owner of all that the connected master user owns in this database.

    All of it or nothing; once more does no harm.
    """
    name = sql.Identifier(role)

    def run(statement: str, identifier: sql.Identifier = name) -> None:
        cursor.execute(sql.SQL(statement).format(identifier))

    try:
        with connection, connection.cursor() as cursor:
            # A server that uses the tables now shall not stand behind us for long: we ask again.
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.rowcount:
                run("CREATE ROLE {} LOGIN")
            run("GRANT rds_iam TO {}")
            # Needed to hand over. It is not taken back: tasks that serve as the master user until
            # they are replaced keep their rights by it.
            run("GRANT {} TO CURRENT_USER")
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datdba = CURRENT_USER::regrole"
                " AND datname <> current_database()"
            )
            others = [sql.Identifier(row[0]) for row in cursor.fetchall()]
            run("REASSIGN OWNED BY CURRENT_USER TO {}")
            for other in others:  # which it hands over too
                run("ALTER DATABASE {} OWNER TO CURRENT_USER", other)
    except psycopg2.OperationalError:
        raise
    except psycopg2.Error as error:
        raise Refused(
            f"{connection.info.user} could not make the role {role}: "
            f"{' '.join(str(error).split())}: it has to be the master user of the instance and the "
            "owner of the database"
        ) from None
    log.info("%s owns the database %s and signs in with tokens", role, connection.info.dbname)
