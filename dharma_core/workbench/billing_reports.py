"""What an import did, and what the bills add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.money import exact_product, exact_sum, plain

if TYPE_CHECKING:
    from dharma_core.finops.budgets import Threshold
    from dharma_core.finops.currencies import RateTable
    from dharma_core.finops.focus_validation import Validation
    from dharma_core.storage.billing_loading import Rejected, StagedFile
    from dharma_core.storage.billing_restating import Restated
    from dharma_core.storage.billing_store import Manifest

__all__ = [
    "BillingSummary",
    "ImportedBills",
    "PeriodCost",
    "ToldBudget",
    "ValidatedBill",
    "ValidatedBills",
    "no_bill",
    "summarise",
]


@dataclass(frozen=True, slots=True)
class ToldBudget:
    """A threshold of a budget that people were told of just now.

    Parameters
    ----------
    period : str
        The days it is reached in, ``2026-03-01..2026-03-31``.
    """

    budget: str
    threshold: Threshold
    period: str

    def as_dict(self) -> dict[str, str]:
        """Return the JSON form."""
        return {
            "budget": self.budget,
            "threshold": f"{self.threshold}",
            "period": self.period,
        }


@dataclass(frozen=True, slots=True)
class ImportedBills:
    """What became of each file, and what budgets said to it.

    Parameters
    ----------
    files : tuple of StagedFile
    same : tuple of (str, str)
        Files that changed nothing: in force already, or the same as another one of this import.
    restated : tuple of Restated
        Months that were replaced.
    told : tuple of ToldBudget
        Thresholds reached for the first time in their period; none for who may not read budgets.
    budgets_problem : str
        Why budgets could not be judged; the bills are in force nevertheless.
    """

    files: tuple[StagedFile, ...]
    same: tuple[tuple[str, str], ...]
    restated: tuple[Restated, ...]
    told: tuple[ToldBudget, ...] = ()
    budgets_problem: str = ""

    @property
    def rows(self) -> int:
        """How many rows were put in force."""
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Rows that cannot be loaded; the first thousand of each file."""
        return tuple(row for file in self.files for row in file.rejected)

    @property
    def rejected_count(self) -> int:
        """How many there are."""
        return sum(file.rejected_count for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "rows": self.rows,
            "rejected": [row.as_dict() for row in self.rejected],
            "rejected_count": self.rejected_count,
            "periods": sorted({p.month for file in self.files for p in file.parts}),
            "files": [*map(_file, self.files), *(_same(name, as_) for name, as_ in self.same)],
            "restated": [restated.as_dict() for restated in self.restated],
            "told": [told.as_dict() for told in self.told],
            "budgets_problem": self.budgets_problem or None,
        }

    def said(self) -> dict[str, Any]:
        """Return what the audit keeps: names, digests and counts, no row."""
        files = [
            {
                "name": file.opened.name,
                "sha256": file.opened.digest,
                "rows": file.rows,
                "rejected": file.rejected_count,
            }
            for file in self.files
        ]
        shrunk = [restated.month for restated in self.restated if restated.shrinks]
        restated = [restated.month for restated in self.restated]
        return {"rows": self.rows, "files": files, "restated": restated, "shrunk": shrunk}


def _file(file: StagedFile) -> dict[str, Any]:
    open_rules = [v for v in file.validation.violations if not v.blocks]
    return {
        "name": file.opened.name,
        "status": "loaded" if file.parts else "refused",
        "format": file.bill.format,
        "focus_version": file.validation.version,
        "rows": file.rows,
        "rejected_count": file.rejected_count,
        "violations": [{"rule": v.rule, "count": v.count, "repair": v.repair} for v in open_rules],
    }


def _same(name: str, other: str) -> dict[str, Any]:
    status = "duplicate" if other else "unchanged"
    return {"name": name, "status": status, "same_as": other or None, "rows": 0}


@dataclass(frozen=True, slots=True)
class ValidatedBill:
    """One file held against FOCUS."""

    name: str
    format: str
    validation: Validation


