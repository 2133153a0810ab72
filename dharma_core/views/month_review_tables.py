"""The monthly review as tables, and each row of them in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dharma_core.finops.analytics import Effects
from dharma_core.finops.month_review import MonthReview
from dharma_core.finops.review_actions import Action, ActionKind
from dharma_core.views.month_review import percent, signed, whole
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import join_words, rate

__all__ = [
    "action_words",
    "actions_table",
    "commitments_table",
    "efficiency_table",
    "mover_name",
    "movers_table",
    "reason",
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
    parts = [f"no {tag.key} on {percent(tag.share)}" for tag in single]
    return {
        "what": "Without any required tag",
        "value": percent(none.share),
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
