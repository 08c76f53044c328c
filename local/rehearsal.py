"""The commands of the rehearsal: what each does, in which order."""

import asyncio
import contextlib
import fcntl
import http.client
import json
import os
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psutil
import yaml

from local import processes, supervisor, tasks
from local.account import CREDENTIALS
from local.database import free_port
from local.engine import REPOSITORY, Engine
from local.image_environment import image_environment
from local.tasks import ADDED, Surroundings

STATE = REPOSITORY / ".local"
REQUIREMENTS = REPOSITORY / "image" / "requirements.txt"
DISK_NEEDED = 3 * 1024**3
NOT_RUNNING = "no rehearsal is running: start one with `make up`"
PATIENCE = 300  # seconds; MLflow starts in 15


def up(http_port: int, https_port: int) -> int:
    """Deploy to the account on this computer and end with a live MLflow."""
    begun = time.time()
    fresh = _running() is None
    if fresh:
        _clear_leftovers()
        _check_disk()
    _step(1, "the Pulumi CLI")
    engine = Engine(STATE)
    _step(2, "the image's Python packages")
    python = image_environment(REQUIREMENTS) / "python"
    _step(3, "the account (moto), which lives as long as this computer's processes")
    _open_account(engine, http_port, https_port)
    _step(4, "pulumi up")
    _unlock(engine)
    if _pulumi(engine, "up", "--yes", "--skip-preview", "--suppress-permalink"):
        print("pulumi up failed: mend it and `make up` again, or end with `make down`")
        return 1
    _step(5, "MLflow, as the ECS service describes it")
    if not _await_services(time.time()):
        return 1
    url = _await_health(engine)
    if not fresh and _unchanged(engine):
        print(f"Nothing changed. MLflow is live: {url}  ({time.time() - begun:.0f} s)")
        return 0
    print(_welcome(url, python, time.time() - begun))
    return 0


def preview() -> int:
    """Show what `up` would change, on a fresh machine too."""
    fresh = _running() is None
    if fresh:
        _clear_leftovers()
    engine = Engine(STATE)
    try:
        _open_account(engine, free_port(), free_port())
        _unlock(engine)
        return _pulumi(engine, "preview", "--suppress-permalink")
    finally:
        if fresh:
            _close()


def down() -> int:
    """Destroy what `up` deployed, stop every process and remove what the run made."""
    if _running() is None:
        swept = _clear_leftovers()
        print("Nothing was running." if not swept else "Removed what a killed rehearsal had left.")
        return 0
    engine = Engine(STATE)
    engine.prepare()
    _unlock(engine)
    failed = _pulumi(engine, "destroy", "--yes", "--skip-preview", "--suppress-permalink")
    _close()
    print("The rehearsal has ended: no process and no file of it is left.")
    if failed:
        print("error: pulumi destroy failed (see above); the account it worked on is gone")
    return 1 if failed else 0


def env() -> int:
    """Print the exports with which pulumi, boto3 and MLflow clients reach the rehearsal."""
    if _running() is None:
        raise RuntimeError(NOT_RUNNING)
    engine = Engine(STATE)
    status = _status() or {}
    exports = engine.environment() | CREDENTIALS
    exports |= {"AWS_ENDPOINT_URL": status["accountUrl"], "AWS_REGION": status["region"]}
    exports["MLFLOW_TRACKING_URI"] = _local_url(engine)
    for name, value in exports.items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def run_task(task_definition: str) -> int:
    """Run a registered task definition once, beside the services; print what it logged."""
    status = _status()
    if _running() is None or status is None:
        raise RuntimeError(NOT_RUNNING)
    around = Surroundings(
        STATE,
        status["region"],
        status["accountUrl"],
        status["balancerUrl"],
        status["credentialsUrl"],
        status["databasePorts"],
    )
    task = asyncio.run(tasks.run_task(around, task_definition))
    for container in task.containers.values():
        for line in container.log.read_text().splitlines() if container.log.exists() else ():
            print(f"{container.name}: {line}")
    failed = [one for one in task.containers.values() if one.essential and one.exit_code != 0]
    if failed:
        print(f"error: {task.reason}", file=sys.stderr)
    return 1 if failed else 0


