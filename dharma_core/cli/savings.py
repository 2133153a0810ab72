"""The command that lists what a design could save, and follows the advice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from dharma_core.cli.printing import answer, note, simple_table, tell_problems
from dharma_core.cli.usage_option import UsageOption, given_usage

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.recommendations import Advice, SavingsReport

__all__ = ["register"]

_MONTHS = 12


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("savings")(savings)


def savings(
    source: Source,
    usage: UsageOption = None,
    utilisation: Annotated[
        Path | None,
        typer.Option(
            "--utilisation",
            metavar="FILE",
            help="Peak utilisation by address (cpu_percent, memory_percent), for right-sizing.",
        ),
    ] = None,
    interruptible: Annotated[
        bool, typer.Option("--interruptible", help="Machines may be taken away: propose spot too.")
    ] = False,
    follow: Annotated[
        list[str] | None,
        typer.Option("--apply", metavar="ID", help="Follow this advice; repeatable."),
    ] = None,
    save_as: Annotated[
        str,
        typer.Option(
            "--save-as", metavar="NAME", help="With --apply: the blueprint's name, if it is new."
        ),
    ] = "",
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """List what a SOURCE could save: each with the saving, the risk and the change."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    plan = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    used, text, preset = given_usage(bench, plan, usage)
    report = bench.savings(
        plan,
        usage=used,
        usage_text=text,
        preset=preset,
        utilisation=utilisation,
        interruptible=interruptible,
    )
    applied = bench.apply_savings(report, follow, name=save_as) if follow else None
    answer(report.as_dict, chosen, lambda console: _table(console, report))
    tell_problems(plan)
    if applied is not None:
        stored = applied.stored
        note(f"Stored {stored.name} {stored.version} ({stored.id}) with the advice followed.")
        for change in applied.left:
            note(f"Not taken over: {change}.")


def _table(console: Console, report: SavingsReport) -> None:
    from dharma_core.money import Money

    table = simple_table("A year", "Risk", "Advice", "Resource", "Id", right=["A year"])
    for one in report.advice:
        table.add_row(_yearly(one), one.proposal.risk.value, one.proposal.title,
                      one.proposal.address, one.id)  # fmt: skip
    currency = report.estimate.currency
    total = report.estimate.total
    if report.advice:
        console.print(table)
    potential = Money(report.potential, currency)
    yearly = Money(report.potential * _MONTHS, currency)
    console.print(
        f"{potential.text()} of {total.text()} a month could be saved, {yearly.text()} a year, "
        "following the best advice for each resource."
    )
    for one in report.advice:
        console.print(f"{one.id}: {one.proposal.why}", highlight=False)


def _yearly(one: Advice) -> str:
    from dharma_core.money import Money

    if one.yearly_saving is None:
        return "by usage"
    mark = "~" if one.proposal.assumed else ""
    return mark + Money(one.yearly_saving, one.currency).text()
