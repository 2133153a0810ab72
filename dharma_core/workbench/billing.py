"""Billing as people bring it: validated, imported, summed up, in one currency when asked."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    import polars as pl

    from dharma_core.finops.currencies import RateTable
    from dharma_core.finops.readers.opencost import ClusterCost
    from dharma_core.storage.billing_store import BillingStore
    from dharma_core.workbench.billing_reports import BillingSummary, ImportedBills, ValidatedBills

__all__ = ["Billing"]

RATES_FILE = "exchange-rates.csv"
_MOST_ALLOCATION_BYTES = 200_000_000


class Billing(Context):
    """The part of the workbench that knows what was spent."""

    def import_bills(
        self, places: Sequence[Path], *, partial: bool = False, allow_shrink: bool = False
    ) -> ImportedBills:
        """Load billing files or folders of them: all together or none; the act is on record.

        A month of an account that is in force is replaced by the new one. A file that is in force
        already changes nothing.

        Parameters
        ----------
        partial : bool
            Load the rows that are right of a file with others; without it such a file stays out.
        allow_shrink : bool
            Let a month lose rows or days.

        Raises
        ------
        PermissionDenied
            If the actor may not import billing.
        InputError
            If a file is none, is broken or lacks essential columns, two are the same, or a month
            would shrink; nothing is loaded then.
        ConflictError
            If somebody else imported meanwhile.
        """
        from dharma_core.storage.billing_files import find_files, open_file
        from dharma_core.storage.billing_loading import stage_file
        from dharma_core.storage.billing_restating import (
            refuse_both_views,
            refuse_shrinking,
            refuse_twins,
            restatements,
        )
        from dharma_core.workbench.billing_reports import ImportedBills

        self.allow("billing:import")
        found = find_files(self.cwd / place for place in places)
        bills = self._bills
        manifest = bills.manifest()
        known: dict[str, str] = {}
        staged, same = [], []
        with bills.staging() as aside:
            for name, path in found:
                opened = open_file(name, path, aside)
                if opened.digest in known or manifest.holds(opened.digest):
                    same.append((name, known.get(opened.digest, "")))
                else:
                    stamp = manifest.generation + 1
                    staged.append(stage_file(opened, aside, stamp=stamp, partial=partial))
                known.setdefault(opened.digest, name)
            refuse_twins(staged)
            refuse_both_views(staged)
            parts = [part for file in staged for part in file.parts]
            restated = restatements(manifest, parts)
            if not allow_shrink:
                refuse_shrinking(restated)
            report = ImportedBills(tuple(staged), tuple(same), restated)
            if parts:
                self._put_in_force(report, manifest.generation)
        return report

    def _put_in_force(self, report: ImportedBills, generation: int) -> None:
        from dharma_core.events import EventType

        moment = self.now()
        loaded = [file for file in report.files if file.parts]
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.BILLING_IMPORTED, ("billing", self.actor.tenant))
            uow.events.append(replace(draft, data=report.said()))
            self._bills.commit(
                {name: path for file in loaded for name, path in file.staged.items()},
                [file.delivery(moment) for file in loaded],
                [part for file in loaded for part in file.parts],
                generation=generation,
            )

    def validate_bills(self, places: Sequence[Path], *, version: str = "") -> ValidatedBills:
        """Return which rules of FOCUS files break, in which rows, and how to mend it.

        Parameters
        ----------
        version : str, optional
            1.0, 1.1 or 1.2; told by the columns when left out.

        Raises
        ------
        InputError
            If one is no bill, or cannot be read.
        """
        from dharma_core.finops.focus_validation import validate_bill
        from dharma_core.storage.billing_facts import load_focus
        from dharma_core.storage.billing_files import find_files, open_file, reading
        from dharma_core.storage.billing_loading import open_bill
        from dharma_core.workbench.billing_reports import ValidatedBill, ValidatedBills

        found = []
        for name, path in find_files(self.cwd / place for place in places):
            with tempfile.TemporaryDirectory(prefix="dharma-bill-") as spool, reading(name):
                bill = open_bill(open_file(name, path, Path(spool)))
                validation = validate_bill(bill.frame, load_focus(), version=version)
            found.append(ValidatedBill(name, bill.title, validation))
        return ValidatedBills(tuple(found))

    def billing_stamp(self) -> str:
        """Return a mark of what is in force; empty where nothing is.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        """
        self.allow("billing:read")
        files = "\n".join(part.file for part in self._bills.manifest().parts)
        return hashlib.sha256(files.encode()).hexdigest()[:16] if files else ""

    def billing_summary(self, *, currency: str = "", rates: Path | None = None) -> BillingSummary:
        """Return what was billed and what it cost effectively, by month.

        Parameters
        ----------
        currency : str, optional
            Say everything in this one; without it several currencies stay apart.
        rates : Path, optional
            A table of rates; ``exchange-rates.csv`` here or in DHARMA_HOME when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If a rate is missing; none is guessed.
        """
        from dharma_core.workbench.billing_reports import summarise

        self.allow("billing:read")
        table = self._rates(rates)
        return summarise(self._bills.manifest(), currency=currency, table=table)

    def billing(
        self, *, months: Iterable[str] = (), currency: str = "", rates: Path | None = None
    ) -> pl.LazyFrame:
        """Return what is in force as a billing frame (decision 0060), nothing read yet.

        Parameters
        ----------
        months : iterable of str, optional
            Such as ``2026-03``; all when left out.
        currency : str, optional
            Convert every cost; without it the frame may hold several currencies.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If a rate is missing.
        """
        from dharma_core.finops.currencies import in_one_currency

        self.allow("billing:read")
        wanted = tuple(months)
        frame = self._bills.frame(months=wanted)
        if not currency:
            return frame
        present: dict[str, set[str]] = {}
        for part in self._bills.manifest().parts:
            if not wanted or part.month in wanted:
                present.setdefault(part.month, set()).update(part.costs)
        return in_one_currency(frame, currency, self._rates(rates), present)

    def cluster_cost(self, file: Path) -> ClusterCost:
        """Return what OpenCost says a cluster cost, by namespace and pod.

        Raises
        ------
        InputError
            If the file is no answer of OpenCost's allocation API.
        """
        from dharma_core.finops.readers.opencost import read_allocations
        from dharma_core.storage.text_files import read_small_text

        text = read_small_text(
            self.cwd / file,
            what="answer of OpenCost",
            too_large="Ask for a shorter window, or aggregate by pod.",
            most_bytes=_MOST_ALLOCATION_BYTES,
        )
        return read_allocations(text, file=str(file))

    @property
    def _bills(self) -> BillingStore:
        from dharma_core.storage.billing_store import BillingStore

        return BillingStore(self.settings.home, self.actor.tenant)

    def _rates(self, given: Path | None) -> RateTable:
        from dharma_core.finops.currencies import RateTable, parse_rates
        from dharma_core.storage.text_files import read_small_text

        places = [self.cwd / RATES_FILE, self.settings.home / RATES_FILE]
        path = self.cwd / given if given else next((p for p in places if p.is_file()), None)
        if path is None:
            return RateTable({})
        text = read_small_text(path, what="table of exchange rates", too_large="Keep ten years.")
        return parse_rates(text, name=path.name)
