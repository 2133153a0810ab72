"""From a Plan to its savings advice: advisors propose, the estimate decides what is worth it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.costs.commitments import Strategy
from dharma_core.costs.estimates import CostState, Estimate, ResourceCost
from dharma_core.costs.links import Links, build_links
from dharma_core.costs.ports import PriceBook
from dharma_core.plan import Plan
from dharma_core.recommendations.advice import Advice, Proposal
from dharma_core.recommendations.changes import change_plan
from dharma_core.recommendations.savings_facts import SavingsFacts
from dharma_core.recommendations.utilisation import Utilisation

__all__ = ["Advisor", "Site", "advise"]


@dataclass(frozen=True)
class Site:
    """What advisors look at.

    Parameters
    ----------
    plan : Plan
    estimate : Estimate
        Of that plan.
    price : callable
        Returns the estimate of a changed plan, with the same usage.
    book, sizes, facts, strategies
        What is known from outside.
    utilisation : tuple of (pattern, Utilisation)
    interruptible : bool
        Whether machines may be taken away any minute.
    """

    plan: Plan
    estimate: Estimate
    price: Callable[[Plan], Estimate]
    book: PriceBook
    sizes: SizeCatalogue
    facts: SavingsFacts
    strategies: tuple[Strategy, ...] = ()
    utilisation: tuple[tuple[str, Utilisation], ...] = field(default=())
    interruptible: bool = False

    @cached_property
    def links(self) -> Links:
        """Who mentions whom."""
        return build_links(self.plan)

    @cached_property
    def costs(self) -> Mapping[str, ResourceCost]:
        """What each address costs now."""
        return {r.address: r for r in self.estimate.resources}


Advisor = Callable[[Site], Iterable[Proposal]]


def advise(site: Site, advisors: Iterable[Advisor]) -> tuple[Advice, ...]:
    """Return the advice that saves something, or may: the largest saving first, unknown ones last.

    Proposals of one rule are priced together, each rule once: they concern different resources.
    """
    found = [advice for advisor in advisors for advice in _of(site, advisor)]
    return tuple(sorted(found, key=_rank))


def _rank(advice: Advice) -> tuple[bool, Decimal, str]:
    saving = advice.monthly_saving
    return saving is None, -(saving or Decimal(0)), advice.id


def _of(site: Site, advisor: Advisor) -> Iterator[Advice]:
    proposals = sorted(advisor(site), key=lambda p: p.rule)
    for _, same in groupby(proposals, key=lambda p: p.rule):
        yield from _priced(site, tuple(same))


def _priced(site: Site, proposals: tuple[Proposal, ...]) -> Iterator[Advice]:
    changes = [c for p in proposals if p.monthly_saving is None for c in p.changes]
    after: Mapping[str, ResourceCost] = {}
    if changes:
        estimate = site.price(change_plan(site.plan, changes))
        after = {r.address: r for r in estimate.resources}
    for proposal in proposals:
        worth, saving = _saving(site, proposal, after)
        if worth:
            id_ = f"{proposal.rule}:{proposal.address}"
            yield Advice(id_, proposal, saving, site.estimate.currency)


def _saving(
    site: Site, proposal: Proposal, after: Mapping[str, ResourceCost]
) -> tuple[bool, Decimal | None]:
    """Return whether the proposal is worth saying, and what it saves a month if that is known."""
    if proposal.monthly_saving is not None:
        return proposal.monthly_saving > 0, proposal.monthly_saving
    total, known = Decimal(0), False
    for address in dict.fromkeys(change.address for change in proposal.changes):
        delta = _delta(site.costs.get(address), after.get(address))
        if delta is None:
            continue
        known = True
        total += delta
    if not known or (total == 0 and proposal.rule in _BY_USAGE):
        return _depends_on_usage(site, proposal), None
    return total > 0, total


def _delta(before: ResourceCost | None, after: ResourceCost | None) -> Decimal | None:
    """Return what a resource saves by a change; None when the prices do not tell.

    A part that lost its price, as for a size that is not sold there, makes no saving.
    """
    if before is None or before.monthly_cost is None:
        return None
    if after is None:
        return before.monthly_cost
    lost = {c.name for c in after.components if c.unit_price is None and not c.price_from_usage}
    had = {c.name for c in before.components if c.unit_price is None}
    if len(lost) > len(had) or after.monthly_cost is None:
        return None
    return before.monthly_cost - after.monthly_cost


def _depends_on_usage(site: Site, proposal: Proposal) -> bool:
    """Whether a part whose quantity nobody gave is what the proposal makes cheaper."""
    cost = site.costs.get(proposal.address)
    if cost is None or cost.state is CostState.NOT_FOUND:
        return False
    return any(c.monthly_quantity is None and c.unit_price for c in cost.components)


_BY_USAGE = frozenset({"log-retention", "nat-endpoint", "storage-class", "storage-lifecycle"})
"""Rules whose saving lies in what is used, and not in what the plan says."""
