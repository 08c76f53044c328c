"""The database role of a server that signs in with IAM tokens."""

import logging
from typing import Any

import psycopg2  # ty: ignore[import-not-found]  # the image has it
from psycopg2 import sql  # ty: ignore[import-not-found]

from refusal import Refused

log = logging.getLogger("migrate")


def make_role(connection: Any, role: str) -> None:
    """Makes the role, and the owner of all that the connected master user owns in this database.

    All of it or nothing. A role that is there already is left as it is.
    """
    master = connection.info.user
    names = {
        "role": sql.Identifier(role),
        "master": sql.Identifier(master),
        "maker": sql.Identifier(f"{role}_maker"),
    }

    def run(*statements: str) -> None:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(**names))

    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
            if cursor.rowcount:
                return
            # A server that uses the tables now shall not stand behind us for long: we ask again.
            run("SET LOCAL lock_timeout = '5s'")
            # Who makes a role stays its member, and RDS takes no password from a member of
            # rds_iam, however indirect: so another makes it, who goes at the end.
            run("CREATE ROLE {maker} CREATEROLE", "GRANT {maker} TO {master}")
            run("SET LOCAL ROLE {maker}", "CREATE ROLE {role} LOGIN", "GRANT {role} TO {master}")
            run("RESET ROLE", "GRANT rds_iam TO {role}")
            cursor.execute(
                "SELECT datname FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid"
                " WHERE rolname = CURRENT_USER AND datname <> current_database()"
            )
            others = [row[0] for row in cursor.fetchall()]
            run("REASSIGN OWNED BY {master} TO {role}")
            for names["other"] in map(sql.Identifier, others):  # which it hands over too
                run("ALTER DATABASE {other} OWNER TO {master}")
            # Tasks that serve as the master user go on until they are replaced, or for good when
            # ECS rolls the deployment back.
            run("SET LOCAL ROLE {role}")
            for kind in ("TABLES", "SEQUENCES"):
                run(
                    f"GRANT ALL ON ALL {kind} IN SCHEMA public TO {{master}}",
                    f"ALTER DEFAULT PRIVILEGES GRANT ALL ON {kind} TO {{master}}",
                )
            run("SET LOCAL ROLE {maker}", "REVOKE {role} FROM {master}")
            run("RESET ROLE", "DROP ROLE {maker}")
    except psycopg2.OperationalError:
        raise
    except psycopg2.Error as error:
        raise Refused(
            f"{master} could not make the role {role}: {' '.join(str(error).split())}: it has to "
            "be the master user of the instance and the owner of the database"
        ) from None
    log.info("%s owns the database %s and signs in with tokens", role, connection.info.dbname)
