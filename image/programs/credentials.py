"""Keeps a libpq password file equal to the database's secret, so that a rotation needs no restart.

Started as `python /opt/mlflow/credentials.py`; image/README.md states its environment.
"""

import faulthandler
import json
import logging
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

INTERVAL = 60.0  # seconds between two rounds while all is well
STALE = 3 * INTERVAL  # seconds until the file's age is reported
HANG = 3 * INTERVAL  # seconds that a round may take; one full of timeouts takes 100
ENVIRONMENT = ("DATABASE_SECRET_ARN", "PGPASSFILE", "PGHOST", "PGPORT", "PGUSER")

EGRESS = (
    "check the way from the task to AWS: the VPC endpoint or NAT of its subnets, and port 443 in "
    "the security groups"
)
TASK_ROLE = "give the task definition a task role"
# By the code of AWS's error, or the name of botocore's.
WHAT_TO_DO = {
    "AccessDeniedException": "allow the task role secretsmanager:GetSecretValue on the secret and "
    "kms:Decrypt on its key",
    "DecryptionFailure": "allow the task role kms:Decrypt on the key of the secret, and see that "
    "the key is enabled",
    "ResourceNotFoundException": "set DATABASE_SECRET_ARN to the MasterUserSecret of this database",
    "InvalidRequestException": "restore the secret if it is marked for deletion",
    "EndpointConnectionError": EGRESS,
    "ConnectTimeoutError": EGRESS,
    "ReadTimeoutError": EGRESS,
    "ConnectionClosedError": EGRESS,
    "SSLError": EGRESS,
    "NoCredentialsError": TASK_ROLE,
    "CredentialRetrievalError": TASK_ROLE,
}

log = logging.getLogger("credentials")


class WrongUser(Exception):
    """The secret belongs to another database user than the one the server connects as."""


def explain(error: Exception) -> str:
    """What is wrong and what to do, in one line."""
    response = getattr(error, "response", {})
    name = response.get("Error", {}).get("Code", type(error).__name__)
    what = " ".join(str(error).split()).rstrip(".")
    return f"{what}: {WHAT_TO_DO[name]}" if name in WHAT_TO_DO else what


def escape(value: str) -> str:
    """A value as a field of a password file."""
    if any(character in value for character in "\n\r\0"):
        raise ValueError("a line break or NUL in the secret cannot stand in a password file")
    return value.replace("\\", "\\\\").replace(":", "\\:")


def read_secret(client: Any, arn: str, user: str) -> str:
    """The password in the secret, once it is certain that it is `user`'s."""
    try:
        secret = json.loads(client.get_secret_value(SecretId=arn)["SecretString"])
        username, password = secret["username"], secret["password"]
    except (KeyError, TypeError, json.JSONDecodeError):
        # `from None`: the text of a JSON error may quote the secret.
        raise ValueError(
            "its value is not JSON with username and password: set DATABASE_SECRET_ARN to the "
            "MasterUserSecret of this database"
        ) from None
    if username != user:
        raise WrongUser(
            f"PGUSER={user} is not the user of DATABASE_SECRET_ARN={arn}, which is {username}: "
            f"set PGUSER to {username}"
        )
    return password


@dataclass
class Line:
    """One user's line of the file: where its password comes from, and how that goes."""

    user: str
    source: str
    read: Callable[[], str]
    renewed: float  # when `read` last gave a password
    is_token: bool = False
    password: str | None = None  # as a field of the file
    failures: int = 0
    trouble: str = ""

    def refresh(self) -> None:
        """Reads the password; says only what is new."""
        try:
            password = escape(self.read())
        except Exception as error:
            # The server still has the last password: only before the first is a wrong user the end.
            if self.password is None and isinstance(error, WrongUser):
                raise
            self.failures += 1
            trouble = explain(error)
            if trouble != self.trouble:
                log.error("no new password for %s from %s: %s", self.user, self.source, trouble)
            self.trouble = trouble
            return
        if self.password not in (None, password) and not self.is_token:
            log.info("the password of %s changed", self.user)
        elif self.failures:
            log.info("%s works again after %d failures", self.source, self.failures)
        self.password, self.renewed = password, time.time()
        self.failures, self.trouble = 0, ""


