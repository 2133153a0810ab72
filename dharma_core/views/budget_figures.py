"""The pictures of budgets: how much of each is spent, and how one burns down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dharma_core.finops.budgets import Span, Standing
from dharma_core.views.budgets import budget_state, by_urgency, chance_words, interval_words
from dharma_core.views.figures import Picture
from dharma_core.views.forecast_figures import band, course
from dharma_core.views.month_review import whole
from dharma_core.views.plotly_template import template
from dharma_core.views.theme import PALETTES, Mode, Palette
from dharma_core.views.words import count, share, symbol

__all__ = ["budget_bars", "burn_down"]

_ROW_PX = 46
_ROWS = 12
_BURN_PX = 340
_DAY = timedelta(days=1)
_BAND = 0.22  # opacity


def budget_bars(standings: Sequence[Standing], mode: Mode = "light") -> Picture | None:
    """Return the spent and the landing share of each budget; None where nothing is known."""
    import plotly.graph_objects as go

    known = [s for s in by_urgency(standings) if s.spent is not None][:_ROWS]
    if not known:
        return None
    palette = PALETTES[mode]
    figure = go.Figure(
        layout={
            "template": template(mode),
            "height": _ROW_PX * len(known) + 44,
            "showlegend": False,
            "barmode": "overlay",
            "yaxis": {"visible": False, "range": [len(known) - 0.4, -0.8]},
            "xaxis": {
                "tickformat": ".0%",
                "showgrid": False,
                "range": [0, _reach(known)],
                "nticks": 6,
            },
            "margin": {"l": 4, "r": 12, "t": 4, "b": 4},
        }
    )
    figure.add_bar(
        y=list(range(len(known))),
        x=[_share(s, s.spent) for s in known],
        width=0.3,
        orientation="h",
        marker={"color": [_tone(palette, s) for s in known]},
        customdata=[_hover(s) for s in known],
        hovertemplate="%{customdata}<extra></extra>",
    )
    for place, standing in enumerate(known):
        _add_landing(figure, standing, place, palette)
        figure.add_annotation(_row_label(standing, place))
    figure.add_vline(x=1, line={"color": palette.muted, "width": 1, "dash": "dot"})
    alt = "; ".join(_hover(standing) for standing in known)
    return Picture(_bars_title(known), figure, alt)


def burn_down(standing: Standing, today: date, mode: Mode = "light") -> Picture | None:
    """Return what remains day by day beside the even line, and the fan of the landing.

    Between the last day known and the end the fan is drawn straight: only its end is foreseen.
    None where no bill tells of the budget.
    """
    import plotly.graph_objects as go

    if standing.through is None:
        return None
    palette, budget, span = PALETTES[mode], standing.budget, standing.span
    begin = span.first - _DAY
    amount = float(budget.amount)
    known = [(begin, amount), *((day.day, float(day.remaining)) for day in standing.burn)]
    figure = go.Figure(
        [
            *_fan(standing, known[-1], palette),
            course(
                [begin, span.last],
                [amount, 0.0],
                "even days",
                {"color": palette.muted, "dash": "dot"},
            ),
            course(
                [day for day, _ in known],
                [left for _, left in known],
                "remains",
                {"color": palette.series[0]},
            ),
        ],
        {
            "template": template(mode),
            "height": _BURN_PX,
            "yaxis": {
                "nticks": 6,
                "tickprefix": symbol(budget.currency),
                "tickformat": "~s",
                "zeroline": True,
                "zerolinecolor": palette.muted,
            },
            "xaxis": {"showgrid": False, "nticks": 7, "type": "date"},
            "margin": {"l": 4, "r": 8, "t": 40, "b": 4},
        },
    )
    if span.first <= today <= span.last:
        _mark_today(figure, today, span, palette)
    return Picture(_burn_title(standing), figure, standing.words)


def _fan(standing: Standing, start: tuple[date, float], palette: Palette) -> list[Any]:
    """Return the way from the last day known to the landing, and the band around it."""
    landing, last = standing.landing, standing.span.last
    if landing is None or start[0] >= last:
        return []
    amount, colour = float(standing.budget.amount), palette.series[2]
    days, around = [start[0], last], []
    if landing.deviation and landing.interval is not None:
        low, high = (amount - float(end) for end in reversed(landing.interval))
        look = (colour, f"landing, {landing.level:.0%}")
        around = band(days, [start[1], low], [start[1], high], look)
    ends = [start[1], amount - landing.mean]
    return [*around, course(days, ends, "lands", {"color": colour, "dash": "dash"})]


def _mark_today(figure: Any, today: date, span: Span, palette: Palette) -> None:
    figure.add_shape(
        type="line", x0=today, x1=today, y0=0, y1=1, yref="paper",
        line={"color": palette.muted, "width": 1},
    )  # fmt: skip
    late = (span.last - today) < (today - span.first)
    figure.add_annotation(
        x=today, y=1, yref="paper", yanchor="top", text=f"{today.day} {today:%b}",
        xanchor="right" if late else "left", xshift=-4 if late else 4, showarrow=False,
        font={"size": 12, "color": palette.muted},
    )  # fmt: skip


def _burn_title(standing: Standing) -> str:
    budget, landing = standing.budget, standing.landing
    if standing.over and standing.remaining is not None:
        return f"Budget {budget.name} is over by {whole(-standing.remaining, budget.currency)}"
    if landing is None:
        return f"Budget {budget.name}: where it lands is not known"
    left = budget.amount - landing.amount
    amount = f"{whole(abs(left), budget.currency)} {'left' if left >= 0 else 'too much'}"
    if landing.deviation == 0:
        return f"Budget {budget.name} ended with {amount}"
    return f"Budget {budget.name} will end with about {amount}"


def _bars_title(known: Sequence[Standing]) -> str:
    above = [s for s in known if s.landing is not None and s.landing.amount > s.budget.amount]
    if above:
        return f"{count(len(above), 'budget')} of {len(known)} land above their amount"
    name = known[0].budget.name
    return "All land inside their amount" if len(known) > 1 else f"{name} lands inside"


def _add_landing(figure: Any, standing: Standing, place: int, palette: Palette) -> None:
    landing = standing.landing
    if landing is None or landing.deviation == 0:
        return
    if landing.interval is not None:
        figure.add_scatter(
            x=[_share(standing, end) for end in landing.interval], y=[place, place], mode="lines",
            line={"color": palette.ink, "width": 2}, hoverinfo="skip",
        )  # fmt: skip
    figure.add_scatter(
        x=[_share(standing, landing.amount)], y=[place], mode="markers",
        marker={"color": palette.surface, "size": 9, "line": {"color": palette.ink, "width": 2}},
        hovertemplate=f"{_hover(standing)}<extra></extra>",
    )  # fmt: skip


def _row_label(standing: Standing, place: int) -> dict[str, Any]:
    spent = whole(standing.spent or Decimal(0), standing.budget.currency)
    amount = whole(standing.budget.amount, standing.budget.currency)
    return {
        "x": 0,
        "xref": "paper",
        "y": place,
        "yshift": 15,
        "text": f"{standing.budget.name} · <b>{spent}</b> of {amount}",
        "showarrow": False,
        "xanchor": "left",
        "font": {"size": 12},
    }


def _hover(standing: Standing) -> str:
    budget, landing = standing.budget, standing.landing
    spent = standing.spent or Decimal(0)
    said = f"{budget.name}: {share(spent, budget.amount)} spent, {budget_state(standing).value}"
    if landing is None:
        return said
    within = interval_words(standing)
    lands = f", lands at {whole(landing.amount, budget.currency)}"
    chance = chance_words(standing)
    return f"{said}{lands}{f', {within}' if within else ''}; chance of overrun {chance}"


def _share(standing: Standing, amount: Decimal | None) -> float:
    return float((amount or Decimal(0)) / standing.budget.amount)


def _reach(known: Sequence[Standing]) -> float:
    """Return the end of the axis: the farthest bound, and the whole amount in any case."""
    ends = [1.0]
    for standing in known:
        ends.append(_share(standing, standing.spent))
        if standing.landing is not None:
            interval = standing.landing.interval
            ends.append(_share(standing, interval[1] if interval else standing.landing.amount))
    return max(ends) * 1.06


def _tone(palette: Palette, standing: Standing) -> str:
    state = budget_state(standing)
    return palette.series[0] if state.tone in ("ok", "muted") else palette.severity(state.tone)
