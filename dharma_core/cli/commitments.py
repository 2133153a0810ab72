"""The command that lists ways to pay for what runs all month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.options import (
    Format,
    OutputFormat,
    Sets,
    Source,
    VarFiles,
    Workspace,
    parse_sets,
)
from dharma_core.cli.printing import answer, simple_table, tell_problems
from dharma_core.cli.usage_option import UsageOption, given_usage

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.costs.commitments import WaysToPay

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("commitments")(commitments)


def commitments(
    source: Source,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="PROBABILITY:USED[:MONTHS]",
            help="How the need may turn out, such as 0.25:0.6:12; repeatable, adding up to 1. Left "
            "out: all of it is needed for three years.",
        ),
    ] = None,
    interruptible: Annotated[
        bool, typer.Option("--interruptible", help="Machines may be taken away: spot may be used.")
    ] = False,
    usage: UsageOption = None,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """List ways to pay for what runs all month, when each pays, and the cheapest mix."""
    from dharma_core.costs.commitments import parse_scenario
    from dharma_core.workbench import Workbench

    need = [parse_scenario(text) for text in scenario or ()]
    bench = Workbench.open()
    plan = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    used, text, preset = given_usage(bench, plan, usage)
    estimate = bench.estimate(plan, usage=used, usage_text=text, preset=preset)
    found = bench.ways_to_pay(estimate, need, interruptible=interruptible)
    answer(lambda: _document(found), chosen, lambda console: _tables(console, found))
    tell_problems(plan)


def _document(found: tuple[WaysToPay, ...]) -> dict[str, Any]:
    return {"parts": [one.as_dict() for one in found]}


def _tables(console: Console, found: tuple[WaysToPay, ...]) -> None:
    from dharma_core.money import Money
    from dharma_core.views.commitments import basis_words, mix_sentence

    table = simple_table(
        "Resource", "Way to pay", "Upfront", "A month", "Saves a month", "Pays from month",
        "Source",
        right=["Upfront", "A month", "Saves a month", "Pays from month"],
    )  # fmt: skip
    for one in found:
        month = one.capacity.monthly
        currency = one.capacity.currency
        table.add_row(
            one.capacity.address, "on demand", "", Money(month, currency).text(), "", "", "",
            style="bold",
        )  # fmt: skip
        for offer in one.offers:
            mark = "~" if offer.assumed else ""
            table.add_row(
                "",
                offer.strategy.title,
                Money(offer.upfront, currency).text(),
                mark + Money(offer.effective_monthly, currency).text(),
                mark + Money(offer.saving(month), currency).text(),
                str(offer.break_even_month(month) or "any"),
                basis_words(offer),
            )
    if found:
        console.print(table)
        if any(offer.assumed for one in found for offer in one.offers):
            console.print(
                "~ a typical discount is assumed: 'dharma prices import' brings the price."
            )
    else:
        console.print("Nothing in this design is billed by the hour all month long.")
    for one in found:
        console.print(mix_sentence(one), highlight=False)
