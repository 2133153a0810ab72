"""What an estimate takes for given besides the Plan and its prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dharma_core.costs.assumptions import NO_ASSUMPTIONS, Assumptions
from dharma_core.costs.measurements import NOT_MEASURED, Measurements
from dharma_core.costs.usage import NO_USAGE, Usage

__all__ = ["Terms"]


@dataclass(frozen=True)
class Terms:
    """What an estimate takes for given besides the Plan and its prices.

    Parameters
    ----------
    usage : Usage
        Quantities that no plan knows; without them such components say ``usage``.
    assumptions : Assumptions
        How far given quantities may be off, and which preset fills in what nobody gave.
    today : date, optional
        What the age of prices is counted from.
    measured : Measurements
        Which of the usage's keys a bill measured.
    load : Decimal
        Multiplies the quantities that are given or assumed, to see what if; what describes the
        design rather than its load stays.
    """

    usage: Usage = NO_USAGE
    assumptions: Assumptions = NO_ASSUMPTIONS
    today: date | None = None
    load: Decimal = Decimal(1)
    measured: Measurements = NOT_MEASURED
