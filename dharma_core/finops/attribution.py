"""Where an anomaly's money went: account, service, resource, and whether price or quantity moved.

The days of an episode are compared with the same weekdays of the four weeks before. The drill-down
goes to the one account, service, region and meter that explains at least half of what is too much,
as long as there is one; then the resources that make up most of it are named, the new ones apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import polars as pl

from dharma_core.finops.attribution_rows import (
    DAYS_BEFORE,
    LEVELS,
    charges_by_scope,
    charges_of,
    compared,
)
from dharma_core.finops.attribution_scopes import UNKNOWN, Scope
from dharma_core.money import plain

__all__ = ["LEVELS", "Attribution", "Mechanism", "Part", "attribute", "attribute_scopes"]

_LEVEL_WORDS = {
    "SubAccountId": "account",
    "ServiceName": "service",
    "RegionId": "region",
    "SkuId": "meter",
}
_EXPLAINS = 0.5  # of the excess: less is no explanation
_MOST = 0.8  # of the excess: so many resources are named as make it up
_MOST_RESOURCES = 20
_CENT = Decimal("0.01")


class Mechanism(StrEnum):
    """What moved."""

    PRICE = "price"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the drill-down.

    Parameters
    ----------
    level : str
        The column of the billing frame, such as ``ServiceName``.
    value : str
    excess : Decimal
        Its cost beyond the usual, to the cent.
    share : float
        Of the excess of the level above.
    """

    level: str
    value: str
    excess: Decimal
    share: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """What an anomaly's excess is made of.

    Parameters
    ----------
    excess : Decimal
        The cost of the days beyond the same weekdays before, to the cent.
    parts : tuple of Part
        From the account down, as far as one part explains half of the one above.
    mechanism : Mechanism
        Which effect is the larger one.
    price_effect, quantity_effect : Decimal
        They sum to the excess of the last part.
    resources : tuple of Part
        The resources that make up most of the last part, the dearest first.
    new_resources : tuple of str
        Resources in the last part that cost nothing before, the dearest first.
    new_cost : Decimal
        What those cost together.
    """

    excess: Decimal
    parts: tuple[Part, ...]
    mechanism: Mechanism
    price_effect: Decimal
    quantity_effect: Decimal
    resources: tuple[Part, ...]
    new_resources: tuple[str, ...]
    new_cost: Decimal

    @property
    def cause(self) -> str:
        """In plain words: what moved, where."""
        words = "dearer for the same quantity"
        if self.mechanism is Mechanism.QUANTITY:
            words = "more of it"
            if self.new_resources and self.new_cost * 2 >= self.excess:
                many = "s" if len(self.new_resources) > 1 else ""
                words = f"{len(self.new_resources)} new resource{many}"
        where = ", ".join(f"{_LEVEL_WORDS.get(p.level, p.level)} {p.value}" for p in self.parts)
        return f"{words}: {where}" if where else words

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            "mechanism": self.mechanism.value,
            "excess": plain(self.excess),
            "price_effect": plain(self.price_effect),
            "quantity_effect": plain(self.quantity_effect),
            "parts": [_part(part) for part in self.parts],
            "resources": [_part(part) for part in self.resources],
            "new_resources": list(self.new_resources),
            "new_cost": plain(self.new_cost),
        }


def _part(part: Part) -> dict[str, Any]:
    return {
        "level": part.level,
        "value": part.value,
        "excess": plain(part.excess),
        "share": round(part.share, 4),
    }


def attribute(
    frame: pl.DataFrame | pl.LazyFrame,
    *,
    start: date,
    end: date,
    levels: Sequence[str] = LEVELS,
) -> Attribution | None:
    """Return where the excess of some days comes from.

    Parameters
    ----------
    frame : billing frame, in one currency
        With the days and the four weeks before; rows of other days are left alone.
    start, end : date
        First and last day, both within.
    levels : sequence of str
        Columns to drill down, widest first.

    Returns
    -------
    Attribution or None
        None where there is no billing in the four weeks before, or nothing is too much.
    """
    first = start - timedelta(days=DAYS_BEFORE)
    charges = charges_of(frame, levels).filter(pl.col("day").is_between(first, end))
    return _attributed(charges.collect(), start, end, levels)


