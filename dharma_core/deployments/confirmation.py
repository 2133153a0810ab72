"""How a resource is confirmed: which read call of its own service, and what the answer must hold.

Section ``verify`` of ``data/catalog/<provider>/<type>.yaml`` says it as a table::

    verify:
      service: ec2                                  # the service's client
      operation: describe_vpcs                      # its read call
      parameters: {VpcIds: ["{id}"]}
      found: "Vpcs[0].VpcId"                        # JMESPath; empty: it is not there
      expect: {"Vpcs[0].CidrBlock": "{cidr_block}"} # JMESPath: what the design says
      delete: [{operation: delete_vpc, parameters: {VpcId: "{id}"}}]

``{id}`` is the physical id, ``{found}`` what ``found`` yielded, ``{a.0.b}`` an attribute of the
design (of a reference, the physical id of what it names), ``{a|id}`` the first that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.errors import FactError
from dharma_core.plan import UNKNOWN, FrozenMap, Path, Plan, Ref, Resource, ResourceType, get_path

__all__ = [
    "Call",
    "Confirmation",
    "Physical",
    "UnfilledError",
    "expression",
    "fill",
    "judge",
    "parse_confirmation",
    "search",
    "values_of",
]

Physical = Mapping[str, str]  # physical id by resource address
Values = Callable[[str], Any]

_HOLE = re.compile(r"\{([a-z0-9_.|]+)\}")
_KEYS = {"service", "operation", "parameters", "found", "expect", "delete"}


class UnfilledError(Exception):
    """A placeholder has no value: the resource was never made, or the design does not say."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a service, its parameters still with placeholders."""

    service: str
    operation: str
    parameters: FrozenMap


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How one resource type is read back and, when a deployment is undone, deleted.

    Parameters
    ----------
    read : Call
    found : str
        JMESPath over the answer; an empty result means the resource is not there.
    expect : mapping
        JMESPath to what the design says; entries the design leaves open are skipped.
    delete : tuple of Call
        In order; empty when it goes with its parent.
    """

    read: Call
    found: str
    expect: FrozenMap
    delete: tuple[Call, ...]


def parse_confirmation(type_: ResourceType) -> Confirmation | None:
    """Return the confirmation of a type, None when its file has none.

    Raises
    ------
    FactError
        If the section is not of the form above; the message names the type and the key.
    """
    raw = type_.sections.get("verify")
    if raw is None:
        return None
    if not isinstance(raw, Mapping) or (wrong := set(raw) ^ _KEYS - {"expect"}) - {"expect"}:
        what = ", ".join(sorted(wrong)) if isinstance(raw, Mapping) else "not a mapping"
        raise FactError(f"{type_.name}: section verify is wrong at: {what}.")
    service = raw["service"]
    return Confirmation(
        read=Call(service, raw["operation"], raw["parameters"]),
        found=raw["found"],
        expect=raw.get("expect", FrozenMap()),
        delete=tuple(Call(service, c["operation"], c["parameters"]) for c in raw["delete"]),
    )


def values_of(plan: Plan, resource: Resource, physical: Physical) -> Values:
    """Return what stands for each placeholder of one resource; None where nothing is known.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> vpc = make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16"})
    >>> value = values_of(Plan((vpc,)), vpc, {"aws_vpc.main": "vpc-1"})
    >>> value("id"), value("cidr_block"), value("missing")
    ('vpc-1', '10.0.0.0/16', None)
    """
    address = str(resource.address)
    forms = {e.path: e.parts or e.mentions for e in resource.expressions}

    def value(name: str) -> Any:
        if name == "id":
            return physical.get(address)
        path = _path(name)
        known = get_path(resource.attributes, path)
        if known is not UNKNOWN and known is not None:
            return known
        parts = forms.get(path, ())
        if len(parts) != 1 or not isinstance(parts[0], Ref):
            return None
        found = plan.resolve(parts[0])
        return physical.get(str(found[0].address)) if len(found) == 1 else None

    return value


def fill(template: Any, values: Values) -> Any:
    """Return the template with every placeholder replaced; a lone one keeps its type.

    Raises
    ------
    UnfilledError
        If a placeholder has no value.

    Examples
    --------
    >>> fill({"Ids": ["{id}"], "Name": "/x/{name|id}"}, {"id": "i-1"}.get)
    {'Ids': ['i-1'], 'Name': '/x/i-1'}
    """
    if isinstance(template, Mapping):
        return {key: fill(inner, values) for key, inner in template.items()}
    if isinstance(template, (list, tuple)):
        return [fill(inner, values) for inner in template]
    if not isinstance(template, str):
        return template
    lone = _HOLE.fullmatch(template)
    if lone:
        return _value(lone[1], values)
    return _HOLE.sub(lambda hole: str(_value(hole[1], values)), template)


def judge(confirmation: Confirmation, answer: Mapping[str, Any], values: Values) -> str:
    """Return what is wrong with a service's answer; empty when the resource is confirmed.

    Examples
    --------
    >>> rule = Confirmation(
    ...     Call("ec2", "x", FrozenMap()), "V[0].Id", FrozenMap({"V[0].C": "{cidr}"}), ()
    ... )
    >>> judge(rule, {"V": [{"Id": "v", "C": "10.0.0.0/8"}]}, {"cidr": "10.1.0.0/16"}.get)
    "cidr is '10.0.0.0/8', the design says '10.1.0.0/16'"
    >>> judge(rule, {"V": []}, {}.get)
    'its service does not know it'
    """
    if not search(confirmation.found, answer, values):
        return "its service does not know it"
    for query, wanted in confirmation.expect.items():
        try:
            design = fill(wanted, values)
        except UnfilledError:
            continue
        real = search(query, answer, values)
        if str(real) != str(design):
            return f"{_name(wanted)} is {real!r}, the design says {design!r}"
    return ""


def search(query: str, answer: Mapping[str, Any], values: Values) -> Any:
    """Return what a JMESPath with placeholders finds in an answer.

    Raises
    ------
    UnfilledError
        If a placeholder has no value.
    """
    import jmespath

    return jmespath.search(expression(query, values), answer)


def expression(query: str, values: Values) -> str:
    """Return a JMESPath with its placeholders filled, none able to leave its quotes.

    Raises
    ------
    UnfilledError
        If a placeholder has no value.
    """

    def text(hole: re.Match[str]) -> str:
        return str(_value(hole[1], values)).replace("\\", "\\\\").replace("'", "\\'")

    return _HOLE.sub(text, query)


def _name(wanted: str) -> str:
    """Return the last word of an attribute path that people would call it by."""
    return wanted.strip("{}").rsplit(".", 1)[-1]


def _value(names: str, values: Values) -> Any:
    for name in names.split("|"):
        found = values(name)
        if found is not None and found is not UNKNOWN:
            return found
    raise UnfilledError(names)


def _path(name: str) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in name.split("."))
