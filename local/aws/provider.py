"""Pulumi's provider protocol over the table: check, diff, create, read, update, delete, invoke."""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty  # ty: ignore[missing-module-member]  (made at run time)
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct  # ty: ignore[missing-module-member]  (made at run time)
from pulumi.runtime import proto

from local.aws.account import Account, Refused
from local.aws.translate import UNKNOWN

VERSION = "7.51.1"  # the release of pulumi-aws whose names the table uses


def data(struct: Struct) -> dict[str, Any]:
    return {k: _whole(v) for k, v in MessageToDict(struct).items()}


def _whole(value: Any) -> Any:
    """Protobuf knows floats only; AWS wants 443, not 443.0."""
    if isinstance(value, dict):
        return {k: _whole(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_whole(v) for v in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def struct(values: Mapping[str, Any]) -> Struct:
    result = Struct()
    result.update(values)
    return result


def unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(unknown, value.values()))
    if isinstance(value, list):
        return any(map(unknown, value))
    return value == UNKNOWN


def one_line_errors(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapper(self: Any, request: Any, context: Any) -> Any:
        try:
            return method(self, request, context)
        except Exception as error:
            text = " ".join(f"{error}".split()) or type(error).__name__
            context.abort(grpc.StatusCode.UNKNOWN, text)

    return wrapper


class Provider(proto.ResourceProviderServicer):
    account: Account

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return proto.PluginInfo(version=VERSION)

    def CheckConfig(self, request: Any, context: Any) -> Any:
        return proto.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        # Told that nothing changed, the engine goes on with the settings of the run before.
        same = data(request.old_inputs) == data(request.news)
        kind = proto.DiffResponse.DIFF_NONE if same else proto.DiffResponse.DIFF_SOME
        return proto.DiffResponse(changes=kind)

    @one_line_errors
    def Configure(self, request: Any, context: Any) -> Any:
        self.account = Account(data(request.args))
        # Without acceptSecrets the engine itself keeps secret whatever was secret among the inputs.
        return proto.ConfigureResponse(supportsPreview=True)

    def Cancel(self, request: Any, context: Any) -> Any:
        return Empty()

    def _resource(self, request: Any, inputs: Any, state: Any = None) -> Any:
        from local.aws.row import Resource
        from local.aws.table import ROWS

        held = data(state) if state is not None else {}
        kind = request.urn.split("::")[2].split("$")[-1]
        if kind not in ROWS:
            raise Refused(
                f"{kind} is not among the resource types that the rehearsal covers (local/aws)"
            )
        return Resource(ROWS[kind], self.account, data(inputs), getattr(request, "id", ""), held)

    @one_line_errors
    def Check(self, request: Any, context: Any) -> Any:
        resource = self._resource(request, request.news)
        row, inputs, failures = resource.row, dict(resource.asked), []
        name = request.urn.split("::")[3]

        def fail(argument: str, reason: str) -> None:
            failures.append(proto.CheckFailure(property=argument, reason=reason))

        for argument in sorted(set(inputs) - row.arguments):
            if argument.startswith("__"):
                continue
            fail(argument, f"argument '{argument}' is not covered by the rehearsal (local/aws)")
        for argument in row.empty.split():
            if inputs.get(argument):
                fail(argument, f"argument '{argument}' is covered by the rehearsal as [] only")
        for argument in row.required.split():
            if inputs.get(argument) is None:
                fail(argument, f"missing required argument '{argument}'")
        if row.autoname:
            argument, longest, lower = row.autoname
            if inputs.get(argument) is None:
                old = data(request.olds).get(argument)
                inputs[argument] = autoname(name, lower, old, request.randomSeed)
            value = inputs[argument]
            if value != UNKNOWN and len(value) > longest:
                fail(
                    argument,
                    f"'{value}' has {len(value)} characters, at most {longest} are allowed: "
                    f"shorten '{name}'",
                )
        return proto.CheckResponse(inputs=struct(inputs), failures=failures)

    @one_line_errors
    def Diff(self, request: Any, context: Any) -> Any:
        resource = self._resource(request, request.news, request.olds)
        old = data(request.old_inputs)
        changed = resource.changed(old)
        row = resource.row
        if (
            row.tags
            and resource.tags_all != resource.state.get("tagsAll", {})
            and "tags" not in changed
        ):
            changed.add("tagsAll")
        replaces = sorted(changed & set(row.fixed.split()))
        kinds = proto.PropertyDiff
        detail = {}
        for name in changed:
            kind = "DELETE" if name not in resource.asked else "UPDATE" if name in old else "ADD"
            kind += "_REPLACE" if name in replaces else ""
            detail[name] = kinds(kind=kinds.Kind.Value(kind), inputDiff=name != "tagsAll")
        # Two with one name cannot be: unless the name was made up here, the old one goes first.
        named = bool(row.autoname) and not _made_up(
            request.urn, resource.asked.get(row.autoname[0])
        )
        renamed = bool(row.autoname) and row.autoname[0] in changed
        return proto.DiffResponse(
            changes=proto.DiffResponse.DIFF_SOME if changed else proto.DiffResponse.DIFF_NONE,
            replaces=replaces,
            deleteBeforeReplace=bool(replaces) and (row.collides or (named and not renamed)),
            diffs=sorted(changed),
            detailedDiff=detail,
            hasDetailedDiff=True,
        )

    @one_line_errors
    def Create(self, request: Any, context: Any) -> Any:
        resource = self._resource(request, request.properties)
        if request.preview:
            return proto.CreateResponse(properties=request.properties)
        resource.create()
        return proto.CreateResponse(
            id=resource.id, properties=struct(resource.outputs(resource.get()))
        )

    @one_line_errors
    def Read(self, request: Any, context: Any) -> Any:
        resource = self._resource(request, request.inputs, request.properties)
        imported = not request.inputs.fields
        found = resource.get()
        if found is None:
            if imported:
                raise Refused(f"{request.id} does not exist in this account and region")
            return proto.ReadResponse()
        outputs = resource.outputs(found)
        wanted = resource.row.arguments if imported else set(resource.asked)
        inputs = {k: v for k, v in outputs.items() if k in wanted and v not in ("", [], {})}
        if not imported:
            inputs = {k: outputs[k] for k in wanted if k in outputs}
            if resource.row.tags and "tags" in outputs:
                inputs["tags"] = outputs["tags"]
        return proto.ReadResponse(id=resource.id, properties=struct(outputs), inputs=struct(inputs))

    @one_line_errors
    def Update(self, request: Any, context: Any) -> Any:
        resource = self._resource(request, request.news, request.olds)
        old = data(request.old_inputs)
        if request.preview:
            tags = {"tagsAll": resource.tags_all} if resource.row.tags else {}
            computed = {k: v for k, v in resource.state.items() if k not in resource.row.arguments}
            return proto.UpdateResponse(properties=struct({**computed, **resource.asked, **tags}))
        resource.change(resource.changed(old), old)
        resource.retag(resource.state.get("tagsAll", {}))
        return proto.UpdateResponse(properties=struct(resource.outputs(resource.get())))

    @one_line_errors
    def Delete(self, request: Any, context: Any) -> Any:
        self._resource(request, request.properties, request.properties).remove()
        return Empty()

    @one_line_errors
    def Invoke(self, request: Any, context: Any) -> Any:
        from local.aws.invokes import INVOKES

        if request.tok not in INVOKES:
            raise Refused(
                f"{request.tok} is not among the functions that the rehearsal covers (local/aws)"
            )
        args = {k: v for k, v in data(request.args).items() if v is not None}
        result = INVOKES[request.tok](self.account, args)
        response = proto.InvokeResponse()
        getattr(response, "return").update({**args, **result})  # `return` is a keyword of Python
        return response


def autoname(name: str, lower: bool, old: Any, seed: bytes) -> str:
    """The logical name and seven hexadecimal digits; once chosen it stays."""
    stem = name.lower() if lower else name
    if isinstance(old, str) and re.fullmatch(re.escape(stem) + "-[0-9a-f]{7}", old):
        return old
    return f"{stem}-{hashlib.sha256(seed).hexdigest()[:7]}"


def _made_up(urn: str, value: Any) -> bool:
    name = urn.split("::")[3]
    return bool(re.fullmatch(re.escape(name) + "-[0-9a-f]{7}", str(value), re.IGNORECASE))
