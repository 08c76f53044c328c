"""Writes two files beside this one, from a real older server and its own client: the database
after log.py, mlflow-<version>.sql, and what read.py says of it, logged.json, the same for all
versions. From the project's root:

    for version in 2.22.5 3.5.1; do
        PYTHONPATH=tests/image .venv/bin/python tests/image/older/make_dump.py $version
    done
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from image_services import PSQL, Database, free_port, postgresql, wait_until
from uv import find_uv_bin

HERE = Path(__file__).parent


def install(version: str, folder: Path) -> Path:
    """The bin folder of an environment with that MLflow."""
    uv = find_uv_bin()
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    # These releases do not know later ones of their dependencies.
    limits = ("sqlalchemy<2.1", "opentelemetry-sdk<1.38")
    wanted = (f"mlflow=={version}", *limits, "psycopg2-binary")
    python = folder / "bin" / "python"
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *wanted], check=True)
    return folder / "bin"


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def fill(database: Database, programs: Path, folder: Path) -> str:
    """What the older client reads at the older server after it has logged there."""
    url = f"http://127.0.0.1:{free_port()}"
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.defpath}",
        "HOME": str(folder),
        "LOGNAME": "ada",
        "MLFLOW_TRACKING_URI": url,
        "MLFLOW_ENABLE_ASYNC_TRACE_LOGGING": "false",
    }
    server = subprocess.Popen(
        [
            *("mlflow", "server", "--host", "127.0.0.1", "--port", url.rpartition(":")[2]),
            *("--workers", "1", "--artifacts-destination", folder / "artifacts"),
            *("--backend-store-uri", database.environment["MLFLOW_BACKEND_STORE_URI"]),
        ],
        env=environment | database.environment,
        start_new_session=True,
    )
    try:
        wait_until("the older server answers", lambda: answers(url), 120)
        # In a folder of its own: traces note the program's path and its git repository.
        shutil.copy(HERE / "log.py", folder)
        subprocess.run(["python", "log.py"], cwd=folder, env=environment, check=True)
        read = ["python", HERE / "read.py"]
        return subprocess.run(
            read, env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
    finally:
        # These releases pass no signal on to their workers.
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def dump(database: Database) -> str:
    """Plain SQL without what changes from one dump to the next."""
    text = subprocess.run(
        [PSQL.with_name("pg_dump"), "--no-owner", "--no-privileges", database.name],
        env=database.environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return re.sub(r"^(--.*|\\(un)?restrict .*|)\n", "", text, flags=re.MULTILINE)


def main() -> None:
    version = sys.argv[1]
    release = ".".join(version.split(".")[:2])
    with tempfile.TemporaryDirectory() as folder, postgresql("pginstall") as server:
        database = server.create()
        read = fill(database, install(version, Path(folder, "environment")), Path(folder))
        (HERE / "logged.json").write_text(read)
        (HERE / f"mlflow-{release}.sql").write_text(dump(database))


main()
