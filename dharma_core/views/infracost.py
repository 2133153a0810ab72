"""An estimate or a comparison in the JSON form that Infracost publishes (version 0.2).

Tools that read Infracost's output (pull request bots, dashboards, policies) read this too. Numbers
are strings; a quantity or a cost that is not known is null; a price that was not found is null and
says so in ``priceNotFound``. An hour's share of a month is a 730th, to 16 digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import Any

from dharma_core.costs.comparison import Comparison, CostChange
from dharma_core.costs.components import Component, CostState, ResourceCost, known_sum
from dharma_core.costs.estimates import Estimate
from dharma_core.money import exact_sum, plain
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["Priced", "infracost_diff", "infracost_estimate"]

_SIXTEEN = Context(prec=16)
_BETWEEN = " > "  # a part of a resource and its component: ``root_block_device > Storage``
_NO_COMMIT = "0001-01-01T00:00:00Z"
_KINDS = {
    "terraform-plan": "terraform_plan_json",
    "terraform-state": "terraform_state_json",
    "terraform": "terraform_dir",
    "terraform-json": "terraform_dir",
    "cloudformation": "cloudformation",
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Priced:
    """What was priced, when, and what it is called.

    Parameters
    ----------
    name : str
        Of the design.
    path : str
        As the user named the source.
    kind : str
        Which reader made the Plan.
    made : datetime
        UTC.
    """

    name: str
    path: str
    kind: str
    made: datetime


def infracost_estimate(estimate: Estimate, about: Priced) -> Json:
    """Return an estimate as ``infracost breakdown --format json`` would print it."""
    now, before = _breakdown(estimate.resources), _breakdown(())
    return _root(estimate, about, (before, now, now), "breakdown")


def infracost_diff(found: Comparison, about: Priced) -> Json:
    """Return a comparison as ``infracost diff --format json`` would print it."""
    before, now = (_breakdown(side.resources) for side in (found.before, found.after))
    changed = [_changed(change) for change in found.changed if _is_billed(change)]
    total = exact_sum((found.after.total.amount, -found.before.total.amount))
    difference = {
        "resources": changed,
        "totalHourlyCost": _hourly(total),
        "totalMonthlyCost": _text(total),
        "totalMonthlyUsageCost": _text(
            exact_sum((_usage_total(found.after.resources), -_usage_total(found.before.resources)))
        ),
    }
    return _root(found.after, about, (before, now, difference), "diff")


def _root(estimate: Estimate, about: Priced, parts: tuple[Json, Json, Json], command: str) -> Json:
    past, now, difference = parts
    summary = _summary(estimate.resources)
    project = {
        "name": about.name,
        "displayName": about.name,
        "metadata": {"path": about.path, "type": _KINDS.get(about.kind, about.kind)},
        "pastBreakdown": past,
        "breakdown": now,
        "diff": difference,
        "summary": summary,
    }
    totals = {
        f"{prefix}{'t' if not prefix else 'T'}otal{name}": part[f"total{name}"]
        for prefix, part in (("", now), ("past", past), ("diff", difference))
        for name in ("HourlyCost", "MonthlyCost", "MonthlyUsageCost")
    }
    return {
        "version": "0.2",
        "metadata": _metadata(command),
        "currency": estimate.currency,
        "projects": [project],
        **totals,
        "timeGenerated": about.made.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "summary": summary,
    }


def _metadata(command: str) -> Json:
    """Return the facts about a commit that the form asks for; an estimate knows none."""
    empty = ("Branch", "CommitSha", "CommitAuthorName", "CommitAuthorEmail", "CommitMessage")
    return {
        "infracostCommand": command,
        **{f"vcs{name}": "" for name in empty},
        "vcsCommitTimestamp": _NO_COMMIT,
    }


def _breakdown(resources: Sequence[ResourceCost]) -> Json:
    total = exact_sum(r.monthly_cost for r in resources if r.monthly_cost is not None)
    return {
        "resources": [_resource(r) for r in resources if r.components],
        "freeResources": [
            {"name": r.address, "resourceType": r.type, "metadata": {}}
            for r in resources
            if r.free and not r.components
        ],
        "totalHourlyCost": _hourly(total),
        "totalMonthlyCost": _text(total),
        "totalMonthlyUsageCost": _text(_usage_total(resources)),
    }


def _usage_total(resources: Iterable[ResourceCost]) -> Decimal:
    costs = (c.monthly_cost for r in resources for c in r.components if c.usage_key)
    return exact_sum(cost for cost in costs if cost is not None)


def _resource(cost: ResourceCost) -> Json:
    document: Json = {
        "name": cost.address,
        "resourceType": cost.type,
        "tags": {name: value for name, value in cost.tags.items() if value is not None},
        "metadata": {"region": cost.region} if cost.region else {},
    }
    return document | _costs(cost.components, cost.monthly_cost) | _parts(cost.components)


def _costs(components: tuple[Component, ...], cost: Decimal | None) -> Json:
    usage = known_sum(tuple(c for c in components if c.usage_key))
    found = {"hourlyCost": _hourly(cost), "monthlyCost": _text(cost)}
    return found if usage is None else {**found, "monthlyUsageCost": _text(usage)}


def _parts(components: Iterable[Component]) -> Json:
    """Return components, those of a part (``root_block_device``) in a subresource of its own."""
    own: list[Json] = []
    inside: dict[str, list[Component]] = {}
    for component in components:
        part, between, _ = component.name.partition(_BETWEEN)
        if between:
            inside.setdefault(part, []).append(component)
        else:
            own.append(_component(component))
    found: Json = {"costComponents": own} if own else {}
    if inside:
        found["subresources"] = [_subresource(name, parts) for name, parts in inside.items()]
    return found


def _subresource(name: str, components: list[Component]) -> Json:
    parts = tuple(components)
    return {
        "name": name,
        "metadata": {},
        **_costs(parts, known_sum(parts)),
        "costComponents": [_component(c) for c in parts],
    }


def _component(component: Component) -> Json:
    found = {
        "name": component.name.rpartition(_BETWEEN)[2],
        "unit": component.unit,
        "hourlyQuantity": _hourly(component.monthly_quantity),
        "monthlyQuantity": _text(component.monthly_quantity),
        "price": _text(component.unit_price),
        "hourlyCost": _hourly(component.monthly_cost),
        "monthlyCost": _text(component.monthly_cost),
        "priceNotFound": component.state is CostState.NOT_FOUND,
    }
    return {**found, "usageBased": True} if component.usage_key else found


def _is_billed(change: CostChange) -> bool:
    return any(side is not None and side.components for side in (change.before, change.after))


def _changed(change: CostChange) -> Json:
    """Return what differs of a resource: every number is the new one less the old one."""
    side = change.after or change.before
    moved = change.previous_address
    before = {c.name: c for c in change.before.components} if change.before else {}
    after = {c.name: c for c in change.after.components} if change.after else {}
    names = [*after, *(name for name in before if name not in after)]
    differing = [_difference(before.get(name), after.get(name)) for name in names]
    return {
        "name": f"{moved} → {change.address}" if moved else change.address,
        "resourceType": side.type if side else "",
        "tags": {k: v for k, v in side.tags.items() if v is not None} if side else {},
        "metadata": {},
        "hourlyCost": _hourly(change.delta),
        "monthlyCost": _text(change.delta),
        "costComponents": [part for part in differing if part is not None],
    }


def _difference(before: Component | None, after: Component | None) -> Json | None:
    some = after or before
    if some is None or before == after:
        return None
    quantity = _less(_of(after, "monthly_quantity"), _of(before, "monthly_quantity"))
    cost = _less(_of(after, "monthly_cost"), _of(before, "monthly_cost"))
    found = {
        "name": some.name,
        "unit": some.unit,
        "hourlyQuantity": _hourly(quantity),
        "monthlyQuantity": _text(quantity),
        "price": _text(_less(_of(after, "unit_price"), _of(before, "unit_price"))),
        "hourlyCost": _hourly(cost),
        "monthlyCost": _text(cost),
        "priceNotFound": some.state is CostState.NOT_FOUND,
    }
    return {**found, "usageBased": True} if some.usage_key else found


def _of(component: Component | None, name: str) -> Decimal | None:
    """Return a number of a component; 0 where there is no such component."""
    return Decimal(0) if component is None else getattr(component, name)


def _less(new: Decimal | None, old: Decimal | None) -> Decimal | None:
    return None if new is None or old is None else exact_sum((new, -old))


def _summary(resources: Sequence[ResourceCost]) -> Json:
    supported = Counter(r.type for r in resources if r.components)
    free = Counter(r.type for r in resources if r.free and not r.components)
    unsupported = Counter(r.type for r in resources if not r.free and not r.components)
    usage = sum(any(c.usage_key for c in r.components) for r in resources)
    return {
        "totalDetectedResources": len(resources),
        "totalSupportedResources": supported.total(),
        "totalUnsupportedResources": unsupported.total(),
        "totalUsageBasedResources": usage,
        "totalNoPriceResources": free.total(),
        "supportedResourceCounts": dict(supported),
        "unsupportedResourceCounts": dict(unsupported),
        "noPriceResourceCounts": dict(free),
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _hourly(month: Decimal | None) -> str | None:
    return None if month is None else plain(_SIXTEEN.divide(month, HOURS_PER_MONTH))
