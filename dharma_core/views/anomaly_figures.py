"""The pictures of anomalies: when each one was, and the course of its costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dharma_core.finops.cost_anomalies import CostAnomalies, CostAnomaly
from dharma_core.views.cost_anomalies import anomaly_label, days_words
from dharma_core.views.figures import Picture
from dharma_core.views.plotly_template import template
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import count, money, symbol

__all__ = ["anomaly_course", "anomaly_timeline"]

_ROW_PX = 44
_ROWS = 10
_COURSE_PX = 260
_AROUND = timedelta(days=45)
_DAY = timedelta(days=1)


def anomaly_timeline(odd: CostAnomalies, mode: Mode = "light") -> Picture | None:
    """Return the dearest anomalies, each as a bar from its first to its last day."""
    import plotly.graph_objects as go

    shown = odd.found[:_ROWS]
    if not shown:
        return None
    palette = PALETTES[mode]
    figure = go.Figure(
        layout={
            "template": template(mode),
            "height": _ROW_PX * len(shown) + 40,
            "showlegend": False,
            "yaxis": {"visible": False, "range": [len(shown) - 0.4, -0.8]},
            "xaxis": {"nticks": 6, "type": "date", "showgrid": False},
            "margin": {"l": 4, "r": 12, "t": 4, "b": 4},
        }
    )
    for place, one in enumerate(shown):
        colour = palette.series[0 if one.episode.upward else 4]
        figure.add_scatter(
            x=[one.episode.start, one.episode.end + _DAY],
            y=[place, place],
            mode="lines",
            line={"color": colour, "width": 9},
            hovertemplate=f"{_escaped(anomaly_label(odd, one))}<extra></extra>",
        )
        figure.add_annotation(_label(odd, one, place))
    first = shown[0]
    more = "more" if first.episode.upward else "less"
    title = (
        f"{odd.label(first.scope)} cost {money(abs(first.episode.impact), odd.currency)} {more} "
        "than expected"
    )
    alt = "; ".join(anomaly_label(odd, one) for one in shown)
    return Picture(title, figure, f"{count(len(shown), 'anomaly', 'anomalies')}: {alt}")


def anomaly_course(odd: CostAnomalies, one: CostAnomaly, mode: Mode = "light") -> Picture:
    """Return the daily costs around an anomaly, its days shaded."""
    import plotly.graph_objects as go

    palette = PALETTES[mode]
    start, end = one.episode.start, one.episode.end
    near = [p for p in odd.daily[one.scope] if start - _AROUND <= p[0] <= end + _AROUND]
    figure = go.Figure(
        go.Scatter(
            x=[day for day, _ in near],
            y=[float(cost) for _, cost in near],
            mode="lines",
            line={"color": palette.series[0], "width": 2},
            hovertemplate="%{x|%d %b %Y}: %{y:,.2f}<extra></extra>",
        ),
        {
            "template": template(mode),
            "height": _COURSE_PX,
            "yaxis": {
                "rangemode": "tozero",
                "nticks": 5,
                "tickprefix": symbol(odd.currency),
            },
            "xaxis": {"showgrid": False, "nticks": 7},
            "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
        },
    )
    figure.add_vrect(
        x0=start, x1=end + _DAY, line_width=0, fillcolor=palette.severity("high"), opacity=0.16
    )
    actual, expected = (
        money(amount, odd.currency) for amount in (one.episode.actual, one.episode.expected)
    )
    title = f"{odd.label(one.scope)}: {actual} in place of {expected}, {days_words(one)}"
    return Picture(title, figure, title)


def _label(odd: CostAnomalies, one: CostAnomaly, place: int) -> dict[str, Any]:
    amount = money(one.episode.impact, odd.currency)
    return {
        "x": 0,
        "xref": "paper",
        "y": place,
        "yshift": 14,
        "text": f"{_escaped(odd.label(one.scope))} · <b>{amount}</b>",
        "showarrow": False,
        "xanchor": "left",
        "font": {"size": 12},
    }


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")
