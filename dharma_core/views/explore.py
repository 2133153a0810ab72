"""A pivot as a table, as rows to take away, and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.finops.analytics import Grain, Measure
from dharma_core.finops.analytics.pivot import Pivot, PivotRow
from dharma_core.finops.analytics.tags import name_of
from dharma_core.finops.exploring import WITHOUT, label_of
from dharma_core.money import exact_sum
from dharma_core.views.figures import Picture
from dharma_core.views.headline import Headline
from dharma_core.views.month_review import signed, whole
from dharma_core.views.plotly_template import template
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.theme import PALETTES, Mode, Palette, series_slot
from dharma_core.views.words import count

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = [
    "GRAINS",
    "MEASURES",
    "MEASURE_WORDS",
    "period_name",
    "pivot_bars",
    "pivot_headlines",
    "pivot_rows",
    "pivot_table",
    "row_name",
]

GRAINS = {"Month": Grain.MONTH, "Week": Grain.WEEK, "Day": Grain.DAY, "Quarter": Grain.QUARTER}
MEASURES = {
    "Amortised": Measure.AMORTISED,
    "Billed": Measure.BILLED,
    "At list price": Measure.LIST,
    "Without commitments": Measure.CONTRACTED,
}
MEASURE_WORDS = {
    Measure.AMORTISED: "amortised over the days of use",
    Measure.BILLED: "as invoiced",
    Measure.LIST: "at list price",
    Measure.CONTRACTED: "at contract price, without commitments",
}
_PERIODS_SHOWN = 4
_SERIES = 6
_CHART_PX = 400


def period_name(period: date, grain: Grain) -> str:
    """Return a period for people.

    Examples
    --------
    >>> period_name(date(2026, 4, 1), Grain.QUARTER), period_name(date(2026, 4, 1), Grain.MONTH)
    ('Q2 2026', 'Apr 2026')
    """
    match grain:
        case Grain.QUARTER:
            return f"Q{(period.month + 2) // 3} {period.year}"
        case Grain.MONTH | Grain.INVOICE:
            return f"{period:%b %Y}"
        case Grain.YEAR:
            return f"{period.year}"
        case _:
            return f"{period.day} {period:%b %Y}"


def row_name(row: PivotRow) -> str:
    """Return what a row is called.

    Examples
    --------
    >>> row_name(PivotRow(("EC2", None), {})), row_name(PivotRow((None,), {}, merged=12))
    ('EC2, (none)', '12 smaller ones')
    """
    if row.merged:
        return f"{row.merged:,} smaller ones"
    return ", ".join(part or WITHOUT for part in row.key) or "Everything"


def pivot_headlines(pivot: Pivot) -> tuple[Headline, ...]:
    """Return the sum, the last period against the one before, and the largest row."""
    grain, currency = pivot.question.grain, pivot.currency
    found = [Headline("Sum", whole(pivot.total, currency), note=_span(pivot))]
    if pivot.periods:
        last = pivot.periods[-1]
        sums = [_of(pivot, period) for period in pivot.periods[-2:]]
        note = "the only period"
        if len(sums) > 1:
            note = f"{signed(sums[1] - sums[0], currency)} against "
            note += period_name(pivot.periods[-2], grain)
        found.append(Headline(period_name(last, grain), whole(sums[-1], currency), note=note))
    own = [row for row in pivot.rows if not row.merged]
    if pivot.question.by and own:
        found.append(
            Headline(
                "Largest",
                whole(own[0].total, currency),
                note=f"{row_name(own[0])}{_part(own[0], pivot)}",
            )
        )
    return tuple(found)


def _part(row: PivotRow, pivot: Pivot) -> str:
    return f": {row.total / pivot.total:.0%} of the sum" if pivot.total > 0 else ""


def _span(pivot: Pivot) -> str:
    if not pivot.periods:
        return "no charge fits"
    grain = pivot.question.grain
    first, last = (period_name(p, grain) for p in (pivot.periods[0], pivot.periods[-1]))
    return first if first == last else f"{first} to {last}"


def _of(pivot: Pivot, period: date) -> Decimal:
    return exact_sum(row.costs.get(period, Decimal(0)) for row in pivot.rows)


def pivot_table(pivot: Pivot) -> Table:
    """Return a row a combination, with its latest periods and its sum."""
    by = pivot.question.by
    shown = pivot.periods[-_PERIODS_SHOWN:]
    columns = [
        Column(f"by{n}", label_of(dimension), unknown=WITHOUT, lead=n == 0)
        for n, dimension in enumerate(by)
    ] or [Column("by0", "All", lead=True)]
    columns += [
        Column(p.isoformat(), period_name(p, pivot.question.grain), Kind.MONEY) for p in shown
    ]
    columns += [Column("total", "Sum", Kind.MONEY), Column("share", "Share, %", Kind.NUMBER)]
    rows = tuple(_row(row, pivot) for row in pivot.rows)
    return Table(tuple(columns), rows, pivot.currency)


def _row(row: PivotRow, pivot: Pivot) -> Row:
    names: dict[str, str | None] = {f"by{n}": part for n, part in enumerate(row.key)}
    if row.merged or not row.key:
        names["by0"] = row_name(row)
    share = row.total / pivot.total * 100 if pivot.total > 0 else None
    return {
        **names,
        **{p.isoformat(): row.costs.get(p) for p in pivot.periods[-_PERIODS_SHOWN:]},
        "total": row.total,
        "share": None if share is None else round(share, 1),
    }


def pivot_rows(pivot: Pivot) -> Table:
    """Return the pivot to take away: a row for each period and combination, exact amounts."""
    by = [name_of(dimension) for dimension in pivot.question.by]
    columns = (
        Column("period", "Period", Kind.DATE),
        *(Column(name, name) for name in by),
        Column("merged", "Combinations merged", Kind.NUMBER),
        Column(pivot.question.measure.value, "Cost", Kind.MONEY),
        Column("currency", "Currency"),
    )
    rows = tuple(
        {
            "period": period,
            **dict(zip(by, row.key, strict=True)),
            "merged": row.merged,
            pivot.question.measure.value: cost,
            "currency": pivot.currency,
        }
        for row in pivot.rows
        for period, cost in sorted(row.costs.items())
    )
    return Table(columns, rows, pivot.currency)


def pivot_bars(pivot: Pivot, mode: Mode = "light") -> Picture | None:
    """Return stacked bars by period: the largest rows and the rest; None without any charge."""
    import plotly.graph_objects as go

    if not pivot.periods:
        return None
    palette = PALETTES[mode]
    shown = [row for row in pivot.rows if not row.merged and any(row.costs.values())][:_SERIES]
    rest = [row for row in pivot.rows if row not in shown]
    bars = [(row_name(row), row.costs, colour) for row, colour in _coloured(shown, palette)]
    if rest:
        many = sum(row.merged or 1 for row in rest)
        costs = {p: exact_sum(r.costs.get(p, Decimal(0)) for r in rest) for p in pivot.periods}
        bars.append((count(many, "other"), costs, palette.line))
    figure = go.Figure(
        [_bar(name, costs, colour, pivot) for name, costs, colour in bars],
        {
            "template": template(mode),
            "height": _CHART_PX,
            "barmode": "relative",
            "showlegend": len(bars) > 1,
            "yaxis": {"nticks": 4, "tickformat": "~s", "rangemode": "tozero"},
            "xaxis": {"showgrid": False, "tickangle": 0, "nticks": 8},
            "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
            "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
        },
    )
    if pivot.question.grain is Grain.MONTH:
        figure.update_xaxes(tickformat="%b\n%Y")
    alt = "; ".join(f"{row_name(row)} {whole(row.total, pivot.currency)}" for row in shown)
    return Picture(_title(pivot), figure, alt)


def _coloured(rows: list[PivotRow], palette: Palette) -> list[tuple[PivotRow, str]]:
    """Give each row its name's colour, or the next one that is free."""
    taken: set[int] = set()
    found = []
    for row in rows:
        slot = series_slot(row_name(row))
        while slot in taken:
            slot = (slot + 1) % len(palette.series)
        taken.add(slot)
        found.append((row, palette.series[slot]))
    return found


def _bar(name: str, costs: Mapping[date, Decimal], colour: str, pivot: Pivot) -> go.Bar:
    import plotly.graph_objects as go

    grain = pivot.question.grain
    amounts = [costs.get(p, Decimal(0)) for p in pivot.periods]
    safe = name.replace("<", "&lt;")
    return go.Bar(
        name=safe if len(safe) <= 40 else f"{safe[:39]}…",
        x=list(pivot.periods),
        y=[float(amount) for amount in amounts],
        marker={"color": colour},
        customdata=[
            f"{period_name(p, grain)}: {whole(amount, pivot.currency)}"
            for p, amount in zip(pivot.periods, amounts, strict=True)
        ],
        hovertemplate="%{customdata}<extra>" + safe + "</extra>",
    )


def _title(pivot: Pivot) -> str:
    own = [row for row in pivot.rows if not row.merged]
    if not pivot.question.by or not own or pivot.total <= 0:
        return f"{whole(pivot.total, pivot.currency)}, {_span(pivot)}"
    return f"{row_name(own[0])} is {own[0].total / pivot.total:.0%} of {_span(pivot)}"
