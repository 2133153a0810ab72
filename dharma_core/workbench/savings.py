"""What a design could save, and the advice made into a new version of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.workbench.imports import Imports
from dharma_core.workbench.sources import read_file

if TYPE_CHECKING:
    from dharma_core.blueprints.records import StoredBlueprint
    from dharma_core.costs.commitments import Scenario, WaysToPay
    from dharma_core.costs.estimates import Estimate
    from dharma_core.finops.bill_usage.billed_usage import BilledUsage
    from dharma_core.plan import Plan
    from dharma_core.recommendations import SavingsReport, Utilisation

__all__ = ["AppliedSavings", "Savings"]

_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class AppliedSavings:
    """A stored version with the advice in it, and the changes that it could not take."""

    stored: StoredBlueprint
    left: tuple[str, ...] = ()


class Savings(Imports):
    """The part of the workbench that looks for savings."""

    def savings(  # noqa: PLR0913 - what may be told, keyword only
        self,
        plan: Plan,
        *,
        usage: Path | BilledUsage | None = None,
        usage_text: str | None = None,
        preset: str = "",
        utilisation: Path | None = None,
        interruptible: bool = False,
    ) -> SavingsReport:
        """Return what a Plan could save, each piece of advice priced.

        Parameters
        ----------
        utilisation : Path, optional
            A file of peak utilisation by address; without it nothing is right-sized.
        interruptible : bool
            Whether machines may be taken away any minute, so that spot is proposed.

        Raises
        ------
        InputError
            If the usage or the utilisation file is wrong.
        """
        from dharma_core.recommendations import SavingsReport, Site, advise
        from dharma_core.recommendations.advisors import ADVISORS
        from dharma_core.storage.savings_facts import load_savings_facts
        from dharma_core.storage.strategies import load_strategies

        terms = self._terms(usage, usage_text, preset)
        known = self._utilisation(utilisation)
        estimate = self._recorded(plan, self._priced(plan, terms))
        site = Site(
            plan=plan,
            estimate=estimate,
            price=lambda changed: self._priced(changed, terms),
            book=self.price_book,
            sizes=self.sizes,
            facts=load_savings_facts(),
            strategies=load_strategies(),
            utilisation=known,
            interruptible=interruptible,
        )
        return SavingsReport(plan, estimate, advise(site, ADVISORS))

    def ways_to_pay(
        self,
        estimate: Estimate,
        scenarios: Sequence[Scenario] = (),
        *,
        interruptible: bool = False,
    ) -> tuple[WaysToPay, ...]:
        """Return the offers for each part of an estimate that can be had cheaper, and the best mix.

        Parameters
        ----------
        scenarios : sequence of Scenario
            How the need may turn out; certain and for three years when left out.

        Raises
        ------
        InputError
            If the scenarios are not right.
        """
        from dharma_core.costs.commitments import (
            Scenario,
            WaysToPay,
            capacities,
            cheapest_mix,
            offers_for,
        )
        from dharma_core.storage.strategies import load_strategies

        need = tuple(scenarios) or (Scenario(Decimal(1), Decimal(1)),)
        found = []
        for capacity in capacities(estimate):
            offers = offers_for(capacity, self.price_book, load_strategies())
            if offers:
                mix = cheapest_mix(capacity, offers, need, interruptible=interruptible)
                found.append(WaysToPay(capacity, offers, mix))
        return tuple(found)

    def _utilisation(self, file: Path | None) -> tuple[tuple[str, Utilisation], ...]:
        from dharma_core.recommendations import parse_utilisation

        if file is None:
            return ()
        text = read_file(self.cwd / file, str(file), limit=_MAX_BYTES)
        return parse_utilisation(text, file=str(file))

    def apply_savings(
        self, report: SavingsReport, ids: Iterable[str], *, name: str = ""
    ) -> AppliedSavings:
        """Keep a design with some advice followed: a new version of a stored blueprint.

        A Plan of another source is drafted as a blueprint first, and stored as its version 1.0.0.

        Parameters
        ----------
        name : str
            What a new blueprint is called; the Plan's name when left out.

        Raises
        ------
        InputError
            If there is no such advice, or it changes nothing in the design.
        ConflictError
            If somebody saved another version meanwhile.
        """
        from dharma_core.recommendations import change_plan, looks_after

        changes = tuple(c for one in report.chosen(ids) for c in one.proposal.changes)
        origin: Mapping[str, Any] = report.plan.origin
        if origin.get("blueprint_id"):
            return self._new_version(report.plan, changes)
        drafted = self.draft_blueprint(
            change_plan(report.plan, changes), name=name or report.plan.name
        )
        left = (*drafted.left_out, *looks_after(report.plan, changes))
        return AppliedSavings(self.save_imported(drafted), left)

    def _new_version(self, plan: Plan, changes: tuple[Any, ...]) -> AppliedSavings:
        from dharma_core.blueprints import dump_blueprint, parse_blueprint
        from dharma_core.recommendations import change_blueprint
        from dharma_core.workbench.documents import text_of

        id_, version = str(plan.origin["blueprint_id"]), str(plan.origin["blueprint_version"])
        stored = self.blueprint(id_)
        design = parse_blueprint(text_of(stored.document), file=stored.name)
        changed, left = change_blueprint(design, plan, changes)
        saved = self.save_blueprint(
            dump_blueprint(changed), file=stored.name, id=stored.id, expected_version=version
        )
        return AppliedSavings(saved, left)
