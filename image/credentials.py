"""Keeps a libpq password file equal to the database's secret, so that a rotation needs no restart.

Started as `python /opt/mlflow/credentials.py`; image/README.md states its environment.
"""

import json
import logging
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

INTERVAL = 60.0  # seconds between two reads while all is well
ENVIRONMENT = ("DATABASE_SECRET_ARN", "PGPASSFILE", "PGHOST", "PGPORT", "PGUSER")

log = logging.getLogger("credentials")


class WrongUser(Exception):
    """The secret belongs to another database user than the one the server connects as."""


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
        raise ValueError("its value is not JSON with username and password") from None
    if username != user:
        raise WrongUser(
            f"PGUSER={user} is not the user of DATABASE_SECRET_ARN={arn}, which is {username}: "
            f"set PGUSER to {username}"
        )
    return password


def write_password_file(path: Path, host: str, port: str, user: str, password: str) -> None:
    """Replaces the file in one step: a connection sees the old line or the new, never a part."""
    fields = [escape(host), escape(port), "*", escape(user), escape(password)]
    fresh = path.with_name(f".{path.name}.new")
    # 0600 from the first byte: libpq ignores a file that others may read.
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(":".join(fields) + "\n")
    fresh.replace(path)


def pause(failures: int) -> float:
    """Seconds until the next read: the interval, or after failures a backoff up to it.

    Both vary at random, so that many tasks do not ask at once.
    """
    longest = INTERVAL if failures == 0 else min(INTERVAL, 2.0 ** min(failures, 16))
    return random.uniform(0.8, 1.0) * longest


def refresh_for_ever(client: Any, environment: dict[str, str]) -> None:
    """Reads and writes until the process ends; says only what is new."""
    arn, user = environment["DATABASE_SECRET_ARN"], environment["PGUSER"]
    path, host, port = (
        Path(environment["PGPASSFILE"]),
        environment["PGHOST"],
        environment["PGPORT"],
    )
    written: str | None = None
    failures, trouble = 0, ""
    while True:
        try:
            password = read_secret(client, arn, user)
            write_password_file(path, host, port, user, password)
        except Exception as error:
            # The server still has the last file: only before the first is a wrong user the end.
            if written is None and isinstance(error, WrongUser):
                raise
            failures += 1
            if str(error) != trouble:
                trouble = str(error)
                log.error("%s stays as it is, %s cannot be used: %s", path, arn, trouble)
        else:
            if written is None:
                log.info("wrote %s for %s at %s:%s", path, user, host, port)
            elif password != written:
                log.info("the password of %s changed: wrote %s", user, path)
            elif failures:
                log.info("%s can be read again after %d failures", arn, failures)
            written, failures, trouble = password, 0, ""
        time.sleep(pause(failures))


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

    import boto3
    from botocore.config import Config

    client = boto3.client(
        "secretsmanager",
        region_name=arn.split(":")[3],
        # One attempt of our own at a time: the loop does the retrying, and says so.
        config=Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 1}),
    )
    try:
        refresh_for_ever(client, dict(os.environ))
    except WrongUser as error:
        log.error("%s", error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
