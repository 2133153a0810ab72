"""A plan held against a bill: things matched, charges turned into usage, the rest said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dharma_core.costs.assumptions import unit_of
from dharma_core.costs.usage import any_index
from dharma_core.finops.analytics.bill import Bill
from dharma_core.finops.bill_usage.charges import (
    Charge,
    CoveredDays,
    billed_things,
    charges_of,
    covered_days,
)
from dharma_core.finops.bill_usage.handles import Deployed, plan_handles
from dharma_core.finops.bill_usage.matching import match_things
from dharma_core.finops.bill_usage.measured import Figure, LeftOut, MeasuredUsage
from dharma_core.finops.bill_usage.quantities import (
    Refused,
    check_where,
    key_value,
    monthly,
    rounded,
)
from dharma_core.finops.bill_usage.resource_kinds import ResourceKinds
from dharma_core.finops.bill_usage.rules import UsageRule, UsageRules
from dharma_core.finops.bill_usage.units import BilledUnits
from dharma_core.money import exact_product, exact_sum
from dharma_core.plan import Catalog, Plan, Resource

__all__ = ["BillFacts", "measure_usage"]

_NO_RULE = "no rule knows this charge of {type}"
_SEVERAL = "{count} rules know it, and say different things"


@dataclass(frozen=True, slots=True)
class BillFacts:
    """What is known of bills: kinds of ids, units, rules; and of the types they are about."""

    kinds: ResourceKinds
    units: BilledUnits
    rules: UsageRules
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class _Said:
    """One charge that says something of a key: its month's quantity, not yet converted."""

    rule: UsageRule
    resource: Resource
    charge: Charge
    amount: Decimal


@dataclass(frozen=True)
class _Ledger:
    """What is found while charges are read."""

    facts: BillFacts
    covered: Mapping[tuple[str, str], CoveredDays]
    said: dict[tuple[str, str], list[_Said]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def enter(self, charge: Charge, resource: Resource) -> None:
        """Put a charge where it says something, or among what is left out with the reason."""
        address = str(resource.address)
        rules = self.facts.rules.find(charge.service, resource.type, charge.texts)
        if len(rules) != 1:
            said = _SEVERAL if rules else _NO_RULE
            why = said.format(count=len(rules), type=resource.type)
            self.left_out.append(LeftOut(address, charge, why))
        elif rules[0].design:
            self.left_out.append(LeftOut(address, charge, rules[0].design, by_design=True))
        else:
            self._enter(charge, resource, rules[0])

    def _enter(self, charge: Charge, resource: Resource, rule: UsageRule) -> None:
        address = str(resource.address)
        covered = self.covered[charge.provider, charge.account]
        try:
            check_where(rule, resource)
            amount = monthly(charge, rule, covered, self.facts.units)
            about = _stand_in(rule, charge, self.facts.catalog) if rule.stands_for else address
        except Refused as reason:
            self.left_out.append(LeftOut(address, charge, str(reason)))
        else:
            said = _Said(rule, resource, charge, amount)
            self.said.setdefault((about, rule.key), []).append(said)

    def figures(self) -> list[Figure]:
        """Return the sums by key; what needs another key comes after those that stand alone."""
        values: dict[str, dict[str, Decimal]] = {}
        found = []
        ordered = sorted(self.said.items(), key=lambda item: bool(item[1][0].rule.calls))
        for (address, key), several in ordered:
            known = values.setdefault(address, {})
            figure = self._figure(address, key, several, known)
            if figure is not None:
                known[key] = figure.value
                found.append(figure)
        return found

    def _figure(
        self, address: str, key: str, several: Sequence[_Said], known: Mapping[str, Decimal]
    ) -> Figure | None:
        rule, resource = several[0].rule, several[0].resource
        charges = tuple(said.charge for said in several)
        whole = sum((said.amount for said in several), Decimal(0))
        try:
            value = key_value(whole, rule, resource, known)
        except Refused as reason:
            self.left_out.extend(LeftOut(address, charge, str(reason)) for charge in charges)
            return None
        facts = self.facts.catalog.costs[rule.stands_for or resource.type]
        unit = unit_of(facts["usage"][any_index(key)])
        return Figure(address, key, rounded(value.amount), unit, charges, value.how)


def measure_usage(
    plan: Plan,
    bill: Bill,
    facts: BillFacts,
    *,
    months: Sequence[str] = (),
    deployed: Deployed | None = None,
) -> MeasuredUsage:
    """Return what a bill says of a plan's usage.

    Parameters
    ----------
    bill : Bill
        Of the months to be read, and no others.
    months : sequence of str
        Their names, to be told.
    deployed : Deployed, optional
        What Dharma made of the design before.
    """
    handles = plan_handles(plan, facts.kinds, priced=facts.catalog.costs, deployed=deployed)
    things = billed_things(bill, facts.kinds, facts.rules)
    matching = match_things(things, handles)
    whose = {match.thing.key: match.address for match in matching.matches}
    ledger = _Ledger(facts, covered_days(bill))
    charges = charges_of(bill, whose) if whose else ()
    for charge in charges:
        ledger.enter(charge, plan.by_address[whose[charge.thing]])
    figures = ledger.figures()
    place = {address: number for number, address in enumerate(plan.by_address)}
    seen = dict.fromkeys((charge.provider, charge.account) for charge in charges)
    return MeasuredUsage(
        currency=bill.currency,
        months=tuple(months),
        covered=tuple(ledger.covered[key] for key in seen),
        matches=tuple(sorted(matching.matches, key=lambda m: place[m.address])),
        ambiguous=matching.ambiguous,
        figures=tuple(sorted(figures, key=lambda f: (place.get(f.address, len(place)), f.address))),
        left_out=tuple(ledger.left_out),
        billed=_billed(charges, _payers(charges, whose, figures), ledger.covered),
        billed_things=len(things),
        total_cost=exact_sum(thing.cost for thing in things),
    )


def _stand_in(rule: UsageRule, charge: Charge, catalog: Catalog) -> str:
    """Return the entry of a usage file that stands for traffic out of a charge's region."""
    regions = catalog.costs[rule.stands_for]["usage"]["region"]["one_of"]
    if charge.region not in regions:
        said = repr(charge.region) if charge.region else "not said"
        raise Refused(f"its region is {said}, of which no price of traffic is known")
    return f"{rule.stands_for}.from_{charge.region.replace('-', '_')}"


def _payers(
    charges: Sequence[Charge], whose: Mapping[str, str], figures: Sequence[Figure]
) -> Mapping[Charge, str]:
    """Return what each charge is estimated under: its resource, or what stands for its traffic."""
    stand_ins = {c: figure.address for figure in figures for c in figure.charges}
    return {charge: stand_ins.get(charge, whose[charge.thing]) for charge in charges}


def _billed(
    charges: Sequence[Charge],
    payers: Mapping[Charge, str],
    covered: Mapping[tuple[str, str], CoveredDays],
) -> Mapping[str, Decimal]:
    """Return what each address cost, brought to a month of 730 hours."""
    found: dict[str, list[Decimal]] = {}
    for charge in charges:
        flow = covered[charge.provider, charge.account].flow
        found.setdefault(payers[charge], []).append(exact_product(charge.cost, flow))
    return {address: exact_sum(costs) for address, costs in found.items()}
