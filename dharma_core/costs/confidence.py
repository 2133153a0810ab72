"""How far an estimate can be trusted, and why not further.

The ``share`` is the known part of what is billed: components with quantity and price, of all
components; a resource of an unknown type counts as one unknown component. What is known may still
stand on weak ground, so every known dollar carries a doubt:

===================================  =====
its quantity is a preset's             1
its region was assumed                 0.5
its price is derived (second class)    0.25
its price is older than a year         0.25
===================================  =====

The strongest doubt of a component counts, weighted by its cost: ``doubt`` is 0 when every dollar
is sure and 1 when every dollar is assumed. The level is ``high`` from share x (1 - doubt) = 0.8
up, ``medium`` from 0.5 up, else ``low``. Reasons name what lowers it, the heaviest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dharma_core.costs.components import Component, CostState, ResourceCost
from dharma_core.money import exact_sum, plain

__all__ = ["STALE_DAYS", "Confidence", "Reason", "assess"]

STALE_DAYS = 365
"""A price older than this many days is told apart."""

_ASSUMED, _REGION, _DERIVED, _OLD = Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal("0.25")
_HIGH, _MEDIUM = Decimal("0.8"), Decimal("0.5")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that lowers the confidence.

    Parameters
    ----------
    code : str
        ``usage_unknown``, ``price_not_found``, ``usage_assumed``, ``region_assumed``,
        ``price_derived``, ``price_old``.
    message : str
        A sentence for people.
    components : int
        How many components it is about.
    """

    code: str
    message: str
    components: int

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"code": self.code, "message": self.message, "components": self.components}


@dataclass(frozen=True, slots=True)
class Confidence:
    """The verdict with its reasons.

    Parameters
    ----------
    share : Decimal
        The known share of billable components, 0-1, two places; 1 when nothing is billable.
    doubt : Decimal
        0-1, two places.
    level : str
        ``high``, ``medium`` or ``low``.
    """

    share: Decimal
    doubt: Decimal
    level: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What one component stands on."""

    component: Component | None
    region_assumed: bool
    is_old: bool
    cost: Decimal

    @property
    def is_known(self) -> bool:
        return self.component is not None and self.component.state is CostState.PRICED

    @property
    def is_assumed(self) -> bool:
        return self.component is not None and self.component.assumed

    @property
    def is_derived(self) -> bool:
        return self.component is not None and self.component.quality != "first"

    @property
    def is_doubted(self) -> bool:
        return self.is_assumed or self.region_assumed or self.is_derived or self.is_old

    @property
    def doubt(self) -> Decimal:
        signs = (
            (self.is_assumed, _ASSUMED), (self.region_assumed, _REGION),
            (self.is_derived, _DERIVED), (self.is_old, _OLD),
        )  # fmt: skip
        return max((weight for sign, weight in signs if sign), default=Decimal(0))


def assess(resources: Iterable[ResourceCost], *, today: date | None = None) -> Confidence:
    """Return how far the costs of some resources can be trusted.

    Parameters
    ----------
    today : date, optional
        What the age of prices is counted from; ages are not judged without it.

    Examples
    --------
    >>> assess([ResourceCost("aws_vpc.a", "aws_vpc", free=True)]).level
    'high'
    >>> assess([ResourceCost("aws_x.a", "aws_x")]).reasons[0].message
    '1 component has no price.'
    """
    grounds = [ground for r in resources for ground in _grounds(r, today)]
    share = _share(grounds)
    doubt = _doubt([g for g in grounds if g.is_known])
    sure = share * (1 - doubt)
    level = "high" if sure >= _HIGH else "medium" if sure >= _MEDIUM else "low"
    return Confidence(share, doubt, level, _reasons(grounds))


def _grounds(resource: ResourceCost, today: date | None) -> Iterable[_Ground]:
    if not resource.components and not resource.free:
        yield _Ground(None, resource.region_assumed, is_old=False, cost=Decimal(0))
    for part in resource.components:
        cost = part.monthly_cost or Decimal(0)
        yield _Ground(part, resource.region_assumed, _is_old(part, today), cost)


def _is_old(part: Component, today: date | None) -> bool:
    if today is None or part.as_of is None or part.unit_price is None:
        return False
    return (today - part.as_of).days > STALE_DAYS


def _share(grounds: Sequence[_Ground]) -> Decimal:
    if not grounds:
        return Decimal(1)
    known = sum(g.is_known for g in grounds)
    return (Decimal(known) / len(grounds)).quantize(_HUNDREDTH)


def _doubt(known: Sequence[_Ground]) -> Decimal:
    whole = exact_sum(g.cost for g in known)
    if not whole:
        return Decimal(0)
    doubted = exact_sum(g.cost * g.doubt for g in known if g.is_doubted)
    return (doubted / whole).quantize(_HUNDREDTH)


def _reasons(grounds: Sequence[_Ground]) -> tuple[Reason, ...]:
    unknown = [g for g in grounds if not g.is_known]
    known = [g for g in grounds if g.is_known]
    whole = exact_sum(g.cost for g in known)
    usage = [g for g in unknown if g.component and g.component.state is CostState.USAGE]
    found = (
        _reason("price_not_found", len(unknown) - len(usage), "{n} no price.", ("has", "have")),
        _reason(
            "usage_unknown", len(usage), "{n} on usage that nobody gave.", ("depends", "depend")
        ),
        _weighed("usage_assumed", [g for g in known if g.is_assumed], whole,
                 "a quantity that a preset assumes"),
        _weighed("region_assumed", [g for g in known if g.region_assumed], whole,
                 "a region that was assumed"),
        _weighed("price_derived", [g for g in known if g.is_derived], whole,
                 "a price derived from its source (second class)"),
        _weighed("price_old", [g for g in known if g.is_old], whole,
                 f"a price more than {STALE_DAYS} days old"),
    )  # fmt: skip
    return tuple(reason for reason in found if reason.components)


def _reason(code: str, number: int, form: str, verbs: tuple[str, str]) -> Reason:
    noun = "component" if number == 1 else "components"
    words = f"{number:,} {noun} {verbs[number != 1]}"
    return Reason(code, form.format(n=words), number)


def _weighed(code: str, those: Sequence[_Ground], whole: Decimal, what: str) -> Reason:
    part = exact_sum(g.cost for g in those)
    share = plain((part * 100 / whole).quantize(Decimal(1))) if whole else "0"
    reason = _reason(code, len(those), "{n} ", ("stands on", "stand on"))
    return Reason(code, f"{reason.message}{what}: {share} % of the known cost.", len(those))