@contextlib.contextmanager
def alone() -> Generator[None]:
    """Let one command work on the rehearsal at a time."""
    folder = os.open(REPOSITORY, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RuntimeError("another `make` command works on the rehearsal: wait for it") from None
    try:
        yield
    finally:
        os.close(folder)


def _step(number: int, what: str) -> None:
    print(f"[{number}/5] {what}", flush=True)


def _running() -> int | None:
    return processes.recorded(STATE, supervisor.NAME)


def _clear_leftovers() -> bool:
    """Remove what a killed rehearsal left: its account is gone, so is what was deployed to it."""
    if not STATE.exists():
        return False
    for name in processes.sweep(STATE):
        print(f"ended a process that a killed rehearsal had left: {name}")
    _remove_state()
    return True


def _remove_state() -> None:
    database = STATE / "postgresql"
    if database.is_symlink():
        shutil.rmtree(database.resolve(), ignore_errors=True)
    shutil.rmtree(STATE, ignore_errors=True)


def _check_disk() -> None:
    free = shutil.disk_usage(REPOSITORY).free
    if free < DISK_NEEDED:
        raise RuntimeError(
            f"{free / 1024**3:.1f} GB are free beside {REPOSITORY}: the rehearsal needs 3 GB"
        )


def _open_account(engine: Engine, http_port: int, https_port: int) -> None:
    """Start the supervisor unless it runs, lay out the engine's folder, wait for the account."""
    engine.prepare()
    if pid := _running():
        os.kill(pid, signal.SIGUSR1)  # failed deployments get another chance
        return
    config = yaml.safe_load(engine.settings_file.read_text())["config"]
    account_port = urllib.parse.urlsplit(config["aws:endpoints"][0]["sts"]).port
    for port, what in ((account_port, "account"), (http_port, "http"), (https_port, "https")):
        _check_port(port, what)
    options = {
        "--state": STATE,
        "--region": config["aws:region"],
        "--account-port": account_port,
        "--http-port": http_port,
        "--https-port": https_port,
    }
    log = STATE / "logs" / "supervisor.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "local.supervisor"]
            + [str(part) for pair in options.items() for part in pair],
            cwd=REPOSITORY,
            # The user's own AWS settings and proxies are not the rehearsal's.
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(Path.home())}
            | {name: os.environ[name] for name in ("XDG_CACHE_HOME",) if name in os.environ},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.time() + 60
    while _status() is None:
        if child.poll() is not None or time.time() > deadline:
            lines = log.read_text().splitlines() or ["it says nothing"]
            raise RuntimeError(f"the rehearsal's supervisor did not start: {lines[-1]}")
        time.sleep(0.1)


