"""The server beside the documented approach's and MLflow's own defaults, in one run."""

import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.load import Api, log_batch, log_metric, rate
from tests.bench.report import table
from tests.bench.servers import CONFIGURATIONS, Server, file_store, running
from tests.bench.surroundings import Surroundings, surroundings
from tests.rehearsal import image_python

ROUNDS = 2
LOAD_SECONDS = 8
SIZES = (500, 2000, 8000)
ARTIFACT_MB = 100
SEARCHES: dict[str, dict[str, Any]] = {
    "latest 100": {},
    "filter and order": {
        "filter": "metrics.metric_0 > 0.5 and params.param_0 = '3'",
        "order_by": ["metrics.metric_1 DESC"],
    },
}
READING = """
Each server runs alone, in turn; the best of two rounds counts, for memory the larger one. All run
MLflow from our image's lock. The first two use uvicorn's own loop and parser (`asyncio`, `h11`), as
a plain installation of MLflow does; uvloop and httptools are part of our image. The documented
approach's file store is on the local disk, faster than its EFS, and its artifacts go straight to
S3, so that every client needs credentials. PostgreSQL 18 (as it comes, without TLS), S3 (moto) and
the clients share the machine's cores with the server. Ours includes the process of the container
`credentials`; `migrate` has ended before the server starts. All searches of a database are in one
that holds all sizes.

What limits the rate is CPU time in MLflow's own Python: two thirds of a call are SQLAlchemy's
object mapper, the rest HTTP and ASGI, where uvloop and httptools save; the database waits. On AWS
database and clients have their own cores, so that the server's CPU time tells what a vCPU carries.
More workers than cores add memory and no calls. A batch is cheaper in the file store, which appends
lines to files and answers for it at every search.
"""


class Kind(NamedTuple):
    """How a figure is written, which of several rounds counts, and how ours compares."""

    form: str
    best: Callable[[Sequence[float]], float]
    compare: Callable[[float, float], str]


def _share(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.0%}"


def _times(ours: float, theirs: float) -> str:
    ratio = ours / theirs
    return f"{ratio:.0f} x" if ratio >= 10 else f"{ratio:.2g} x"


def _times_as_fast(ours: float, theirs: float) -> str:
    return f"{_times(theirs, ours)} as fast"


MEMORY = Kind("{:.0f} MB", max, _share)
SECONDS = Kind("{:.1f} s", min, _times_as_fast)
MILLISECONDS = Kind("{:.1f} ms", min, _times_as_fast)
RATE = Kind("{:.0f} /s", max, _times)
SPEED = Kind("{:.0f} MB/s", max, _times)

IDLE = "memory when ready, PSS (aim 40 % of MLflow's defaults or less)"
LOADED = "memory after the load, PSS"
READY = "from start to `/health` 200"
METRIC = "log-metric"
METRIC_PER_GB = "log-metric for each GB of memory (aim 1.3 x MLflow's defaults or better)"
METRIC_CPU = "log-metric: the server's CPU time"
BATCH = "log-batch of 100 metrics"
BATCH_CPU = "log-batch: the server's CPU time"
UP = f"{ARTIFACT_MB} MB artifact up, default client"
DOWN = f"{ARTIFACT_MB} MB artifact down, default client"
DOWN_PROXIED = f"{ARTIFACT_MB} MB artifact down through the server"


def _search(what: str, size: int) -> str:
    aim = " (aim 50 x the file store or better)" if size == SIZES[-1] else ""
    return f"runs/search, {what}, of {size:,} runs{aim}"


ROWS = {
    IDLE: MEMORY,
    LOADED: MEMORY,
    READY: SECONDS,
    METRIC: RATE,
    METRIC_PER_GB: RATE,
    METRIC_CPU: MILLISECONDS,
    BATCH: RATE,
    BATCH_CPU: MILLISECONDS,
    **{_search(what, size): MILLISECONDS for what in SEARCHES for size in SIZES},
    UP: SPEED,
    DOWN: SPEED,
    DOWN_PROXIED: SPEED,
}


