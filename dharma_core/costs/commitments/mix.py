"""The cheapest mix of strategies for a need that is not certain.

The need is a list of scenarios: with what probability, which share of the capacity is in use, and
for how many months. Capacity is cut into slices at the shares that occur; in a scenario a slice is
either in use or idle. On demand and spot cost only while in use; a commitment costs to the end of
its term, and is renewed while the need lasts. Each slice takes the strategy of the least expected
cost, which is the least of the whole, because no slice's cost depends on another's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from dharma_core.costs.commitments.offers import Capacity, Offer
from dharma_core.costs.commitments.strategies import StrategyKind
from dharma_core.errors import InputError
from dharma_core.units import to_decimal

__all__ = ["HORIZON_MONTHS", "Mix", "Scenario", "Slice", "cheapest_mix", "parse_scenario"]

_WITH_MONTHS = 3
HORIZON_MONTHS = 36
"""The longest term: what lasts longer is decided again."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way the need may turn out.

    Parameters
    ----------
    probability : Decimal
        0 to 1; those of all scenarios add up to 1.
    used : Decimal
        The share of the capacity in use, 0 to 1.
    months : int
        How long it is needed; at most ``HORIZON_MONTHS`` count.
    """

    probability: Decimal
    used: Decimal
    months: int = HORIZON_MONTHS


def parse_scenario(text: str) -> Scenario:
    """Return the scenario that ``0.25:0.6:12`` says: probability, share in use, months.

    Raises
    ------
    InputError
        If it is not two or three numbers.

    Examples
    --------
    >>> parse_scenario("0.3:1")
    Scenario(probability=Decimal('0.3'), used=Decimal('1'), months=36)
    """
    numbers = [to_decimal(part) for part in text.split(":")]
    months = numbers[2] if len(numbers) == _WITH_MONTHS else Decimal(HORIZON_MONTHS)
    if len(numbers) not in (2, _WITH_MONTHS) or None in numbers or months != int(months or 0):
        raise InputError(
            f"{text!r} is no scenario.",
            next_step="Write PROBABILITY:USED or PROBABILITY:USED:MONTHS, such as 0.25:0.6:12.",
        )
    return Scenario(numbers[0] or Decimal(0), numbers[1] or Decimal(0), int(months or 0))


@dataclass(frozen=True, slots=True)
class Slice:
    """A share of the capacity and how it is paid for; ``offer`` None is on demand.

    Parameters
    ----------
    start, end : Decimal
        Of the capacity, 0 to 1: the slice is in use when more than ``start`` is.
    expected : Decimal
        Its expected cost over the horizon.
    on_demand : Decimal
        The same, were it on demand.
    """

    start: Decimal
    end: Decimal
    offer: Offer | None
    expected: Decimal
    on_demand: Decimal

    @property
    def share(self) -> Decimal:
        """How much of the capacity it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Mix:
    """How to pay for a piece of capacity; expected costs are over the horizon."""

    slices: tuple[Slice, ...]

    @property
    def expected(self) -> Decimal:
        """What the mix is expected to cost."""
        return sum((s.expected for s in self.slices), Decimal(0))

    @property
    def on_demand(self) -> Decimal:
        """What on demand alone is expected to cost."""
        return sum((s.on_demand for s in self.slices), Decimal(0))

    @property
    def saving(self) -> Decimal:
        """What the mix is expected to save over the horizon; never negative."""
        return self.on_demand - self.expected

    @property
    def committed_share(self) -> Decimal:
        """The share of the capacity under a commitment."""
        committed = (s.share for s in self.slices if s.offer and s.offer.strategy.is_commitment)
        return sum(committed, Decimal(0))


def cheapest_mix(
    capacity: Capacity,
    offers: Iterable[Offer],
    scenarios: Sequence[Scenario],
    *,
    interruptible: bool = False,
) -> Mix:
    """Return the mix of the least expected cost.

    Parameters
    ----------
    offers : iterable of Offer
        Of this capacity, as `offers_for` gives them.
    interruptible : bool
        Whether spot may be used: what runs there can be taken away any minute.

    Raises
    ------
    InputError
        If the probabilities do not add up to 1, or a share or a duration is out of range.
    """
    _check(scenarios)
    usable = [o for o in offers if interruptible or o.strategy.kind is not StrategyKind.SPOT]
    edges = sorted({Decimal(0), Decimal(1), *(s.used for s in scenarios)})
    slices = (_best(capacity, usable, scenarios, (start, end)) for start, end in pairwise(edges))
    return Mix(_joined(tuple(slices)))


def _check(scenarios: Sequence[Scenario]) -> None:
    if sum((s.probability for s in scenarios), Decimal(0)) != 1:
        raise InputError(
            "The probabilities of the scenarios do not add up to 1.",
            next_step="Give each a share, such as 0.25, 0.5 and 0.25.",
        )
    for scenario in scenarios:
        if not (0 <= scenario.probability <= 1 and 0 <= scenario.used <= 1):
            raise InputError(
                f"A scenario has probability {scenario.probability} and use {scenario.used}.",
                next_step="Both lie between 0 and 1.",
            )
        if scenario.months < 0:
            raise InputError(
                f"A scenario lasts {scenario.months} months.", next_step="Give 0 or more."
            )


def _best(
    capacity: Capacity,
    offers: Sequence[Offer],
    scenarios: Sequence[Scenario],
    edges: tuple[Decimal, Decimal],
) -> Slice:
    start, end = edges
    monthly = capacity.monthly * (end - start)
    used = sum((s.probability * _months(s) for s in scenarios if s.used > start), Decimal(0))
    on_demand = monthly * used
    best: tuple[Decimal, Offer | None] = (on_demand, None)
    for offer in offers:
        cost = _expected(offer.scaled(end - start), scenarios, start)
        if cost < best[0]:
            best = (cost, offer)
    return Slice(start, end, best[1], best[0], on_demand)


def _months(scenario: Scenario) -> int:
    return min(scenario.months, HORIZON_MONTHS)


def _expected(offer: Offer, scenarios: Sequence[Scenario], start: Decimal) -> Decimal:
    """Return the expected cost of one slice under an offer.

    Commitments are bought before it is known which scenario holds: a first term is always paid.
    """
    term = offer.strategy.term_months
    total = Decimal(0)
    for scenario in scenarios:
        months = _months(scenario) if scenario.used > start else 0
        if term:
            terms = max((Decimal(months) / term).to_integral_value(ROUND_CEILING), Decimal(1))
            total += scenario.probability * terms * offer.commitment
        else:
            total += scenario.probability * months * offer.monthly
    return total


def _joined(slices: tuple[Slice, ...]) -> tuple[Slice, ...]:
    """Return the slices with neighbours of one strategy as one."""
    result: list[Slice] = []
    for one in slices:
        last = result[-1] if result else None
        if last is not None and last.offer == one.offer:
            result[-1] = Slice(
                last.start, one.end, one.offer,
                last.expected + one.expected, last.on_demand + one.on_demand,
            )  # fmt: skip
        else:
            result.append(one)
    return tuple(result)
