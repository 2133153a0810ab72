"""``dharma usage from-bill``: what the imported bill measured of a design."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.billing_review import print_rows
from dharma_core.cli.options import (
    Format,
    OutputFormat,
    Sets,
    Source,
    VarFiles,
    Workspace,
    parse_sets,
)
from dharma_core.cli.printing import answer, note, tell_problems

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.finops.analytics.plan_against_actual import PlanLine
    from dharma_core.finops.bill_usage.billed_usage import BilledUsage
    from dharma_core.finops.bill_usage.measured import MeasuredUsage

__all__ = ["from_bill"]


def from_bill(
    source: Source,
    month: Annotated[
        list[str] | None,
        typer.Option(
            "--month",
            metavar="YYYY-MM",
            help="Read this month; repeatable. Left out: the last one whose days are all there.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Also write it as a usage file."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a file that is there already.")
    ] = False,
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="Say costs in this currency.")
    ] = "",
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Find a SOURCE's resources on the bill, and say what they used of which usage key."""
    from dharma_core.finops.bill_usage.billed_usage import against_estimate
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    plan = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    measured = bench.usage_from_bill(plan, months=month or (), currency=currency.upper())
    beside = against_estimate(measured.found, bench.estimate(plan, usage=measured))
    if out is not None:
        bench.write_new_text(out, measured.text, overwrite=overwrite)
        note(f"Wrote {out}. Price with it: dharma estimate {source} --usage {out}")
    answer(
        lambda: _document(measured, beside),
        chosen,
        lambda console: _show(console, measured.found, beside),
    )
    tell_problems(plan)


def _document(measured: BilledUsage, beside: tuple[PlanLine, ...]) -> dict[str, object]:
    from dharma_core.views.bill_usage import actual_document

    return {**measured.as_dict(), "plan_against_actual": actual_document(beside)}


def _show(console: Console, found: MeasuredUsage, beside: tuple[PlanLine, ...]) -> None:
    from dharma_core.views.bill_usage import (
        actual_table,
        figures_table,
        left_out_table,
        matches_table,
        usage_sentences,
    )

    tables = (
        ("Resources found on the bill", matches_table(found)),
        ("What they used in a month", figures_table(found)),
        ("Not used, and why", left_out_table(found)),
        ("A month as estimated with it, beside what was billed", actual_table(beside, found)),
    )
    for title, table in tables:
        if len(table):
            console.print(title, style="bold")
            print_rows(console, table)
    for sentence in usage_sentences(found):
        console.print(sentence, highlight=False)
