"""MLflow's schemas: the revision that the database has, those that the image knows, and the way up.

MLflow itself is imported only to upgrade: that takes seconds, and every task waits for this.
"""

import ast
import configparser
import importlib.util
import os
from pathlib import Path
from typing import Any, NamedTuple

from database import check, query
from refusal import Refused


class Schema(NamedTuple):
    """One of MLflow's schemas, as the image has it."""

    name: str
    uri: str  # of its database
    table: str  # where Alembic keeps the revision that the database has
    known: set[str]  # every revision up to the newest, the head
    head: str

    def revision(self, connection: Any) -> str | None:
        """What the database says it is at; None before its first migration."""
        if query(connection, "SELECT to_regclass(%s)", self.table) == [None]:
            return None
        return ",".join(sorted(query(connection, f"SELECT version_num FROM {self.table}"))) or None

    def upgrade(self, empty: bool) -> None:
        """MLflow's own command in this process, so that a signal that ends it ends the upgrade."""
        if self.name == "tracking" and empty:
            # The command makes the first tables since 3.14 only; the server has always made them.
            from mlflow.store.db import utils

            utils._initialize_tables(utils.create_sqlalchemy_engine_with_retry(self.uri))
        elif self.name == "tracking":
            from mlflow.db import commands

            commands.main(["upgrade", self.uri], standalone_mode=False)
        else:
            from mlflow.server.auth.db.cli import commands

            commands.main(["upgrade", "--url", self.uri], standalone_mode=False)


def configured() -> list[Schema]:
    """The tracking schema, and the one of the basic-auth app where the server runs it."""
    spec = importlib.util.find_spec("mlflow")
    if spec is None or not spec.submodule_search_locations:
        raise Refused("MLflow is not installed in this image: build it from image/Dockerfile")
    mlflow = Path(spec.submodule_search_locations[0])
    uri = os.environ.get("MLFLOW_BACKEND_STORE_URI", "")
    check("MLFLOW_BACKEND_STORE_URI", uri)
    known, head = revisions(mlflow / "store" / "db_migrations" / "versions")
    schemas = [Schema("tracking", uri, "alembic_version", known, head)]
    path = os.environ.get("MLFLOW_AUTH_CONFIG_PATH")
    if path:
        uri = auth_database_uri(path)
        check(f"MLFLOW_AUTH_CONFIG_PATH={path}: database_uri", uri)
        known, head = revisions(mlflow / "server" / "auth" / "db" / "migrations" / "versions")
        schemas.append(Schema("auth", uri, "alembic_version_auth", known, head))
    return schemas


def auth_database_uri(path: str) -> str:
    """What the basic-auth app will read from its ini file."""
    parser = configparser.ConfigParser()
    try:
        parser.read(path)
        return parser.get("mlflow", "database_uri")
    except configparser.Error as error:
        raise Refused(
            f"MLFLOW_AUTH_CONFIG_PATH={path} gives the basic-auth app no database: "
            f"{' '.join(str(error).split())}: set database_uri in its section mlflow"
        ) from None


def revisions(folder: Path) -> tuple[set[str], str]:
    """Every revision that the migrations in the folder lead to, and the newest.

    Read from their text: to run them only to ask would import all of MLflow.
    """
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
