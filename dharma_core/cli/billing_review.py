"""``dharma billing review``: the monthly meeting on one screen."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import BillMonth, OutFile, Rates, SaidIn
from dharma_core.cli.printing import deliver, note, simple_table
from dharma_core.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.finops.month_anomalies import MonthAnomalies
    from dharma_core.finops.month_review import MonthReview
    from dharma_core.views.table import Table
    from dharma_core.workbench import Workbench

__all__ = ["print_rows", "review"]


class ReviewFormat(StrEnum):
    """How a review is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def review(
    month: BillMonth = "",
    currency: SaidIn = "",
    rates: Rates = None,
    units: Annotated[
        Path | None,
        typer.Option(
            "--units",
            metavar="FILE",
            help="Units of business (day,orders); else business-units.csv.",
        ),
    ] = None,
    out: OutFile = None,
    chosen: Annotated[ReviewFormat, typer.Option("--format", help="How it is written.")] = (
        ReviewFormat.TABLE
    ),
) -> None:
    """Review a month: landing, movers with reasons, anomalies, coverage, tags, unit cost, to do."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.finops_review(month, currency=currency.upper(), rates=rates, units=units)
    odd = _odd(bench, found, currency.upper(), rates)
    deliver(
        chosen,
        lambda form: _written(found, odd, form),
        lambda console: _show(console, found, odd),
        out,
        bench.write_text,
    )


def _odd(
    bench: Workbench, found: MonthReview, currency: str, rates: Path | None
) -> MonthAnomalies | None:
    """Return what was odd in the month; None, and why on stderr, where nothing can tell."""
    try:
        return bench.month_anomalies(f"{found.month:%Y-%m}", currency=currency, rates=rates)
    except InputError as error:
        note(f"Anomalies are not told. {error}")
        return None


def _written(found: MonthReview, odd: MonthAnomalies | None, form: str) -> str:
    from dharma_core.json_text import indented_json
    from dharma_core.views.month_review_document import review_document
    from dharma_core.views.month_review_markdown import review_markdown

    if form == ReviewFormat.MARKDOWN:
        return review_markdown(found, odd)
    return indented_json(review_document(found, odd)) + "\n"


def _show(console: Console, found: MonthReview, odd: MonthAnomalies | None) -> None:
    from dharma_core.views import month_anomalies as odd_view
    from dharma_core.views import month_review as view
    from dharma_core.views import month_review_tables as tables

    console.print(f"{view.month_name(found.month)}, {found.currency}")
    table = simple_table("What", "Figure", "Against")
    for headline in view.review_headlines(found):
        table.add_row(headline.label, headline.value, headline.note)
    console.print(table)
    console.print(view.landing_sentence(found))
    for table_of in (tables.actions_table, tables.movers_table, tables.efficiency_table):
        print_rows(console, table_of(found))
    if odd is not None:
        console.print(odd_view.month_odd_sentence(odd))
        print_rows(console, odd_view.month_odd_table(odd))
        print_rows(console, odd_view.expected_odd_table(odd))


def print_rows(console: Console, rows: Table) -> None:
    """Print a table of views; nothing where it has no row."""
    from dharma_core.views.table import Kind
    from dharma_core.views.words import money

    if not len(rows):
        return
    money_columns = {c.title for c in rows.columns if c.kind is Kind.MONEY}
    table = simple_table(*(c.title for c in rows.columns), right=tuple(money_columns))
    for row in rows.rows:
        cells = []
        for column in rows.columns:
            cell = row.get(column.key)
            known = money(cell, rows.currency) if column.title in money_columns else str(cell)  # type: ignore[arg-type]
            cells.append(column.unknown if cell is None else known)
        table.add_row(*cells)
    console.print(table)
