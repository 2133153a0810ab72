"""A forecast as programs read it: decimal strings, unknown is null, sums of what is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from dharma_core.forecasting.outlook import Outlook
from dharma_core.forecasting.panel import Floats
from dharma_core.money import exact_sum, plain

__all__ = ["forecast_document"]

_PLACES = Decimal("0.0001")


def forecast_document(outlook: Outlook) -> dict[str, Any]:
    """Return every series with its points and back-test, and what was done to the data."""
    found = outlook.found
    means = _means(outlook)
    return {
        "rhythm": outlook.dated.panel.rhythm.name,
        "as_of": outlook.dated.moments[-1].isoformat(),
        "members": list(found.plan.ensemble.members),
        "dropped": [day.isoformat() for day in outlook.dated.dropped],
        "refused": [
            {"key": key, "reason": reason} for key, reason in outlook.dated.refused.items()
        ],
        "series": [_series(outlook, row, means[row]) for row in range(len(found.keys))],
    }


def _series(outlook: Outlook, row: int, means: list[Decimal]) -> dict[str, Any]:
    found, key = outlook.found, outlook.found.keys[row]
    shift = outlook.shifts.get(key)
    return {
        "key": key,
        "points": [
            {
                "date": day.isoformat(),
                "mean": plain(mean),
                "lower": _bound(found.lower[row, at]),
                "upper": _bound(found.upper[row, at]),
            }
            for at, (day, mean) in enumerate(zip(outlook.days, means, strict=True))
        ],
        "level": found.level,
        "backtest": {
            "model_mase": _score(found.plan.model_mase[row]),
            "naive_mase": _score(found.plan.naive_mase[row]),
        },
        "filled": outlook.dated.filled.get(key, 0),
        "recurring": [
            {"day": charge.day, "amount": plain(_decimal(charge.amount))}
            for charge in outlook.charges.get(key, ())
        ],
        "holiday_factor": outlook.effects.get(key),
        "level_shift": shift
        and {
            "date": outlook.dated.moments[shift.step].isoformat(),
            "before": plain(_decimal(shift.before)),
            "after": plain(_decimal(shift.after)),
        },
    }


def _means(outlook: Outlook) -> list[list[Decimal]]:
    """Round the series themselves; a sum is the sum of what is shown of its parts."""
    parts = len(outlook.dated.panel.keys)
    mean: Floats = outlook.found.mean
    finest = [[_decimal(value) for value in row] for row in mean[len(mean) - parts :]]
    if outlook.tree is None:
        return finest
    sums = outlook.tree.sums[: len(mean) - parts]
    groups = [[finest[part] for part in np.flatnonzero(node)] for node in sums]
    return [[exact_sum(step) for step in zip(*group, strict=True)] for group in groups] + finest


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(_PLACES) + 0  # no minus before a zero


def _bound(value: float) -> str | None:
    return plain(_decimal(value)) if np.isfinite(value) else None


def _score(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
