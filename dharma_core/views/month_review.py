"""The monthly review as figures, tables and words, for the page, the command and the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dharma_core.finops.analytics import Savings
from dharma_core.finops.landing import Landing, Method
from dharma_core.finops.month_review import MonthCost, MonthReview, month_before
from dharma_core.money import Money
from dharma_core.views.headline import Headline
from dharma_core.views.words import count, join_words

__all__ = [
    "between",
    "change_words",
    "compared_sentence",
    "landing_sentence",
    "month_name",
    "percent",
    "review_headlines",
    "saved_share",
    "signed",
    "whole",
]


def month_name(month: date) -> str:
    """Return a month for people.

    Examples
    --------
    >>> month_name(date(2026, 3, 1))
    'March 2026'
    """
    return f"{month:%B %Y}"


def whole(amount: Decimal, currency: str) -> str:
    """Return a large amount in whole units; below 100 the cents stay.

    Examples
    --------
    >>> whole(Decimal("1234.56"), "USD"), whole(Decimal("12.345"), "USD")
    ('$1,235', '$12.35')
    """
    if abs(amount) < 100:
        return Money(amount, currency).text()
    return Money(amount.quantize(Decimal(1)), currency).text().removesuffix(".00")


def signed(amount: Decimal, currency: str) -> str:
    """Return a change as `whole` does, with its sign.

    Examples
    --------
    >>> signed(Decimal("1234.56"), "USD"), signed(Decimal(-7), "EUR")
    ('+$1,235', '-€7.00')
    """
    text = whole(amount, currency)
    return f"+{text}" if amount > 0 else text


def change_words(now: Decimal, before: MonthCost | None, currency: str, *, name: str) -> str:
    """Return how an amount compares with another month's amortised cost, in words."""
    if before is None:
        return f"no bill of {name}"
    change = now - before.amortised
    if before.amortised <= 0:
        return f"{signed(change, currency)} against {name}"
    return f"{signed(change, currency)} ({change / before.amortised:+.1%}) against {name}"


def review_headlines(review: MonthReview) -> tuple[Headline, ...]:
    """Return where the month lands, what it was billed, what is saved and covered."""
    return (_landing(review), _billed(review), _saved(review), _covered(review))


def _landing(review: MonthReview) -> Headline:
    landing, currency = review.landing, review.currency
    before = review.previous
    name = f"{_previous(review):%B}"
    rising = before is not None and landing.amount > before.amortised
    change = change_words(landing.amount, before, currency, name=name)
    within = between(landing, currency)
    return Headline(
        "Cost of the month" if landing.complete else "Will land at about",
        whole(landing.amount, currency),
        note=f"{within}; {change}" if within else change,
        tone="" if before is None else "high" if rising else "ok",
    )


def _billed(review: MonthReview) -> Headline:
    total, before = review.total, review.previous
    note = "as invoiced"
    if before is not None:
        note = f"{signed(total.billed - before.billed, review.currency)} against "
        note += f"{before.month:%B}, as invoiced"
    return Headline("Billed", whole(total.billed, review.currency), note=note)


def _saved(review: MonthReview) -> Headline:
    note = _points(saved_share(review.savings), saved_share(review.savings_before), review)
    return Headline("Below list price", percent(saved_share(review.savings)), note=note)


def _covered(review: MonthReview) -> Headline:
    used = "" if review.used is None else f"; {review.used:.0%} of what was bought is used"
    note = _points(review.cover.share, review.cover_before.share, review)
    return Headline("Covered by commitments", percent(review.cover.share), note=f"{note}{used}")


def saved_share(savings: Savings | None) -> float | None:
    """Return the effective savings rate; None where it is not known."""
    return savings.rate if savings else None


def percent(share: float | None) -> str:
    """Return a share for people; what is not known says so."""
    return "not known" if share is None else f"{share:.1%}"


def _points(now: float | None, before: float | None, review: MonthReview) -> str:
    if now is None:
        return "nothing in the bill tells"
    if before is None:
        return f"{_previous(review):%B} is not known"
    return f"{(now - before) * 100:+.1f} points against {_previous(review):%B}"


def _previous(review: MonthReview) -> date:
    return month_before(review.month)


def between(landing: Landing, currency: str) -> str:
    """Return between what a month lands and how surely; empty where that is not known.

    Examples
    --------
    >>> found = Landing(
    ...     Decimal(500),
    ...     Decimal(300),
    ...     date(2026, 3, 17),
    ...     14,
    ...     level=0.95,
    ...     interval=(Decimal(450), Decimal(560)),
    ... )
    >>> between(found, "USD")
    '$450 to $560 (95%)'
    """
    if landing.interval is None or landing.level is None:
        return ""
    low, high = (whole(end, currency) for end in landing.interval)
    return f"{low} to {high} ({landing.level:.0%})"


def landing_sentence(review: MonthReview) -> str:
    """Return what the figure of the month rests on."""
    landing, currency = review.landing, review.currency
    year = review.month.replace(year=review.month.year - 1)
    ago = change_words(landing.amount, review.year_ago, currency, name=month_name(year))
    if landing.complete:
        return f"The month is complete. A year ago: {ago}."
    return (
        f"{whole(landing.so_far, currency)} until {landing.as_of.day} {landing.as_of:%B}; "
        f"{count(landing.days_left, 'day')} to come {_foreseen(landing, currency)} "
        f"A year ago: {ago}."
    )


def _foreseen(landing: Landing, currency: str) -> str:
    """Return how the days to come were foreseen, as the end of a sentence and what follows it."""
    if landing.method is Method.WEEKDAYS:
        why = f", since {landing.reason}" if landing.reason else ""
        return f"at the average of their weekday so far: an estimate without an interval{why}."
    models = join_words([name.replace("_", " ") for name in landing.models])
    said = f"by the forecast ({models}), as on the page Forecast: {between(landing, currency)}."
    if landing.dropped:
        days = join_words([f"{day.day} {day:%B}" for day in landing.dropped])
        said += f" What is billed of {days} looks incomplete and is foreseen too."
    return said


def compared_sentence(review: MonthReview) -> str:
    """Return which days the movers compare, and what unequal lengths mean."""
    if review.periods is None:
        return ""
    before, after = review.periods.before, review.periods.after
    if not review.landing.complete:
        return (
            f"The first {count(after.days, 'day')} of {after.first:%B} against the first "
            f"{before.days} of {before.first:%B}."
        )
    if before.days == after.days:
        return f"{after.first:%B} against {before.first:%B}, {before.days} days each."
    return (
        f"{after.first:%B} has {after.days} days, {before.first:%B} {before.days}: "
        "the difference is part of what use says."
    )
