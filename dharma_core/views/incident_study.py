"""A study of known incidents as figures, tables and words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median

from dharma_core.finops.incident_study import IncidentStudy, KnownIncident
from dharma_core.views.figures import Picture
from dharma_core.views.headline import Headline
from dharma_core.views.plotly_template import template
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import count, money

__all__ = ["incident_bars", "incident_headlines", "incidents_table", "study_sentence"]

_ROW_PX = 34
_KINDS: Mapping[str, str] = {
    "forgotten_resources": "forgotten resources",
    "commitment_expiry": "commitment ran out",
    "runaway_autoscaling": "runaway scaling",
    "data_transfer_surge": "surge of data transfer",
    "storage_leak": "leak of storage",
    "logging_storm": "storm of logs",
}


def incident_headlines(study: IncidentStudy) -> tuple[Headline, ...]:
    """Return how many incidents were found, how late, and how much was told needlessly."""
    delays = [one.delay for one in study.known if one.delay is not None]
    known, missed = len(study.known), len(study.missed)
    share = "not known" if study.precision is None else f"{study.precision:.0%}"
    return (
        Headline("Found", f"{len(study.found)} of {known}",
                 note=f"{count(missed, 'incident')} missed" if missed else "none missed",
                 tone="high" if missed else "ok"),
        Headline("Told after", count(int(median(delays)), "day") if delays else "not known",
                 note=f"in the median; at most {count(max(delays), 'day')}" if delays else ""),
        Headline("Of what was told, right", share,
                 note=f"{len(study.needless)} of {study.told} told needlessly"),
        Headline("Money found", money(study.dollars_found, study.currency),
                 note=f"of {money(study.dollars, study.currency)} that was too much"),
    )  # fmt: skip


def incidents_table(study: IncidentStudy) -> Table:
    """Return one incident a row, with what was told of it."""
    columns = (
        Column("kind", "Incident", lead=True),
        Column("where", "Where"),
        Column("start", "From", Kind.DATE),
        Column("end", "To", Kind.DATE),
        Column("factor", "Times normal", Kind.NUMBER),
        Column("dollars", "Too much", Kind.MONEY),
        Column("told", "Told", Kind.DATE, unknown="missed"),
        Column("delay", "Days late", Kind.NUMBER, unknown="missed"),
        Column("impact", "Told impact", Kind.MONEY, unknown="missed"),
        Column("cause", "Cause named"),
    )
    return Table(columns, tuple(map(_row, study.known)), study.currency)


def _row(one: KnownIncident) -> Row:
    episode = one.told.episode if one.told else None
    return {
        "kind": _kind(one),
        "where": f"{one.incident.service} of {one.incident.account_name}",
        "start": one.incident.start,
        "end": one.incident.end,
        "factor": Decimal(f"{one.incident.factor:.2f}"),
        "dollars": one.incident.dollars,
        "told": episode.detected if episode else None,
        "delay": one.delay,
        "impact": episode.impact if episode else None,
        "cause": f"{one.incident.cause}, {'rightly' if one.cause_named else 'not named'}",
    }


def study_sentence(study: IncidentStudy) -> str:
    """Return the answer in one sentence."""
    named = sum(one.cause_named for one in study.found)
    return (
        f"{len(study.found)} of {count(len(study.known), 'incident')} were told, "
        f"{count(len(study.needless), 'anomaly', 'anomalies')} without one; "
        f"price or quantity was named rightly for {named}. "
        "An invented bill is kinder than a real one: its noise is even."
    )


def incident_bars(study: IncidentStudy, mode: Mode = "light") -> Picture | None:
    """Return each incident as a bar over its days, with a mark on the day it was told."""
    import plotly.graph_objects as go

    if not study.known:
        return None
    palette = PALETTES[mode]
    names = [f"{_kind(one)}, {money(one.incident.dollars, study.currency)}" for one in study.known]
    figure = go.Figure(
        layout={
            "template": template(mode),
            "height": _ROW_PX * len(names) + 60,
            "yaxis": {"autorange": "reversed", "showgrid": False, "tickvals": [*range(len(names))],
                      "ticktext": names},
            "xaxis": {"type": "date", "nticks": 6},
            "margin": {"l": 4, "r": 12, "t": 30, "b": 4},
        }
    )  # fmt: skip
    for place, one in enumerate(study.known):
        figure.add_scatter(
            x=[one.incident.start, one.incident.end],
            y=[place, place],
            mode="lines",
            line={"color": palette.series[0] if one.told else palette.severity("high"), "width": 9},
            name="incident" if one.told else "missed",
            legendgroup="found" if one.told else "missed",
            showlegend=place == _first(study, told=one.told is not None),
            hovertemplate=f"{names[place]}<extra></extra>",
        )
    told = [(place, one) for place, one in enumerate(study.known) if one.told]
    figure.add_scatter(
        x=[one.told.episode.detected for _, one in told if one.told],
        y=[place for place, _ in told],
        mode="markers",
        marker={"color": palette.ink, "symbol": "diamond", "size": 9},
        name="told",
        hovertemplate="told on %{x|%d %b %Y}<extra></extra>",
    )
    title = f"{len(study.found)} of {count(len(study.known), 'incident')} were told"
    alt = "; ".join(f"{name}: {_delay(one)}" for name, one in zip(names, study.known, strict=True))
    return Picture(title, figure, alt)


def _first(study: IncidentStudy, *, told: bool) -> int:
    return next(n for n, one in enumerate(study.known) if (one.told is not None) is told)


def _delay(one: KnownIncident) -> str:
    return "missed" if one.delay is None else f"told after {count(one.delay, 'day')}"


def _kind(one: KnownIncident) -> str:
    return _KINDS.get(one.incident.kind, one.incident.kind.replace("_", " "))
