"""``dharma budget``: what may be spent, how it goes, and whom it tells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rich.console import Console

    from dharma_core.finops.budgets import Standing

__all__ = ["register"]

Name = Annotated[str, typer.Argument(help="Of the budget.", show_default=False)]
Day = Annotated[
    str, typer.Option("--today", metavar="DAY", help="Judge by this day, such as 2026-03-18.")
]
_USUAL = ["80%", "100%", "forecast:100%"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="What may be spent, and how it goes.")
    group.command("list")(list_budgets)
    group.command("set")(set_budget)
    group.command("show")(show)
    group.command("remove")(remove)
    group.command("check")(check)
    app.add_typer(group, name="budget")


def list_budgets(chosen: Format = OutputFormat.TABLE) -> None:
    """List the budgets; 'dharma budget check' tells how they stand."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.budgets())

    def tell(console: Console) -> None:
        if not found:
            console.print("No budget is set. Set one with 'dharma budget set NAME AMOUNT'.")
            return
        table = simple_table("Budget", "Scope", "Period", "Amount", "Tells at", "Deployments")
        for stored in found:
            said = stored.budget
            amount = f"{said.amount:,.2f} {said.currency}"
            marks = ", ".join(map(str, said.thresholds))
            table.add_row(
                said.name, f"{said.scope}", f"{said.period}", amount, marks, said.gate.value
            )
        console.print(table)

    answer(lambda: {"budgets": [stored.as_dict() for stored in found]}, chosen, tell)


def set_budget(
    name: Annotated[str, typer.Argument(help="3 to 100 letters, digits, - and _.")],
    amount: Annotated[str, typer.Argument(help="For one whole period, such as 1500.")],
    scope: Annotated[
        str,
        typer.Option(
            "--scope", help="whole, account:ID, service:NAME, tag:KEY=VALUE or design:NAME."
        ),
    ] = "whole",
    period: Annotated[
        str,
        typer.Option("--period", help="month, quarter, year or FIRST..LAST as 2026-01-31."),
    ] = "month",
    currency: Annotated[str, typer.Option("--currency", metavar="CODE")] = "USD",
    at: Annotated[
        list[str] | None,
        typer.Option(
            "--at",
            metavar="SHARE",
            help="When to tell people: 80% of the amount spent, or forecast:100%; repeatable. "
            "80%, 100% and forecast:100% when left out.",
        ),
    ] = None,
    owner: Annotated[str, typer.Option("--owner", help="Who answers for it; you.")] = "",
    deployments: Annotated[
        str,
        typer.Option(
            "--deployments",
            metavar="none|ask|stop",
            help="What a deployment has to do that would push the scope over.",
        ),
    ] = "none",
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            metavar="amortised|billed",
            help="What the days used, or what invoices say.",
        ),
    ] = "amortised",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Set a budget, or change the one of that name; the act is on record."""
    from dharma_core.finops.budgets import budget_of
    from dharma_core.workbench import Workbench

    wanted = budget_of(
        {
            "name": name,
            "amount": amount,
            "scope": scope,
            "period": period,
            "currency": currency,
            "thresholds": _USUAL if at is None else at,
            "owner": owner,
            "deployments": deployments,
            "measure": measure,
        }
    )
    bench = Workbench.open()
    kept = bench.leaving(bench.set_budget(wanted))
    answer(kept.as_dict, chosen, lambda console: console.print(f"{kept.budget}."))


def show(name: Name, today: Day = "", chosen: Format = OutputFormat.TABLE) -> None:
    """Tell how a budget stands: burn-down, landing, chance of an overrun; exit 1 when it is over.

    Nobody is told of thresholds: 'dharma budget check' does that.
    """
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.budget_standing(name, today=_day(today)))
    answer(found.as_dict, chosen, lambda console: _show_one(console, found))
    raise typer.Exit(int(found.over))


def remove(name: Name, chosen: Format = OutputFormat.TABLE) -> None:
    """Take a budget away; the act is on record."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    gone = bench.leaving(bench.remove_budget(name))
    answer(gone.as_dict, chosen, lambda console: console.print(f"Removed {gone.budget}."))


def check(
    names: Annotated[
        list[str] | None, typer.Argument(help="All when left out.", show_default=False)
    ] = None,
    today: Day = "",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Tell how budgets stand and alert people, once a period and threshold; exit 1 when over."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.check_budgets(names or (), today=_day(today))
    found = replace(found, standings=bench.leaving(found.standings))
    for name, threshold in found.told:
        note(f"{name} has reached {threshold}: told for the first time in this period.")
    answer(found.as_dict, chosen, lambda console: _show_many(console, found.standings))
    raise typer.Exit(int(bool(found.over)))


def _show_many(console: Console, standings: Sequence[Standing]) -> None:
    from dharma_core.views.budgets import chance_words

    if not standings:
        console.print("No budget is set.")
        return
    right = ("Amount", "Spent", "Lands at", "Over")
    table = simple_table("Budget", "Period", *right, "Reached", right=right)
    for standing in standings:
        landing, budget = standing.landing, standing.budget
        table.add_row(
            budget.name,
            f"{standing.span}",
            f"{budget.amount:,.2f} {budget.currency}",
            "unknown" if standing.spent is None else f"{standing.spent:,.2f}",
            "unknown" if landing is None else f"{landing.amount:,.2f}",
            chance_words(standing),
            ", ".join(map(str, standing.reached)) or "none",
        )
    console.print(table)
    for standing in standings:
        for said in standing.notes:
            console.print(f"{standing.budget.name}: {said}")


def _show_one(console: Console, standing: Standing) -> None:
    from dharma_core.views.budgets import chance_words

    console.print(f"{standing.budget}, {standing.span}.")
    console.print(standing.words)
    console.print(f"Chance of an overrun: {chance_words(standing)}.")
    if standing.landing is not None and standing.landing.method:
        console.print(f"Days to come: {standing.landing.method}.")
    for said in standing.notes:
        console.print(said)
    if standing.burn:
        right = ("Spent", "Remaining", "Even line")
        table = simple_table("Day", *right, right=right)
        for day in standing.burn:
            figures = (day.spent, day.remaining, day.even)
            table.add_row(f"{day.day}", *(f"{amount:,.2f}" for amount in figures))
        console.print(table)


def _day(text: str) -> date | None:
    from dharma_core.finops.budgets.periods import parse_day

    return parse_day(text) if text else None
