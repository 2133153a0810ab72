"""The audit studied: who did how much of what, what was refused, what finds which tampering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dharma_core.audit import ChainEntry
from dharma_core.audit.proof import AuditReport
from dharma_core.views.figures import Picture, bars_layout, stacked_bar
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.tables import spaced
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import count

__all__ = [
    "Tampering",
    "events_by_person",
    "events_by_type",
    "refusals_table",
    "tampering_sentence",
    "tampering_table",
]

_BARS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Tampering:
    """One way to tamper, and what two verifications said of it.

    Parameters
    ----------
    name : str
    alone : AuditReport
        With the database and nothing else.
    beside : AuditReport
        With the keys and the checkpoints that were kept outside it too.
    """

    name: str
    alone: AuditReport
    beside: AuditReport


def events_by_type(entries: Sequence[ChainEntry], mode: Mode = "light") -> Picture | None:
    """Return how many events of each kind there are, most first; None without events."""
    return _bars([(spaced(e.event.type.value), e.event.success) for e in entries], mode)


def events_by_person(entries: Sequence[ChainEntry], mode: Mode = "light") -> Picture | None:
    """Return how many events each person caused, most first; None without events."""
    return _bars([(e.event.user, e.event.success) for e in entries], mode)


def refusals_table(entries: Iterable[ChainEntry]) -> Table:
    """Return who was refused what, and how often, most first."""
    columns = (
        Column("user", "Who", lead=True),
        Column("what", "What"),
        Column("about", "Asked for"),
        Column("times", "Times", Kind.NUMBER),
    )
    refused = (e.event for e in entries if not e.event.success)
    tally = Counter((v.user, spaced(v.type.value), v.aggregate_id) for v in refused)
    rows: tuple[Row, ...] = tuple(
        {"user": user, "what": what, "about": about, "times": times}
        for (user, what, about), times in tally.most_common()
    )
    return Table(columns, rows)


def tampering_table(tried: Iterable[Tampering]) -> Table:
    """Return one row a way to tamper: which evidence finds it, where, and what it says."""
    columns = (
        Column("name", "Tampering", lead=True),
        Column("alone", "Database alone"),
        Column("beside", "With what was kept outside"),
        Column("first_bad", "First bad event", Kind.NUMBER, unknown="none"),
        Column("reason", "Said", unknown="nothing"),
    )
    rows = tuple(
        {
            "name": one.name,
            "alone": _found(one.alone),
            "beside": _found(one.beside),
            "first_bad": one.beside.first_bad,
            "reason": one.beside.reason or None,
        }
        for one in tried
    )
    return Table(columns, rows)


def tampering_sentence(tried: Sequence[Tampering]) -> str:
    """Return how much of it each evidence finds, in one sentence."""
    alone = sum(not one.alone.valid for one in tried)
    beside = sum(not one.beside.valid for one in tried)
    return (
        f"Of {count(len(tried), 'way')} to tamper the database alone shows {alone}, and with what "
        f"was kept outside it {beside}."
    )


def _found(report: AuditReport) -> str:
    places = dict.fromkeys(problem.where for problem in report.problems)
    return f"found by {', '.join(places)}" if places else "not found"


def _bars(pairs: Sequence[tuple[str, bool]], mode: Mode) -> Picture | None:
    import plotly.graph_objects as go

    if not pairs:
        return None
    totals = Counter(name for name, _ in pairs).most_common()
    palette = PALETTES[mode]
    bars = []
    for word, wanted, colour in (
        ("done", True, palette.series[0]),
        ("refused or failed", False, palette.severity("high")),
    ):
        tally = Counter(name for name, success in pairs if success is wanted)
        numbers = {name.replace("<", "&lt;"): tally[name] for name, _ in totals[:_BARS_SHOWN]}
        bars.append(stacked_bar(word, numbers, colour))
    layout = bars_layout(mode, len(totals[:_BARS_SHOWN]), legend=True)
    figure = go.Figure(bars, {**layout, "barmode": "stack"})
    name, number = totals[0]
    title = f"{name}: {number:,} of {count(len(pairs), 'event')}"
    return Picture(title, figure, "; ".join(f"{each} {times}" for each, times in totals))
