"""Clients that log until standard input ends, by the real client with its default settings. Run in
the image's Python environment as `load.py CLIENTS TRANSFERS ARTIFACT_MB`, where so many more
clients move artifacts of that size; MLFLOW_TRACKING_URI is the server.

Prints one line `ready`, at the end one JSON object: calls, retries, failures (texts), lost (what
the server acknowledged and does not have), slowest (seconds of the slowest call).
"""

import hashlib
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric
from urllib3.util.retry import Retry

counts: Counter[str] = Counter()
failures: list[str] = []
lost: list[str] = []
slowest = 0.0
stopping = threading.Event()
ready = threading.Semaphore(0)
increment = Retry.increment


def counted(self, *args, **kwargs):
    counts["retries"] += 1
    return increment(self, *args, **kwargs)


Retry.increment = counted


def call(function, *args, **kwargs):
    """The answer, or None for a call that failed even after the client's own retries."""
    global slowest
    counts["calls"] += 1
    began = time.monotonic()
    try:
        return function(*args, **kwargs)
    except Exception as error:
        failures.append(f"{function.__name__}: {str(error)[:300]}")
        return None
    finally:
        slowest = max(slowest, time.monotonic() - began)


def log(client: MlflowClient, experiment: str) -> None:
    """One client's runs: metrics, batches, searches, runs; then what the server has of them."""
    run = client.create_run(experiment).info.run_id
    ready.release()
    singles, batches, runs, step = [], [], [], 0
    while not stopping.is_set():
        step += 1
        before = len(failures)
        if step % 10 == 0:
            metrics = [
                Metric(f"batch-{n}", step, int(time.time() * 1000), step) for n in range(100)
            ]
            call(client.log_batch, run, metrics=metrics)
            if len(failures) == before:
                batches.append(step)
        elif step % 25 == 0:
            call(client.search_runs, [experiment], "metrics.single >= 0", max_results=20)
        elif step % 25 == 1:
            created = call(client.create_run, experiment)
            if created:
                runs.append(created)
        else:
            call(client.log_metric, run, "single", step, step=step)
            if len(failures) == before:
                singles.append(step)
        time.sleep(0.05)
    for key, acknowledged in (("single", singles), ("batch-99", batches)):
        history = call(client.get_metric_history, run, key) or []
        missing = set(acknowledged) - {point.step for point in history}
        lost.extend(f"{run} {key} step {step}" for step in sorted(missing))
    for created in runs:
        call(client.get_run, created.info.run_id)


def transfer(client: MlflowClient, experiment: str, megabytes: int) -> None:
    """One client's artifacts: up, down, compared."""
    run = client.create_run(experiment).info.run_id
    ready.release()
    with tempfile.TemporaryDirectory() as folder:
        number = 0
        while not stopping.is_set():
            number += 1
            file = Path(folder, f"artifact-{number}")
            file.write_bytes(number.to_bytes(8, "big") * (megabytes * 1024 * 1024 // 8))
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            before = len(failures)
            call(client.log_artifact, run, str(file))
            if len(failures) > before:
                continue
            with tempfile.TemporaryDirectory(dir=folder) as there:
                copy = call(client.download_artifacts, run, file.name, there)
                if copy and hashlib.sha256(Path(copy).read_bytes()).hexdigest() != digest:
                    lost.append(f"{run} {file.name}")
            file.unlink()
            time.sleep(0.2)


def main() -> None:
    clients, transfers, megabytes = (int(given) for given in sys.argv[1:])
    experiment = mlflow.set_experiment("load").experiment_id
    threads = [
        threading.Thread(target=log, args=(MlflowClient(), experiment)) for _ in range(clients)
    ] + [
        threading.Thread(target=transfer, args=(MlflowClient(), experiment, megabytes))
        for _ in range(transfers)
    ]
    for thread in threads:
        thread.start()
    for _ in threads:
        ready.acquire()
    print("ready", flush=True)
    sys.stdin.read()
    stopping.set()
    for thread in threads:
        thread.join()
    report = {
        "calls": counts["calls"],
        "retries": counts["retries"],
        "failures": failures,
        "lost": lost,
        "slowest": round(slowest, 1),
    }
    print(json.dumps(report), flush=True)


main()
