"""What is odd in a bill as figures, tables and words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from dharma_core.finops.attribution import Attribution, Mechanism
from dharma_core.finops.cost_anomalies import CostAnomalies, CostAnomaly
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.forecasting.anomalies.judging import State
from dharma_core.money import exact_sum
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, money, share

__all__ = [
    "VERDICT_WORDS",
    "anomalies_table",
    "anomaly_headlines",
    "anomaly_label",
    "cause_sentence",
    "cause_table",
    "days_words",
    "moved_words",
    "not_judged",
    "verdicts_table",
]

VERDICT_WORDS = {
    Verdict.REAL: "It was real",
    Verdict.EXPECTED: "It was expected",
    Verdict.IGNORE: "Ignore this scope",
}
_LEVELS = {
    "SubAccountId": "account",
    "ServiceName": "service",
    "RegionId": "region",
    "SkuId": "meter",
    "ResourceId": "resource",
}
_RESOURCES_SHOWN = 5


def anomaly_headlines(odd: CostAnomalies) -> tuple[Headline, ...]:
    """Return how many there are, what they cost, which are still going on, and the largest."""
    open_now = sum(bool(one.episode.open) for one in odd.found)
    whole = count(len(odd.daily), "series", "series")
    first = odd.found[:1]
    return (
        Headline("Anomalies", f"{len(odd.found):,}", note=f"in {whole}"),
        Headline("Too much", money(odd.impact, odd.currency), note="beyond what was expected"),
        Headline("Still going on", f"{open_now:,}", tone="high" if open_now else "ok",
                 note="on the last day of the bill" if open_now else "none"),
        *(
            Headline("Largest", money(one.episode.impact, odd.currency),
                     note=f"{odd.label(one.scope)}, {days_words(one)}")
            for one in first
        ),
    )  # fmt: skip


def days_words(one: CostAnomaly) -> str:
    """Return when an anomaly was."""
    start, end = one.episode.start, one.episode.end
    if one.episode.open:
        return f"since {_day(start)}"
    return _day(start) if start == end else f"{_day(start)} to {_day(end)}"


def anomaly_label(odd: CostAnomalies, one: CostAnomaly) -> str:
    """Return what an anomaly is called in a list."""
    amount = money(one.episode.impact, odd.currency)
    return f"{odd.label(one.scope)}, {days_words(one)}, {amount}"


def anomalies_table(odd: CostAnomalies) -> Table:
    """Return one anomaly a row, the most money first."""
    columns = (
        Column("name", "Where", lead=True),
        Column("start", "From", Kind.DATE),
        Column("end", "To", Kind.DATE, unknown="still"),
        Column("impact", "Impact", Kind.MONEY),
        Column("expected", "Expected", Kind.MONEY),
        Column("cause", "Cause"),
        Column("score", "Score", Kind.NUMBER),
        Column("detected", "Told", Kind.DATE),
        Column("scope", "Scope", Kind.CODE),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "name": odd.label(one.scope),
            "start": one.episode.start,
            "end": None if one.episode.open else one.episode.end,
            "impact": one.episode.impact,
            "expected": one.episode.expected,
            "cause": moved_words(one),
            "score": Decimal(f"{one.episode.score:.2f}"),
            "detected": one.episode.detected,
            "scope": one.scope,
        }
        for one in odd.found
    )
    return Table(columns, rows, odd.currency)


def cause_sentence(odd: CostAnomalies, one: CostAnomaly) -> str:
    """Return where the money of an anomaly went, and by which effect, in words."""
    found = one.found
    if found is None:
        return f"What told it: {one.episode.cause}. No part of the bill explains it alone."
    price, quantity = (
        money(effect, odd.currency) for effect in (found.price_effect, found.quantity_effect)
    )
    moved = moved_words(one)
    return f"{moved[0].upper()}{moved[1:]}. Price {price}, quantity {quantity}."


def cause_table(odd: CostAnomalies, found: Attribution) -> Table:
    """Return the drill-down: each level's part, its excess, and its share of the level above."""
    columns = (
        Column("value", "Part", lead=True),
        Column("level", "Level"),
        Column("excess", "Beyond the usual", Kind.MONEY),
        Column("share", "Of the level above"),
    )
    parts = (*found.parts, *found.resources[:_RESOURCES_SHOWN])
    rows: tuple[Row, ...] = tuple(
        {
            "value": odd.label(part.value),
            "level": _LEVELS.get(part.level, part.level),
            "excess": part.excess,
            "share": share(Decimal(repr(part.share)), Decimal(1)),
        }
        for part in parts
    )
    return Table(columns, rows, odd.currency)


def verdicts_table(odd: CostAnomalies, said: Iterable[Feedback]) -> Table:
    """Return what people said, newest first."""
    columns = (
        Column("name", "Where", lead=True),
        Column("start", "From"),
        Column("verdict", "Verdict", Kind.STATE),
        Column("score", "Score", Kind.NUMBER),
        Column("note", "Why"),
    )
    rows = tuple(
        {
            "name": odd.label(one.scope),
            "start": one.start,
            "verdict": one.verdict.value,
            "score": Decimal(f"{one.score:.2f}"),
            "note": one.note or None,
        }
        for one in reversed(tuple(said))
    )
    return Table(columns, rows)


def not_judged(odd: CostAnomalies) -> str:
    """Return how many series could not be judged, why, and what money is in those too short.

    Empty when all were. A service that is new is among them, whatever it costs.
    """
    new = [report.key for report in odd.reports if report.state is State.TOO_SHORT]
    held = money(exact_sum(cost for key in new for _, cost in odd.daily[key]), odd.currency)
    flat = sum(report.state is State.CONSTANT for report in odd.reports)
    parts = []
    if new:
        parts.append(f"{count(len(new), 'series', 'series')} too short to judge ({held})")
    if flat:
        parts.append(f"{count(flat, 'series', 'series')} always the same")
    return f"{' and '.join(parts)}." if parts else ""


def moved_words(one: CostAnomaly) -> str:
    """Return what moved, without the account and service that stand beside it."""
    found = one.found
    if found is None:
        return one.episode.cause
    words = found.cause.partition(":")[0]
    deeper = [p for p in found.parts if p.level in ("RegionId", "SkuId")]
    where = ", ".join(f"{_LEVELS[p.level]} {p.value}" for p in deeper)
    if found.mechanism is Mechanism.PRICE:
        words = "dearer, not more of it"
    return f"{words}: {where}" if where else words


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
