"""Commitments of an account's service: what is paid a day, what that covers, in which term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.company import Scope
from dharma_core.finops.sample_billing.parameters import Cloud, CommitmentRules

__all__ = ["TERM_DAYS", "Commitment", "Term", "drawn", "expiring", "priced"]

TERM_DAYS = 365
_LEAST_DISCOUNT, _LARGEST_DISCOUNT = 0.1, 0.72  # of a one- or three-year commitment
_LOOK_BACK_DAYS = 60

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Term:
    """One purchase, from ``first_day`` to before ``end_day``; the bill's first day is 0."""

    id: str
    first_day: int
    end_day: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one account committed to for one service.

    Parameters
    ----------
    level : float
        On-demand dollars a day that it can cover.
    discount : float
        The share that it takes off them, between 0 and 1.
    upfront : bool
        Whether a term is paid at its beginning, or month by month.
    """

    scope: Scope
    level: float
    discount: float
    upfront: bool
    terms: tuple[Term, ...]

    @property
    def fee(self) -> float:
        """Dollars a day, used or not."""
        return round(self.level * (1 - self.discount), 6)

    def term_of_day(self, days: int) -> NDArray[np.int64]:
        """Return the number of the term in force on each day, -1 where none is."""
        result = np.full(days, -1)
        for number, term in enumerate(self.terms):
            result[max(term.first_day, 0) : max(term.end_day, 0)] = number
        return result

    def covered(self, eligible: Floats, in_force: Flags) -> Floats:
        """Return the on-demand dollars covered on each day."""
        covered: Floats = np.where(in_force, np.minimum(eligible, self.level), 0.0)
        return covered

    def cost(self, eligible: Floats, in_force: Flags) -> Floats:
        """Return the effective cost of the committable usage a day: fee and what it left over."""
        cost: Floats = self.fee * in_force + eligible - self.covered(eligible, in_force)
        return cost


def drawn(
    rules: CommitmentRules,
    clouds: Mapping[Scope, Cloud],
    eligible: Mapping[Scope, Floats],
    *,
    skip: frozenset[Scope],
    seed: int,
) -> dict[Scope, Commitment]:
    """Return the usual commitments, renewed without a gap; none for the scopes in ``skip``."""
    rng = np.random.default_rng([seed, 4])
    result = {}
    for scope in sorted(eligible):
        wanted = rng.uniform() < rules.share_of_scopes
        upfront = bool(rng.uniform() < rules.all_upfront_share)
        quantile = float(rng.uniform(*rules.level_quantile))
        discount = float(rng.uniform(*clouds[scope].commitment.discount_percent)) / 100
        age = int(rng.integers(0, TERM_DAYS))
        if not wanted or scope in skip:
            continue
        days = len(eligible[scope])
        level = float(np.quantile(eligible[scope][:_LOOK_BACK_DAYS], quantile))
        starts = range(-age, days, TERM_DAYS)
        terms = tuple(Term(_term_id(clouds[scope], scope, s), s, s + TERM_DAYS) for s in starts)
        result[scope] = Commitment(scope, level, discount, upfront, terms)
    return result


def expiring(
    cloud: Cloud,
    scope: Scope,
    eligible: Floats,
    *,
    first: int,
    end: int,
) -> Commitment:
    """Return a commitment that runs out on day ``first`` and is bought again on day ``end``.

    Its discount is still open (0); `priced` sets it.
    """
    look_back = eligible[max(0, first - _LOOK_BACK_DAYS) : max(first, 1)]
    level = float(np.quantile(look_back, 0.35))
    old = Term(_term_id(cloud, scope, first - TERM_DAYS), first - TERM_DAYS, first)
    new = Term(_term_id(cloud, scope, end), end, end + TERM_DAYS)
    return Commitment(scope, level, 0.0, upfront=False, terms=(old, new))


def priced(commitment: Commitment, eligible: Floats, other: Floats, factor: float) -> Commitment:
    """Return it with the discount at which its absence multiplies the cost by ``factor``.

    ``eligible`` and ``other`` are the on-demand dollars of the days without it: what it could have
    covered, and the rest of the account's service. The discount stays within what clouds give, so
    the factor may come out smaller.
    """
    covered = float(np.minimum(eligible, commitment.level).sum())
    on_demand = float((eligible + other).sum())
    fee = on_demand / factor - on_demand + covered
    discount = 1 - fee / (len(eligible) * commitment.level)
    within = min(max(discount, _LEAST_DISCOUNT), _LARGEST_DISCOUNT)
    return replace(commitment, discount=within)


def _term_id(cloud: Cloud, scope: Scope, start: int) -> str:
    account, service = scope
    moment = f"{abs(start):04d}{'b' if start < 0 else 'a'}"
    serial = f"{moment}-{''.join(filter(str.isalnum, service)).lower()}"
    match cloud.commitment.type:
        case "Savings Plan":
            return f"arn:aws:savingsplans::{account}:savingsplan/{serial}"
        case "Reservation":
            orders = "/providers/Microsoft.Capacity/reservationOrders"
            return f"{orders}/{account}/reservations/{serial}"
        case _:
            return f"projects/{account}/regions/global/commitments/{serial}"
