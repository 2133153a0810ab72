"""A usage file to fill in: every key that the resources of a Plan could use, with its unit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Estimate
from dharma_core.costs.metering import blocks_of
from dharma_core.costs.usage import any_index
from dharma_core.money import plain
from dharma_core.plan import Catalog, FrozenMap, Plan, Resource

__all__ = ["draft_usage", "usage_pattern", "written_key"]

_PLAIN_KEY = re.compile(r"[A-Za-z_][\w.\-\[\]*]*")
_ANY = "[*]"

_Tree = dict[str, Any]
_Leaf = tuple[str, Decimal | None]  # what it is measured in, its value


def draft_usage(plan: Plan, catalog: Catalog, *, priced: Estimate | None = None) -> str:
    r"""Return a usage file (version 0.1) with every key that a Plan's resources could use.

    Resources of one counted block share an entry (``aws_sqs_queue.q[*]``). Values stand empty,
    which says nothing; with an estimate made with a preset, what it assumed is filled in.

    Parameters
    ----------
    priced : Estimate, optional
        Of the same Plan, with a preset.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> queue = make_resource(Address("aws_sqs_queue", "q"), {})
    >>> facts = {"aws_sqs_queue": {"usage": {"monthly_requests": "requests"}}}
    >>> print(draft_usage(Plan((queue,)), Catalog({}, costs=facts)).partition("version")[2])
    : 0.1
    resource_usage:
      aws_sqs_queue.q:
        monthly_requests:  # requests
    <BLANKLINE>
    """
    filled = {r.address: r.assumed_usage for r in priced.resources} if priced else {}
    entries = dict(_entries(plan, catalog, filled))
    lines = [*_head(plan, priced), "version: 0.1"]
    if not entries:
        lines.append("resource_usage: {}  # nothing in this design depends on usage")
    else:
        lines.append("resource_usage:")
    for pattern, tree in entries.items():
        lines.append(f"  {written_key(pattern)}:")
        lines += _lines(tree, "    ")
    return "\n".join(lines) + "\n"


def usage_pattern(resource: Resource) -> str:
    """Return what a usage file calls a resource: its address, open to every instance of a count.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> usage_pattern(make_resource(Address("aws_lb", "web", index=1), {}))
    'aws_lb.web[*]'
    """
    address = resource.address
    return str(address) if address.index is None else f"{address.config_address}{_ANY}"


def _head(plan: Plan, priced: Estimate | None) -> Iterator[str]:
    yield f"# Usage of {' '.join(plan.name.split())}, for 'dharma estimate SOURCE --usage FILE'."
    yield '# An empty value says nothing: its component stays "depends on usage", never zero.'
    if priced is not None and priced.preset:
        yield f"# The values are those of the preset '{priced.preset}': assumptions that nobody"
        yield "# measured. Replace them with your own."


def _entries(
    plan: Plan, catalog: Catalog, filled: Mapping[str, Mapping[str, Decimal]]
) -> Iterator[tuple[str, _Tree]]:
    seen: dict[str, _Tree] = {}
    for resource in plan.managed:
        facts = catalog.costs.get(resource.type, FrozenMap()).get("usage") or {}
        pattern = usage_pattern(resource)
        tree = seen.setdefault(pattern, {})
        for key, fact in facts.items():
            value = filled.get(str(resource.address), {}).get(any_index(key))
            for written in _placed(key, resource):
                _put(tree, written.split("."), (_measure(fact), value))
    return ((pattern, tree) for pattern, tree in seen.items() if tree)


def _placed(key: str, resource: Resource) -> Iterable[str]:
    """Return a key once for each block of a list that the resource has."""
    if _ANY not in key:
        return (key,)
    name = key.partition(_ANY)[0]
    blocks = blocks_of(resource.attributes.get(name))
    return (key.replace(_ANY, f"[{index}]", 1) for index in range(len(blocks)))


def _put(tree: _Tree, steps: list[str], leaf: _Leaf) -> None:
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = leaf


def _measure(fact: Any) -> str:
    if not isinstance(fact, Mapping):
        return str(fact)
    if "one_of" in fact:
        return f"one of {', '.join(map(str, fact['one_of']))}"
    typical = f", typically {fact['typical']}" if "typical" in fact else ""
    return f"{fact.get('unit', 'units')}{typical}"


def _lines(tree: _Tree, indent: str) -> Iterator[str]:
    for name, inner in tree.items():
        if isinstance(inner, dict):
            yield f"{indent}{written_key(name)}:"
            yield from _lines(inner, f"{indent}  ")
        else:
            measure, value = inner
            shown = "" if value is None else f" {plain(value)}"
            yield f"{indent}{written_key(name)}:{shown}  # {measure}"


def written_key(text: str) -> str:
    r"""Return a key as YAML holds it.

    Examples
    --------
    >>> print(written_key("aws_lb.web"), written_key('aws_lb.web["a b"]'))
    aws_lb.web "aws_lb.web[\"a b\"]"
    """
    return text if _PLAIN_KEY.fullmatch(text) else json.dumps(text, ensure_ascii=False)
