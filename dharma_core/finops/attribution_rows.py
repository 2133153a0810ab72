"""What an attribution compares: each part's cost and quantity in some days, and as usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from dharma_core.finops.attribution_scopes import SCOPE_COLUMNS, UNKNOWN, Scope, usage_of

__all__ = ["DAYS_BEFORE", "LEVELS", "charges_by_scope", "charges_of", "compared"]

LEVELS = ("SubAccountId", "ServiceName", "RegionId", "SkuId")
DAYS_BEFORE = 28  # whole weeks, so that each weekday is there
_DAY = "day"


def charges_of(frame: pl.DataFrame | pl.LazyFrame, levels: Sequence[str] = LEVELS) -> pl.LazyFrame:
    """Return day, parts, exact ``cost`` and ``quantity``; an unused commitment has no quantity.

    Parameters
    ----------
    frame : billing frame, in one currency
    levels : sequence of str
        Columns that a drill-down asks for, beside the meter, its unit and the resource.
    """
    unused = (pl.col("CommitmentDiscountStatus") == "Unused").fill_null(value=False)
    quantity = pl.when(unused.not_()).then(pl.col("PricingQuantity")).fill_null(0)
    return usage_of(frame).select(
        _DAY,
        *(pl.col(name).fill_null(UNKNOWN) for name in _parts(levels)),
        pl.col("EffectiveCost").alias("cost"),
        quantity.alias("quantity"),
    )


def charges_by_scope(
    frame: pl.DataFrame | pl.LazyFrame, spans: Mapping[Scope, Sequence[tuple[date, date]]]
) -> Mapping[Scope, pl.DataFrame]:
    """Return the charges of scopes, from four weeks before the first span to the last one's end.

    The frame is read once, whatever the number of scopes.
    """
    if not spans:
        return {}
    windows = pl.DataFrame(
        [(*scope, min(own)[0], max(end for _, end in own)) for scope, own in spans.items()],
        schema=[*SCOPE_COLUMNS, "begins", "ends"],
        orient="row",
    ).with_columns(pl.col("begins") - timedelta(days=DAYS_BEFORE))
    rows = (
        charges_of(frame)
        .join(windows.lazy(), on=SCOPE_COLUMNS)
        .filter(pl.col(_DAY).is_between(pl.col("begins"), pl.col("ends")))
        .drop("begins", "ends")
        .group_by(_DAY, *_parts(LEVELS))
        .agg(pl.col("cost", "quantity").sum())
        .collect()
    )
    return rows.partition_by(SCOPE_COLUMNS, as_dict=True)


def compared(
    charges: pl.DataFrame, start: date, end: date, levels: Sequence[str] = LEVELS
) -> pl.DataFrame | None:
    """Return cost and quantity of each finest part: in the days, and as the weeks before had it.

    None where there is nothing to compare with.
    """
    keys = _parts(levels)
    # Sorted, since a sum of floats depends on the order of its parts.
    charges = charges.with_columns(pl.col("cost", "quantity").cast(pl.Float64)).sort(_DAY, *keys)
    first = start - timedelta(days=DAYS_BEFORE)
    before = charges.filter(pl.col(_DAY).is_between(first, start, closed="left"))
    weight = _weights(before[_DAY].unique().to_list(), start, end)
    if not weight:
        return None
    weights = pl.DataFrame({_DAY: list(weight), "weight": list(weight.values())})
    usual = (
        before.join(weights, on=_DAY, maintain_order="left")
        .group_by(keys, maintain_order=True)
        .agg(
            (pl.col("cost") * pl.col("weight")).sum().alias("usual_cost"),
            (pl.col("quantity") * pl.col("weight")).sum().alias("usual_quantity"),
        )
    )
    within = charges.filter(pl.col(_DAY).is_between(start, end))
    now = within.group_by(keys, maintain_order=True).agg(pl.col("cost", "quantity").sum())
    both = now.join(usual, on=keys, how="full", coalesce=True).sort(keys)
    return both.with_columns(
        pl.col("cost", "quantity", "usual_cost", "usual_quantity").fill_null(0.0)
    )


def _parts(levels: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*levels, "SkuId", "PricingUnit", "ResourceId"]))


def _weights(days: Sequence[date], start: date, end: date) -> dict[date, float]:
    """Return how much each day before counts, so that together they are the days of the episode.

    A weekday that was not seen before is stood for by all days.
    """
    wanted = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    result = dict.fromkeys(days, 0.0)
    for day in wanted:
        alike = [d for d in days if d.weekday() == day.weekday()] or list(days)
        for one in alike:
            result[one] += 1.0 / len(alike)
    return result
