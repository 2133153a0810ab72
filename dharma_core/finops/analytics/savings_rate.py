"""The effective savings rate: how far below list price the usage was paid, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import narwhals as nw

from dharma_core.finops.analytics.bill import Bill
from dharma_core.finops.analytics.spend import summed
from dharma_core.finops.analytics.tags import Dimension, name_of

__all__ = ["Savings", "savings_rate"]

_COSTS = ("ListCost", "ContractedCost", "EffectiveCost")


@dataclass(frozen=True, slots=True)
class Savings:
    """What usage would have cost at list price, and what it cost.

    Parameters
    ----------
    key : tuple
        The values of the dimensions; empty for the whole bill.
    listed, effective : Decimal
        List price of the usage; what it cost with commitments spread over their use.
    negotiated : Decimal
        Saved by contract prices.
    committed : Decimal
        Saved by commitments, before what they left unused.
    unused : Decimal
        Paid for commitments that nobody used: taken off the savings.
    """

    key: tuple[str | None, ...]
    listed: Decimal
    effective: Decimal
    negotiated: Decimal
    committed: Decimal
    unused: Decimal

    @property
    def rate(self) -> float | None:
        """The saved share of the list price; None where nothing had one."""
        if self.listed <= 0:
            return None
        return float(1 - self.effective / self.listed)


def savings_rate(bill: Bill, by: Sequence[Dimension] = ()) -> tuple[Savings, ...]:
    """Return the effective savings of usage, one a group, the largest list price first.

    Purchases, taxes, credits and corrections are left out: a commitment's fee is in the effective
    cost of the usage it covers and of what it left unused.

    Raises
    ------
    InputError
        If a column is missing.
    """
    bill.has("ChargeClass", "CommitmentDiscountStatus", *_COSTS)
    usage = bill.where(ChargeCategory="Usage").frame.filter(nw.col("ChargeClass").is_null())
    status: Dimension = "CommitmentDiscountStatus"
    sums = summed(Bill(usage, bill.currency), [*by, status], _COSTS)
    names = [name_of(d) for d in by]
    groups: dict[tuple[str | None, ...], list[dict[str, Any]]] = {}
    for row in sums.iter_rows(named=True):
        groups.setdefault(tuple(row[n] for n in names), []).append(row)
    result = [_savings(key, rows) for key, rows in groups.items()]
    return tuple(sorted(result, key=lambda s: -s.listed))


def _savings(key: tuple[str | None, ...], rows: Sequence[dict[str, Any]]) -> Savings:
    kept = [r for r in rows if r["CommitmentDiscountStatus"] != "Unused"]
    listed = sum((r["ListCost"] for r in kept), Decimal(0))
    contracted = sum((r["ContractedCost"] for r in kept), Decimal(0))
    used = sum((r["EffectiveCost"] for r in kept), Decimal(0))
    whole = sum((r["EffectiveCost"] for r in rows), Decimal(0))
    return Savings(
        key,
        listed=listed,
        effective=whole,
        negotiated=listed - contracted,
        committed=contracted - used,
        unused=whole - used,
    )
