"""ECS services on this computer: the desired tasks of what is registered, updated rolling."""

import asyncio
import http.client
import time
from typing import Any

import psutil

from local.tasks import Surroundings, Task, advice, last_lines

Deployment = tuple[str, str]  # task definition, id: a forced deployment changes the id only


class Replica:
    """One task of a service and its place behind the balancer."""

    def __init__(self, task: Task, deployment: Deployment) -> None:
        self.task = task
        self.deployment = deployment
        self.in_service = False
        self.leaving: asyncio.Task[None] | None = None

    def address(self, container_port: int) -> str:
        """Give the address at which this computer reaches the registered container port."""
        return f"127.0.0.1:{self.task.ports[container_port]}"


class Service:
    """What is registered as one ECS service, and its tasks."""

    def __init__(self, around: Surroundings, name: str) -> None:
        self.name = name
        self.replicas: list[Replica] = []
        self.failure: dict[str, Any] | None = None
        self._failed: Deployment | None = None
        self._around = around
        self._restarts = 0
        self._not_before = 0.0
        self._balancers: list[dict[str, Any]] = []
        self._groups: dict[str, dict[str, Any]] = {}

    async def follow(self, registered: dict[str, Any], groups: dict[str, dict[str, Any]]) -> None:
        """Take one step towards what is registered."""
        deployment = (registered["taskDefinition"], registered["deployments"][0]["id"])
        desired = registered["desiredCount"] if registered["status"] == "ACTIVE" else 0
        self._balancers, self._groups = registered.get("loadBalancers", []), groups
        self._bury(deployment)
        current = [one for one in self.replicas if one.deployment == deployment and not one.leaving]
        stale = [one for one in self.replicas if one.deployment != deployment and not one.leaving]
        for one in current:
            one.in_service = one.task.ready and (
                one.in_service or await asyncio.to_thread(self._passes_target_checks, one)
            )
        if len(current) < desired and self._failed != deployment and time.time() > self._not_before:
            await self._start(deployment)
        for one in current[desired:]:
            self._leave(one, "the service was scaled in")
        if sum(one.in_service for one in current) >= desired:
            for one in stale:
                self._leave(one, "a newer deployment took over")

    async def stop(self) -> None:
        """Stop every task at once."""
        await asyncio.gather(*(one.task.stop("the service was deleted") for one in self.replicas))
        self.replicas = []

    def try_again(self) -> None:
        """Give a failed deployment another chance."""
        self._failed = self.failure = None

    def targets(self) -> dict[str, list[str]]:
        """Give the addresses that serve, by target group."""
        return {
            balancer["targetGroupArn"]: [
                one.address(balancer["containerPort"])
                for one in self.replicas
                if one.in_service and not one.leaving
            ]
            for balancer in self._balancers
        }

    def status(self, registered: dict[str, Any]) -> dict[str, Any]:
        """Say what runs, for `up` and for tests."""
        return {
            "taskDefinition": registered["taskDefinition"],
            "deployment": registered["deployments"][0]["id"],
            "desired": registered["desiredCount"],
            "failure": self.failure,
            "tasks": [
                {
                    "id": one.task.id,
                    "taskDefinition": one.deployment[0],
                    "deployment": one.deployment[1],
                    "inService": one.in_service and not one.leaving,
                    "ports": one.task.ports,
                    "containers": {
                        name: {
                            "pid": container.process.pid if container.process else None,
                            "health": container.health,
                            "exitCode": container.exit_code,
                            "log": str(container.log),
                        }
                        for name, container in one.task.containers.items()
                    },
                }
                for one in self.replicas
            ],
        }

    async def _start(self, deployment: Deployment) -> None:
        ecs = self._around.client("ecs")
        described = await asyncio.to_thread(
            ecs.describe_task_definition, taskDefinition=deployment[0]
        )
        replica = Replica(Task(described["taskDefinition"], self._around), deployment)
        replica.task.start()
        self.replicas.append(replica)

    def _bury(self, deployment: Deployment) -> None:
        """Forget ended tasks; one that never served has failed its deployment."""
        if self._failed and self._failed != deployment:
            self._failed = self.failure = None
            self._restarts = 0
        for one in [one for one in self.replicas if one.task.ended and not one.leaving]:
            self.replicas.remove(one)
            if one.in_service:
                self._restarts += 1
                self._not_before = time.time() + min(60, 2**self._restarts)
            elif one.deployment == deployment:
                culprit = one.task.culprit
                self._failed = deployment
                self.failure = {
                    "taskDefinition": deployment[0],
                    "reason": one.task.reason,
                    "log": str(culprit.log) if culprit else "",
                    "lastLines": last_lines(culprit.log) if culprit else [],
                    "advice": advice(one.task),
                }

    def _leave(self, replica: Replica, reason: str) -> None:
        replica.leaving = asyncio.create_task(self._drain(replica, reason))

    async def _drain(self, replica: Replica, reason: str) -> None:
        """Let running answers end, for the deregistration delay at most; then stop the task."""
        if replica.in_service and self._balancers:
            await asyncio.sleep(2)  # until the balancer has been told
            delay = max(
                int(self._groups[one["targetGroupArn"]]["deregistration_delay"])
                for one in self._balancers
                if one["targetGroupArn"] in self._groups
            )
            ends = time.time() + delay
            while time.time() < ends and await asyncio.to_thread(_connections, replica.task):
                await asyncio.sleep(0.5)
        await replica.task.stop(reason)
        self.replicas.remove(replica)

    def _passes_target_checks(self, replica: Replica) -> bool:
        return all(
            _answers(
                replica.address(one["containerPort"]),
                self._groups[one["targetGroupArn"]],
            )
            for one in self._balancers
            if one["targetGroupArn"] in self._groups
        )


def matches(status: int, matcher: str) -> bool:
    """Whether a target group's matcher, such as `200`, `200,302` or `200-399`, takes the status."""
    ranges = [part.split("-") for part in matcher.split(",")]
    return any(int(ends[0]) <= status <= int(ends[-1]) for ends in ranges)


def _answers(address: str, group: dict[str, Any]) -> bool:
    connection = http.client.HTTPConnection(address, timeout=group["HealthCheckTimeoutSeconds"])
    try:
        connection.request("GET", group["HealthCheckPath"])
        return matches(connection.getresponse().status, group["Matcher"]["HttpCode"])
    except OSError:
        return False
    finally:
        connection.close()


def _connections(task: Task) -> int:
    """Count the connections that clients hold to the task."""
    ports, count = set(task.ports.values()), 0
    for container in task.containers.values():
        if not container.process or not container.running:
            continue
        leader = psutil.Process(container.process.pid)
        for process in [leader, *leader.children(recursive=True)]:
            count += sum(
                one.status == psutil.CONN_ESTABLISHED and one.laddr.port in ports
                for one in process.net_connections("tcp")
            )
    return count