def write_password_file(path: Path, host: str, port: str, lines: list[Line]) -> None:
    """Replaces the file in one step: a connection sees the old one or the new, never a part."""
    fresh = path.with_name(f".{path.name}.new")
    # 0600 from the first byte: libpq ignores a file that others may read.
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for line in lines:
            if line.password is not None:
                fields = [escape(host), escape(port), "*", escape(line.user), line.password]
                file.write(":".join(fields) + "\n")
    # The file is as old as its oldest line, also for the program that is started after this one.
    oldest = min(line.renewed for line in lines)
    os.utime(fresh, (oldest, oldest))
    fresh.replace(path)


def report_if_stale(since: float, error: str) -> None:
    """One line of JSON, for the log's metric filter."""
    age = time.time() - since
    if age > STALE:
        report = {"event": "stale_credentials", "age_seconds": round(age), "error": error}
        print(json.dumps(report), flush=True)


def pause(failures: int) -> float:
    """Seconds until the next round: the interval, or after failures a backoff up to it.

    Both vary at random, so that many tasks do not ask at once.
    """
    longest = INTERVAL if failures == 0 else min(INTERVAL, 2.0 ** min(failures, 16))
    return random.uniform(0.8, 1.0) * longest


def sources(environment: Mapping[str, str], since: float) -> list[Line]:
    """The lines of the file: the master user's, and with IAM tokens the server's own."""
    import boto3
    from botocore.config import Config

    arn, user, role = (
        environment["DATABASE_SECRET_ARN"],
        environment["PGUSER"],
        environment.get("DATABASE_IAM_USER"),
    )
    host, port, region = environment["PGHOST"], int(environment["PGPORT"]), arn.split(":")[3]
    # One attempt of our own at a time: the loop does the retrying, and says so.
    config = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 1})
    manager = boto3.client("secretsmanager", region_name=region, config=config)
    lines = [Line(user, arn, lambda: read_secret(manager, arn, user), since)]
    if role:
        token = partial(
            boto3.client("rds", region_name=region).generate_db_auth_token,
            DBHostname=host,
            Port=port,
            DBUsername=role,
        )
        lines.append(Line(role, "the task role", token, since, is_token=True))
    return lines


def refresh_for_ever(lines: list[Line], path: Path, host: str, port: str, since: float) -> None:
    """Reads and writes until the process ends."""
    written = unwritten = ""
    while True:
        faulthandler.dump_traceback_later(HANG, exit=True)
        troubles = [text for text in (*(line.trouble for line in lines), unwritten) if text]
        report_if_stale(
            path.stat().st_mtime if path.exists() else since,
            "; ".join(troubles) or "no round has ended since the program was started",
        )
        for line in lines:
            line.refresh()
        users = " and ".join(line.user for line in lines if line.password is not None)
        try:
            if users:
                write_password_file(path, host, port, lines)
        except OSError as error:
            unwritten = f"cannot write {path}: {error}: see to the volume that it is on"
            log.error("%s", unwritten)
        else:
            if users != written:
                log.info("wrote %s for %s at %s:%s", path, users, host, port)
            written, unwritten = users, ""
        time.sleep(pause(max(line.failures for line in lines)))


def main() -> int:
    # Before the slow imports, and explicit: the kernel drops a signal that PID 1 does not handle.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    log.setLevel(logging.INFO)
    missing = [name for name in ENVIRONMENT if not os.environ.get(name)]
    if missing:
        log.error("%s not set: the task definition must give it", ", ".join(missing))
        return 1
    arn = os.environ["DATABASE_SECRET_ARN"]
    if arn.count(":") < 6:
        log.error("DATABASE_SECRET_ARN=%s is not an ARN: give the secret's full ARN", arn)
        return 1
    path = Path(os.environ["PGPASSFILE"])
    # A file that is there is of this container's last start.
    since = path.stat().st_mtime if path.exists() else time.time()
    lines = sources(os.environ, since)
    try:
        refresh_for_ever(lines, path, os.environ["PGHOST"], os.environ["PGPORT"], since)
    except WrongUser as error:
        log.error("%s", error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
