"""Small plans written as mappings, for policy tests and the agreement with other tools."""

import re
from typing import Any

from dharma_core.plan import UNKNOWN, Expression, Plan, Ref, make_resource, parse_address

_REF = re.compile(r"\$\{([^}]+)\}")


def _value(path: tuple[str | int, ...], value: Any, found: list[Expression]) -> Any:
    if isinstance(value, dict):
        return {k: _value((*path, k), v, found) for k, v in value.items()}
    if isinstance(value, list):
        return [_value((*path, i), v, found) for i, v in enumerate(value)]
    if value == "(unknown)":
        return UNKNOWN
    if isinstance(value, str) and "${" in value:
        parts = [_part(p) if i % 2 else p for i, p in enumerate(_REF.split(value))]
        found.append(Expression.of(path, *(p for p in parts if p != "")))
        return UNKNOWN
    return value


def _part(text: str) -> Ref:
    if text.startswith("var."):
        return Ref(text)
    target, _, attribute = text.rpartition(".")
    return Ref(target, attribute)


def build_plan(resources: dict[str, Any]) -> Plan:
    """``{"aws_vpc.a": {"cidr_block": ...}}``; ``(unknown)`` and ``${aws_vpc.a.id}`` are unknown."""
    made = []
    for address, attributes in resources.items():
        found: list[Expression] = []
        values = _value((), attributes or {}, found)
        made.append(make_resource(parse_address(address), values, expressions=tuple(found)))
    return Plan(tuple(made))
