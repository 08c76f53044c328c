"""The rehearsal's database by itself: what a client of RDS meets there."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
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
    database = Database(folder / "state", INSTANCE, authority)
    try:
        await database.start("secret")
        yield database
    finally:
        await database.stop()


async def connect(folder: Path, database: Database) -> psycopg.AsyncConnection:
    """A connection, once the database answers; it is looked after as the supervisor does."""
    for _ in range(60):
        assert await database.keep_serving()
        try:
            return await psycopg.AsyncConnection.connect(
                host=ENDPOINT,
                hostaddr="127.0.0.1",
                port=database.port,
                dbname="mlflow",
                user="master",
                password="secret",
                sslmode="verify-full",
                sslrootcert=str(folder / "ca.pem"),
                autocommit=True,
            )
        except psycopg.OperationalError as error:
            reason = error
            await asyncio.sleep(0.5)
    raise reason


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
            rows = await (await connection.execute("SELECT n FROM kept")).fetchall()
            await connection.close()
            assert (rows, database.port) == ([(7,)], port)

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
