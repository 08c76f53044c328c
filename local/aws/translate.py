"""Values between Pulumi's spelling and AWS's, by botocore's models; whether two mean the same."""

import json
from collections.abc import Mapping
from typing import Any

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"  # what the engine sends for "not known at preview"


class UnknownArgument(Exception):
    """An argument that no member of the AWS request answers to."""


def find(names: Any, wanted: str, renames: Mapping[str, str]) -> str | None:
    """The AWS name for a Pulumi name: as renamed, else the same but for case or plural."""
    by_lower = {name.lower(): name for name in names}
    for spelling in filter(None, (renames.get(wanted), wanted)):
        low = spelling.lower()
        for candidate in (low, low.removesuffix("s"), low + "s", low.removesuffix("es")):
            if candidate in by_lower:
                return by_lower[candidate]
    return None


def is_tag_list(shape: Any) -> bool:
    member = getattr(shape, "member", None)
    return bool(member) and {n.lower() for n in getattr(member, "members", ())} == {"key", "value"}


def to_aws(value: Any, shape: Any, renames: Mapping[str, str]) -> Any:
    """A Pulumi value as the request member `shape` wants it."""
    kind = shape.type_name
    if kind == "structure":
        if isinstance(value, list):  # Pulumi gives some blocks of at most one as a list
            value = value[0] if value else {}
        result = {}
        for key, item in value.items():
            name = find(shape.members, key, renames)
            if name is None:
                raise UnknownArgument(key)
            if item is not None:
                result[name] = to_aws(item, shape.members[name], renames)
        return result
    if kind == "list":
        if isinstance(value, Mapping) and is_tag_list(shape):
            key, val = sorted(shape.member.members, key=str.lower)
            return [{key: k, val: v} for k, v in value.items()]
        if isinstance(value, str) and value.startswith("["):
            return json.loads(value)
        items = (
            value if isinstance(value, list) else [value]
        )  # Pulumi flattens lists of at most one
        return [to_aws(item, shape.member, renames) for item in items]
    if kind == "map":
        return dict(value)
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("float", "double"):
        return float(value)
    if kind == "boolean":
        return value in (True, "true")
    return str(value).lower() if isinstance(value, bool) else str(value)


def from_aws(value: Any) -> Any:
    """An AWS value in Pulumi's spelling."""
    if isinstance(value, Mapping):
        return {k[0].lower() + k[1:]: from_aws(v) for k, v in value.items()}
    if isinstance(value, list):
        return [from_aws(v) for v in value]
    return value if isinstance(value, (str, bool, int, float, type(None))) else str(value)


def parsed(value: Any) -> Any:
    """A JSON document as data, anything else as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _canonical(value: Any, ordered: bool = False) -> Any:
    if isinstance(value, Mapping):
        items = {k: _canonical(v, ordered) for k, v in value.items()}
        return {k: v for k, v in items.items() if v not in (None, "", [], {})}
    if isinstance(value, list):
        items = [_canonical(v, ordered) for v in value]
        named = all(isinstance(v, Mapping) and "name" in v for v in items)
        return (
            items
            if ordered and not named
            else sorted(items, key=lambda v: json.dumps(v, sort_keys=True))
        )
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(int(value) if value == int(value) else value)
    return value


def _statements(value: Any) -> Any:
    """An IAM document with every one-element list written as its element, as AWS may return it."""
    if isinstance(value, Mapping):
        return {k: _statements(v) for k, v in value.items()}
    if isinstance(value, list):
        return _statements(value[0]) if len(value) == 1 else [_statements(v) for v in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: documents as data, lists as sets, 80 as "80"."""
    one_document, other_document = parsed(one), parsed(other)
    if isinstance(one_document, Mapping) and "Statement" in one_document:
        return _canonical(_statements(one_document)) == _canonical(_statements(other_document))
    ordered = one_document is not one or other_document is not other
    empty = (None, "", [], {}, "false", "0")
    left, right = _canonical(one_document, ordered), _canonical(other_document, ordered)
    return left == right or (left in empty and right in empty)


def reconcile(asked: Any, actual: Any, renames: Mapping[str, str]) -> Any:
    """`asked` where AWS holds the same, else what AWS holds, without members nobody asked for."""
    document = parsed(asked)
    if document is not asked and isinstance(document, (list, dict)):
        if isinstance(document, list):
            agreed = reconcile(document, actual, {})
            return asked if same(agreed, document) else json.dumps(actual)
        if same(asked, actual):
            return asked
        return actual if isinstance(actual, str) else json.dumps(actual)
    if isinstance(asked, Mapping):
        if isinstance(actual, list):
            actual = actual[0] if actual else {}
        if not isinstance(actual, Mapping):
            return asked if same(asked, actual) else from_aws(actual)
        names = {key: find(actual, key, renames) for key in asked}
        found = {
            k: reconcile(asked[k], actual[n] if n else None, renames) for k, n in names.items()
        }
        return {k: v for k, v in found.items() if v is not None}
    if isinstance(asked, list) and isinstance(actual, (list, Mapping)):
        actual = actual if isinstance(actual, list) else [actual]
        left, result = list(actual), []
        for item in asked:
            match = next((a for a in left if same(reconcile(item, a, renames), item)), None)
            if match is not None:
                left.remove(match)
            result.append(item if match is not None else None)
        for index, item in enumerate(asked):
            if result[index] is None and left:
                result[index] = reconcile(item, left.pop(0), renames)
        return [item for item in result if item is not None] + from_aws(left)
    if same(asked, actual):
        return asked
    return from_aws(actual)
