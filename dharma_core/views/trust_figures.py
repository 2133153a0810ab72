"""The pictures of trust: a level on its scale, what lowered it, how it went, how all are spread."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dharma_core.trust import Level, Score
from dharma_core.trust.drift import Drift
from dharma_core.trust.explain import shown_lowerings
from dharma_core.trust.population import BarStudy, Distribution
from dharma_core.trust.score import FULL_TRUST
from dharma_core.views.figures import Picture, bars_layout
from dharma_core.views.plotly_template import template, text_on
from dharma_core.views.theme import PALETTES, Mode, Palette
from dharma_core.views.trust import LEVEL_TONES
from dharma_core.views.words import count

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["drift_line", "level_scale", "lowered_bars", "people_denied_bars", "scores_by_level"]

_SCALE_PX = 92
_LINE_PX = 260
_BARS_SHOWN = 8
_PEOPLE_SHOWN = 12


def level_scale(found: Score, mode: Mode = "light") -> Picture:
    """Return a score on its scale of five levels."""
    import plotly.graph_objects as go

    palette = PALETTES[mode]
    overall = float(found.overall)
    figure = go.Figure(
        [_level_span(level, palette, faded=level is not found.level) for level in Level],
        {
            "template": template(mode),
            "height": _SCALE_PX,
            "barmode": "stack",
            "showlegend": False,
            "yaxis": {"visible": False, "range": [-0.6, 0.9]},
            "xaxis": {
                "range": [0, 100],
                "tickvals": [*(int(level.floor) for level in Level), 100],
                "showgrid": False,
            },
            "margin": {"l": 8, "r": 16, "t": 4, "b": 4},
        },
    )
    figure.add_scatter(
        x=[overall],
        y=[0.62],
        mode="markers+text",
        marker={"symbol": "triangle-down", "size": 12, "color": palette.ink},
        text=[f" {found.overall} "],
        textposition="middle right" if overall < 80 else "middle left",
        textfont={"color": palette.ink},
        hoverinfo="skip",
    )
    title = f"Trust is {found.level.value}: {found.overall} of 100"
    spans = "; ".join(f"{level.value} from {int(level.floor)}" for level in Level)
    return Picture(title, figure, f"{title}. Levels: {spans}")


def _level_span(level: Level, palette: Palette, *, faded: bool) -> Any:
    import plotly.graph_objects as go

    ordered = tuple(Level)
    index = ordered.index(level)
    end = FULL_TRUST if index + 1 == len(ordered) else ordered[index + 1].floor
    colour = palette.line if faded else palette.severity(LEVEL_TONES[level])
    return go.Bar(
        x=[float(end - level.floor)],
        y=[0],
        orientation="h",
        width=0.7,
        text=[level.value],
        textangle=0,
        insidetextanchor="middle",
        textfont={"color": palette.ink if faded else text_on(colour)},
        marker={"color": colour, "line": {"color": palette.surface, "width": 1}},
        hovertemplate=f"{level.value}: from {level.floor} on<extra></extra>",
    )


def lowered_bars(found: Score, mode: Mode = "light") -> Picture | None:
    """Return what lowered a score, most first; None for a full one."""
    import plotly.graph_objects as go

    lowered = shown_lowerings(found)
    if not lowered:
        return None
    palette = PALETTES[mode]
    shown = lowered[:_BARS_SHOWN]
    rest = sum((low.points for low in lowered[_BARS_SHOWN:]), Decimal(0))
    names = [low.reason.replace("<", "&lt;") for low in shown]
    points = [low.points for low in shown]
    if rest:
        names.append(f"{len(lowered) - _BARS_SHOWN} more")
        points.append(rest)
    figure = go.Figure(
        go.Bar(
            y=names,
            x=[float(p) for p in points],
            orientation="h",
            text=[f"−{p}" for p in points],
            textposition="auto",
            cliponaxis=False,
            marker={"color": palette.series[0]},
            hovertemplate="%{y}: %{text} points<extra></extra>",
        ),
        bars_layout(mode, len(names)),
    )
    first = shown[0]
    title = f"Lowered most by this: {first.reason} (−{first.points})"
    return Picture(title, figure, "; ".join(f"{low.reason} −{low.points}" for low in lowered))


def drift_line(found: Drift, mode: Mode = "light") -> Picture | None:
    """Return how a person's score went, with the moments its level changed; None without any."""
    import plotly.graph_objects as go

    points = found.points
    if not points:
        return None
    palette = PALETTES[mode]
    times = [p.at for p in points]
    figure = go.Figure(
        [
            go.Scatter(
                x=times,
                y=[p.score for p in points],
                mode="markers",
                name="score",
                marker={"color": palette.series[5], "size": 5},
                hovertemplate="%{x|%d %b %H:%M}: %{y:.2f}<extra></extra>",
            ),
            go.Scatter(
                x=times,
                y=[p.smoothed for p in points],
                mode="lines",
                name="smoothed",
                line={"color": palette.series[0], "width": 2},
                hoverinfo="skip",
            ),
            _changes(found, palette),
        ],
        {
            "template": template(mode),
            "height": _LINE_PX,
            "yaxis": {
                "range": [0, 100],
                "tickvals": [int(level.floor) for level in Level],
                "ticktext": [f"{level.value} {int(level.floor)}" for level in Level],
            },
            "xaxis": {"showgrid": False},
            "margin": {"l": 4, "r": 8, "t": 32, "b": 4},
        },
    )
    return Picture(_drift_title(found), figure, _drift_alt(found))


