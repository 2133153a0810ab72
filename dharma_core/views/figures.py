"""The pictures: each answers one question, named in its title and told again in its alt text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dharma_core.audit import ChainEntry
from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import Deployment
from dharma_core.plan import Catalog
from dharma_core.policies.findings import CheckReport, Severity
from dharma_core.views.plotly_template import template, text_on
from dharma_core.views.tables import service_of
from dharma_core.views.theme import PALETTES, Mode, series_colour
from dharma_core.views.timeline import state_spans
from dharma_core.views.words import STATE_WORDS, count, duration, money, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = [
    "Picture",
    "bars_layout",
    "cost_by_design",
    "cost_treemap",
    "costs_by_service",
    "events_over_time",
    "findings_by_service",
    "stacked_bar",
    "state_durations",
]

_BAR_PX = 34
_TREEMAP_PX = 360
_SMALL_TREEMAP_PX = 160
_FEW_TILES = 3  # a service and two resources
_TILES_A_SERVICE = 12


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with the sentence it proves and the same in words for those who cannot see it."""

    title: str
    figure: go.Figure
    alt: str


def costs_by_service(estimate: Estimate) -> tuple[tuple[str, Decimal], ...]:
    """Return the known cost of each service in dollars a month, dearest first; zeros left out."""
    sums: dict[str, Decimal] = {}
    for r in estimate.resources:
        name = r.service or r.type
        sums[name] = sums.get(name, Decimal(0)) + (r.monthly_cost or Decimal(0))
    ranked = sorted(sums.items(), key=lambda item: -item[1])
    return tuple((name, cost) for name, cost in ranked if cost)


def cost_treemap(estimate: Estimate, mode: Mode = "light") -> Picture | None:
    """Return where the money goes, by service and resource; None when nothing costs anything."""
    import plotly.graph_objects as go

    services = costs_by_service(estimate)
    total = estimate.total.amount
    if not services or not total:
        return None
    palette = PALETTES[mode]
    tiles = _tiles(estimate)
    colours = [series_colour(t.service, palette) for t in tiles]
    figure = go.Figure(
        go.Treemap(
            ids=[t.id for t in tiles],
            labels=[t.label.replace("<", "&lt;") for t in tiles],
            parents=[t.parent for t in tiles],
            values=[float(t.amount) for t in tiles],
            text=[f"{money(t.amount, estimate.currency)}, {share(t.amount, total)}" for t in tiles],
            branchvalues="total",
            textinfo="label+text",
            hovertemplate="%{id}<br>%{text}<extra></extra>",
            marker={
                "colors": colours,
                "line": {"color": palette.surface, "width": 1},
                "pad": {"t": 22, "l": 2, "r": 2, "b": 2},
            },
            textfont={"color": [text_on(colour) for colour in colours]},
            tiling={"pad": 1},
            pathbar={"visible": False},
            root={"color": "rgba(0,0,0,0)"},
        ),
        {
            "template": template(mode),
            "height": _TREEMAP_PX if len(tiles) > _FEW_TILES else _SMALL_TREEMAP_PX,
            # With one service plotly leaves out the root, and with it the space above.
            "margin": {"t": _BAR_PX if len(services) == 1 else 0, "l": 0, "r": 0, "b": 0},
            "uniformtext": {"minsize": 10, "mode": "hide"},
        },
    )
    name, cost = services[0]
    title = f"{name} is {share(cost, total)} of the known cost"
    return Picture(title, figure, _amounts(services, estimate.currency))


@dataclass(frozen=True, slots=True)
class _Tile:
    id: str
    label: str
    parent: str
    service: str
    amount: Decimal


def _tiles(estimate: Estimate) -> list[_Tile]:
    tiles = [_Tile(name, name, "", name, cost) for name, cost in costs_by_service(estimate)]
    for service in [t.service for t in tiles]:
        tiles += _parts(service, estimate)
    return tiles


def _parts(service: str, estimate: Estimate) -> list[_Tile]:
    """Return a tile for each of a service's resources, for each of their types when many."""
    priced = [r for r in estimate.resources if r.monthly_cost and (r.service or r.type) == service]
    if len(priced) <= _TILES_A_SERVICE:
        return [
            _Tile(r.address, r.address.rpartition(".")[2], service, service, r.monthly_cost)
            for r in priced
            if r.monthly_cost
        ]
    by_type: dict[str, list[Decimal]] = {}
    for r in priced:
        by_type.setdefault(r.type, []).append(r.monthly_cost or Decimal(0))
    return [
        _Tile(
            f"{service}/{type_}",
            f"{len(costs):,} × {type_}",
            service,
            service,
            sum(costs, Decimal(0)),
        )
        for type_, costs in by_type.items()
    ]


def cost_by_design(costs: Mapping[str, Decimal | None], mode: Mode = "light") -> Picture | None:
    """Return what each stored design would cost a month, dearest first; None without any."""
    import plotly.graph_objects as go

    known = sorted(((n, c) for n, c in costs.items() if c is not None), key=lambda item: -item[1])
    if not known:
        return None
    palette = PALETTES[mode]
    names = [name for name, _ in known]
    figure = go.Figure(
        go.Bar(
            y=names,
            x=[float(cost) for _, cost in known],
            orientation="h",
            text=[money(cost) for _, cost in known],
            textposition="auto",
            cliponaxis=False,
            marker={"color": palette.series[0]},
            hovertemplate="%{y}: %{text} a month<extra></extra>",
        ),
        bars_layout(mode, len(known)),
    )
    title = f"{names[0]} costs most: {money(known[0][1])} a month"
    return Picture(title, figure, _amounts(known, "USD"))


