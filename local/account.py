"""The AWS account of the rehearsal: moto's server on 127.0.0.1, kept small over large uploads."""

import copy
import gc
import json
import logging
import os
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

from local import processes

ACCOUNT_ID = "123456789012"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

SETTINGS = {
    "MOTO_ACCOUNT_ID": ACCOUNT_ID,
    "MOTO_ACM_VALIDATION_WAIT": "1",
    "MOTO_ECS_SERVICE_RUNNING": "1",
    # glibc keeps what it freed otherwise: 100 MB uploaded, 95 MB grown.
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "100000",
    "MALLOC_MMAP_THRESHOLD_": "1000000",
}


async def start(state: Path, port: int) -> processes.Process:
    """Start the account; it answers as soon as the port does."""
    return await processes.start(
        state,
        "account (moto)",
        [sys.executable, "-m", "local.account", str(port)],
        {"PATH": os.defpath, **SETTINGS},
        log=state / "logs" / "account.log",
        folder=Path(__file__).parents[1],
    )


def _collect() -> None:
    while not threading.Event().wait(1):
        gc.collect()


def _plain_http_is_tls() -> None:
    # S3 is plain HTTP here and moto looks at no condition, so that a statement which denies what is
    # not TLS would deny everything.
    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
        if self.policy is None:
            return PermissionResult.NEUTRAL
        document = json.loads(self.policy)
        document["Statement"] = [
            statement
            for statement in document["Statement"]
            if "aws:SecureTransport" not in statement.get("Condition", {}).get("Bool", {})
        ]
        if not document["Statement"]:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps(document)).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def _anyone_may_be_denied() -> None:
    # moto looks for the log service's permission and stumbles over a statement on everyone.
    from moto.s3.models import FakeBucket

    judge = FakeBucket._log_permissions_enabled_policy

    def judge_services(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
        document = json.loads(target_bucket.policy or b'{"Statement": []}')
        kept = [one for one in document["Statement"] if isinstance(one.get("Principal"), dict)]
        judged = copy.copy(target_bucket)
        judged.policy = json.dumps({"Statement": kept}).encode()
        return judge(judged, target_prefix)

    # ty takes a static method for a plain function.
    FakeBucket._log_permissions_enabled_policy = staticmethod(judge_services)  # ty: ignore[invalid-assignment]


def _instances_have_ids_of_their_own() -> None:
    # moto gives all the same one, and a restored instance would pass for the one before it.
    from moto.rds.models import DBInstance

    make = DBInstance.__init__

    def make_another(self: DBInstance, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self.dbi_resource_id = f"db-{uuid.uuid4().hex[:26].upper()}"

    DBInstance.__init__ = make_another


def _serve(port: int) -> None:
    from moto.backends import get_backend
    from moto.server import main

    _plain_http_is_tls()
    _anyone_may_be_denied()
    _instances_have_ids_of_their_own()

    for service in (
        "ec2",
        "ecs",
        "elbv2",
        "iam",
        "logs",
        "cloudwatch",
        "rds",
        "s3",
        "secretsmanager",
        "ecr",
    ):
        get_backend(service)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # moto leaves request bodies in reference cycles: collect often, and only what is new.
    gc.freeze()
    threading.Thread(target=_collect, daemon=True).start()
    main(["--host", "127.0.0.1", "--port", str(port)])


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
