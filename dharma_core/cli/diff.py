"""``dharma diff OLD NEW``: what changes, and what it does to the bill."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat, Source
from dharma_core.cli.printing import answer, simple_table, tell_problems

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.costs.comparison import Comparison

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("diff")(diff)


def diff(
    old: Source,
    new: Source,
    usage: Annotated[
        Path | None, typer.Option("--usage", metavar="FILE", help="Usage file for both sides.")
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Compare the monthly cost of two SOURCEs, resource by resource."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    before, after = bench.read(old), bench.read(new)
    found = bench.compare(before, after, usage=usage)
    answer(found.as_dict, chosen, lambda console: _table(console, found))
    tell_problems(before, after)


def _table(console: Console, found: Comparison) -> None:
    from dharma_core.money import Money

    currency = found.after.currency

    def money(amount: Decimal | None, *, signed: bool = False) -> str:
        return "not known" if amount is None else Money(amount, currency).text(signed=signed)

    table = simple_table(
        "Action", "Resource", "Before", "After", "A month", right=("Before", "After", "A month")
    )
    for change in found.changed:
        sides = (change.before, change.after)
        before, after = ("" if s is None else money(s.monthly_cost) for s in sides)
        delta = money(change.delta, signed=True) + ("" if change.is_complete else " known")
        table.add_row(change.action, change.address, before, after, delta)
    console.print(table if found.changed else "Nothing is billed differently.")
    console.print(
        f"{found.before.total.text()} a month becomes {found.after.total.text()}: "
        f"{money(found.total_delta, signed=True)}."
    )
