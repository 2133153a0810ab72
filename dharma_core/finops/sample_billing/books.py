"""The books of the sample company: every quantity, price and cover of every day, and the truth.

All amounts follow from these arrays, one row a stream and one column a day. The rows of the bill
only share them out, so the truth about an incident is known before a row is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.commitments import Commitment, drawn, expiring, priced
from dharma_core.finops.sample_billing.company import Scope, Stream, found, launched, of_scopes
from dharma_core.finops.sample_billing.incidents import Draft, Incident, drafts, excess
from dharma_core.finops.sample_billing.parameters import SampleParameters
from dharma_core.finops.sample_billing.rhythm import DAYS_A_MONTH, daily_factors

__all__ = ["Books", "keep_books"]

_CENT = Decimal("0.01")

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Books:
    """What is spent, before it is written as rows.

    Parameters
    ----------
    quantity : array, streams by days
        In the meter's pricing unit.
    contracted : array, one a stream
        The negotiated unit price; the list price is the meter's.
    covered : array, streams by days
        The share of the quantity that a commitment covers, 0 to 1.
    commitments : mapping
        By account and service.
    incidents : tuple of Incident
        In order of their first day; their resources are not yet named.
    """

    days: tuple[date, ...]
    streams: tuple[Stream, ...]
    quantity: Floats
    contracted: Floats
    covered: Floats
    commitments: Mapping[Scope, Commitment]
    incidents: tuple[Incident, ...]

    def committed_price(self, stream: int) -> float:
        """Return the unit price of a stream's covered usage, the contracted one where none is."""
        commitment = self.commitments.get(self.streams[stream].scope)
        if commitment is None or not self.streams[stream].meter.committable:
            return float(self.contracted[stream])
        return round(float(self.contracted[stream]) * (1 - commitment.discount), 8)


@dataclass(frozen=True, slots=True)
class _Usual:
    """The company without incidents."""

    streams: tuple[Stream, ...]
    quantity: Floats
    contracted: Floats

    @property
    def cost(self) -> Floats:
        on_demand: Floats = self.quantity * self.contracted[:, None]
        return on_demand

    def eligible(self) -> dict[Scope, Floats]:
        kept = [i for i, s in enumerate(self.streams) if s.meter.committable]
        return of_scopes([self.streams[i] for i in kept], self.cost[kept])


def keep_books(
    parameters: SampleParameters, days: Sequence[date], *, seed: int, most_streams: int
) -> Books:
    """Return the books of a company drawn from ``seed``."""
    usual = _usual(parameters, days, seed=seed, most=most_streams)
    planned = drafts(parameters.incidents, usual.streams, usual.cost, seed=seed)
    commitments = _commitments(parameters, usual, planned, seed)
    covered = _covered(usual, commitments)
    normal = _normal_cost(usual, commitments, planned)
    books = Books(
        tuple(days), usual.streams, usual.quantity, usual.contracted, covered, commitments, ()
    )
    for draft in planned:
        books = _struck(books, draft, normal[draft.scope], usual.eligible().get(draft.scope))
    return books


def _usual(parameters: SampleParameters, days: Sequence[date], *, seed: int, most: int) -> _Usual:
    streams = found(parameters, seed=seed, most=most)
    streams += launched(parameters, streams, seed=seed, days=len(days))
    prices = np.array([s.meter.price for s in streams])
    base = np.array([s.monthly for s in streams]) / DAYS_A_MONTH / prices
    quantity = base[:, None] * daily_factors(parameters, streams, days, seed=seed)
    kept = [1 - parameters.clouds[s.cloud].negotiated_percent / 100 for s in streams]
    return _Usual(streams, quantity, np.round(prices * np.array(kept), 6))


def _commitments(
    parameters: SampleParameters, usual: _Usual, planned: Sequence[Draft], seed: int
) -> dict[Scope, Commitment]:
    eligible, whole = usual.eligible(), of_scopes(usual.streams, usual.cost)
    clouds = {s.scope: parameters.clouds[s.cloud] for s in usual.streams}
    lapses = {d.scope: d for d in planned if d.rules.cause == "price"}
    result = drawn(parameters.commitments, clouds, eligible, skip=frozenset(lapses), seed=seed)
    for scope, draft in lapses.items():
        own, span = eligible[scope], slice(draft.first, draft.end)
        open_price = expiring(clouds[scope], scope, own, first=draft.first, end=draft.end)
        other = whole[scope][span] - own[span]
        result[scope] = priced(open_price, own[span], other, draft.factor)
    return result


