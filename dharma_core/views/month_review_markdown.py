"""The monthly review as Markdown, for minutes, mails and comments."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.finops.month_anomalies import MonthAnomalies
from dharma_core.finops.month_review import MonthReview
from dharma_core.views import markdown as md
from dharma_core.views.month_anomalies import (
    expected_odd_table,
    month_odd_sentence,
    month_odd_table,
)
from dharma_core.views.month_review import landing_sentence, month_name, review_headlines
from dharma_core.views.month_review_tables import (
    actions_table,
    commitments_table,
    efficiency_table,
    movers_table,
)
from dharma_core.views.table import Cell, Column, Kind, Table
from dharma_core.views.words import amount, money

__all__ = ["review_markdown"]


def review_markdown(review: MonthReview, odd: MonthAnomalies | None = None) -> str:
    """Return the review as Markdown; names of a bill cannot break it."""
    return "\n".join(md.clipped(_lines(review, odd))) + "\n"


def _lines(review: MonthReview, odd: MonthAnomalies | None) -> Iterator[str]:
    yield f"# Cost review of {month_name(review.month)}"
    yield ""
    for headline in review_headlines(review):
        yield f"- **{md.text(headline.label)}**: {headline.value}, {md.text(headline.note)}"
    yield ""
    yield md.text(landing_sentence(review))
    if odd is not None:
        yield from ("", md.text(month_odd_sentence(odd)))
    parts = (
        ("To do", actions_table(review)),
        ("What moved, and why", movers_table(review)),
        *_odd_parts(odd),
        ("Tags and units", efficiency_table(review)),
        ("Commitments", commitments_table(review)),
    )
    for title, table in parts:
        if len(table):
            yield from ("", f"## {title}", "")
            yield from _table(table)


def _odd_parts(odd: MonthAnomalies | None) -> tuple[tuple[str, Table], ...]:
    if odd is None:
        return ()
    return (("Odd in this month", month_odd_table(odd)), ("Expected", expected_odd_table(odd)))


def _table(table: Table) -> Iterator[str]:
    aligned = ["right" if column.kind.numeric else "" for column in table.columns]
    yield from md.table([column.title for column in table.columns], aligned)
    for row in table.rows:
        yield md.row(_cell(c, row.get(c.key), table.currency) for c in table.columns)


def _cell(column: Column, cell: Cell, currency: str) -> str:
    if cell is None or cell == "":
        return column.unknown
    if column.kind is Kind.MONEY:
        return money(cell, currency)  # type: ignore[arg-type]
    return amount(cell) if column.kind is Kind.NUMBER else md.text(str(cell))  # type: ignore[arg-type]
