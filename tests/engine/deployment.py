"""A stack on the real Pulumi CLI, against an AWS API of its own on this computer."""

import json
from typing import Any

import boto3

from local.engine import Engine

REGION = "eu-west-1"
SERVICES = (
    *("sts", "iam", "ec2", "s3", "s3control", "ecs", "elbv2"),
    *("rds", "secretsmanager", "logs", "cloudwatch", "ecr"),
)


class Aws:
    """The AWS API that one test module talks to."""

    def __init__(self, url: str) -> None:
        self.url = url

    def client(self, service: str) -> Any:
        """A client of the account, past the program and its plugins."""
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def endpoints(self, *, without: str = "") -> list[dict[str, str]]:
        """The setting `aws:endpoints`."""
        return [{service: self.url for service in SERVICES if service != without}]


class Stack:
    """One stack: its settings, and what the CLI says of it."""

    def __init__(self, engine: Engine, aws: Aws) -> None:
        self.engine = engine
        self.aws = aws

    def configure(self, **settings: Any) -> None:
        """The stack file's settings, with these in their place; nothing else is remembered."""
        given = {f"mlflow:{key}": value for key, value in settings.items()}
        self.engine.prepare({"aws:endpoints": self.aws.endpoints(), **given})

    def run(self, *arguments: str) -> str:
        """What a command printed; it must succeed."""
        done = self.engine.pulumi(*arguments, "--non-interactive", capture=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fail(self, *arguments: str) -> str:
        """What a command printed; it must fail."""
        done = self.engine.pulumi(*arguments, "--non-interactive", capture=True)
        assert done.returncode != 0, done.stdout
        return done.stdout + done.stderr

    def changes(self) -> set[tuple[str, str]]:
        """What an `up` would do: operation, and `<type>::<name>`."""
        plan = json.loads(self.run("preview", "--json"))
        return {
            (step["op"], "::".join(step["urn"].split("$")[-1].split("::")[-2:]))
            for step in plan["steps"]
            if step["op"] != "same"
        }

    def up(self) -> None:
        """Make it so."""
        self.run("up", "--yes", "--skip-preview")

    def outputs(self) -> dict[str, Any]:
        """The stack's exports."""
        return json.loads(self.run("stack", "output", "--json"))

    def state(self) -> list[dict[str, Any]]:
        """Every resource as the engine's state holds it."""
        return json.loads(self.run("stack", "export"))["deployment"]["resources"]
