"""The monthly review as figures, tables and words, for the page, the command and the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from dharma_core.finops.analytics import Effects, Savings
from dharma_core.finops.landing import Landing, Method
from dharma_core.finops.month_review import MonthCost, MonthReview, month_before
from dharma_core.finops.review_actions import Action, ActionKind
from dharma_core.money import Money
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, join_words, rate

__all__ = [
    "action_words",
    "actions_table",
    "between",
    "change_words",
    "commitments_table",
    "compared_sentence",
    "efficiency_table",
    "landing_sentence",
    "month_name",
    "mover_name",
    "movers_table",
    "reason",
    "review_headlines",
    "saved_share",
    "signed",
    "whole",
]

_PARTS = ("quantity", "price", "new", "ended", "other")
_PART_WORDS: Mapping[str, str] = {
    "quantity": "use",
    "price": "price",
    "new": "new",
    "ended": "ended",
    "other": "fees, tax, credits",
}
_WORTH_NAMING = Decimal("0.1")  # of the largest part
_NO_ACCOUNT = "no account"


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
    return Headline("Below list price", _percent(saved_share(review.savings)), note=note)


def _covered(review: MonthReview) -> Headline:
    used = "" if review.used is None else f"; {review.used:.0%} of what was bought is used"
    note = _points(review.cover.share, review.cover_before.share, review)
    return Headline("Covered by commitments", _percent(review.cover.share), note=f"{note}{used}")


def saved_share(savings: Savings | None) -> float | None:
    """Return the effective savings rate; None where it is not known."""
    return savings.rate if savings else None


def _percent(share: float | None) -> str:
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


def reason(effects: Effects, currency: str) -> str:
    """Return why a cost changed: its parts, the largest first, small ones left out.

    Examples
    --------
    >>> zero = Decimal(0)
    >>> parts = {"quantity": Decimal(900), "price": Decimal(-300), "new": Decimal(5)}
    >>> reason(Effects((), zero, zero, ended=zero, other=zero, **parts), "USD")
    'use +$900, price -$300'
    """
    parts = {name: getattr(effects, name) for name in _PARTS}
    largest = max(map(abs, parts.values()))
    kept = [n for n in parts if parts[n] and abs(parts[n]) >= largest * _WORTH_NAMING]
    kept.sort(key=lambda name: -abs(parts[name]))
    return ", ".join(f"{_PART_WORDS[name]} {signed(parts[name], currency)}" for name in kept)


def movers_table(review: MonthReview) -> Table:
    """Return what moved, the largest change first, with the reason."""
    columns = (
        Column("service", "Service", lead=True),
        Column("account", "Account", unknown=_NO_ACCOUNT),
        Column("provider", "Provider"),
        Column("before", "Before", Kind.MONEY),
        Column("after", "Now", Kind.MONEY),
        Column("change", "Change", Kind.MONEY),
        Column("reason", "Because of"),
    )
    rows = tuple(_mover(found, review.currency) for found in review.movers)
    return Table(columns, rows, review.currency)


def _mover(found: Effects, currency: str) -> Row:
    provider, account, service = found.key
    return {
        "service": service,
        "account": account,
        "provider": provider,
        "before": found.before,
        "after": found.after,
        "change": found.change,
        "reason": reason(found, currency),
        **{name: getattr(found, name) for name in _PARTS},
    }


def commitments_table(review: MonthReview) -> Table:
    """Return every commitment with what it left unused, most first."""
    columns = (
        Column("name", "Commitment", lead=True),
        Column("type", "Kind"),
        Column("used", "Used", Kind.MONEY),
        Column("unused", "Not used", Kind.MONEY),
        Column("rate", "Use, %", Kind.NUMBER),
    )
    rows = tuple(
        {
            "id": found.id,
            "name": found.name or found.id,
            "type": found.type,
            "used": found.used,
            "unused": found.unused,
            "rate": None if found.rate is None else round(Decimal(found.rate) * 100, 1),
        }
        for found in review.commitments
    )
    return Table(columns, rows, review.currency)


def efficiency_table(review: MonthReview) -> Table:
    """Return what the month says about tags and units of business."""
    columns = (
        Column("what", "What", lead=True),
        Column("value", "This month"),
        Column("note", "Means"),
    )
    rows = [_tag_row(review)] if review.untagged else []
    rows += [
        {
            "what": f"Unit cost ({review.unit}), {found.month:%B}",
            "value": _each(found.each, review.currency),
            "note": f"{whole(found.cost, review.currency)} for {found.units:,.0f} {review.unit}",
        }
        for found in reversed(review.unit_costs)
    ]
    if not review.unit_costs:
        rows.append(
            {
                "what": "Unit cost",
                "value": "not known",
                "note": "put days and counts into business-units.csv (day,orders)",
            }
        )
    return Table(columns, tuple(rows), review.currency)


def _each(cost: float, currency: str) -> str:
    """Return a unit cost with four digits that count, never less than cents."""
    exact = Decimal(str(cost))
    return rate(round(exact, max(2, 3 - exact.adjusted())), currency)


def _tag_row(review: MonthReview) -> Row:
    *single, none = review.untagged
    parts = [f"no {tag.key} on {_percent(tag.share)}" for tag in single]
    return {
        "what": "Without any required tag",
        "value": _percent(none.share),
        "note": f"{join_words(parts)} of the cost of resources" if parts else "",
    }


def action_words(action: Action, currency: str) -> str:
    """Return what to do, with its figure.

    Examples
    --------
    >>> action_words(Action(ActionKind.UNTAGGED, Decimal(3000), ("Owner",)), "USD")
    'Tag it: $3,000 of resources have no Owner.'
    """
    amount = whole(action.amount, currency)
    subject = action.subject
    match action.kind:
        case ActionKind.UNCOVERED:
            return f"Consider a commitment: {amount} ran on demand though one could cover it."
        case ActionKind.UNUSED:
            name = subject[1] or subject[0]
            return f"Use or drop commitments: {amount} paid for nothing, most by {name}."
        case ActionKind.UNTAGGED:
            return f"Tag it: {amount} of resources have no {subject[0]}."
        case ActionKind.PRICE_ROSE:
            return f"Ask why the price rose: {mover_name(subject)}, {amount} more for the same use."
        case ActionKind.USE_GREW:
            return f"Ask who grew: {mover_name(subject)} used {amount} more."


def mover_name(key: tuple[str | None, ...]) -> str:
    """Return a mover in words: its service and its account, its provider where it has none.

    Examples
    --------
    >>> mover_name(("AWS", "web", "Lambda")), mover_name(("AWS", None, "Tax"))
    ('Lambda of web', 'Tax of AWS')
    """
    provider, account, service = key
    return f"{service or 'other charges'} of {account or provider or _NO_ACCOUNT}"


def actions_table(review: MonthReview) -> Table:
    """Return what to do, the most dollars first."""
    columns = (Column("action", "To do", lead=True), Column("amount", "About", Kind.MONEY))
    rows: tuple[Row, ...] = tuple(
        {"action": action_words(action, review.currency), "amount": action.amount}
        for action in review.actions
    )
    return Table(columns, rows, review.currency)
