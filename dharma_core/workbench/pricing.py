"""Pricing a Plan: usage from files and presets, estimates, their comparison, usage files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.events import EventType
from dharma_core.workbench.collecting import uncollected
from dharma_core.workbench.reading import Reading
from dharma_core.workbench.sources import read_file

if TYPE_CHECKING:
    from dharma_core.costs.comparison import Comparison
    from dharma_core.costs.estimate import Terms
    from dharma_core.costs.estimates import Estimate
    from dharma_core.costs.usage import Usage
    from dharma_core.finops.bill_usage.billed_usage import BilledUsage
    from dharma_core.plan import Plan

__all__ = ["Pricing", "UsageCheck"]

_MAX_USAGE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class UsageCheck:
    """What a usage file says, held against a design when one is given.

    Parameters
    ----------
    entries, keys : int
        How many addresses or types it speaks of, and how many values it gives.
    unmetered : tuple of str
        Entries about types that Dharma does not price; other tools may.
    unmatched : tuple of str
        Entries that no resource of the design answers to; empty without a design.
    open_keys : mapping of str to tuple of str
        Of the design: what each address still depends on.
    """

    entries: int
    keys: int
    unmetered: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    open_keys: Mapping[str, tuple[str, ...]] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        still = self.open_keys or {}
        return {
            "entries": self.entries,
            "keys": self.keys,
            "unmetered": list(self.unmetered),
            "unmatched": list(self.unmatched),
            "open_keys": {address: list(keys) for address, keys in still.items()},
        }


class Pricing(Reading):
    """The part of the workbench that says what a Plan costs."""

    def estimate(
        self,
        plan: Plan,
        *,
        usage: Path | BilledUsage | None = None,
        usage_text: str | None = None,
        preset: str = "",
        load: Decimal = Decimal(1),
    ) -> Estimate:
        """Price a Plan for a month of 730 hours.

        Parameters
        ----------
        usage : Path or BilledUsage, optional
            A usage file (version 0.1), or what a bill measured.
        usage_text : str, optional
            A usage file's text; it wins over what a bill measured.
        preset : str
            ``small``, ``medium`` or ``large``: what is assumed where nobody gave a quantity.
        load : Decimal
            Multiplies the quantities that are given or assumed, to see what if.

        Raises
        ------
        InputError
            If the usage file cannot be read; the message names file and line.
        """
        terms = replace(self._terms(usage, usage_text, preset), load=load)
        return self._recorded(plan, self._priced(plan, terms))

    def compare(
        self,
        old: Plan,
        new: Plan,
        *,
        usage: Path | BilledUsage | None = None,
        usage_text: str | None = None,
        preset: str = "",
    ) -> Comparison:
        """Return what a month of each resource cost in ``old`` and costs in ``new``.

        Parameters
        ----------
        usage, usage_text, preset
            As of `estimate`.

        Raises
        ------
        InputError
            If the two are priced in different currencies, or the usage file cannot be read.
        """
        from dharma_core.costs.comparison import compare_estimates

        terms = self._terms(usage, usage_text, preset)
        before, after = (self._recorded(p, self._priced(p, terms)) for p in (old, new))
        return compare_estimates(before, after)

    def draft_usage(self, plan: Plan, *, preset: str = "") -> str:
        """Return a usage file with every key that a Plan's resources could use.

        Parameters
        ----------
        preset : str
            ``small``, ``medium`` or ``large`` to fill in what it assumes; empty for empty values.
        """
        from dharma_core.costs.usage_drafting import draft_usage

        priced = self._priced(plan, self._terms(None, None, preset)) if preset else None
        return draft_usage(plan, self.catalog, priced=priced)

    def check_usage(self, file: Path, plan: Plan | None = None) -> UsageCheck:
        """Return what a usage file says; with a design, what of it leads nowhere.

        Raises
        ------
        InputError
            If a key or a value is wrong: file, line and the nearest right key are named.
        """
        from dharma_core.costs.usage import check_usage

        terms = self._terms(file, None, "")
        check_usage(terms.usage, self.catalog)
        blocks = (*terms.usage.defaults, *terms.usage.resources)
        found = UsageCheck(
            len(blocks),
            sum(len(block.values) for block in blocks),
            tuple(b.pattern for b in blocks if b.type not in self.catalog.costs),
        )
        if plan is None:
            return found
        priced = self._priced(plan, terms)
        return replace(found, unmatched=_unmatched(terms.usage, priced), open_keys=_open(priced))

    def budget_for(self, plan: Plan) -> Decimal | None:
        """Return the budget configured for a design in dollars a month, None when there is none."""
        return self.settings.budget_for(plan.name)

    def write_new_text(self, file: Path, text: str, *, overwrite: bool = False) -> Path:
        """Write one file that is not there yet, whole or not at all.

        Raises
        ------
        InputError
            If it is there already and ``overwrite`` is False.
        """
        from dharma_core.storage.atomic_file import replacing

        self.allow("blueprint:read")
        path = self.cwd / file
        if path.exists() and not overwrite:
            raise InputError(
                f"{file} is there already.", next_step="Add --overwrite, or choose another name."
            )
        with replacing(path) as stream:
            stream.write(text)
        return path

    def usage_file_text(self, file: Path) -> str:
        """Return the text of a usage file.

        Raises
        ------
        InputError
            If it is none that can be read.
        """
        return read_file(self.cwd / file, str(file), limit=_MAX_USAGE_BYTES)

    def _terms(
        self, usage: Path | BilledUsage | None, usage_text: str | None, preset: str
    ) -> Terms:
        from dharma_core.costs.assumptions import size_named
        from dharma_core.costs.estimate import Terms
        from dharma_core.costs.measurements import with_measured
        from dharma_core.costs.usage import NO_USAGE, parse_usage
        from dharma_core.storage.usage_presets import load_assumptions

        size = size_named(preset) if preset else None
        file = "usage"
        if isinstance(usage, Path):
            file, usage_text = str(usage), self.usage_file_text(usage)
        given = NO_USAGE if usage_text is None else parse_usage(usage_text, file=file)
        assumed = replace(load_assumptions(), size=size)
        today = datetime.now(UTC).date()
        if usage is None or isinstance(usage, Path):
            return Terms(given, assumed, today)
        measured = parse_usage(usage.text, file=usage.by)
        both, known = with_measured(given, measured, by=usage.by)
        return Terms(both, assumed, today, measured=known)

    def _priced(self, plan: Plan, terms: Terms) -> Estimate:
        from dharma_core.costs.estimate import estimate

        with uncollected():
            return estimate(plan, self.price_book, catalog=self.catalog, terms=terms)

    def _recorded(self, plan: Plan, found: Estimate) -> Estimate:
        from dharma_core.audit.citations import evidence_digest
        from dharma_core.costs.citations import estimate_evidence

        if plan.origin.get("blueprint_id"):
            said = {"total_monthly_cost": str(found.total.rounded()), "currency": found.currency}
            evidence = evidence_digest(estimate_evidence(found))
            said |= {"preset": found.preset, "evidence": evidence}
            more = {"unknown_count": found.unknown_count}
            self._record(EventType.COST_ESTIMATED, plan, said | more)
        return found

    def _record(self, kind: EventType, plan: Plan, data: Mapping[str, Any]) -> None:
        """Put a judgement of a stored design on record; a file's own judgements leave no trace."""
        blueprint_id = plan.origin.get("blueprint_id")
        if not blueprint_id:
            return
        self.allow("blueprint:read")
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(kind, ("blueprint", str(blueprint_id)))
            version = {"version": str(plan.origin.get("blueprint_version", ""))}
            uow.events.append(replace(draft, data={**version, **data}))


def _unmatched(usage: Usage, priced: Estimate) -> tuple[str, ...]:
    addresses = [r.address for r in priced.resources]
    types = {r.type for r in priced.resources}
    lost = [b.pattern for b in usage.defaults if b.pattern not in types]
    exact = set(addresses)
    for block in usage.resources:
        known = block.pattern in exact if block.is_exact else any(map(block.matches, addresses))
        if not known:
            lost.append(block.pattern)
    return tuple(lost)


def _open(priced: Estimate) -> Mapping[str, tuple[str, ...]]:
    found = {
        r.address: tuple(
            dict.fromkeys(
                c.usage_key for c in r.components if c.usage_key and c.state.value == "usage"
            )
        )
        for r in priced.resources
    }
    return {address: keys for address, keys in found.items() if keys}
