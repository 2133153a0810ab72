"""The tables of estimates and of their comparison, for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dharma_core.cli.printing import simple_table

if TYPE_CHECKING:
    from decimal import Decimal

    from rich.console import Console

    from dharma_core.costs.comparison import Comparison
    from dharma_core.costs.estimates import Estimate

__all__ = ["change_table", "cost_table"]

_STATE_WORDS = {"usage": "depends on usage", "not_found": "price not found", "free": "free"}


def cost_table(console: Console, found: Estimate, by: str) -> None:
    """Print an estimate: each component, the sums by ``by`` when given, what is not known."""
    table = simple_table(
        "Resource",
        "Quantity",
        "Unit",
        "Unit price",
        "A month",
        right=["Quantity", "Unit price", "A month"],
    )
    free = [r for r in found.resources if r.free and not r.components]
    for resource in found.resources:
        if resource.free and not resource.components:
            continue
        table.add_row(
            resource.address, "", "", "", _cost_text(resource, found.currency), style="bold"
        )
        for part in resource.components:
            table.add_row(f"  {part.name}", *_component_cells(part, found.currency))
    console.print(table)
    if by:
        _group_table(console, found, by)
    _summary(console, found, len(free))


def change_table(console: Console, found: Comparison) -> None:
    """Print which resources are billed differently, and by how much in all."""
    currency = found.after.currency
    table = simple_table(
        "Action", "Resource", "Before", "After", "A month", right=("Before", "After", "A month")
    )
    for change in found.changed:
        sides = (change.before, change.after)
        before, after = ("" if s is None else _money(s.monthly_cost, currency) for s in sides)
        delta = _money(change.delta, currency, signed=True)
        delta += "" if change.is_complete or change.delta is None else " known"
        moved = f"{change.previous_address} -> " if change.previous_address else ""
        table.add_row(change.action, f"{moved}{change.address}", before, after, delta)
    console.print(table if found.changed else "Nothing is billed differently.")
    console.print(
        f"{found.before.total.text()} a month becomes {found.after.total.text()}: "
        f"{_money(found.total_delta, currency, signed=True)}."
    )
    unknown = found.after.unknown_count
    if unknown:
        console.print(f"{unknown} resources of the new side are not fully known.")


def _group_table(console: Console, found: Estimate, by: str) -> None:
    right = ("Resources", "A month")
    table = simple_table(by.removeprefix("tag:").capitalize(), *right, "Not known", right=right)
    for group in found.grouped(by):
        unknown = str(group.unknown_count) if group.unknown_count else ""
        cost = _money(group.monthly_cost, found.currency)
        table.add_row(group.label, str(len(group.resources)), cost, unknown)
    console.print(table)


def _print_sources(console: Console, found: Estimate) -> None:
    from dharma_core.costs.price_sources import sources_of

    uses = sources_of(found)
    if uses:
        console.print(f"Price sources: {'; '.join(use.words for use in uses)}.")


def _summary(console: Console, found: Estimate, free: int) -> None:
    console.print(
        f"{found.total.text()} a month is known, at prices as of {found.as_of or 'no date'}."
    )
    _print_sources(console, found)
    states = Counter(r.state.value for r in found.resources)
    console.print(
        f"{states['priced']} resources priced, {states['usage']} depend on usage, "
        f"{states['not_found']} without a price, {free} free of charge."
    )
    if found.preset:
        console.print(
            f"Usage preset {found.preset}: quantities marked * are assumed, nobody gave them."
        )
    if found.measured_by:
        count = sum(part.measured for part in found.components)
        console.print(f"Quantities marked m ({count}) are what {found.measured_by} measured.")
    for one in found.assumptions:
        if one.code == "region":
            console.print(f"Assumed: {one.message}")
    if not found.range.is_point:
        console.print(f"By usage it may be {found.range.text(found.currency)} a month.")
    console.print(f"Confidence {found.confidence} ({found.trust.level}).")
    for reason in found.trust.reasons:
        console.print(f"  {reason.message}")


def _cost_text(item: Any, currency: str) -> str:
    from dharma_core.money import Money

    if item.monthly_cost is None:
        return _STATE_WORDS[item.state.value]
    return Money(item.monthly_cost, currency).text()


def _component_cells(part: Any, currency: str) -> tuple[str, str, str, str]:
    from dharma_core.money import plain
    from dharma_core.views.words import amount

    quantity = "" if part.monthly_quantity is None else amount(part.monthly_quantity)
    price = "" if part.unit_price is None else plain(part.unit_price)
    star = " *" if part.assumed else " m" if part.measured else ""
    return f"{quantity}{star}", part.unit, price, _cost_text(part, currency)


def _money(amount: Decimal | None, currency: str, *, signed: bool = False) -> str:
    from dharma_core.money import Money

    return "not known" if amount is None else Money(amount, currency).text(signed=signed)
