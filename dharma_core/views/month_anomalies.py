"""What was odd in a month as tables, words and JSON."""

from __future__ import annotations

from typing import Any

from dharma_core.finops.month_anomalies import MonthAnomalies, Spoken
from dharma_core.money import plain
from dharma_core.views.cost_anomalies import VERDICT_WORDS, moved_words, not_judged
from dharma_core.views.month_review import whole
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count

__all__ = [
    "anomalies_document",
    "expected_odd_table",
    "month_odd_sentence",
    "month_odd_table",
]


def month_odd_sentence(found: MonthAnomalies) -> str:
    """Return how many anomalies a month had, what they cost, and what could not be judged."""
    limits = not_judged(found.odd)
    if not found.told:
        said = "Nothing odd is told in this month."
    else:
        amount = whole(found.impact, found.odd.currency)
        noun = count(len(found.told), "anomaly", "anomalies")
        said = f"{noun}, {amount} beyond what was expected in all their days."
    if found.expected:
        said += f" {len(found.expected):,} more {_were(len(found.expected))} judged to be expected."
    return f"{said} {limits}".rstrip()


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def month_odd_table(found: MonthAnomalies) -> Table:
    """Return one anomaly a row, the most money first, with its cause."""
    columns = (
        Column("name", "Where", lead=True),
        Column("start", "From", Kind.DATE),
        Column("end", "To", Kind.DATE, unknown="still"),
        Column("impact", "Beyond expected", Kind.MONEY),
        Column("cause", "Cause"),
        Column("said", "People say", unknown="nothing yet"),
    )
    return Table(columns, tuple(_row(found, one) for one in found.told), found.odd.currency)


def expected_odd_table(found: MonthAnomalies) -> Table:
    """Return those that somebody expected, with why."""
    columns = (
        Column("name", "Where", lead=True),
        Column("start", "From", Kind.DATE),
        Column("end", "To", Kind.DATE, unknown="still"),
        Column("impact", "Beyond the usual", Kind.MONEY),
        Column("why", "Why it was expected", unknown="no reason given"),
    )
    rows: tuple[Row, ...] = tuple(_row(found, one) for one in found.expected)
    return Table(columns, rows, found.odd.currency)


def _row(found: MonthAnomalies, one: Spoken) -> Row:
    episode, said = one.anomaly.episode, one.said
    return {
        "name": found.odd.label(one.anomaly.scope),
        "start": episode.start,
        "end": None if episode.open else episode.end,
        "impact": episode.impact,
        "cause": moved_words(one.anomaly),
        "said": VERDICT_WORDS[said.verdict].lower() if said else None,
        "why": said.note or None if said else None,
    }


def anomalies_document(found: MonthAnomalies) -> dict[str, Any]:
    """Return the JSON form: told ones and expected ones, money as text."""
    return {
        "impact": plain(found.impact),
        "episodes": [_document(one) for one in found.told],
        "expected": [_document(one) for one in found.expected],
    }


def _document(one: Spoken) -> dict[str, Any]:
    episode, said = one.anomaly.episode, one.said
    return {
        "scope": one.anomaly.scope,
        "start": episode.start.isoformat(),
        "end": episode.end.isoformat(),
        "open": episode.open,
        "impact": plain(episode.impact),
        "expected": plain(episode.expected),
        "cause": one.anomaly.cause,
        "score": round(episode.score, 4),
        "verdict": said.verdict.value if said else None,
        "note": said.note or None if said else None,
    }
