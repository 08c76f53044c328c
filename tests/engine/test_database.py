"""The rehearsal's database by itself: what a client of RDS meets there."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
import trustme

from local.database import Database

ENDPOINT = "mlflow.abcdefghijkl.eu-west-1.rds.amazonaws.com"
INSTANCE = {
    "DBInstanceIdentifier": "mlflow",
    "Endpoint": {"Address": ENDPOINT},
    "DBName": "mlflow",
    "MasterUsername": "master",
    "EngineVersion": "18",
}


@asynccontextmanager
async def served(folder: Path) -> AsyncGenerator[Database]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    database = Database(
        folder / "state",
        INSTANCE,
        authority,
        lambda token, user, port: None if token == f"token of {user}" else "it is no token",
    )
    try:
        await database.start("secret")
        yield database
    finally:
        await database.stop()


async def connect(
    folder: Path, database: Database, user: str = "master", password: str = "secret"
) -> psycopg.AsyncConnection:
    """A connection, once the database answers; it is looked after as the supervisor does."""
    for _ in range(60):
        assert await database.keep_serving()
        try:
            return await psycopg.AsyncConnection.connect(
                host=ENDPOINT,
                hostaddr="127.0.0.1",
                port=database.port,
                dbname="mlflow",
                user=user,
                password=password,
                sslmode="verify-full",
                sslrootcert=str(folder / "ca.pem"),
                autocommit=True,
            )
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise
            reason = error
            await asyncio.sleep(0.5)
    raise reason


async def one(connection: psycopg.AsyncConnection, query: LiteralString) -> object:
    return await (await connection.execute(query)).fetchone()


async def ended(database: Database) -> None:
    assert database.process
    await asyncio.wait_for(database.process.wait(), 60)


async def kill(database: Database) -> None:
    assert database.process
    os.kill(database.process.pid, signal.SIGKILL)
    await ended(database)


def test_a_killed_database_is_started_again_with_its_data_at_the_same_port(tmp_path):
    async def run() -> None:
        async with served(tmp_path) as database:
            port = database.port
            async with await connect(tmp_path, database) as connection:
                await connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
            await kill(database)
            connection = await connect(tmp_path, database)
            assert await one(connection, "SELECT n FROM kept") == (7,)
            await connection.close()
            assert database.port == port

    asyncio.run(run())


def test_a_database_that_cannot_start_again_is_given_up_and_its_log_says_why(tmp_path):
    async def run() -> None:
        async with served(tmp_path) as database:
            data = (tmp_path / "state" / "postgresql").resolve() / "data"
            (data / "PG_VERSION").unlink()
            await kill(database)
            starts = 0
            while await database.keep_serving():
                await ended(database)
                starts += 1
            assert starts == 4
            log = (tmp_path / "state" / "logs" / "database.log").read_text()
            assert "is not a valid data directory" in log

    asyncio.run(run())


def test_a_member_of_rds_iam_signs_in_with_a_token_only_and_others_with_their_password(tmp_path):
    async def run() -> None:
        async with served(tmp_path) as database:
            async with await connect(tmp_path, database) as master:
                await master.execute("CREATE ROLE server LOGIN PASSWORD 'its own'")
                async with await connect(tmp_path, database, "server", "its own") as connection:
                    assert connection.info.user == "server"
                await master.execute("GRANT rds_iam TO server")
            for wrong in ("its own", "token of master"):
                with pytest.raises(
                    psycopg.OperationalError, match='PAM authentication failed for user "server"'
                ):
                    await connect(tmp_path, database, "server", wrong)
            async with await connect(tmp_path, database, "server", "token of server") as connection:
                assert await one(connection, "SELECT session_user || ' ' || current_user") == (
                    "server server",
                )

    asyncio.run(run())


def test_a_master_that_made_a_member_of_rds_iam_is_one_itself_and_locked_out_until_it_is_dropped(
    tmp_path,
):
    async def run() -> None:
        async with served(tmp_path) as database:
            async with await connect(tmp_path, database) as master:
                await master.execute("CREATE ROLE server LOGIN")
                async with await connect(tmp_path, database):
                    pass
                await master.execute("GRANT rds_iam TO server")
                with pytest.raises(
                    psycopg.OperationalError, match='PAM authentication failed for user "master"'
                ):
                    await connect(tmp_path, database)
                await master.execute("DROP ROLE server")
            async with await connect(tmp_path, database):
                pass

    asyncio.run(run())


def test_a_role_that_is_not_there_is_asked_for_a_password(tmp_path):
    async def run() -> None:
        async with served(tmp_path) as database:
            async with await connect(tmp_path, database):
                pass
            with pytest.raises(
                psycopg.OperationalError, match='password authentication failed for user "server"'
            ):
                await connect(tmp_path, database, "server", "token of server")

    asyncio.run(run())
