"""Commitments: how much of what could be covered is, and how much of what was bought is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import narwhals as nw
import polars as pl

from dharma_core.finops.analytics.bill import Bill, Grain, collected
from dharma_core.finops.analytics.spend import summed
from dharma_core.finops.analytics.tags import Dimension

__all__ = ["Utilisation", "coverage", "utilisation"]

_STATUS = "CommitmentDiscountStatus"
_COMMITMENT = ("CommitmentDiscountId", "CommitmentDiscountName", "CommitmentDiscountType")


@dataclass(frozen=True, slots=True)
class Utilisation:
    """How far one commitment was used; ``id`` None: the bill does not say which."""

    id: str | None
    name: str | None
    type: str | None
    used: Decimal
    unused: Decimal

    @property
    def rate(self) -> float | None:
        """The used share of what was paid; None where nothing was."""
        paid = self.used + self.unused
        return float(self.used / paid) if paid > 0 else None


def utilisation(bill: Bill) -> tuple[Utilisation, ...]:
    """Return every commitment that the bill shows in use, the most unused dollars first."""
    bill.has(*_COMMITMENT, _STATUS)
    shown = bill.frame.filter(nw.col(_STATUS).is_in(["Used", "Unused"]))
    sums = summed(Bill(shown, bill.currency), [*_COMMITMENT, _STATUS], ["EffectiveCost"])
    amounts: dict[tuple[str | None, str | None, str | None], dict[str, Decimal]] = {}
    for *key, status, cost in sums.iter_rows():
        amounts.setdefault((key[0], key[1], key[2]), {})[status] = cost
    result = [
        Utilisation(*key, found.get("Used", Decimal(0)), found.get("Unused", Decimal(0)))
        for key, found in amounts.items()
    ]
    return tuple(sorted(result, key=lambda u: (-u.unused, u.id or "")))


def coverage(
    bill: Bill, by: Sequence[Dimension] = (), *, grain: Grain | None = None
) -> pl.DataFrame:
    """Return how much of the coverable usage commitments covered, at contract prices.

    A bill does not say what could be covered. Taken as coverable is what has a ``SkuId`` that a
    commitment covers somewhere in this bill.

    Returns
    -------
    polars.DataFrame
        ``period`` (if there is a grain), the dimensions, ``covered`` and ``coverable`` (exact
        decimals, on-demand value) and ``share`` (float; null where nothing is coverable).
    """
    bill.has("SkuId", "ContractedCost", "ChargeClass", _STATUS)
    used = bill.frame.filter(nw.col(_STATUS) == "Used")
    skus = collected(used.select("SkuId").unique())["SkuId"].drop_nulls().to_list()
    usage = bill.where(ChargeCategory="Usage").frame.filter(
        nw.col("ChargeClass").is_null(), nw.col("SkuId").is_in(skus)
    )
    sums = summed(Bill(usage, bill.currency), [*by, _STATUS], ["ContractedCost"], grain=grain)
    names = [n for n in sums.columns if n not in (_STATUS, "ContractedCost")]
    cost = pl.col("ContractedCost")
    parts = [
        cost.filter(pl.col(_STATUS) == "Used").sum().alias("covered"),
        cost.sum().alias("coverable"),
    ]
    grouped = sums.group_by(names, maintain_order=True).agg(parts) if names else sums.select(parts)
    share = pl.col("covered").cast(pl.Float64) / pl.col("coverable").cast(pl.Float64)
    return grouped.with_columns(share=pl.when(pl.col("coverable") > 0).then(share))
