"""Why a cost changed: its price, its quantity, what is new, what has ended: exact parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

import polars as pl

from dharma_core.finops.analytics.bill import Bill, Comparison, Measure
from dharma_core.finops.analytics.spend import summed
from dharma_core.finops.analytics.tags import Dimension, name_of
from dharma_core.money import exact_sum

__all__ = ["Effects", "price_quantity_effects"]

_SKU, _UNIT, _QUANTITY = "SkuId", "PricingUnit", "PricingQuantity"
_WIDE = Context(prec=60)
_LAST_DIGIT = Decimal(1).scaleb(-15)


@dataclass(frozen=True, slots=True)
class Effects:
    """How one group's cost went from ``before`` to ``after``.

    Parameters
    ----------
    key : tuple
        The values of the dimensions.
    quantity : Decimal
        More or less of the same, at the price of before.
    price : Decimal
        The same at another effective price; commitments gained or lost are in it.
    new, ended : Decimal
        SKUs that only the later or only the earlier period has.
    other : Decimal
        Charges without a quantity: taxes, credits, corrections.
    """

    key: tuple[str | None, ...]
    before: Decimal
    after: Decimal
    quantity: Decimal
    price: Decimal
    new: Decimal
    ended: Decimal
    other: Decimal

    @property
    def change(self) -> Decimal:
        """The whole change: the sum of its parts, to the last digit."""
        return exact_sum([self.quantity, self.price, self.new, self.ended, self.other])


def price_quantity_effects(
    bill: Bill,
    by: Sequence[Dimension],
    periods: Comparison,
    *,
    measure: Measure = Measure.AMORTISED,
) -> tuple[Effects, ...]:
    """Return the effects of price and quantity on each group's cost, the largest change first.

    Each SKU of each group is compared with itself: the quantity's effect is its change times the
    average price of before, the price's effect is the rest of the change. So moving work from a
    dear SKU to a cheap one shows as quantities, and a commitment that ends shows as price. Periods
    of unequal length differ in quantity.

    Examples
    --------
    >>> from datetime import date
    >>> from dharma_core.finops.analytics.bill import Period
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> january = Period(date(2025, 1, 1), date(2025, 2, 1))
    >>> february = Period(date(2025, 2, 1), date(2025, 3, 1))
    >>> months = Comparison(january, february)
    >>> compute, storage = price_quantity_effects(small_bill(), ["ServiceName"], months)
    >>> compute.price.normalize(), compute.new, storage.quantity.normalize()
    (Decimal('2'), Decimal('8.50'), Decimal('2'))
    """
    earlier = _cells(bill.during(periods.before), by, measure)
    later = _cells(bill.during(periods.after), by, measure)
    names = [name_of(d) for d in by]
    keys = list(dict.fromkeys([*names, _SKU, _UNIT]))
    cells = earlier.join(
        later, on=keys, how="full", coalesce=True, nulls_equal=True, suffix="_after"
    ).sort(keys, nulls_last=True)
    groups: dict[tuple[str | None, ...], list[_Cell]] = {}
    for row in cells.iter_rows(named=True):
        groups.setdefault(tuple(row[n] for n in names), []).append(_cell(row, measure))
    effects = [_effects(key, group) for key, group in groups.items()]
    return tuple(sorted(effects, key=lambda e: -abs(e.change)))


@dataclass(frozen=True, slots=True)
class _Cell:
    """One SKU of one group in both periods; None where it did not occur."""

    priced: bool
    cost: tuple[Decimal | None, Decimal | None]
    quantity: tuple[Decimal, Decimal]

    @property
    def change(self) -> Decimal:
        return (self.cost[1] or Decimal(0)) - (self.cost[0] or Decimal(0))

    @property
    def by_quantity(self) -> Decimal:
        """The change of quantity at the average price of before, rounded to the last digit."""
        before, after = self.quantity
        grown = _WIDE.multiply(self.cost[0] or Decimal(0), after - before)
        return _WIDE.divide(grown, before).quantize(_LAST_DIGIT, context=_WIDE)


def _cells(bill: Bill, by: Sequence[Dimension], measure: Measure) -> pl.DataFrame:
    return summed(bill, [*by, _SKU, _UNIT], [measure.value, _QUANTITY])


def _cell(row: dict[str, Any], measure: Measure) -> _Cell:
    quantities = row[_QUANTITY] or Decimal(0), row[f"{_QUANTITY}_after"] or Decimal(0)
    costs = row[measure.value], row[f"{measure.value}_after"]
    return _Cell(row[_SKU] is not None and any(quantities), costs, quantities)


def _effects(key: tuple[str | None, ...], cells: Iterable[_Cell]) -> Effects:
    parts: dict[str, list[Decimal]] = {
        name: [Decimal(0)] for name in ("quantity", "price", "new", "ended", "other")
    }
    before, after = [Decimal(0)], [Decimal(0)]
    for cell in cells:
        before.append(cell.cost[0] or Decimal(0))
        after.append(cell.cost[1] or Decimal(0))
        if not cell.priced:
            parts["other"].append(cell.change)
        elif cell.quantity[0] <= 0:
            parts["new"].append(cell.change)
        elif cell.cost[1] is None or cell.quantity[1] <= 0:
            parts["ended"].append(cell.change)
        else:
            parts["quantity"].append(cell.by_quantity)
            parts["price"].append(cell.change - cell.by_quantity)
    sums = {name: exact_sum(amounts) for name, amounts in parts.items()}
    return Effects(key, exact_sum(before), exact_sum(after), **sums)
