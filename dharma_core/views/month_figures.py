"""The pictures of the monthly review: how the months went, and what moved."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.finops.analytics import Effects
from dharma_core.finops.month_review import MonthReview
from dharma_core.views.figures import Picture, bars_layout
from dharma_core.views.month_review import month_name, signed, whole
from dharma_core.views.plotly_template import template
from dharma_core.views.theme import PALETTES, Mode

if TYPE_CHECKING:
    pass

__all__ = ["months_bars", "movers_bars"]

_BARS_PX = 260
_ROOM = 1.45  # of the longest bar, so that amounts stand beside bars


def months_bars(review: MonthReview, mode: Mode = "light") -> Picture:
    """Return what each month cost; what is still to come of this one is lighter."""
    import plotly.graph_objects as go

    palette, currency = PALETTES[mode], review.currency
    names = [f"{found.month:%b}<br>{found.month:%Y}" for found in review.months]
    costs = [found.amortised for found in review.months]
    landed = [*costs[:-1], review.landing.amount]
    colours = [palette.series[6]] * (len(costs) - 1) + [palette.series[0]]
    coming = review.landing.amount - costs[-1]
    figure = go.Figure(
        go.Bar(
            x=names,
            y=[float(cost) for cost in costs],
            marker={"color": colours},
            customdata=[whole(cost, currency) for cost in costs],
            hovertemplate="%{x}: %{customdata}<extra></extra>",
        ),
        {
            "template": template(mode),
            "height": _BARS_PX,
            "barmode": "stack",
            "showlegend": False,
            "yaxis": {"rangemode": "tozero", "nticks": 4, "tickformat": "~s"},
            "xaxis": {"showgrid": False, "type": "category"},
            "margin": {"l": 4, "r": 8, "t": 24, "b": 4},
        },
    )
    if coming > 0:
        figure.add_bar(
            x=names[-1:],
            y=[float(coming)],
            marker={"color": palette.surface, "line": {"color": palette.series[0], "width": 2}},
            hovertemplate=f"still to come: {whole(coming, currency)}<extra></extra>",
        )
    figure.add_scatter(
        x=[names[-1]],
        y=[float(landed[-1])],
        mode="text",
        text=[whole(landed[-1], currency)],
        textposition="top center",
        cliponaxis=False,
        hoverinfo="skip",
    )
    alt = "; ".join(
        f"{month_name(found.month)} {whole(cost, currency)}"
        for found, cost in zip(review.months, landed, strict=True)
    )
    return Picture(_months_title(review), figure, alt)


def _months_title(review: MonthReview) -> str:
    verb = "cost" if review.landing.complete else "will cost about"
    name, before = f"{review.month:%B}", review.previous
    if before is None or before.amortised <= 0:
        return f"{name} {verb} {whole(review.landing.amount, review.currency)}"
    ratio = review.landing.amount / before.amortised - 1
    word = "more" if ratio >= 0 else "less"
    return f"{name} {verb} {abs(ratio):.1%} {word} than {before.month:%B}"


def movers_bars(review: MonthReview, mode: Mode = "light") -> Picture | None:
    """Return what moved as bars to both sides; None where nothing did."""
    import plotly.graph_objects as go

    if not review.movers:
        return None
    palette, currency = PALETTES[mode], review.currency
    changes = [found.change for found in review.movers]
    longest = float(max(map(abs, changes)))
    figure = go.Figure(
        go.Bar(
            y=[_name(found) for found in review.movers],
            x=[float(change) for change in changes],
            orientation="h",
            text=[signed(change, currency) for change in changes],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [palette.high if c > 0 else palette.ok for c in changes]},
            hovertemplate="%{y}: %{text}<extra></extra>",
        ),
        bars_layout(mode, len(changes)),
    )
    low = -longest * _ROOM if min(changes) < 0 else 0
    figure.update_xaxes(range=[low, longest * _ROOM], zeroline=True)
    alt = "; ".join(f"{_flat(found)} {signed(found.change, currency)}" for found in review.movers)
    return Picture(_movers_title(review), figure, alt)


def _name(found: Effects) -> str:
    _, account, service = (part and part.replace("<", "&lt;") for part in found.key)
    return f"{_cut(service or 'other charges')}<br><sub>{_cut(account or 'no account')}</sub>"


def _flat(found: Effects) -> str:
    return f"{found.key[2] or 'other charges'} of {found.key[1] or 'no account'}"


def _cut(name: str, most: int = 30) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _movers_title(review: MonthReview) -> str:
    first = review.movers[0]
    word = "rose" if first.change > 0 else "fell"
    amount = whole(abs(first.change), review.currency)
    title = f"{_flat(first)} {word} most, by {amount}"
    whole_change = review.change.change if review.change else Decimal(0)
    if whole_change and (whole_change > 0) == (first.change > 0):
        ratio = first.change / whole_change
        if ratio <= 1:
            title += f": {ratio:.0%} of the whole {'rise' if whole_change > 0 else 'fall'}"
    return title