def attribute_scopes(
    frame: pl.DataFrame | pl.LazyFrame, spans: Mapping[Scope, Sequence[tuple[date, date]]]
) -> Mapping[tuple[Scope, date], Attribution]:
    """Return where the excess of several scopes' days comes from: `attribute`, in one reading.

    Parameters
    ----------
    frame : billing frame, in one currency
    spans : mapping of scope to sequence of (date, date)
        First and last day, both within, of each episode of an account's service.

    Returns
    -------
    mapping of (scope, first day) to Attribution
        Without the episodes that nothing explains.
    """
    found = {}
    for scope, rows in charges_by_scope(frame, spans).items():
        for start, end in spans[scope]:
            if cause := _attributed(rows, start, end, LEVELS):
                found[scope, start] = cause
    return found


def _attributed(
    charges: pl.DataFrame, start: date, end: date, levels: Sequence[str]
) -> Attribution | None:
    rows = compared(charges, start, end, levels)
    if rows is None:
        return None
    excess = _excess(rows)
    if excess <= 0:
        return None
    parts: list[Part] = []
    for level in levels:
        part = _largest(rows, level)
        if part is None:
            break
        if part.value != UNKNOWN:  # a level that the bill leaves out hides none below it
            parts.append(part)
        rows = rows.filter(pl.col(level) == part.value)
    price, quantity = _effects(rows)
    price_cents = _cents(price)
    news = _new_resources(rows)
    return Attribution(
        excess=_cents(excess),
        parts=tuple(parts),
        mechanism=Mechanism.PRICE if price > quantity else Mechanism.QUANTITY,
        price_effect=price_cents,
        quantity_effect=_cents(price + quantity) - price_cents,
        resources=_resources(rows),
        new_resources=tuple(news["ResourceId"].to_list()),
        new_cost=_cents(float(news["cost"].sum())),
    )


def _cents(amount: float) -> Decimal:
    return Decimal(repr(amount)).quantize(_CENT)


def _excess(rows: pl.DataFrame) -> float:
    return float(rows["cost"].sum()) - float(rows["usual_cost"].sum())


def _largest(rows: pl.DataFrame, level: str) -> Part | None:
    """Return the value of a level that explains most, or None when it explains too little."""
    whole = _excess(rows)
    by_value = (
        rows.group_by(level)
        .agg((pl.col("cost") - pl.col("usual_cost")).sum().alias("excess"))
        .sort("excess", level, descending=[True, False])
    )
    value, excess = by_value.row(0)
    share = excess / whole
    if share < _EXPLAINS:
        return None
    return Part(level, value, _cents(excess), min(share, 1.0))


def _resources(rows: pl.DataFrame) -> tuple[Part, ...]:
    """Return the resources that make up most of the excess, the dearest first."""
    whole = _excess(rows)
    by_resource = (
        rows.filter(pl.col("ResourceId") != UNKNOWN)
        .group_by("ResourceId")
        .agg((pl.col("cost") - pl.col("usual_cost")).sum().alias("excess"))
        .filter(pl.col("excess") > 0)
        .sort("excess", "ResourceId", descending=[True, False])
    )
    found: list[Part] = []
    named = 0.0
    for resource, excess in by_resource.head(_MOST_RESOURCES).iter_rows():
        if named >= _MOST * whole:
            break
        named += excess
        found.append(Part("ResourceId", resource, _cents(excess), min(excess / whole, 1.0)))
    return tuple(found)


def _effects(rows: pl.DataFrame) -> tuple[float, float]:
    """Return the price and the quantity effect, meter by meter; they sum to the excess.

    What had no quantity before, or has none, is all quantity: it has no price to compare.
    """
    meters = rows.group_by("SkuId", "PricingUnit").agg(
        pl.col("cost", "quantity", "usual_cost", "usual_quantity").sum()
    )
    both = (pl.col("quantity") > 0) & (pl.col("usual_quantity") > 0)
    old_price = pl.col("usual_cost") / pl.col("usual_quantity")
    moved = (
        pl.when(both)
        .then((pl.col("quantity") - pl.col("usual_quantity")) * old_price)
        .otherwise(pl.col("cost") - pl.col("usual_cost"))
    )
    quantity = float(meters.select(moved.sum()).item())
    return _excess(rows) - quantity, quantity


def _new_resources(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.group_by("ResourceId")
        .agg(pl.col("cost").sum(), pl.col("usual_cost").sum())
        .filter((pl.col("usual_cost") == 0) & (pl.col("cost") > 0))
        .filter(pl.col("ResourceId") != UNKNOWN)
        .sort("cost", "ResourceId", descending=[True, False])
    )