class Bench:
    """What was found, by row and server."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._found: dict[str, dict[str, list[float]]] = {row: {} for row in ROWS}
        stores = {"file": str(file_store(around)), "database": around.database_uri}
        self._histories = {name: _history(around, uri) for name, uri in stores.items()}
        self._artifact = around.folder / "artifact.bin"
        self._artifact.write_bytes(os.urandom(ARTIFACT_MB * 1024**2))

    def round(self, name: str, *, last: bool) -> None:
        """One round of one server; searches and artifacts only in the last."""
        with running(name, self._around) as (server, ready):
            found: dict[str, float] = {READY: ready, IDLE: _settled(server)}
            api = Api(server.url)
            experiment = api.experiment(f"load-{time.time()}")
            rate(server, experiment, log_metric, 2)
            found[METRIC], found[METRIC_CPU] = rate(server, experiment, log_metric, LOAD_SECONDS)
            found[BATCH], found[BATCH_CPU] = rate(server, experiment, log_batch, LOAD_SECONDS)
            found[LOADED] = server.memory()
            found[METRIC_PER_GB] = found[METRIC] / found[LOADED] * 1024
            if last:
                documented = name == "documented approach"
                history = self._histories["file" if documented else "database"]
                found |= {
                    _search(what, int(size)): _median_milliseconds(api, history[size], what)
                    for what in SEARCHES
                    for size in history
                }
                found |= self._transfers(server, api.run(experiment), direct=documented)
        for row, value in found.items():
            self._found[row].setdefault(name, []).append(value)

    def section(self) -> str:
        """The table."""
        *others, ours = CONFIGURATIONS
        rows = {}
        for row, kind in ROWS.items():
            best = {name: kind.best(values) for name, values in self._found[row].items()}
            rows[row] = [
                *(kind.form.format(best[name]) if name in best else "-" for name in CONFIGURATIONS),
                *(kind.compare(best[ours], best[name]) if name in best else "-" for name in others),
            ]
        columns = [*CONFIGURATIONS, *(f"ours : {name}" for name in others)]
        return table("The server", rows, columns, READING)

    def _transfers(self, server: Server, run: str, *, direct: bool) -> dict[str, float]:
        """Megabytes per second; direct ones need credentials on the client, and pass no server."""
        client = {"MLFLOW_TRACKING_URI": server.url} | (self._around.aws if direct else {})
        found = dict(zip((UP, DOWN), self._transfer(run, client), strict=True))
        if not direct:
            client["MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD"] = "false"
            found[DOWN_PROXIED] = self._transfer(run, client)[1]
        return found

    def _transfer(self, run: str, client: dict[str, str]) -> list[float]:
        seconds = _image_program(self._around, client, "transfer.py", run, str(self._artifact))
        return [ARTIFACT_MB / one for one in seconds]


def section() -> str:
    """All of it."""
    with surroundings() as around:
        bench = Bench(around)
        for number in range(1, ROUNDS + 1):
            for name in CONFIGURATIONS:
                print(f"round {number} of {ROUNDS}: {name}", flush=True)
                bench.round(name, last=number == ROUNDS)
        return bench.section()


def _history(around: Surroundings, store: str) -> dict[str, str]:
    """Experiments of a new store, by number of runs."""
    print("filling a store with runs", flush=True)
    allowed = {"MLFLOW_ALLOW_FILE_STORE": "true"}
    return _image_program(around, allowed, "history.py", store, *map(str, SIZES))


def _image_program(
    around: Surroundings, environment: dict[str, str], name: str, *arguments: str
) -> Any:
    """What a program in the image's Python environment says in its last line."""
    done = subprocess.run(
        [image_python(), Path(__file__).with_name(name), *arguments],
        env={"PATH": os.defpath, "HOME": str(around.folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr.splitlines()[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def _settled(server: Server) -> float:
    """Memory once it grows no more: MLflow's job processes start after the server is ready."""
    before, now = 0.0, server.memory()
    end = time.monotonic() + 60
    while now > 1.01 * before and time.monotonic() < end:
        time.sleep(3)
        before, now = now, server.memory()
    return now


def _median_milliseconds(api: Api, experiment: str, what: str) -> float:
    """Of five searches, or of three slow ones."""
    taken: list[float] = []
    while len(taken) < 3 or (len(taken) < 5 and sum(taken) < 5):
        begun = time.perf_counter()
        api.post("runs/search", experiment_ids=[experiment], max_results=100, **SEARCHES[what])
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)
