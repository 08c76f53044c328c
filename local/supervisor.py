"""Keeps the rehearsal's processes as the account describes them, until it is told to end."""

import argparse
import asyncio
import contextlib
import functools
import json
import logging
import os
import signal
import time
import traceback
from pathlib import Path
from typing import Any

import trustme

from local import account, iam_token, processes
from local.balancer import Balancer, Unsupported
from local.database import Database, master_password
from local.services import Service
from local.tasks import Surroundings

NAME = "supervisor"
INTERVAL = 1.0


class Supervisor:
    """Everything that runs, and the loop that compares it with what is registered."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.state: Path = options.state
        self.options = options
        self.authority = trustme.CA(organization_name="MLflow rehearsal")
        self.around = Surroundings(
            self.state,
            options.region,
            f"http://127.0.0.1:{options.account_port}",
            f"http://127.0.0.1:{options.http_port}",
        )
        ports = {80: options.http_port, 443: options.https_port}
        self.balancer = Balancer(self.state, ports, self.authority)
        self.account: processes.Process | None = None
        self.database: Database | None = None
        self.services: dict[str, Service] = {}
        self.access_keys: dict[str, tuple[str, str]] = {}  # key -> its secret, the role it is of
        self.ending = asyncio.Event()
        self.problem = ""
        self.observed = 0.0

    async def run(self) -> None:
        """Start, follow the account, and end everything when told to or when a part dies."""
        loop = asyncio.get_running_loop()
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(how, self.ending.set)
        loop.add_signal_handler(signal.SIGUSR1, self._try_again)
        processes.record(self.state, os.getpid(), NAME)
        watchdog = await processes.start_watchdog(self.state)
        self.authority.cert_pem.write_to_path(str(self.state / "ca.pem"))
        try:
            await self._serve_credentials()
            self.account = await account.start(self.state, self.options.account_port)
            await self.balancer.start()
            await self._until_account_answers()
            while not self.ending.is_set():
                await self._step()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.ending.wait(), INTERVAL)
        finally:
            await self._end()
            processes.forget(self.state, os.getpid())
            watchdog.kill()

    def _try_again(self) -> None:
        for service in self.services.values():
            service.try_again()

    async def _until_account_answers(self) -> None:
        while not self.ending.is_set():
            with contextlib.suppress(OSError):
                await asyncio.open_connection("127.0.0.1", self.options.account_port)
                return
            await asyncio.sleep(0.05)

    async def _step(self) -> None:
        self.problem, self.observed = "", time.time()
        try:
            await self._check_parts()
            seen = await asyncio.to_thread(self._observe)
            await self._follow_database(seen["instances"])
            await self._follow_services(seen)
            targets: dict[str, list[str]] = {}
            for service in self.services.values():
                for group, addresses in service.targets().items():
                    targets.setdefault(group, []).extend(addresses)
            await asyncio.to_thread(self.balancer.load, seen["balancers"], seen["groups"], targets)
            self._write_status(seen)
        except (Unsupported, RuntimeError) as error:
            self.problem = (
                f"not imitated: {error}" if isinstance(error, Unsupported) else str(error)
            )
            self._write_status({"services": {}})
        except Exception:
            # Reported and tried again: a half-made account is read while `pulumi up` works on it.
            self.problem = traceback.format_exc().splitlines()[-1]
            traceback.print_exc()
            self._write_status({"services": {}})

    async def _check_parts(self) -> None:
        parts = {"account": self.account, "balancer": self.balancer.process}
        ended = [name for name, one in parts.items() if one and one.returncode is not None]
        if self.database and not await self.database.keep_serving():
            ended.append("database")
        if ended:
            self.ending.set()
            raise RuntimeError(f"the {ended[0]} ended; see {self.state / 'logs' / ended[0]}.log")

    def _observe(self) -> dict[str, Any]:
        """Read what is registered."""
        ecs, elb = self.around.client("ecs"), self.around.client("elbv2")
        services: dict[str, Any] = {}
        for cluster in ecs.list_clusters()["clusterArns"]:
            names = ecs.list_services(cluster=cluster)["serviceArns"]
            if names:
                found = ecs.describe_services(cluster=cluster, services=names)["services"]
                services |= {one["serviceArn"]: one for one in found if one["status"] == "ACTIVE"}
        balancers = elb.describe_load_balancers()["LoadBalancers"]
        for balancer in balancers:
            arn = balancer["LoadBalancerArn"]
            attributes = elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
            balancer["idle_timeout"] = _attribute(attributes, "idle_timeout.timeout_seconds", "60")
            balancer["listeners"] = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]
            for listener in balancer["listeners"]:
                rules = elb.describe_rules(ListenerArn=listener["ListenerArn"])
                listener["rules"] = rules["Rules"]
                for certificate in listener.get("Certificates", []):
                    certificate["names"] = self._names(certificate["CertificateArn"])
        groups = {
            one["TargetGroupArn"]: one for one in elb.describe_target_groups()["TargetGroups"]
        }
        for arn, group in groups.items():
            attributes = elb.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]
            key = "deregistration_delay"
            group[key] = _attribute(attributes, f"{key}.timeout_seconds", "300")
        instances = self.around.client("rds").describe_db_instances()["DBInstances"]
        return {
            "services": services,
            "balancers": balancers,
            "groups": groups,
            "instances": instances,
        }

    def _names(self, certificate: str) -> list[str]:
        described = self.around.client("acm").describe_certificate(CertificateArn=certificate)
        names = described["Certificate"]
        return list({names["DomainName"], *names.get("SubjectAlternativeNames", [])})

    async def _follow_database(self, instances: list[dict[str, Any]]) -> None:
        if len(instances) > 1:
            names = ", ".join(one["DBInstanceIdentifier"] for one in instances)
            raise Unsupported(f"more than one database instance: {names}")
        wanted = instances[0]["DBInstanceIdentifier"] if instances else None
        if self.database and self.database.identifier != wanted:
            self.around.database_ports = {}
            database, self.database = self.database, None
            await database.stop()
        if not self.database and instances and "MasterUserSecret" in instances[0]:
            why_refused = functools.partial(
                iam_token.why_refused, instances[0], self.access_keys, self.around.client("iam")
            )
            database = Database(self.state, instances[0], self.authority, why_refused)
            password = await asyncio.to_thread(
                master_password, instances[0], self.around.client("secretsmanager")
            )
            try:
                await database.start(password)
            except BaseException:
                await database.stop()
                raise
            self.database = database
            self.around.database_ports = {database.endpoint: database.port}

    async def _follow_services(self, seen: dict[str, Any]) -> None:
        for arn, registered in seen["services"].items():
            service = self.services.setdefault(arn, Service(self.around, registered["serviceName"]))
            await service.follow(registered, seen["groups"])
        for arn in self.services.keys() - seen["services"].keys():
            await self.services.pop(arn).stop()

    async def _serve_credentials(self) -> None:
        """Give a task the credentials of its role, as the ECS agent does."""
        server = await asyncio.start_server(self._give_credentials, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.around.credentials_url = f"http://127.0.0.1:{port}"

    async def _give_credentials(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            role = request.split()[1].decode().lstrip("/")
            assumed = await asyncio.to_thread(
                self.around.client("sts").assume_role,
                RoleArn=role,
                RoleSessionName="rehearsal",
            )
            given = assumed["Credentials"]
            self.access_keys[given["AccessKeyId"]] = given["SecretAccessKey"], role
            body = json.dumps(
                {
                    "RoleArn": role,
                    "AccessKeyId": given["AccessKeyId"],
                    "SecretAccessKey": given["SecretAccessKey"],
                    "Token": given["SessionToken"],
                    "Expiration": given["Expiration"].strftime("%Y-%m-%dT%H:%M:%SZ"),
                }
            ).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            writer.write(b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
        writer.close()

    def _write_status(self, seen: dict[str, Any]) -> None:
        status = {
            "time": self.observed,
            "problem": self.problem,
            "accountUrl": self.around.account_url,
            "region": self.around.region,
            "ports": {80: self.options.http_port, 443: self.options.https_port},
            "balancerUrl": self.around.balancer_url,
            "credentialsUrl": self.around.credentials_url,
            "databasePorts": self.around.database_ports,
            "services": {
                service.name: service.status(seen["services"][arn])
                for arn, service in self.services.items()
                if arn in seen["services"]
            },
        }
        draft = self.state / "status.draft"
        draft.write_text(json.dumps(status, indent=1))
        draft.replace(self.state / "status.json")

    async def _end(self) -> None:
        await asyncio.gather(*(one.stop() for one in self.services.values()))
        if self.database:
            await self.database.stop()
        for process in (self.balancer.process, self.account):
            if process:
                await processes.stop(self.state, process, 5)


def _attribute(attributes: list[dict[str, str]], key: str, default: str) -> str:
    return next((one["Value"] for one in attributes if one["Key"] == key), default)


def main() -> None:
    """Run until SIGTERM."""
    # asyncio warns of every TLS connection that its peer closes first, as libpq's all do.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(prog="python -m local.supervisor")
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--account-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--https-port", type=int, required=True)
    asyncio.run(Supervisor(parser.parse_args()).run())


if __name__ == "__main__":
    main()