def _changes(found: Drift, palette: Palette) -> Any:
    import plotly.graph_objects as go

    words = {"down": "fell", "up": "rose"}
    return go.Scatter(
        x=[p.at for p in found.changes],
        y=[p.score for p in found.changes],
        mode="markers+text",
        name="changed for good",
        marker={
            "color": [
                palette.critical if p.change == "down" else palette.ok for p in found.changes
            ],
            "size": 11,
            "symbol": [f"triangle-{p.change}" for p in found.changes],
        },
        text=[words[p.change] for p in found.changes if p.change],
        textposition="bottom center",
        hovertemplate="%{x|%d %b %H:%M}: %{text}<extra></extra>",
    )


def _drift_title(found: Drift) -> str:
    if not found.changes:
        return f"The usual score has not changed in {count(len(found.points), 'decision')}"
    last = found.changes[-1]
    word = "fell" if last.change == "down" else "rose"
    return f"The usual score {word} on {last.at:%d %B %Y}"


def _drift_alt(found: Drift) -> str:
    first, last = found.points[0], found.points[-1]
    changes = count(len(found.changes), "lasting change")
    return f"From {first.smoothed:.0f} to {last.smoothed:.0f}, {changes}"


def scores_by_level(found: Distribution, mode: Mode = "light") -> Picture | None:
    """Return how many sessions stand at each score, in steps of five; None without any."""
    import plotly.graph_objects as go

    if not found.latest:
        return None
    palette = PALETTES[mode]
    starts = range(0, 100, 5)
    tally = dict.fromkeys(starts, 0)
    for one in found.latest:
        tally[min(95, int(one.score) // 5 * 5)] += 1
    levels = [max((lv for lv in Level if lv.floor <= s), key=lambda lv: lv.floor) for s in starts]
    figure = go.Figure(
        go.Bar(
            x=[s + 2.5 for s in starts],
            y=list(tally.values()),
            width=4.5,
            text=[f"{n:,}" if n else "" for n in tally.values()],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [palette.severity(LEVEL_TONES[level]) for level in levels]},
            customdata=[level.value for level in levels],
            hovertemplate="%{customdata}: %{y} sessions<extra></extra>",
        ),
        {
            "template": template(mode),
            "height": _LINE_PX,
            "yaxis": {"rangemode": "tozero", "nticks": 4},
            "xaxis": {
                "range": [0, 100],
                "tickvals": [int(level.floor) for level in Level],
                "ticktext": [f"{level.value} {int(level.floor)}" for level in Level],
                "showgrid": False,
            },
            "margin": {"l": 4, "r": 8, "t": 24, "b": 4},
        },
    )
    largest = max(Level, key=lambda level: found.levels[level])
    word = "no" if largest is Level.NONE else largest.value
    title = f"{found.levels[largest]:,} of {count(len(found.latest), 'session')} have {word} trust"
    alt = "; ".join(f"{level.value} {number}" for level, number in found.levels.items())
    return Picture(title, figure, alt)


def people_denied_bars(study: BarStudy, mode: Mode = "light") -> Picture | None:
    """Return who would be denied if the bar rose, most first; None when nobody would."""
    import plotly.graph_objects as go

    people = list(study.people_denied.items())[:_PEOPLE_SHOWN]
    if not people:
        return None
    figure: go.Figure = go.Figure(
        go.Bar(
            y=[name.replace("<", "&lt;") for name, _ in people],
            x=[number for _, number in people],
            orientation="h",
            text=[f"{number:,}" for _, number in people],
            textposition="auto",
            cliponaxis=False,
            marker={"color": PALETTES[mode].series[0]},
            hovertemplate="%{y}: %{x} actions<extra></extra>",
        ),
        bars_layout(mode, len(people)),
    )
    name, number = people[0]
    title = f"{name} would be denied most: {count(number, 'action')}"
    return Picture(title, figure, "; ".join(f"{who} {n}" for who, n in people))
