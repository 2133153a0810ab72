"""What a bill measured of a design, as tables and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dharma_core.finops.analytics.plan_against_actual import PlanLine
from dharma_core.finops.bill_usage.measured import MeasuredUsage
from dharma_core.money import plain
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, money

__all__ = [
    "actual_document",
    "actual_table",
    "figures_table",
    "left_out_table",
    "matches_table",
    "usage_sentences",
]


def matches_table(found: MeasuredUsage) -> Table:
    """Return one row a billed thing that is a resource of the design."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("billed", "On the bill", Kind.CODE),
        Column("how", "Found by"),
        Column("sureness", "How sure"),
        Column("cost", "Billed", Kind.MONEY),
    )
    rows = tuple(
        {
            "address": match.address,
            "billed": match.thing.key,
            "how": match.way.value,
            "sureness": match.way.sureness.value,
            "cost": match.thing.cost,
        }
        for match in found.matches
    )
    return Table(columns, rows, found.currency)


def figures_table(found: MeasuredUsage) -> Table:
    """Return one row a usage key that the bill measured."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("key", "Usage key", Kind.CODE),
        Column("value", "A month", Kind.NUMBER),
        Column("unit", "Unit"),
        Column("days", "Days billed", Kind.NUMBER),
        Column("cost", "Billed", Kind.MONEY),
        Column("how", "Worked out as", unknown=""),
    )
    rows = tuple(
        {
            "address": figure.address,
            "key": figure.key,
            "value": figure.value,
            "unit": figure.unit,
            "days": figure.days,
            "cost": figure.cost,
            "how": figure.how or None,
        }
        for figure in found.figures
    )
    return Table(columns, rows, found.currency)


def left_out_table(found: MeasuredUsage) -> Table:
    """Return one row a charge or thing that is not used though somebody may miss it."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("what", "Charge"),
        Column("cost", "Billed", Kind.MONEY),
        Column("why", "Why not"),
    )
    doubts: list[Row] = [
        {
            "address": ", ".join(one.addresses),
            "what": ", ".join(thing.key for thing in one.things),
            "cost": one.cost,
            "why": one.why,
        }
        for one in found.ambiguous
    ]
    charges: list[Row] = [
        {
            "address": one.address,
            "what": one.charge.what,
            "cost": one.charge.cost,
            "why": one.why,
        }
        for one in found.not_understood
    ]
    return Table(columns, (*doubts, *charges), found.currency)


def actual_table(lines: Sequence[PlanLine], found: MeasuredUsage) -> Table:
    """Return one row a resource: a month as estimated, and as billed."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("planned", "Estimated", Kind.MONEY, unknown="not fully known"),
        Column("billed", "Billed", Kind.MONEY),
        Column("difference", "Difference", Kind.MONEY, unknown=""),
        Column("state", "State", Kind.STATE),
    )
    rows = tuple(
        {
            "address": line.key,
            "planned": line.planned,
            "billed": line.actual,
            "difference": line.difference,
            "state": line.state.value,
        }
        for line in lines
    )
    return Table(columns, rows, found.currency)


def actual_document(lines: Sequence[PlanLine]) -> list[dict[str, Any]]:
    """Return plan against actual as JSON values; what is not known is null."""
    return [
        {
            "address": line.key,
            "planned": None if line.planned is None else plain(line.planned),
            "actual": plain(line.actual),
            "difference": None if line.difference is None else plain(line.difference),
            "state": line.state.value,
        }
        for line in lines
    ]


def usage_sentences(found: MeasuredUsage) -> Iterator[str]:
    """Yield which days were read, how much was found, and what needs no usage.

    Examples
    --------
    >>> list(usage_sentences(MeasuredUsage("USD", ("2025-12",))))
    ['None of the 0 ids on the bill of 2025-12 is a resource of the design.']
    """
    for one in found.covered:
        yield f"{one.text}, brought to a month of 730 hours."
    months = ", ".join(found.months)
    if not found.matches:
        ids = f"{found.billed_things:,} ids on the bill of {months}"
        yield f"None of the {ids} is a resource of the design."
        return
    cost, whole = (money(c, found.currency) for c in (found.matched_cost, found.total_cost))
    things = f"{len(found.matches):,} of {found.billed_things:,} ids on the bill"
    resources = count(len(found.addresses), "resource")
    yield f"{things} are {resources} of the design: {cost} of {whole}."
    settled = len(found.left_out) - len(found.not_understood)
    if settled:
        need = "needs" if settled == 1 else "need"
        yield f"{count(settled, 'charge')} {need} no usage: the design says what is billed there."
