"""Usage as the bills in force measured it, for the estimate of a design."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import InputError, nearest
from dharma_core.identity import is_allowed
from dharma_core.workbench.billing_reports import no_bill
from dharma_core.workbench.finops import Finops

if TYPE_CHECKING:
    from dharma_core.deployments.values import Deployment
    from dharma_core.finops.bill_usage.billed_usage import BilledUsage
    from dharma_core.finops.bill_usage.handles import Deployed
    from dharma_core.finops.bill_usage.measuring import BillFacts
    from dharma_core.plan import Plan
    from dharma_core.workbench.billing_reports import BillingSummary

__all__ = ["BillUsage"]

_SANDBOX = "sandbox"


class BillUsage(Finops):
    """The part of the workbench that finds a design on the bill."""

    @property
    def has_bill(self) -> bool:
        """Whether there is a bill that the actor's roles let them ask."""
        return is_allowed(self.actor, "billing:read") and bool(self._bills.manifest().parts)

    def usage_from_bill(
        self,
        plan: Plan,
        *,
        months: Iterable[str] = (),
        currency: str = "",
        rates: Path | None = None,
    ) -> BilledUsage:
        """Return what the bill says of a design's usage, and everything it does not.

        Parameters
        ----------
        months : iterable of str, optional
            Such as ``2026-03``; the last month whose days are all there when left out, else the
            last one.
        currency : str, optional
            What costs are said in; needed where the months have several.
        rates : Path, optional
            A table of rates; as `billing_summary` finds it when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If nothing was imported, a month has no bill, or its currencies are mixed.
        """
        from dharma_core.finops.bill_usage.billed_usage import billed_usage
        from dharma_core.finops.bill_usage.measuring import measure_usage

        self.allow("billing:read")
        held = self.billing_summary(currency=currency, rates=rates)
        chosen = _named(tuple(months), held) or self._last_whole_month(held)
        bill = self._one_bill(held, chosen, currency, rates)
        found = measure_usage(
            plan, bill, self._bill_facts(), months=chosen, deployed=self._deployed(plan)
        )
        return billed_usage(found, name=plan.name)

    def _last_whole_month(self, held: BillingSummary) -> tuple[str, ...]:
        """Return the last month, or the one before where days of the last are missing."""
        import narwhals as nw

        from dharma_core.finops.analytics import Bill
        from dharma_core.finops.bill_usage.charges import covered_days

        months = sorted({period.period for period in held.periods})
        if not months:
            raise no_bill()
        frame = self.billing(months=months[-1:])
        covered = covered_days(Bill(nw.from_native(frame), ""))
        most = max((len(one.days) for one in covered.values()), default=0)
        whole = most >= calendar.monthrange(*map(int, months[-1].split("-")))[1]
        return (months[-1] if whole or len(months) == 1 else months[-2],)

    def _bill_facts(self) -> BillFacts:
        from dharma_core.finops.bill_usage.measuring import BillFacts
        from dharma_core.storage.bill_usage_facts import (
            load_billed_units,
            load_resource_kinds,
            load_usage_rules,
        )

        return BillFacts(
            load_resource_kinds(), load_billed_units(), load_usage_rules(), self.catalog
        )

    def _deployed(self, plan: Plan) -> Deployed:
        """Return what completed deployments to an account say of a design, to whoever may read it.

        Those to the sandbox are on no bill. Where a design stands in several environments, the
        one deployed last speaks: what all use together is the usage of none.
        """
        from dharma_core.deployments.decisions import stack_name
        from dharma_core.finops.bill_usage.handles import Deployed
        from dharma_core.generation.cloudformation.naming import logical_ids

        if not self.store_exists or not is_allowed(self.actor, "deployment:read"):
            return Deployed()
        with self.store.reading(self.actor) as uow:
            every = uow.deployments.completed(plan.name)
        real = [d for d in every if d.request.target != _SANDBOX]
        made = [d for d in real if _place(d) == _place(real[0])]
        ids: dict[str, tuple[str, ...]] = {}
        for resource in (r for d in made for r in d.resources if r.physical_id):
            ids[resource.address] = (*ids.get(resource.address, ()), resource.physical_id)
        return Deployed(
            ids, logical_ids(plan) if made else {}, frozenset(stack_name(d) for d in made)
        )


def _place(deployment: Deployment) -> tuple[str, str]:
    return deployment.request.target, deployment.request.environment


def _named(months: tuple[str, ...], held: BillingSummary) -> tuple[str, ...]:
    """Return the months asked for, in order; refuse one without a bill."""
    known = sorted({period.period for period in held.periods})
    if not known:
        raise no_bill()
    for month in months:
        if month not in known:
            raise InputError(
                f"There is no bill of {month}.",
                next_step=f"{nearest(month, known)} There are {known[0]} to {known[-1]}.".strip(),
                details={"months": known},
            )
    return tuple(sorted(set(months)))