def _covered(usual: _Usual, commitments: Mapping[Scope, Commitment]) -> Floats:
    result = np.zeros_like(usual.quantity)
    eligible = usual.eligible()
    for index, stream in enumerate(usual.streams):
        commitment = commitments.get(stream.scope)
        if commitment is None or not stream.meter.committable:
            continue
        on_demand = eligible[stream.scope]
        in_force = commitment.term_of_day(len(on_demand)) >= 0
        result[index] = commitment.covered(on_demand, in_force) / np.maximum(on_demand, 1e-12)
    return result


def _normal_cost(
    usual: _Usual, commitments: Mapping[Scope, Commitment], planned: Sequence[Draft]
) -> dict[Scope, Floats]:
    """Return the effective cost of each account and service had no incident come."""
    eligible = usual.eligible()
    result = of_scopes(usual.streams, usual.cost)
    lapses = {d.scope: d for d in planned if d.rules.cause == "price"}
    for scope, commitment in commitments.items():
        own = eligible[scope]
        in_force = commitment.term_of_day(len(own)) >= 0
        if scope in lapses:
            in_force[lapses[scope].first : lapses[scope].end] = True
        result[scope] = result[scope] - own + commitment.cost(own, in_force)
    return result


def _struck(books: Books, draft: Draft, normal: Floats, eligible: Floats | None) -> Books:
    span = slice(draft.first, draft.end)
    commitment = books.commitments.get(draft.scope)
    if draft.rules.cause == "price":
        assert commitment is not None  # noqa: S101 - `_commitments` made it for this draft
        assert eligible is not None  # noqa: S101 - as above
        lost = commitment.covered(eligible, eligible > 0) - commitment.fee
        return _told(books, draft, normal[span], lost[span])
    extra = excess(draft) * normal[span]
    if not draft.rules.new_resources:
        return _told(_grown(books, draft, extra), draft, normal[span], extra)
    slack = np.zeros_like(extra)
    if commitment is not None and eligible is not None:
        in_force = commitment.term_of_day(len(eligible)) >= 0
        slack = (commitment.level * in_force - commitment.covered(eligible, in_force))[span]
    return _told(_joined(books, draft, extra, slack), draft, normal[span], extra)


def _grown(books: Books, draft: Draft, extra: Floats) -> Books:
    quantity = books.quantity.copy()
    quantity[draft.target, draft.first : draft.end] += extra / books.contracted[draft.target]
    return replace(books, quantity=quantity)


def _joined(books: Books, draft: Draft, extra: Floats, slack: Floats) -> Books:
    """Return the books with new resources; what a commitment had left over covers them first."""
    span = slice(draft.first, draft.end)
    price = books.contracted[draft.target]
    quantity, covered = np.zeros(len(books.days)), np.zeros(len(books.days))
    quantity[span] = (extra + slack) / price
    covered[span] = slack / (extra + slack)
    stream = replace(books.streams[draft.target], incident=draft.id)
    return replace(
        books,
        streams=(*books.streams, stream),
        quantity=np.vstack([books.quantity, quantity]),
        contracted=np.append(books.contracted, price),
        covered=np.vstack([books.covered, covered]),
    )


def _told(books: Books, draft: Draft, normal: Floats, extra: Floats) -> Books:
    stream = books.streams[draft.target]
    usual, dollars = float(normal.sum()), float(extra.sum())
    grown = draft.factor if draft.rules.cause == "quantity" else 1 + dollars / usual
    incident = Incident(
        id=draft.id,
        kind=draft.kind,
        cause=draft.rules.cause,
        start=books.days[draft.first],
        end=books.days[draft.end - 1],
        provider=stream.cloud,
        account_id=stream.account.id,
        account_name=stream.account.name,
        service=stream.service.name,
        sku=stream.meter.sku,
        region=stream.region,
        application=stream.application,
        dollars=Decimal(dollars).quantize(_CENT),
        normal_dollars=Decimal(usual).quantize(_CENT),
        factor=round(grown, 3),
    )
    return replace(books, incidents=(*books.incidents, incident))
