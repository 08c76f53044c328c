"""Requests to a tracking server as bare HTTP, so that the server is what is measured."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from tests.bench.servers import Server

THREADS = 8


class Api:
    """One connection to the REST API."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=120)

    def post(self, path: str, **body: Any) -> bytes:
        """The answer to one call."""
        request = (
            "POST",
            f"/api/2.0/mlflow/{path}",
            json.dumps(body),
            {"Content-Type": "application/json"},
        )
        response = None
        while response is None:
            try:
                self._connection.request(*request)
                response = self._connection.getresponse()
            except (BrokenPipeError, ConnectionResetError):
                # MLflow's default closes a connection that was idle for 5 s; and on a busy machine
                # uvicorn ends workers that do not answer it within 5 s.
                self._connection.close()
        text = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}: {text[:300]!r}")
        return text

    def experiment(self, name: str) -> str:
        """The id of a new experiment."""
        return json.loads(self.post("experiments/create", name=name))["experiment_id"]

    def run(self, experiment: str) -> str:
        """The id of a new run."""
        answer = self.post("runs/create", experiment_id=experiment, start_time=_now())
        return json.loads(answer)["run"]["info"]["run_id"]


def log_metric(api: Api, run: str, step: int) -> None:
    """One metric in one call."""
    api.post("runs/log-metric", run_id=run, key="loss", value=step, timestamp=_now(), step=step)


def log_batch(api: Api, run: str, step: int) -> None:
    """A hundred metrics in one call."""
    metrics = [
        {"key": f"metric-{number}", "value": step, "timestamp": _now(), "step": step}
        for number in range(100)
    ]
    api.post("runs/log-batch", run_id=run, metrics=metrics)


def rate(server: Server, experiment: str, call: Any, seconds: float) -> tuple[float, float]:
    """Calls per second of several threads, each on a run and a connection of its own, and the CPU
    time in ms that a call costs the server."""
    apis = [Api(server.url) for _ in range(THREADS)]
    runs = [api.run(experiment) for api in apis]
    begun, cpu = time.monotonic(), server.cpu_seconds()

    def calls(api: Api, run: str) -> int:
        for step in count(1):
            call(api, run, step)
            if time.monotonic() > begun + seconds:
                return step
        raise AssertionError

    with ThreadPoolExecutor(THREADS) as pool:
        made = sum(pool.map(calls, apis, runs))
    cpu = server.cpu_seconds() - cpu
    return made / (time.monotonic() - begun), 1000 * cpu / made


def _now() -> int:
    return int(time.time() * 1000)
