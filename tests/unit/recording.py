"""A stand-in for Pulumi's engine that records every registration, with all that Pulumi was told.

It proves what the program asks for; not that AWS accepts it, nor what the providers make of it.
A resource is known here as `Type/name`, which is also its mock id: `Instance/mlflow-test-db`. Its
ARN is `arn:Instance/mlflow-test-db`, and the name that AWS would give it `mlflow-test-db.Instance`.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.settings import set_root_resource

# No default partition or region, so that none can hide in the program.
PARTITION = "aws-us-gov"
REGION = "us-gov-west-1"
ACCOUNT = "123456789012"
DIGEST = "sha256:" + "0123456789abcdef" * 4
SECRET = f"arn:{PARTITION}:secretsmanager:{REGION}:{ACCOUNT}:secret:passphrase-a1B2c3"
REGISTRY = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"

INVOKES: dict[str, dict[str, Any]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT},
    "aws:index/getRegion:getRegion": {"region": REGION},
    "aws:index/getPartition:getPartition": {"partition": PARTITION},
    "aws:ec2/getPrefixList:getPrefixList": {"id": "pl-s3"},
}

# What AWS computes beyond an id, an ARN and a name, by type.
COMPUTED: dict[str, dict[str, Any]] = {
    "aws:rds/instance:Instance": {
        "address": "db.test",
        "resourceId": "db-RESOURCE",
        "masterUserSecrets": [{"secretArn": "arn:secret"}],
    },
    "aws:lb/loadBalancer:LoadBalancer": {"dnsName": "alb.test"},
    "aws:ec2/vpcEndpoint:VpcEndpoint": {"prefixListId": "pl-created"},
    "awsx:ec2:Vpc": {
        "vpcId": "vpc-created",
        "publicSubnetIds": ["public-1", "public-2"],
        "privateSubnetIds": ["private-1", "private-2"],
        "isolatedSubnetIds": ["isolated-1", "isolated-2"],
    },
    "awsx:ecr:Repository": {"url": f"{REGISTRY}/images"},
    "awsx:ecr:Image": {"imageUri": f"{REGISTRY}/images@{DIGEST}"},
}
ROUTE_TABLES = ("private", "public", "isolated")


@dataclass(frozen=True)
class Resource:
    """One registration, as the engine received it."""

    type: str
    name: str
    inputs: dict[str, Any]
    parent: str
    dependencies: frozenset[str]
    provider: str
    protect: bool
    retain_on_delete: bool
    timeouts: dict[str, str]
    aliases: int
    transforms: list[Any]


@dataclass
class Graph:
    """Everything that one program registered."""

    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, label: str) -> Resource:
        return self.resources[label]

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources.values())

    def of(self, type_: str) -> list[Resource]:
        """Resources of one type, by name."""
        return sorted((r for r in self if r.type == type_), key=lambda r: r.name)

    def labels(self) -> set[str]:
        """All resources as `Type/name`."""
        return set(self.resources)


def label(urn: str) -> str:
    """`Type/name` of a URN."""
    *_, types, name = urn.split("::")
    return f"{types.split(':')[-1]}/{name}"


class Engine(mocks.Mocks):
    """Answers as AWS would: ids, ARNs and names; while previewing nothing but the inputs."""

    def __init__(self, subnets: dict[str, dict[str, str]], *, preview: bool) -> None:
        self.subnets = subnets
        self.preview = preview

    def call(self, args: mocks.MockCallArgs) -> tuple[dict, list[tuple[str, str]] | None]:
        if args.token == "aws:ec2/getSubnet:getSubnet":
            return {"id": args.args["id"], **self.subnets[args.args["id"]]}, []
        return INVOKES[args.token], []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        # awsx gives its outputs the names of inputs that they do not echo.
        echoed = {} if args.typ.startswith("awsx:") else args.inputs
        if self.preview:
            return "", echoed
        kind = args.typ.split(":")[-1]
        id_ = f"{kind}/{args.name}"
        physical = dict.fromkeys(("name", "bucket"), f"{args.name}.{kind}")
        return id_, {
            **physical,
            "arn": f"arn:{id_}",
            **COMPUTED.get(args.typ, {}),
            **echoed,
        }


class Monitor(mocks.MockMonitor):
    """Records the raw requests: parents, dependencies and options, which mocks do not show."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.preview = engine.preview
        self.graph = Graph()

    def RegisterResource(self, request: Any) -> Any:
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == "pulumi:pulumi:Stack":
            return super().RegisterResource(request)
        if label(urn) in self.graph.resources:
            raise AssertionError(f"registered twice: {label(urn)}")
        callbacks = mocks._resolve_callbacks(request.transforms)
        timeouts = request.customTimeouts
        self.graph.resources[label(urn)] = Resource(
            type=request.type,
            name=request.name,
            inputs=rpc.deserialize_properties(request.object, keep_unknowns=True),
            parent=label(request.parent),
            dependencies=frozenset(map(label, request.dependencies)),
            provider=request.provider,
            protect=request.protect,
            retain_on_delete=request.retainOnDelete,
            timeouts={
                action: getattr(timeouts, action)
                for action in ("create", "update", "delete")
                if getattr(timeouts, action)
            },
            aliases=len(request.aliases) + len(request.aliasURNs),
            transforms=callbacks,
        )
        response = super().RegisterResource(request)
        if request.type == "awsx:ec2:Vpc" and not self.preview:
            response.object.update({"routeTables": self._route_tables(urn)})
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:
        self.graph.outputs[label(request.urn)] = rpc.deserialize_properties(request.outputs)
        return super().RegisterResourceOutputs(request)

    def _route_tables(self, vpc: str) -> list[dict[str, str]]:
        references = []
        for name in ROUTE_TABLES:
            urn = self.make_urn(vpc, "aws:ec2/routeTable:RouteTable", name)
            id_ = f"RouteTable/{name}"
            self.resources[urn] = mocks.MockMonitor.ResourceRegistration(urn, id_, {})
            references.append(
                {rpc._special_sig_key: rpc._special_resource_sig, "urn": urn, "id": id_}
            )
        return references


def record(
    build: Callable[[], Any],
    *,
    graph: Graph | None = None,
    stack: str = "test",
    preview: bool = False,
    subnets: dict[str, dict[str, str]] | None = None,
) -> Graph:
    """Run `build` as a Pulumi program of project `mlflow`; what it registers goes to `graph`."""
    engine = Engine(subnets or {}, preview=preview)
    monitor = Monitor(engine)
    monitor.graph = Graph() if graph is None else graph
    asyncio.set_event_loop(asyncio.new_event_loop())
    # The SDK keeps one stack per process; None is how a process starts.
    set_root_resource(None)  # ty: ignore[invalid-argument-type]
    mocks.set_mocks(engine, project="mlflow", stack=stack, preview=preview, monitor=monitor)

    @pulumi.runtime.test
    def run() -> Any:
        build()
        root = pulumi.runtime.get_root_resource()
        assert isinstance(root, pulumi.runtime.stack.Stack)
        return pulumi.Output.from_input(root.outputs).apply(monitor.graph.exports.update)

    run()
    return monitor.graph