def findings_by_service(
    report: CheckReport, catalog: Catalog, mode: Mode = "light"
) -> Picture | None:
    """Return the unwaived findings by service and severity; None when there are none."""
    import plotly.graph_objects as go

    tally: Counter[tuple[str, Severity]] = Counter(
        (service_of(f.address, catalog), f.severity) for f in report.findings if not f.waived
    )
    if not tally:
        return None
    totals: Counter[str] = Counter()
    for (service, _), number in tally.items():
        totals[service] += number
    services = [name for name, _ in totals.most_common()]
    palette = PALETTES[mode]
    figure = go.Figure(
        [
            stacked_bar(
                severity.value,
                {name: tally[name, severity] for name in services},
                palette.severity(severity.value),
            )
            for severity in Severity
            if any(tally[name, severity] for name in services)
        ],
        {
            **bars_layout(mode, len(services), legend=True),
            "barmode": "stack",
            "legend": {"traceorder": "normal"},
        },
    )
    worst = services[0]
    title = f"{worst} has the most findings: {totals[worst]:,} of {totals.total():,}"
    alt = "; ".join(f"{name} {count(totals[name], 'finding')}" for name in services)
    return Picture(title, figure, alt)


def stacked_bar(word: str, numbers: Mapping[str, int], colour: str) -> Any:
    """Return one colour of stacked bars: how many of ``word`` each label has."""
    import plotly.graph_objects as go

    return go.Bar(
        name=word,
        y=list(numbers),
        x=list(numbers.values()),
        orientation="h",
        text=[str(n) if n else "" for n in numbers.values()],
        textangle=0,
        insidetextanchor="middle",
        textfont={"color": text_on(colour)},
        marker={"color": colour},
        hovertemplate=f"%{{y}}: %{{x}} {word}<extra></extra>",
    )


def state_durations(deployment: Deployment, now: datetime, mode: Mode = "light") -> Picture | None:
    """Return how long a deployment stayed in each state; None before the first change."""
    import plotly.graph_objects as go

    spans = [s for s in state_spans(deployment, now) if s.length]
    if not spans:
        return None
    palette = PALETTES[mode]
    longest = max(spans, key=lambda s: s.length)
    figure = go.Figure(
        go.Bar(
            y=[STATE_WORDS[s.state] for s in spans],
            x=[s.length.total_seconds() for s in spans],
            orientation="h",
            text=[duration(s.length) for s in spans],
            textposition="auto",
            cliponaxis=False,
            marker={"color": [palette.series[0 if s is longest else 6] for s in spans]},
            hovertemplate="%{y}: %{text}<extra></extra>",
        ),
        bars_layout(mode, len(spans)),
    )
    word = STATE_WORDS[longest.state]
    title = f"{word.capitalize()} took longest: {duration(longest.length)}"
    alt = "; ".join(f"{STATE_WORDS[s.state]} {duration(s.length)}" for s in spans)
    return Picture(title, figure, alt)


def events_over_time(
    entries: Sequence[ChainEntry], zone: tzinfo, mode: Mode = "light"
) -> Picture | None:
    """Return how many events happened by hour (by day over two days); None without events."""
    import plotly.graph_objects as go

    times = sorted(e.event.time for e in entries)
    if not times:
        return None
    step = timedelta(hours=1) if times[-1] - times[0] <= timedelta(days=2) else timedelta(days=1)
    tally = Counter(_bin(at.astimezone(zone), step) for at in times)
    figure = go.Figure(
        go.Bar(
            x=list(tally),
            y=list(tally.values()),
            width=[step / timedelta(milliseconds=1) * 0.8] * len(tally),
            text=[str(n) for n in tally.values()],
            textposition="outside",
            cliponaxis=False,
            marker={"color": PALETTES[mode].series[0]},
            hovertemplate="%{x|%d %b %H:%M}: %{y} events<extra></extra>",
        ),
        {"template": template(mode), "height": 200, "yaxis": {"rangemode": "tozero", "nticks": 4}},
    )
    figure.update_xaxes(
        ticklabelstandoff=8,
        showgrid=False,
        range=[min(tally) - step * 2, max(tally) + step * 2],
        nticks=6,
        tickformat="%H:%M\n%d %b" if step < timedelta(days=1) else "%d %b",
    )
    figure.update_layout(margin={"t": 20})
    unit = "hour" if step < timedelta(days=1) else "day"
    busiest = max(tally, key=lambda at: tally[at])
    form = "%d %b, %H:%M" if unit == "hour" else "%d %b"
    title = f"The busiest {unit} had {count(tally[busiest], 'event')} ({busiest.strftime(form)})"
    alt = f"{count(len(times), 'event')} in {count(len(tally), unit)}"
    return Picture(title, figure, alt)


def _bin(at: datetime, step: timedelta) -> datetime:
    hour = at.hour if step < timedelta(days=1) else 0
    return at.replace(hour=hour, minute=0, second=0, microsecond=0, tzinfo=None)


def bars_layout(mode: Mode, bars: int, *, legend: bool = False) -> dict[str, Any]:
    """Return the layout of lying bars, the first one on top."""
    return {
        "template": template(mode),
        "height": _BAR_PX * bars + (64 if legend else 28),
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticksuffix": "  "},
        "xaxis": {"rangemode": "tozero", "showticklabels": False, "showgrid": False},
        "margin": {"l": 4, "r": 8, "t": 32 if legend else 4, "b": 4},
    }


def _amounts(parts: Iterable[tuple[str, Decimal]], currency: str) -> str:
    return "; ".join(f"{name} {money(cost, currency)} a month" for name, cost in parts)
