"""A bill as usage needs it: the things it names, the days it covers, what it charges for."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import narwhals as nw

from dharma_core.finops.analytics.bill import Bill, collected
from dharma_core.finops.analytics.tags import tags_of
from dharma_core.finops.bill_usage.handles import plain_key
from dharma_core.finops.bill_usage.matching import BilledThing
from dharma_core.finops.bill_usage.resource_kinds import ResourceKinds
from dharma_core.finops.bill_usage.rules import UsageRules
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["Charge", "CoveredDays", "billed_things", "charges_of", "covered_days"]

_THING, _COST = "thing", "EffectiveCost"
_ABOUT = ("ResourceId", "ResourceName", "Tags", "ServiceName", "SubAccountId", "RegionId")
_SKU = ("SkuMeter", "ChargeDescription")
_OWN_SKU = (  # what AWS, and Azure, call a SKU in columns of their own
    "x_UsageType", "x_line_item_usage_type", "x_SkuMeterName", "x_SkuDescription",
)  # fmt: skip
_UNITS = ("ConsumedUnit", "PricingUnit")
_SOURCE = ("ProviderName", "BillingAccountId")
_QUANTITIES = ("ConsumedQuantity", "PricingQuantity")
_CHECKED = "checked"
_LONGEST_CHARGE = 366  # days


@dataclass(frozen=True, slots=True)
class CoveredDays:
    """The days on which one account of a provider has usage on the bill."""

    provider: str
    account: str
    days: tuple[date, ...]

    @property
    def flow(self) -> Decimal:
        """What a sum over the days is to be multiplied by to be a month of 730 hours."""
        return HOURS_PER_MONTH / (24 * len(self.days))

    @property
    def months(self) -> Decimal:
        """How many calendar months they are: what GB-months are to be divided by."""
        per_month: dict[tuple[int, int], int] = {}
        for day in self.days:
            per_month[day.year, day.month] = per_month.get((day.year, day.month), 0) + 1
        parts = (Decimal(n) / calendar.monthrange(*key)[1] for key, n in per_month.items())
        return sum(parts, Decimal(0))

    @property
    def text(self) -> str:
        """The days in words.

        Examples
        --------
        >>> CoveredDays("AWS", "1", (date(2025, 12, 1), date(2025, 12, 2))).text
        'AWS 1: 2 days, 2025-12-01 to 2025-12-02'
        """
        first, last = self.days[0], self.days[-1]
        gaps = (last - first).days + 1 - len(self.days)
        said = f"{first}" if first == last else f"{first} to {last}"
        count = "1 day" if len(self.days) == 1 else f"{len(self.days)} days"
        missing = f", {gaps} of them without a charge" if gaps else ""
        return f"{self.provider} {self.account}: {count}, {said}{missing}"


@dataclass(frozen=True, slots=True)
class Charge:
    """One thing's use of one SKU, summed over the days of the bill.

    Parameters
    ----------
    texts : tuple of str
        What the row calls the SKU, the description last.
    quantity : Decimal or None
        In ``unit``; None where the bill gives none.
    days : int
        On how many days it was charged.
    agrees : bool
        Whether unit price times quantity is what was charged, where the bill has a unit price: so
        that a quantity in blocks is known to count blocks.
    """

    thing: str
    provider: str
    account: str
    service: str
    region: str
    texts: tuple[str, ...]
    unit: str
    quantity: Decimal | None
    cost: Decimal
    days: int
    agrees: bool = True

    @property
    def what(self) -> str:
        """The SKU as people read it."""
        return self.texts[-1] if self.texts else self.service


def covered_days(bill: Bill) -> Mapping[tuple[str, str], CoveredDays]:
    """Return the days on which each account of each provider has usage.

    A charge period of a month covers its days; one without an end covers the day it begins on.
    """
    found: dict[tuple[str, str], set[date]] = {}
    keys = (*_SOURCE, "ChargePeriodStart", "ChargePeriodEnd")
    for provider, account, start, end in collected(_used(bill).select(*keys).unique()).iter_rows():
        found.setdefault((provider or "", account or ""), set()).update(_days(start, end))
    return {key: CoveredDays(*key, tuple(sorted(days))) for key, days in found.items() if days}


def billed_things(bill: Bill, kinds: ResourceKinds, rules: UsageRules) -> tuple[BilledThing, ...]:
    """Return what the bill charges for, one for each id or, where there is none, each name."""
    frame = _used(bill).group_by(_THING, *_ABOUT).agg(nw.col(_COST).sum())
    table = collected(frame.filter(~nw.col(_THING).is_null())).sort(_THING, *_ABOUT)
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in table.iter_rows(named=True):
        rows.setdefault(row[_THING], []).append(row)
    tags = tags_of(table["Tags"])
    return tuple(_thing(key, several, tags, kinds, rules) for key, several in rows.items())


def charges_of(bill: Bill, things: Collection[str]) -> tuple[Charge, ...]:
    """Return what some things are charged for, the dearest first."""
    present = bill.frame.collect_schema().names()
    skus = [name for name in (*_OWN_SKU, *_SKU) if name in present]
    keys = (_THING, *_SOURCE, "ServiceName", "RegionId", *skus, *_UNITS)
    product = _float("PricingQuantity") * _float("ContractedUnitPrice")
    day = nw.col("ChargePeriodStart").dt.truncate("1d")
    frame = (
        _used(bill)
        .filter(nw.col(_THING).is_in(sorted(things)))
        .with_columns(product.alias(_CHECKED), day.alias("day"))
        .group_by(*keys)
        .agg(
            *(nw.col(name).sum() for name in (*_QUANTITIES, _COST, "ContractedCost", _CHECKED)),
            # A sum of nothing is zero on some engines: unknown is told by the count.
            *(nw.col(name).count().alias(f"known {name}") for name in _QUANTITIES),
            nw.col("day").n_unique().alias("days"),
        )
    )
    order = (_COST, _THING, *skus)
    table = collected(frame).sort(order, descending=[name == _COST for name in order])
    return tuple(_charge(row, skus) for row in table.iter_rows(named=True))


def _float(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.Float64)


def _used(bill: Bill) -> nw.LazyFrame[Any]:
    """Return the rows that say a use, with what names the thing; unused commitments are none."""
    bill.has(*_ABOUT, *_SKU, *_UNITS, *_SOURCE, *_QUANTITIES, _COST)
    status = nw.col("CommitmentDiscountStatus")
    kept = (nw.col("ChargeCategory") == "Usage") & (status.is_null() | (status != "Unused"))
    thing = nw.coalesce("ResourceId", "ResourceName").alias(_THING)
    return bill.frame.filter(kept).with_columns(thing)


def _days(start: datetime, end: datetime | None) -> Iterable[date]:
    day = start.date()
    last = end - timedelta(microseconds=1) if end is not None and end > start else start
    last = min(last, start + timedelta(days=_LONGEST_CHARGE))
    while day <= last.date():
        yield day
        day += timedelta(days=1)


def _thing(
    key: str,
    rows: Sequence[Mapping[str, Any]],
    tags: Mapping[str, Mapping[str, str]],
    kinds: ResourceKinds,
    rules: UsageRules,
) -> BilledThing:
    services = sorted({row["ServiceName"] for row in rows if row["ServiceName"]})
    said = {k: v for row in rows if row["Tags"] for k, v in tags[row["Tags"]].items()}
    region, account = _only(rows, "RegionId"), _only(rows, "SubAccountId")
    return BilledThing(
        key,
        kinds.read(key, services=services, region=region, account=account),
        _only(rows, "ResourceName"),
        {plain_key(k): v for k, v in said.items()},
        rules.types_of(services),
        sum((row[_COST] for row in rows), Decimal(0)),
    )


def _only(rows: Sequence[Mapping[str, Any]], column: str) -> str:
    """Return the one value of a column; empty where there is none or several."""
    found = {row[column] for row in rows if row[column]}
    return found.pop() if len(found) == 1 else ""


def _charge(row: Mapping[str, Any], skus: Sequence[str]) -> Charge:
    consumed = row["ConsumedUnit"] is not None
    kind = "Consumed" if consumed else "Pricing"
    charged, priced = float(row["ContractedCost"] or 0), row[_CHECKED]
    return Charge(
        thing=row[_THING],
        provider=row["ProviderName"] or "",
        account=row["BillingAccountId"] or "",
        service=row["ServiceName"] or "",
        region=row["RegionId"] or "",
        texts=tuple(dict.fromkeys(row[name] for name in skus if row[name])),
        unit=row[f"{kind}Unit"] or "",
        quantity=row[f"{kind}Quantity"] if row[f"known {kind}Quantity"] else None,
        cost=row[_COST] or Decimal(0),
        days=row["days"],
        agrees=consumed or _near(charged, priced),
    )


def _near(charged: float, priced: float | None) -> bool:
    return bool(priced) and abs(charged - float(priced or 0)) <= 0.02 * abs(charged)
