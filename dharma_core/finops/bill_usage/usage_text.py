"""What a bill measured as a usage file: every figure with the charge it is from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dharma_core.costs.usage_drafting import written_key
from dharma_core.finops.bill_usage.charges import Charge
from dharma_core.finops.bill_usage.matching import Match
from dharma_core.finops.bill_usage.measured import Figure, LeftOut, MeasuredUsage
from dharma_core.money import Money, plain

__all__ = ["measured_usage_text"]

_MOST_TOLD = 100
_Tree = dict[str, Any]


def measured_usage_text(found: MeasuredUsage, *, name: str) -> str:
    r"""Return a usage file (version 0.1) of what was measured.

    Parameters
    ----------
    name : str
        What people call the design.

    Examples
    --------
    >>> print(measured_usage_text(MeasuredUsage("USD", ("2025-12",)), name="shop"))
    # Usage of shop as the bill of 2025-12 measured it.
    # Months are 730 hours; what is stored is the average over the days.
    version: 0.1
    resource_usage: {}  # nothing on this bill is a resource of the design
    <BLANKLINE>
    """
    lines = [*_head(found, name), "version: 0.1"]
    if not found.figures:
        lines.append(f"resource_usage: {{}}  # {_nothing(found)}")
        return "\n".join([*lines, *_not_used(found)]) + "\n"
    lines.append("resource_usage:")
    ways = {match.address: match for match in found.matches}
    for address in dict.fromkeys(figure.address for figure in found.figures):
        lines.append(f"  {written_key(address)}:{_way(ways.get(address))}")
        if address not in ways:  # only usage files name it, with the place it leaves from
            lines.append(f"    region: {_region(found, address)}")
        tree: _Tree = {}
        for figure in (f for f in found.figures if f.address == address):
            _put(tree, figure)
        lines += _lines(tree, "    ", found.currency)
    return "\n".join([*lines, *_not_used(found)]) + "\n"


def _nothing(found: MeasuredUsage) -> str:
    if found.matches:
        return "nothing that is billed of the design says its usage"
    return "nothing on this bill is a resource of the design"


def _head(found: MeasuredUsage, name: str) -> Iterator[str]:
    yield f"# Usage of {_one_line(name)} as the bill of {', '.join(found.months)} measured it."
    yield "# Months are 730 hours; what is stored is the average over the days."
    for one in found.covered:
        yield f"# {_one_line(one.text)}"


def _way(match: Match | None) -> str:
    if match is None:
        return "  # of the resources above"
    return f"  # {_one_line(match.thing.key)}, by {match.way}: {match.way.sureness}"


def _region(found: MeasuredUsage, address: str) -> str:
    return next(f.charges[0].region for f in found.figures if f.address == address)


def _put(tree: _Tree, figure: Figure) -> None:
    *outer, last = figure.key.split(".")
    for step in outer:
        tree = tree.setdefault(step, {})
    tree[last] = figure


def _lines(tree: _Tree, indent: str, currency: str) -> Iterator[str]:
    for key, inner in tree.items():
        if isinstance(inner, Figure):
            yield f"{indent}{written_key(key)}: {plain(inner.value)}  # {_said(inner, currency)}"
        else:
            yield f"{indent}{written_key(key)}:"
            yield from _lines(inner, f"{indent}  ", currency)


def _said(figure: Figure, currency: str) -> str:
    """Return what a figure is from: the dearest charge in full, the others counted."""
    first, more = figure.charges[0], len(figure.charges) - 1
    others = f" and {more} more" if more else ""
    how = f"; {figure.how}" if figure.how else ""
    days = "1 day" if figure.days == 1 else f"{figure.days} days"
    cost = Money(figure.cost, currency).text()
    return _one_line(f"{figure.unit}: {_charged(first)}{others}, {days}, {cost}{how}")


def _charged(charge: Charge) -> str:
    quantity = "" if charge.quantity is None else f"{charge.quantity.normalize():f} "
    return f"{quantity}{charge.unit} of {charge.what!r}"


def _not_used(found: MeasuredUsage) -> Iterator[str]:
    """Yield what was found and not used, as comments: nobody has to guess what is missing."""
    open_ones = found.not_understood
    if not open_ones and not found.ambiguous:
        return
    yield "# Not used:"
    for doubt in found.ambiguous[:_MOST_TOLD]:
        cost = Money(doubt.cost, found.currency).text()
        yield f"#   {_one_line(doubt.why)} ({cost})"
    for one in open_ones[:_MOST_TOLD]:
        yield f"#   {_open(one, found.currency)}"
    more = max(len(open_ones) - _MOST_TOLD, 0) + max(len(found.ambiguous) - _MOST_TOLD, 0)
    if more:
        yield f"#   and {more} more"


def _open(one: LeftOut, currency: str) -> str:
    cost = Money(one.charge.cost, currency).text()
    return _one_line(f"{one.address}: {one.charge.what!r}, {cost}: {one.why}")


def _one_line(text: str) -> str:
    """Return a bill's own words as a comment holds them: one line, nothing that YAML refuses."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
