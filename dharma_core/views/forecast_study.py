"""A study of past forecasts as figures, tables and words."""

from __future__ import annotations

from decimal import Decimal

from dharma_core.finops.forecast_study import ForecastStudy
from dharma_core.views.figures import Picture
from dharma_core.views.headline import Headline
from dharma_core.views.plotly_template import template
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import count, money, symbol

__all__ = ["held_lines", "study_headlines", "study_sentence", "study_table"]

_PX = 320
_FAINT = 0.22


def study_headlines(study: ForecastStudy) -> tuple[Headline, ...]:
    """Return how far the total lay off, beside the naive forecast, and how often bounds held."""
    key = study.keys[0]
    error, naive = study.error(key), study.naive_error(key)
    held, bounded = _all_inside(study)
    return (
        Headline("Off a day", money(error, study.currency),
                 note=f"{study.label(key)}, in the mean"),
        Headline("Repeating last week", money(naive, study.currency),
                 note=_less(error, naive), tone="ok" if error < naive else "high"),
        Headline("Sum of all days", _share(study.sum_error(key)), note="beyond what came"),
        Headline("Bounds held", f"{held / bounded:.1%}" if bounded else "not known",
                 note=f"of {bounded:,} days; {study.level:.0%} was promised"),
    )  # fmt: skip


def study_sentence(study: ForecastStudy) -> str:
    """Return the answer in one sentence."""
    better = sum(study.error(key) < study.naive_error(key) for key in study.keys)
    held, bounded = _all_inside(study)
    kept = f"bounds held on {held / bounded:.1%} of days" if bounded else "bounds are not known"
    return (
        f"From {count(len(study.origins), 'origin')}, {better} of {len(study.keys)} series were "
        f"forecast better than by repeating last week; {kept} where {study.level:.0%} was promised."
    )


def _all_inside(study: ForecastStudy) -> tuple[int, int]:
    pairs = [study.inside(key) for key in study.keys]
    return sum(held for held, _ in pairs), sum(bounded for _, bounded in pairs)


def study_table(study: ForecastStudy) -> Table:
    """Return one series a row: its error beside the naive one, and how often its bounds held."""
    columns = (
        Column("name", "What", lead=True),
        Column("error", "Off a day", Kind.MONEY),
        Column("naive", "Repeating last week", Kind.MONEY),
        Column("less", "So"),
        Column("sum", "Sum of all days"),
        Column("inside", "Bounds held"),
    )
    rows: list[Row] = []
    for key in study.keys:
        error, naive = study.error(key), study.naive_error(key)
        held, bounded = study.inside(key)
        rows.append(
            {
                "name": study.label(key),
                "error": error,
                "naive": naive,
                "less": _less(error, naive),
                "sum": _share(study.sum_error(key)),
                "inside": f"{held} of {bounded} days" if bounded else "not known",
            }
        )
    return Table(columns, tuple(rows), study.currency)


def _less(error: Decimal, naive: Decimal) -> str:
    if naive <= 0:
        return "nothing to beat"
    share = 1 - error / naive
    if abs(share) < Decimal("0.005"):
        return "the same error"
    return f"{abs(share):.0%} {'less' if share > 0 else 'more'} error"


def _share(share: float | None) -> str:
    return "not known" if share is None else f"{share:+.1%}"


def held_lines(study: ForecastStudy, key: str, mode: Mode = "light") -> Picture:
    """Return what came of a series beside what was said from each origin, with its bounds."""
    import plotly.graph_objects as go

    palette = PALETTES[mode]
    colour = palette.series[2]
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    figure = go.Figure(
        layout={
            "template": template(mode),
            "height": _PX,
            "yaxis": {"rangemode": "tozero", "tickprefix": symbol(study.currency), "nticks": 6},
            "xaxis": {"showgrid": False, "nticks": 7},
            "margin": {"l": 4, "r": 8, "t": 40, "b": 4},
        }
    )
    for place, one in enumerate(study.of(key)):
        edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
        figure.add_scatter(x=one.days, y=one.upper, **edge)
        figure.add_scatter(
            x=one.days, y=one.lower, fill="tonexty",
            fillcolor=f"rgba({red},{green},{blue},{_FAINT})",
            **edge | {"showlegend": not place, "name": f"{study.level:.0%} of days"},
        )  # fmt: skip
        for values, name, look in (
            (one.naive, "repeating last week", {"color": palette.muted, "dash": "dot"}),
            (one.mean, "forecast", {"color": colour}),
            (one.came, "what came", {"color": palette.series[0]}),
        ):
            figure.add_scatter(
                x=one.days, y=values, mode="lines", name=name, legendgroup=name,
                line={"width": 2, **look}, showlegend=not place,
                hovertemplate="%{x|%d %b %Y}: %{y:,.2f}<extra>" + name + "</extra>",
            )  # fmt: skip
    words = _less(study.error(key), study.naive_error(key))
    title = f"{study.label(key)}: {words} beside repeating last week"
    held, bounded = study.inside(key)
    return Picture(title, figure, f"{title}; bounds held on {held} of {bounded} days")