def _check_port(port: int, what: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            advice = (
                "end it"
                if what == "account"
                else f"end it, or give another: .venv/bin/python -m local up --{what}-port PORT"
            )
            raise RuntimeError(f"port {port} is taken{_holder(port)}: {advice}") from None


def _holder(port: int) -> str:
    with contextlib.suppress(psutil.AccessDenied):
        for one in psutil.net_connections("tcp"):
            if one.pid and one.status == psutil.CONN_LISTEN and one.laddr.port == port:
                process = psutil.Process(one.pid)
                return f" by process {one.pid} ({shlex.join(process.cmdline())[:80]})"
    return ""


def _close() -> None:
    """End the supervisor, which ends everything, and remove the state."""
    if pid := _running():
        processes.end(pid, 60)
    processes.sweep(STATE)
    _remove_state()


def _pulumi(engine: Engine, *arguments: str) -> int:
    """Run pulumi; a Ctrl-C is its own to handle, or it leaves a locked stack."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return engine.pulumi(*arguments).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def _unlock(engine: Engine) -> None:
    """Release the lock that a killed pulumi left; `alone` makes sure that none is at work."""
    if any((STATE / "backend" / ".pulumi" / "locks").rglob("*.json")):
        engine.pulumi("cancel", "--yes", capture=True)


def _status() -> dict[str, Any] | None:
    file = STATE / "status.json"
    return json.loads(file.read_text()) if file.exists() else None


def _await_services(since: float) -> bool:
    """Wait until every service runs as registered, and say what happens; False when one failed."""
    deadline, said, said_at = time.time() + PATIENCE, "", 0.0
    while time.time() < deadline:
        status = _status()
        if _running() is None or status is None:
            why = (status and status["problem"]) or f"see {STATE / 'logs' / 'supervisor.log'}"
            raise RuntimeError(f"the rehearsal's supervisor ended: {why}")
        services = status["services"]
        for name, service in services.items() if status["time"] > since else ():
            if service["failure"]:
                _report(name, service)
                return False
        news = status["problem"] or _progress(services)
        if news != said:
            print(f"      {news}", flush=True)
            said, said_at = news, time.time()
        if status["problem"] and time.time() > said_at + 15:
            raise RuntimeError(f"{status['problem']}; see {STATE / 'logs'}")
        current = status["time"] > since and not status["problem"]
        if current and all(_settled(one) for one in services.values()):
            return True
        time.sleep(0.3)
    raise RuntimeError(f"MLflow is not up after {PATIENCE} s: {said}; see {STATE / 'logs'}")


def _settled(service: dict[str, Any]) -> bool:
    serving = [one["deployment"] == service["deployment"] for one in service["tasks"]]
    in_service = all(one["inService"] for one in service["tasks"])
    return in_service and all(serving) and len(serving) == service["desired"]


def _progress(services: dict[str, Any]) -> str:
    parts = []
    for service in services.values():
        for task in service["tasks"]:
            for name, container in task["containers"].items():
                code, health = container["exitCode"], container["health"]
                if code is not None:
                    parts.append(f"{name} exited with {code}")
                elif container["pid"] is None:
                    parts.append(f"{name} waits")
                else:
                    parts.append(f"{name} {'starts' if health == 'UNKNOWN' else health.lower()}")
    return ", ".join(parts) or "no task yet"


def _report(name: str, service: dict[str, Any]) -> None:
    failure = service["failure"]
    print(f"error: service {name}: {failure['reason']}")
    for line in failure["lastLines"]:
        print(f"    {line}")
    if failure["log"]:
        print(f"  the whole log: {failure['log']}")
    if any(one["inService"] for one in service["tasks"]):
        print("  the deployment before it keeps serving")
    if failure["advice"]:
        print(f"  the database was migrated: {failure['advice']}")
    print("  mend it and `make up` again, or end with `make down`")


def _local_url(engine: Engine) -> str:
    done = engine.pulumi("stack", "output", "tracking_uri", capture=True)
    if done.returncode:
        raise RuntimeError(f"the stack has no output tracking_uri: {done.stderr.strip()}")
    uri = urllib.parse.urlsplit(done.stdout.strip())
    ports = (_status() or {})["ports"]
    return f"{uri.scheme}://{uri.hostname}:{ports['443' if uri.scheme == 'https' else '80']}"


def _await_health(engine: Engine) -> str:
    url = _local_url(engine)
    deadline = time.time() + 30
    while True:
        try:
            _ask_health(url)
            return url
        except OSError as error:
            if time.time() > deadline:
                raise RuntimeError(f"{url}/health does not answer: {error}") from None
            time.sleep(0.3)


def _ask_health(url: str) -> None:
    """Ask by the public name, which no resolver needs to know; OSError unless the answer is 200."""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc)
    connection.sock = socket.create_connection(("127.0.0.1", address.port), timeout=10)
    try:
        if address.scheme == "https":
            context = ssl.create_default_context(cafile=STATE / "ca.pem")
            connection.sock = context.wrap_socket(connection.sock, server_hostname=address.hostname)
        connection.request("GET", "/health")
        status = connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(repr(error)) from None
    finally:
        connection.close()
    if status != 200:
        raise OSError(f"the answer is {status}")


def _unchanged(engine: Engine) -> bool:
    done = engine.pulumi("stack", "history", "--json", "--page-size", "1", capture=True)
    changes = json.loads(done.stdout)[0].get("resourceChanges", {})
    return set(changes) <= {"same"}


def _welcome(url: str, python: Path, seconds: float) -> str:
    added = STATE / "added.txt"
    added.write_text("".join(f"{name}: {why}\n" for name, why in ADDED.items()))
    name = urllib.parse.urlsplit(url).hostname
    way = f"""
No resolver knows {name}: /etc/hosts has to say that it is 127.0.0.1. For HTTPS a client needs
MLFLOW_TRACKING_SERVER_CERT_PATH={STATE / "ca.pem"}
"""
    return f"""
MLflow is live: {url}  (after {seconds:.0f} s)
{"" if name == "localhost" else way}
A first run, with {python}:
    import mlflow
    mlflow.set_tracking_uri("{url}")
    mlflow.log_metric("accuracy", 0.9)

It lives as long as its processes: what must last belongs on AWS. `make down` ends it.
What the processes get beyond what is registered: {added}"""
