"""``dharma billing``: bills are validated, imported and summed up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.billing_review import review
from dharma_core.cli.billing_sample import sample
from dharma_core.cli.billing_statements import statements
from dharma_core.cli.options import Format, OutputFormat, Rates, SaidIn
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.finops.readers.opencost import ClusterCost
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.billing_reports import (
        BillingSummary,
        ImportedBills,
        ValidatedBills,
    )

__all__ = ["register"]

Bills = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="FOCUS as CSV, gzip or Parquet, an AWS, Azure or Google Cloud export, or a folder.",
        show_default=False,
    ),
]
_MOST_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="What was really spent, from the bills.")
    group.command("import")(import_bills)
    group.command("summary")(summary)
    group.command("validate")(validate)
    group.command("cluster")(cluster)
    group.command("review")(review)
    group.command("statements")(statements)
    group.command("sample")(sample)
    app.add_typer(group, name="billing")


def import_bills(
    files: Bills,
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help="Load the rows that are right of a file in which others are not."
        ),
    ] = False,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="Let a month lose rows or days.")
    ] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Load bills: all files together or none; exit 1 when rows were rejected.

    A month of an account that is there already is replaced; a file that is there already changes
    nothing. Budgets are judged by what is new, and people told of thresholds that it reaches.
    """
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    report = bench.import_bills(files, partial=partial, allow_shrink=allow_shrink)
    answer(report.as_dict, chosen, lambda console: _show_import(console, report))
    if report.rows and bench.settings.notifications.targets:
        _tell_anomalies(bench)
    raise typer.Exit(int(report.rejected_count > 0))


def _tell_anomalies(bench: Workbench) -> None:
    """Look for anomalies that the bill brought; the import stands, whatever comes of it."""
    from dharma_core.errors import DharmaError

    try:
        told = bench.tell_new_anomalies()
    except DharmaError as error:
        note(f"Nobody was told of anomalies: {error}")
        return
    if told:
        note(f"People were told of new anomalies: {len(told)}. See 'dharma anomalies'.")


def summary(
    currency: SaidIn = "",
    rates: Rates = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Tell what was billed and what it cost effectively, by month."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().billing_summary(currency=currency.upper(), rates=rates)
    answer(found.as_dict, chosen, lambda console: _show_summary(console, found))


def validate(
    files: Bills,
    version: Annotated[
        str, typer.Option("--focus-version", metavar="1.0|1.1|1.2", help="Told by the columns.")
    ] = "",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Hold bills against the FOCUS specification; exit 1 when a MUST of it is broken."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().validate_bills(files, version=version)
    answer(found.as_dict, chosen, lambda console: _show_validation(console, found))
    raise typer.Exit(int(not found.conforms))


def cluster(
    file: Annotated[Path, typer.Argument(help="OpenCost's allocation answer, JSON.")],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Tell what a cluster costs by namespace and pod: requested, used, idle."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().cluster_cost(file)
    answer(found.as_dict, chosen, lambda console: _show_cluster(console, found))


def _show_import(console: Console, report: ImportedBills) -> None:
    table = simple_table("File", "Status", "Format", "Rows", "Rejected", right=("Rows", "Rejected"))
    for entry in report.as_dict()["files"]:
        told = (entry.get("format") or "", str(entry["rows"]), str(entry.get("rejected_count", 0)))
        table.add_row(entry["name"], entry["status"], *told)
    console.print(table)
    for restated in report.restated:
        console.print(f"Replaced {restated.text()}.")
    for row in report.rejected[:_MOST_SHOWN]:
        said = "nothing" if row.value is None else repr(row.value)
        console.print(f"{row.file}, row {row.row}: {said}. {row.message}")
    if report.rejected_count > _MOST_SHOWN:
        console.print(f"... {report.rejected_count - _MOST_SHOWN} more; --format json lists them.")
    refused = [file.opened.name for file in report.files if not file.parts]
    if refused:
        note(f"Not loaded: {', '.join(refused)}. Mend the rows, or add --partial.")
    for one in report.told:
        console.print(f"Budget {one.budget} has reached {one.threshold} in {one.period}: told.")
    if report.budgets_problem:
        note(f"Budgets were not judged: {report.budgets_problem} Run 'dharma budget check'.")


def _show_summary(console: Console, found: BillingSummary) -> None:
    from dharma_core.money import Money

    if not found.periods:
        console.print("Nothing was imported yet: dharma billing import FILE")
        return
    right = ("Billed", "Effective", "Rows")
    table = simple_table("Month", "Currency", *right, right=right)
    for p in (*found.periods, *found.currencies):
        costs = (Money(p.billed_cost, p.currency), Money(p.effective_cost, p.currency))
        told = (cost.text() for cost in costs)
        table.add_row(p.period or "All", p.currency, *told, f"{p.rows:,}")
    console.print(table)
    if len(found.currencies) > 1:
        console.print("Several currencies have no sum: --currency USD says it in one.")
    if found.rejected:
        console.print(f"{found.rejected} rows are missing: they were rejected when imported.")


def _show_validation(console: Console, found: ValidatedBills) -> None:
    for bill in found.bills:
        said = bill.validation
        verdict = "conforms" if said.conforms else "breaks rules"
        kind = f"FOCUS {said.version}" if bill.format == "FOCUS" else f"{bill.format} as FOCUS"
        console.print(f"{bill.name}: {kind}, {said.rows} rows, {verdict}.")
        if not said.violations:
            continue
        table = simple_table("Rule", "Level", "Rows", "First", "Allowed, and how", right=("Rows",))
        for v in said.violations:
            first = ", ".join(map(str, v.rows[:3]))
            level = "cannot load" if v.blocks else v.severity
            values = f" It says {', '.join(map(repr, v.values[:2]))}." if v.values else ""
            how = f"{v.allowed}.{values} {v.repair}"
            table.add_row(v.rule, level, f"{v.count:,}", first, how)
        console.print(table)


def _show_cluster(console: Console, found: ClusterCost) -> None:
    right = ("Cost", "Requested", "Used", "Idle", "Other")
    console.print(f"{found.start} to {found.end}, {found.total:.2f} in all.")
    for title, rows in (("Namespace", found.namespaces), ("Pod", found.pods)):
        table = simple_table("Cluster", title, *right, right=right)
        for row in rows[:_MOST_SHOWN]:
            amounts = (row.cost, row.requested, row.used, row.idle, row.other)
            name = f"{row.namespace}/{row.pod}" if row.pod else row.namespace
            table.add_row(row.cluster, name, *(f"{amount:.2f}" for amount in amounts))
        console.print(table)
    console.print(f"Asked for by nobody: {found.unallocated:.2f}")
