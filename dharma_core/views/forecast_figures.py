"""The pictures of a forecast: the fan of what may come, the back-test beside the naive one."""

from __future__ import annotations

from typing import Any

import numpy as np

from dharma_core.finops.cost_outlook import CostOutlook
from dharma_core.views.figures import Picture, bars_layout
from dharma_core.views.forecasts import change_words, score_words
from dharma_core.views.plotly_template import template
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import money, symbol

__all__ = ["backtest_bars", "band", "course", "fan_chart"]

_PX = 320
_PAST_SHOWN = 90  # days
_BARS = 8


def fan_chart(
    found: CostOutlook, key: str, mode: Mode = "light", *, without: CostOutlook | None = None
) -> Picture:
    """Return the past of a series, what is expected, and between which bounds.

    Parameters
    ----------
    without : CostOutlook, optional
        The same without scenarios, drawn as a dotted line.
    """
    import plotly.graph_objects as go

    palette = PALETTES[mode]
    days, values = found.past(key)
    row, outlook = found.row(key), found.outlook
    ahead = outlook.days
    level = f"{outlook.found.level:.0%} of days"
    line, green = palette.series[0], palette.series[2]
    traces = [
        *band(ahead, outlook.found.lower[row], outlook.found.upper[row], (green, level)),
        course(days[-_PAST_SHOWN:], values[-_PAST_SHOWN:], "billed", {"color": line}),
        course(ahead, outlook.found.mean[row], "expected", {"color": green}),
    ]
    if without is not None:
        was = without.outlook.found.mean[row]
        traces.append(course(ahead, was, "before", {"color": palette.muted, "dash": "dot"}))
    figure = go.Figure(
        traces,
        {
            "template": template(mode),
            "height": _PX,
            "yaxis": {"rangemode": "tozero", "tickprefix": symbol(found.currency), "nticks": 6},
            "xaxis": {"showgrid": False, "nticks": 7},
            "margin": {"l": 4, "r": 8, "t": 32, "b": 4},
        },
    )
    return Picture(_title(found, key), figure, _alt(found, key))


def backtest_bars(found: CostOutlook, mode: Mode = "light") -> Picture | None:
    """Return the errors of the back-test beside those of repeating last week; None without any."""
    import plotly.graph_objects as go

    scored = [(key, *found.scores(key)) for key in found.keys]
    shown = [(key, model, naive) for key, model, naive in scored if model and naive][:_BARS]
    if not shown:
        return None
    palette = PALETTES[mode]
    names = [found.label(key).replace("<", "&lt;") for key, _, _ in shown]
    pairs = (("this forecast", 1, palette.series[0]), ("repeating last week", 2, palette.series[4]))
    figure = go.Figure(
        [
            go.Bar(
                name=name,
                y=names,
                x=[one[at] for one in shown],
                orientation="h",
                marker={"color": colour},
                text=[f"{one[at]:.2f}" for one in shown],
                textposition="auto",
                hovertemplate="%{y}: %{text}<extra></extra>",
            )
            for name, at, colour in pairs
        ],
        bars_layout(mode, 2 * len(names), legend=True) | {"barmode": "group"},
    )
    first, model, naive = shown[0]
    words = score_words(model, naive)
    title = f"In the back-test, {found.label(first)} errs {words}"
    alt = "; ".join(f"{found.label(k)} {m:.2f} beside {n:.2f}" for k, m, n in shown)
    return Picture(title, figure, f"Scaled errors, forecast beside naive: {alt}")


def band(days: Any, lower: Any, upper: Any, look: tuple[str, str]) -> list[Any]:
    """Return the area between two bounds in a colour, under its name; nothing where unknown."""
    import plotly.graph_objects as go

    if not np.isfinite(lower).all() or not np.isfinite(upper).all():
        return []
    colour, name = look
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    edge = {"width": 0, "color": colour}
    return [
        go.Scatter(x=days, y=upper, mode="lines", line=edge, showlegend=False, hoverinfo="skip"),
        go.Scatter(
            x=days,
            y=lower,
            mode="lines",
            line=edge,
            fill="tonexty",
            fillcolor=f"rgba({red},{green},{blue},0.22)",
            name=name,
            hoverinfo="skip",
        ),
    ]


def course(days: Any, values: Any, name: str, look: dict[str, str]) -> Any:
    """Return a line over days that names itself and its amounts."""
    import plotly.graph_objects as go

    return go.Scatter(
        x=days,
        y=values,
        mode="lines",
        name=name,
        line={"width": 2, **look},
        hovertemplate="%{x|%d %b %Y}: %{y:,.2f}<extra>" + name + "</extra>",
    )


def _title(found: CostOutlook, key: str) -> str:
    expected, before = found.expected(key), found.before(key)
    words = f", {change_words(expected, before)}" if before is not None else ""
    name = "The bill" if key == found.keys[0] else found.label(key)
    days = len(found.outlook.days)
    return f"{name} comes to {money(expected, found.currency)} in the next {days} days{words}"


def _alt(found: CostOutlook, key: str) -> str:
    bounds = found.bounds(key)
    if bounds is None:
        return f"{_title(found, key)}. The past is too short for an interval."
    low, high = (money(bound, found.currency) for bound in bounds)
    return f"{_title(found, key)}. The bounds of its days sum to {low} and {high}."
