"""What a row of the table says about a resource type, and a resource's life that follows."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jmespath
from botocore.exceptions import ClientError

from local.aws.account import Account
from local.aws.translate import find, from_aws, reconcile, same, to_aws

MISSING = (
    "NotFound",
    "NoSuch",
    "404",
    "NotExist",
    "Missing",
    "ClientException: Unable to describe",
)
IN_USE = ("DependencyViolation", "ResourceInUse", "DeleteConflict", "InvalidIPAddress.InUse")
PATIENCE = 60  # seconds that a create or delete may wait for AWS; moto needs none of them


@dataclass(frozen=True, kw_only=True)
class Tags:
    """How a service lists, sets and removes the tags of a resource that exists."""

    read: Callable[["Resource", Any], Any]
    add: Callable[["Resource", dict[str, str]], Any]
    remove: Callable[["Resource", list[str]], Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    service: str
    required: str = ""
    fixed: str = ""  # arguments whose change replaces the resource
    changes: Mapping[str, Any] = field(
        default_factory=dict
    )  # arguments -> operation that sets them
    kept: Mapping[str, str] = field(
        default_factory=dict
    )  # argument -> why AWS (or moto) cannot tell it back
    defaults: Mapping[str, Any] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)  # argument -> AWS's name for it
    deep: Mapping[str, str] = field(default_factory=dict)  # the same for names inside arguments
    empty: str = ""  # arguments that are covered as empty lists only
    arranged: str = ""  # arguments that the row's own functions put into requests
    outputs: Mapping[str, Any] = field(
        default_factory=dict
    )  # name -> path in what was read, or a function
    autoname: tuple[str, int, bool] | None = None  # argument, longest, lower case
    collides: bool = False  # two of them cannot exist at once, so the old one goes first
    tags: Tags | None = None
    tag_type: str = ""  # ResourceType of a TagSpecification
    create: Any = None  # operation, or function(resource) -> id
    id: str = ""  # path of the id in the answer to `create`
    read: Any = None  # operation, or function(resource) -> what AWS holds, None if nothing
    by: str = ""  # request member that takes the id
    found: str = "@"  # path in the answer to `read`
    ready: str = ""  # path that is true once the resource can be used
    delete: Any = None
    stays: bool = False  # deleting it leaves something of it in AWS
    key: str = ""  # request member that takes the id in delete and changes, if not `by`

    @property
    def mutable(self) -> set[str]:
        names = {name for group in self.changes for name in group.split()}
        return names | ({"tags"} if self.tags else set())

    @property
    def arguments(self) -> set[str]:
        return set(self.fixed.split()) | self.mutable | set(self.kept)


@dataclass
class Resource:
    """One resource during one request of the engine."""

    row: Row
    account: Account
    asked: dict[str, Any]  # the program's arguments
    id: str = ""
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def args(self) -> dict[str, Any]:
        given = {k: v for k, v in self.asked.items() if v is not None}
        return {**self.row.defaults, **given}

    @property
    def tags_all(self) -> dict[str, str]:
        return {**self.account.default_tags, **(self.asked.get("tags") or {})}

    def call(self, operation: str, /, **params: Any) -> Any:
        return self.account.call(self.row.service, operation, **params)

    def shape(self, operation: str) -> Any:
        return (
            self.account.client(self.row.service)
            .meta.service_model.operation_model(operation)
            .input_shape
        )

    def params(self, operation: str, only: set[str] | None = None) -> dict[str, Any]:
        """The arguments that `operation` takes; with `only`, those and what it must have."""
        shape = self.shape(operation)
        result, skipped = {}, {"tags", *self.row.arranged.split()}
        for name, value in self.args.items():
            member = find(shape.members, name, self.row.renames)
            if member is None or name in skipped:
                continue
            if only is None or name in only or member in shape.required_members:
                result[member] = to_aws(value, shape.members[member], self.row.deep)
        return result

    def with_tags(self, operation: str) -> dict[str, Any]:
        shape, params = self.shape(operation), self.params(operation)
        if "TagSpecifications" in shape.members and self.row.tag_type and self.tags_all:
            tags = [{"Key": k, "Value": v} for k, v in self.tags_all.items()]
            params["TagSpecifications"] = [{"ResourceType": self.row.tag_type, "Tags": tags}]
        elif self.row.tags and self.tags_all and (member := find(shape.members, "tags", {})):
            params[member] = to_aws(self.tags_all, shape.members[member], {})
        return params

    def keyed(self, operation: str, member: str) -> dict[str, Any]:
        kind = self.shape(operation).members[member].type_name
        return {member: [self.id] if kind == "list" else self.id}

    def get(self) -> Any:
        """What AWS holds, or None."""
        row = self.row
        try:
            if callable(row.read):
                return row.read(self)
            return jmespath.search(row.found, self.call(row.read, **self.keyed(row.read, row.by)))
        except ClientError as error:
            if is_missing(error):
                return None
            raise

    def wait(self, done: Callable[[Any], Any], goal: str) -> Any:
        pause, until = 0.05, time.monotonic() + PATIENCE
        while not done(found := self.get()):
            if time.monotonic() > until:
                raise TimeoutError(f"{self.id}: still not {goal} after {PATIENCE} s")
            time.sleep(pause)
            pause = min(2.0, pause * 2)
        return found

    def create(self) -> None:
        row = self.row
        taken = (
            row.arguments
        )  # a function sets everything itself, an operation what it has members for
        if callable(row.create):
            self.id = row.create(self)
        else:
            answer = self.call(row.create, **self.with_tags(row.create))
            self.id = jmespath.search(row.id, answer)
            members = self.shape(row.create).members
            taken = {name for name in row.arguments if find(members, name, row.renames)}
        try:
            self.change(set(self.args) - taken, {})
            self.wait(
                lambda f: f is not None and (not row.ready or jmespath.search(row.ready, f)),
                "ready",
            )
        except Exception:
            self.remove()  # a half-made resource would be in AWS but in no state file
            raise

    def change(self, changed: set[str], old: Mapping[str, Any]) -> None:
        row = self.row
        for group, operation in row.changes.items():
            hit = changed & set(group.split())
            if hit and callable(operation):
                operation(self, old)
            elif hit:
                member = row.key or row.by
                params = self.params(operation, hit) | self.keyed(operation, member)
                self.call(operation, **params)

    def retag(self, old: Mapping[str, str]) -> None:
        if self.row.tags is None:
            return
        if gone := [k for k in old if k not in self.tags_all]:
            self.row.tags.remove(self, gone)
        if new := {k: v for k, v in self.tags_all.items() if old.get(k) != v}:
            self.row.tags.add(self, new)

    def remove(self) -> None:
        row = self.row
        if row.delete is None:
            return
        pause, until = 0.1, time.monotonic() + PATIENCE
        while True:
            try:
                if callable(row.delete):
                    row.delete(self)
                else:
                    self.call(row.delete, **self.keyed(row.delete, row.key or row.by))
                break
            except ClientError as error:
                if is_missing(error):
                    return
                code = error.response["Error"]["Code"]
                if not code.startswith(IN_USE) or time.monotonic() > until:
                    raise
                time.sleep(pause)
                pause = min(2.0, pause * 2)
        if not row.stays:
            self.wait(lambda found: found is None, "deleted")

    def outputs(self, found: Any) -> dict[str, Any]:
        """The whole state: every argument as AWS holds it, and everything AWS computed."""
        row, state = self.row, {}
        for name in row.arguments - {"tags"}:
            asked = self.asked.get(name)
            member = find(found, name, row.renames)
            actual = found[member] if member else None
            if asked is not None and name in row.kept:
                state[name] = asked
            elif asked is not None:
                state[name] = reconcile(asked, actual, row.deep)
            elif plain(actual):  # a block's arrangement in Pulumi is known only where one was asked
                state[name] = actual
        for name, source in row.outputs.items():
            value = source(self, found) if callable(source) else jmespath.search(source, found)
            state[name] = "" if value is None else from_aws(value)
        if row.tags:
            actual = tag_map(row.tags.read(self, found))
            state["tagsAll"] = actual
            asked = self.asked.get("tags") or {}
            defaults = self.account.default_tags
            own = {k: v for k, v in actual.items() if k in asked or defaults.get(k) != v}
            if own or "tags" in self.asked:
                state["tags"] = own
        if row.service != "iam":
            state["region"] = self.account.region
        return {"id": self.id, **{k: v for k, v in state.items() if v is not None}}

    def changed(self, old: Mapping[str, Any]) -> set[str]:
        names = set(old) | set(self.asked)
        return {
            n for n in names if n in self.row.arguments and not same(old.get(n), self.asked.get(n))
        }


def tag_map(tags: Any) -> dict[str, str]:
    if isinstance(tags, Mapping):
        pairs = dict(tags)
    else:
        pairs = {t.get("Key", t.get("key")): t.get("Value", t.get("value")) for t in tags or []}
    return {k: v for k, v in pairs.items() if not k.startswith("aws:")}


def plain(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(i, (str, bool, int, float)) for i in items)


def is_missing(error: ClientError) -> bool:
    code = error.response["Error"]["Code"]
    return any(word in code for word in MISSING)