@dataclass(frozen=True, slots=True)
class ValidatedBills:
    """Every file held against FOCUS."""

    bills: tuple[ValidatedBill, ...]

    @property
    def conforms(self) -> bool:
        """Whether no file breaks a MUST of the specification."""
        return all(bill.validation.conforms for bill in self.bills)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        files = [
            {"name": bill.name, "format": bill.format}
            | {
                key: value
                for key, value in bill.validation.as_dict().items()
                if key != "violations"
            }
            for bill in self.bills
        ]
        violations = [
            {"file": bill.name} | violation.as_dict()
            for bill in self.bills
            for violation in bill.validation.violations
        ]
        return {
            "conforms": self.conforms,
            "loadable": all(bill.validation.loadable for bill in self.bills),
            "rows": sum(bill.validation.rows for bill in self.bills),
            "files": files,
            "violations": violations,
        }


@dataclass(frozen=True, slots=True)
class PeriodCost:
    """What one billing month cost in one currency."""

    period: str
    currency: str
    billed_cost: Decimal
    effective_cost: Decimal
    rows: int

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "period": self.period,
            "currency": self.currency,
            "billed_cost": plain(self.billed_cost),
            "effective_cost": plain(self.effective_cost),
            "rows": self.rows,
        }


@dataclass(frozen=True, slots=True)
class BillingSummary:
    """What is in force, added up.

    Parameters
    ----------
    periods : tuple of PeriodCost
        By month and currency.
    sources : tuple of (str, str)
        Provider and account of each bill.
    rejected : int
        Rows that were left out when their files were loaded: what is missing here.
    """

    periods: tuple[PeriodCost, ...]
    sources: tuple[tuple[str, str], ...]
    rejected: int

    @property
    def currencies(self) -> tuple[PeriodCost, ...]:
        """The sums over all months, one for each currency."""
        found = sorted({period.currency for period in self.periods})
        return tuple(_added("", c, [p for p in self.periods if p.currency == c]) for c in found)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form; several currencies have no sum, so it is null."""
        sums = self.currencies
        one = sums[0] if len(sums) == 1 else None
        return {
            "billed_cost": plain(one.billed_cost) if one else None,
            "effective_cost": plain(one.effective_cost) if one else None,
            "currency": one.currency if one else None,
            "rows": sum(period.rows for period in self.periods),
            "rejected_count": self.rejected,
            "periods": [period.as_dict() for period in self.periods],
            "currencies": [
                {key: value for key, value in s.as_dict().items() if key != "period"} for s in sums
            ],
            "sources": [{"provider": p, "account": a} for p, a in self.sources],
        }


def summarise(manifest: Manifest, *, currency: str, table: RateTable) -> BillingSummary:
    """Return the sums of a manifest, in one currency when it is named.

    Raises
    ------
    InputError
        If a rate is missing.
    """
    single = [
        _converted(
            PeriodCost(part.month, held, cost.billed, cost.effective, cost.rows), currency, table
        )
        for part in manifest.parts
        for held, cost in part.costs.items()
    ]
    keys = sorted({(p.period, p.currency) for p in single})
    periods = tuple(
        _added(*key, [p for p in single if (p.period, p.currency) == key]) for key in keys
    )
    sources = tuple(sorted({(part.provider, part.account) for part in manifest.parts}))
    return BillingSummary(periods, sources, sum(d.rejected for d in manifest.deliveries))


def _converted(cost: PeriodCost, currency: str, table: RateTable) -> PeriodCost:
    if not currency:
        return cost
    rate = table.rate(cost.period, cost.currency, currency)
    return replace(
        cost,
        currency=currency,
        billed_cost=exact_product(cost.billed_cost, rate),
        effective_cost=exact_product(cost.effective_cost, rate),
    )


def _added(period: str, currency: str, parts: Sequence[PeriodCost]) -> PeriodCost:
    return PeriodCost(
        period,
        currency,
        exact_sum(part.billed_cost for part in parts),
        exact_sum(part.effective_cost for part in parts),
        sum(part.rows for part in parts),
    )


def no_bill() -> InputError:
    """Return the refusal of what needs a bill where none was imported."""
    return InputError(
        "No bill was imported yet.",
        next_step="dharma billing import FILE, or dharma billing sample for one to try.",
    )
