"""The person: second factor, failed logins, and how usual hour and place are for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dharma_core.trust.habits import NOTHING_SEEN, Usual
from dharma_core.trust.score import SECOND_FACTOR, Assessment, Deduction, assess
from dharma_core.trust.weights import UserWeights

__all__ = ["Behaviour", "assess_user"]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a person does now; None is what nobody tells.

    Parameters
    ----------
    second_factor : bool
        Whether this session has passed one; nobody telling counts as no.
    failed_logins : int or None
        Of this person in the last 24 hours.
    at : datetime or None
        UTC.
    place : str or None
        Where from, by a name that stays the same: a city.
    """

    second_factor: bool = False
    failed_logins: int | None = None
    at: datetime | None = None
    place: str | None = None


def assess_user(
    behaviour: Behaviour, weights: UserWeights, usual: Usual = NOTHING_SEEN
) -> Assessment:
    """Return the person's part of the score with what lowered it."""
    return assess("user", _deductions(behaviour, weights, usual))


def _deductions(behaviour: Behaviour, weights: UserWeights, usual: Usual) -> Iterator[Deduction]:
    if not behaviour.second_factor:
        reason = "no second factor was passed in this session"
        yield Deduction(SECOND_FACTOR, reason, weights.no_second_factor)
    yield _failed(behaviour.failed_logins, weights)
    if usual.seen < weights.history_needed:
        reason = "there is too little history to compare with"
        yield Deduction("user.history", reason, weights.short_history)
    if behaviour.at is not None:
        bits = usual.hours[behaviour.at.hour]
        if points := _points(bits, weights.unusual_hour_most, weights):
            reason = f"{behaviour.at:%H}:00 UTC is an unusual hour for this person"
            yield Deduction("user.hour", reason, points)
    if behaviour.place is None:
        reason = "nobody tells from where it is asked"
        yield Deduction("user.place_unknown", reason, weights.place_unknown)
    else:
        bits = usual.place(behaviour.place)
        if points := _points(bits, weights.unusual_place_most, weights):
            reason = f"{behaviour.place} is an unusual place for this person"
            yield Deduction("user.place", reason, points)


def _failed(count: int | None, weights: UserWeights) -> Deduction:
    if count is None:
        reason = "nobody tells how many logins failed"
        return Deduction("user.failed_logins_unknown", reason, weights.failed_logins_unknown)
    beyond = max(Decimal(0), count - weights.failed_logins_free)
    points = min(weights.failed_logins_most, beyond * weights.failed_login_each)
    return Deduction("user.failed_logins", f"{count} logins failed in the last 24 hours", points)


def _points(bits: float, most: Decimal, weights: UserWeights) -> Decimal:
    """Return what so rare a thing costs: nothing up to the free bits, then in a straight line."""
    free, full = weights.surprise_free_bits, weights.surprise_most_bits
    if bits <= free:
        return Decimal(0)
    beyond = Decimal(repr(bits)) - free
    share = Decimal(1) if beyond >= full - free else beyond / (full - free)
    return (most * share).quantize(_CENT)
