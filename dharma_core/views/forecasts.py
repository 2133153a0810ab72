"""The forecast of a bill as figures, tables and words."""

from __future__ import annotations

from decimal import Decimal

from dharma_core.finops.cost_outlook import CostOutlook
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, join_words, money

__all__ = [
    "change_words",
    "done_to_the_data",
    "forecast_headlines",
    "outlook_table",
    "scenario_headlines",
    "score_words",
]


def forecast_headlines(found: CostOutlook, key: str) -> tuple[Headline, ...]:
    """Return what is expected, how that compares with the days before, and how far to trust it."""
    days = len(found.outlook.days)
    expected, before = found.expected(key), found.before(key)
    model, naive = found.scores(key)
    return (
        Headline(f"Next {days} days", money(expected, found.currency), note=_within(found, key)),
        Headline(
            f"Same days {count(found.months_back, 'month')} before",
            money(before, found.currency),
            note=change_words(expected, before) if before is not None else "",
        ),
        Headline(
            "Error in the back-test",
            "not known" if model is None else f"{model:.2f}",
            note=score_words(model, naive),
            tone="" if model is None or naive is None else "ok" if model < naive else "high",
        ),
    )


def change_words(now: Decimal, before: Decimal) -> str:
    """Return how an amount compares with the one before.

    Examples
    --------
    >>> change_words(Decimal(110), Decimal(100)), change_words(Decimal(90), Decimal(100))
    ('10% more than before', '10% less than before')
    >>> change_words(Decimal(5), Decimal(0)), change_words(Decimal(100), Decimal(100))
    ('nothing before', 'as before')
    """
    if before <= 0:
        return "nothing before"
    share = now / before - 1
    if abs(share) < Decimal("0.005"):
        return "as before"
    return f"{abs(share):.0%} {'more' if share > 0 else 'less'} than before"


def score_words(model: float | None, naive: float | None) -> str:
    """Return the back-test beside the naive forecast, in words.

    Examples
    --------
    >>> score_words(0.6, 1.2), score_words(1.5, 1.2), score_words(None, None)
    ('50% less than repeating last week', 'more than repeating last week (1.20)', 'too little past')
    """
    if model is None or naive is None:
        return "too little past"
    if model >= naive:
        return f"more than repeating last week ({naive:.2f})"
    return f"{1 - model / naive:.0%} less than repeating last week"


def scenario_headlines(plain: CostOutlook, under: CostOutlook, key: str) -> tuple[Headline, ...]:
    """Return what a series comes to under scenarios, and the difference to the whole bill."""
    whole = plain.keys[0]
    change = under.expected(whole) - plain.expected(whole)
    return (
        Headline(f"{plain.label(key)}, then", money(under.expected(key), plain.currency)),
        Headline("Whole bill, then", money(under.expected(whole), plain.currency)),
        Headline(
            "Difference",
            money(change, plain.currency),
            note="saved" if change < 0 else "added" if change else "none",
            tone="ok" if change < 0 else "",
        ),
    )


def outlook_table(found: CostOutlook) -> Table:
    """Return one series a row: what is expected, what was, and its back-test."""
    columns = (
        Column("name", "What", lead=True),
        Column("expected", "Expected", Kind.MONEY),
        Column("before", "Same days before", Kind.MONEY, unknown="not known"),
        Column("change", "Change"),
        Column("model", "Back-test error", Kind.NUMBER, unknown="not known"),
        Column("naive", "Repeating last week", Kind.NUMBER, unknown="not known"),
        Column("key", "Key", Kind.CODE),
    )
    rows: list[Row] = []
    for key in found.keys:
        expected, before = found.expected(key), found.before(key)
        model, naive = found.scores(key)
        rows.append(
            {
                "name": found.label(key),
                "expected": expected,
                "before": before,
                "change": change_words(expected, before) if before is not None else "not known",
                "model": _score(model),
                "naive": _score(naive),
                "key": key,
            }
        )
    return Table(columns, tuple(rows), found.currency)


def done_to_the_data(found: CostOutlook) -> tuple[str, ...]:
    """Return what was left out, filled, booked or seen, one sentence each; empty when nothing."""
    dated, outlook = found.outlook.dated, found.outlook
    said = []
    if dated.dropped:
        days = join_words([f"{day.day} {day:%b}" for day in dated.dropped])
        said.append(f"{days} left out: the bill of these last days looks incomplete.")
    for key, reason in dated.refused.items():
        said.append(f"{found.label(key)} has no forecast. {reason}")
    if dated.filled:
        steps = count(sum(dated.filled.values()), "missing day")
        said.append(f"{steps} in {len(dated.filled)} series took the value of a week before.")
    for key, charges in outlook.charges.items():
        booked = join_words(
            [f"{money(_cents(c.amount), found.currency)} {_on(c.day)}" for c in charges]
        )
        said.append(f"{found.label(key)}: {booked} each month, booked by calendar.")
    for key, factor in outlook.effects.items():
        said.append(f"{found.label(key)}: a holiday is {factor:.0%} of a usual day.")
    for key, shift in outlook.shifts.items():
        day = dated.moments[shift.step]
        before, after = (
            money(_cents(level), found.currency) for level in (shift.before, shift.after)
        )
        said.append(
            f"{found.label(key)}: a new level since {day.day} {day:%b %Y}, "
            f"{before} a day became {after}."
        )
    return tuple(said)


def _on(day: int) -> str:
    return "on the last day" if day > 28 else f"on day {day}"


def _within(found: CostOutlook, key: str) -> str:
    bounds = found.bounds(key)
    if bounds is None:
        return "too little past for an interval"
    low, high = (money(bound, found.currency) for bound in bounds)
    return f"{low} to {high} if every day erred to one side"


def _score(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")


def _cents(amount: float) -> Decimal:
    return Decimal(f"{amount:.2f}")
