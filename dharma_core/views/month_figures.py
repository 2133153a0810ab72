"""The pictures of the monthly review: how the months went, and what moved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dharma_core.finops.analytics import Effects
from dharma_core.finops.landing import Landing
from dharma_core.finops.month_review import MonthReview
from dharma_core.views.figures import Picture, bars_layout
from dharma_core.views.month_review import between, month_name, signed, whole
from dharma_core.views.month_review_tables import mover_name
from dharma_core.views.plotly_template import template
from dharma_core.views.theme import PALETTES, Mode

__all__ = ["months_bars", "movers_bars"]

_BARS_PX = 260
_MOVER_PX = 46
_PAST = 0.45  # opacity
_LONGEST_NAME = 52
_ROOM = 1.6  # of the longest bar, so that amounts stand beside bars


def months_bars(review: MonthReview, mode: Mode = "light") -> Picture:
    """Return what each month cost; what is still to come of this one is lighter."""
    import plotly.graph_objects as go

    palette, currency = PALETTES[mode], review.currency
    names = [found.month for found in review.months]
    costs = [found.amortised for found in review.months]
    landed = [*costs[:-1], review.landing.amount]
    coming = review.landing.amount - costs[-1]
    figure = go.Figure(
        go.Bar(
            x=names,
            y=[float(cost) for cost in costs],
            marker={
                "color": [palette.muted] * (len(costs) - 1) + [palette.series[0]],
                "opacity": [_PAST] * (len(costs) - 1) + [1],
            },
            customdata=[whole(cost, currency) for cost in costs],
            hovertemplate="%{x|%b %Y}: %{customdata}<extra></extra>",
        ),
        {
            "template": template(mode),
            "height": _BARS_PX,
            "barmode": "stack",
            "showlegend": False,
            "yaxis": {"rangemode": "tozero", "nticks": 4, "tickformat": "~s"},
            "xaxis": {"showgrid": False, "tickformat": "%b\n%Y", "tickangle": 0, "nticks": 8},
            "margin": {"l": 4, "r": 8, "t": 24, "b": 4},
        },
    )
    if coming > 0:
        figure.add_bar(
            x=names[-1:],
            y=[float(coming)],
            marker={"color": palette.surface, "line": {"color": palette.series[0], "width": 2}},
            hovertemplate=f"still to come: {whole(coming, currency)}<extra></extra>",
            error_y=_reach(review.landing, palette.ink),
        )
    figure.add_annotation(
        x=1, xref="paper", xanchor="right", y=_top(review.landing), yanchor="bottom",
        text=whole(landed[-1], currency), showarrow=False,
    )  # fmt: skip
    alt = "; ".join(
        f"{month_name(found.month)} {whole(cost, currency)}"
        for found, cost in zip(review.months, landed, strict=True)
    )
    within = between(review.landing, currency)
    return Picture(_months_title(review), figure, f"{alt}, {within}" if within else alt)


def _top(landing: Landing) -> float:
    return float(landing.interval[1] if landing.interval else landing.amount)


def _reach(landing: Landing, colour: str) -> dict[str, Any] | None:
    """Return the interval of a landing as the whisker on its bar; None where it is not known."""
    if landing.interval is None:
        return None
    low, high = (float(end) for end in landing.interval)
    middle = float(landing.amount)
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - middle],
        "arrayminus": [middle - low],
        "color": colour,
        "thickness": 2,
        "width": 6,
    }


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
            y=list(range(len(changes))),
            x=[float(change) for change in changes],
            width=0.4,
            orientation="h",
            text=[signed(change, currency) for change in changes],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [palette.high if c > 0 else palette.ok for c in changes]},
            customdata=[_name(found) for found in review.movers],
            hovertemplate="%{customdata}: %{text}<extra></extra>",
        ),
        bars_layout(mode, len(changes)),
    )
    for number, found in enumerate(review.movers):
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=number - 0.42, text=_name(found),
            showarrow=False, font={"size": 12, "color": palette.muted},
        )  # fmt: skip
    low = -longest * _ROOM if min(changes) < 0 else 0
    figure.update_xaxes(range=[low, longest * _ROOM], zeroline=True)
    figure.update_yaxes(visible=False, range=[len(changes) - 0.5, -0.75], autorange=False)
    figure.update_layout(height=_MOVER_PX * len(changes) + 12)
    alt = "; ".join(
        f"{mover_name(found.key)} {signed(found.change, currency)}" for found in review.movers
    )
    return Picture(_movers_title(review), figure, alt)


def _name(found: Effects) -> str:
    name = mover_name(found.key)
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    return short.replace("<", "&lt;")


def _movers_title(review: MonthReview) -> str:
    first = review.movers[0]
    word = "rose" if first.change > 0 else "fell"
    amount = whole(abs(first.change), review.currency)
    title = f"{mover_name(first.key)} {word} most, by {amount}"
    whole_change = review.change.change if review.change else Decimal(0)
    if whole_change and (whole_change > 0) == (first.change > 0):
        ratio = first.change / whole_change
        if ratio <= 1:
            title += f": {ratio:.0%} of the whole {'rise' if whole_change > 0 else 'fall'}"
    return title
