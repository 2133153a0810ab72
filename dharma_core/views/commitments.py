"""Offers and mixes of ways to pay, as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dharma_core.money import Money
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Row, Table

if TYPE_CHECKING:
    from dharma_core.costs.commitments import Offer, WaysToPay, WhatIf
    from dharma_core.costs.estimates import Estimate

__all__ = [
    "basis_words",
    "mix_sentence",
    "mix_table",
    "mix_words",
    "offers_table",
    "what_if_headlines",
]

_HUNDRED = 100


def offers_table(ways: Iterable[WaysToPay]) -> Table:
    """Return one row an offer: what it saves a month and from which month it pays."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("strategy", "Way to pay"),
        Column("upfront", "Upfront", Kind.MONEY),
        Column("effective", "A month, upfront spread", Kind.MONEY),
        Column("saving", "Saves a month", Kind.MONEY),
        Column("month", "Pays from month", Kind.NUMBER, unknown="any"),
        Column("basis", "Basis"),
    )
    return Table(columns, tuple(_offer(one, offer) for one in ways for offer in one.offers))


def _offer(one: WaysToPay, offer: Offer) -> Row:
    return {
        "address": one.capacity.address,
        "strategy": offer.strategy.title,
        "upfront": offer.upfront,
        "effective": offer.effective_monthly,
        "saving": offer.saving(one.capacity.monthly),
        "month": offer.break_even_month(one.capacity.monthly),
        "basis": basis_words(offer),
    }


def basis_words(offer: Offer) -> str:
    """Return what an offer stands on: a price's source and date, or that it is assumed."""
    if offer.assumed:
        return f"a typical discount of {offer.as_of}, assumed"
    return " ".join(str(part) for part in (offer.source, offer.as_of) if part)


def mix_table(ways: Iterable[WaysToPay]) -> Table:
    """Return one row a part: the cheapest mix and what it is expected to save in three years."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("mix", "Cheapest mix"),
        Column("expected", "Expected, three years", Kind.MONEY),
        Column("on_demand", "On demand", Kind.MONEY),
        Column("saving", "Saves", Kind.MONEY),
    )
    return Table(columns, tuple(map(_mix, ways)))


def _mix(one: WaysToPay) -> Row:
    return {
        "address": one.capacity.address,
        "mix": mix_words(one),
        "expected": one.mix.expected,
        "on_demand": one.mix.on_demand,
        "saving": one.mix.saving,
    }


def mix_words(one: WaysToPay) -> str:
    """Return a mix in words: ``60 % Reserved 3 years all upfront, 40 % on demand``."""
    parts = (
        f"{part.share * _HUNDRED:.0f} % {part.offer.strategy.title if part.offer else 'on demand'}"
        for part in one.mix.slices
    )
    return ", ".join(parts)


def what_if_headlines(estimate: Estimate, found: WhatIf) -> tuple[Headline, ...]:
    """Return a month under other conditions beside the estimate, and what machines are of it."""
    currency, now = estimate.currency, estimate.total
    after = Money(found.after, currency)
    change = after - now
    return (
        Headline("Under these conditions", after.text(), "a month", f"now {now.text()}"),
        Headline("Change", change.text(signed=True), "a month", _less_or_more(change)),
        Headline("Machines", Money(found.machines, currency).text(), "a month on demand"),
    )


def _less_or_more(change: Money) -> str:
    if not change.amount:
        return "nothing changes"
    return "less" if change.amount < 0 else "more"


def mix_sentence(one: WaysToPay) -> str:
    """Return what a mix saves, in one sentence."""
    saving = Money(one.mix.saving, one.capacity.currency).text()
    return f"{one.capacity.address}: {mix_words(one)}, {saving} less in three years."
