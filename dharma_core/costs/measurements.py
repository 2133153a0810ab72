"""Which usage a bill measured, rather than somebody gave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dharma_core.costs.usage import Usage, UsageBlock
from dharma_core.plan import FrozenMap

__all__ = ["NOT_MEASURED", "Measurements", "with_measured"]


@dataclass(frozen=True, slots=True)
class Measurements:
    """What a bill measured of a plan.

    Parameters
    ----------
    by : str
        What measured it, as in ``the bill of 2025-12``; empty for nothing.
    keys : mapping of address to frozenset of str
        The usage keys of each resource.
    """

    by: str = ""
    keys: Mapping[str, frozenset[str]] = field(default_factory=FrozenMap)


NOT_MEASURED = Measurements()


def with_measured(given: Usage, measured: Usage, *, by: str) -> tuple[Usage, Measurements]:
    r"""Return usage that somebody gave over what a bill measured, and what of it is measured.

    Key by key what is given wins, even by a wildcard or for a whole type.

    Examples
    --------
    >>> from dharma_core.costs.usage import parse_usage
    >>> head = "version: 0.1\nresource_usage:\n"
    >>> bill = parse_usage(head + "  aws_sqs_queue.q: {monthly_requests: 5}", file="bill")
    >>> file = parse_usage(head + "  aws_sqs_queue.*: {request_size_kb: 90}", file="usage.yml")
    >>> usage, found = with_measured(file, bill, by="the bill of 2025-12")
    >>> sorted(usage.of("aws_sqs_queue.q", "aws_sqs_queue")), sorted(found.keys["aws_sqs_queue.q"])
    (['monthly_requests', 'request_size_kb'], ['monthly_requests'])
    """
    exact = {block.pattern: block for block in given.resources if block.is_exact}
    keys: dict[str, frozenset[str]] = {}
    blocks: list[UsageBlock] = []
    for block in measured.resources:
        said = given.of(block.pattern, block.type)
        left = {key: value for key, value in block.values.items() if key not in said}
        keys[block.pattern] = frozenset(left)
        own = exact.get(block.pattern, UsageBlock(block.pattern))
        values, positions = {**left, **own.values}, {**block.positions, **own.positions}
        blocks.append(replace(block, values=FrozenMap(values), positions=positions))
    measured_too = {block.pattern for block in blocks}
    others = (b for b in given.resources if not b.is_exact or b.pattern not in measured_too)
    measured_by = by if any(keys.values()) else ""
    return replace(given, resources=(*others, *blocks)), Measurements(measured_by, keys)
