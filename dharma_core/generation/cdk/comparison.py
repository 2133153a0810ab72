"""Whether two CloudFormation templates mean the same, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["differences"]

_OWN_PARAMETERS = frozenset({"BootstrapVersion"})
_OWN_RESOURCES = frozenset({"CDKMetadata"})
_OWN_CONDITIONS = frozenset({"CDKMetadataAvailable"})
_OWN_METADATA = frozenset({"aws:cdk:path", "aws:asset:path", "aws:asset:property"})
_SECTIONS = ("Parameters", "Conditions", "Resources", "Outputs")


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[str, ...]:
    """Return each place where two templates mean something else, as ``path: ours | theirs``.

    What the CDK adds of its own (bootstrap version, rules, paths), the order of entries, how
    ``GetAtt`` is written and whether a number is a text do not count.

    Examples
    --------
    >>> differences({"Resources": {"Q": {"Type": "A"}}}, {"Resources": {"Q": {"Type": "B"}}})
    ('Resources.Q.Type: "A" | "B"',)
    """
    found: list[str] = []
    for section in _SECTIONS:
        one, other = (_section(template, section) for template in (ours, theirs))
        found += _compared(section, one, other)
    return tuple(found)


def _section(template: Mapping[str, Any], name: str) -> dict[str, Any]:
    own = {
        "Parameters": _OWN_PARAMETERS,
        "Resources": _OWN_RESOURCES,
        "Conditions": _OWN_CONDITIONS,
    }.get(name, frozenset())
    return {key: _normal(body) for key, body in template.get(name, {}).items() if key not in own}


def _compared(path: str, ours: Any, theirs: Any) -> Iterator[str]:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in dict.fromkeys((*ours, *theirs)):
            yield from _compared(f"{path}.{key}", ours.get(key), theirs.get(key))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _compared(f"{path}[{index}]", one, other)
    elif ours != theirs:
        yield f"{path}: {_shown(ours)} | {_shown(theirs)}"


def _shown(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:157]}..."


def _normal(value: Any) -> Any:
    if isinstance(value, Mapping):
        if len(value) == 1:
            (name, argument), *_ = value.items()
            function = _FUNCTIONS.get(name)
            if function is not None:
                return function(argument)
        members = {key: _member(key, inner) for key, inner in value.items()}
        return {key: inner for key, inner in members.items() if inner not in (None, {})}
    if isinstance(value, list):
        items = [_normal(inner) for inner in value]
        return sorted(items, key=repr) if all(map(_is_tag, items)) else items
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _is_tag(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"Key", "Value"}


def _member(key: str, value: Any) -> Any:
    if key == "DependsOn":
        return sorted([value] if isinstance(value, str) else value)
    if key == "Metadata" and isinstance(value, Mapping):
        return _normal({k: v for k, v in value.items() if k not in _OWN_METADATA})
    return _normal(value)


def _get_att(argument: Any) -> Any:
    return {"Fn::GetAtt": ".".join(argument) if isinstance(argument, list) else argument}


def _join(argument: Any) -> Any:
    """Return a join without a separator as its flat parts, neighbouring texts as one."""
    separator, parts = argument
    if separator != "" or not isinstance(parts, list):
        return {"Fn::Join": _normal(argument)}
    flat: list[Any] = []
    for part in map(_normal, parts):
        inner = part.get("Fn::Join") if isinstance(part, Mapping) else None
        for item in inner[1] if inner is not None and inner[0] == "" else [part]:
            if isinstance(item, str) and flat and isinstance(flat[-1], str):
                flat[-1] += item
            else:
                flat.append(item)
    return flat[0] if len(flat) == 1 else {"Fn::Join": ["", flat]}


_FUNCTIONS = {"Fn::GetAtt": _get_att, "Fn::Join": _join}
