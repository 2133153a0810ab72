"""Where a budget will land at the end of its period, and how likely that is over its amount."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import NormalDist

from dharma_core.errors import AdapterError
from dharma_core.finops.budgets.daily import DailySpend
from dharma_core.finops.budgets.forecasts import DailyForecast, DailyForecaster
from dharma_core.finops.budgets.periods import Span
from dharma_core.money import exact_sum

__all__ = ["LEVEL", "Landing", "land"]

LEVEL = 0.9
"""How often a landing is to be within its interval."""

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Landing:
    """What a whole period will have cost.

    Parameters
    ----------
    mean : float
        In the budget's currency: what is known and what is foreseen.
    deviation : float or None
        Of the error, taken as normal; 0 when the period is known whole, None when nothing is known
        of the errors.
    level : float
        How often it is to be within its interval.
    method : str
        How the days to come were foreseen; empty when there are none.
    """

    mean: float
    deviation: float | None
    level: float = LEVEL
    method: str = ""

    @property
    def amount(self) -> Decimal:
        """The mean to the cent."""
        return _cents(self.mean)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """From where to where it may land; None when nothing is known of the errors."""
        if self.deviation is None:
            return None
        reach = NormalDist().inv_cdf(0.5 + self.level / 2) * self.deviation
        return _cents(self.mean - reach), _cents(self.mean + reach)

    def overrun_probability(self, amount: Decimal) -> float | None:
        """Return how likely the period costs more than an amount, from 0 to 1.

        ``1 - Phi((amount - mean) / deviation)``, with Phi the normal distribution; of a period
        known whole it is 0 or 1.

        Examples
        --------
        >>> Landing(100.0, 10.0).overrun_probability(Decimal(100))
        0.5
        >>> Landing(100.0, 0.0).overrun_probability(Decimal(100))
        0.0
        """
        if self.deviation is None:
            return None
        gap = float(amount) - self.mean
        if not self.deviation:
            return float(self.amount > amount)
        return 0.5 * math.erfc(gap / self.deviation / math.sqrt(2))


def land(
    spend: DailySpend, span: Span, through: date, forecaster: DailyForecaster
) -> Landing | None:
    """Return where a scope will land at the end of a span; None when nothing can be foreseen.

    Of days that are known in part, what is missing up to what is foreseen comes on top.

    Parameters
    ----------
    spend : DailySpend
        What came before the span is what the forecast learns from.
    through : date
        The last day that is known, whole or in part.

    Raises
    ------
    AdapterError
        If the forecaster does not keep its contract.
    """
    whole = min(spend.whole or through, through)
    known = exact_sum(spend.cost(day) for day in span if day <= through)
    to_come = [day for day in span if day > whole]
    if not to_come:
        return Landing(float(known), 0.0)
    history = spend.used(whole)
    booked = exact_sum(_booked(spend, day, through) for day in to_come if day > through)
    if not history:
        return None if spend.empty else Landing(float(known + booked), None, method="fees alone")
    foreseen = forecaster.forecast(history, to_come, level=LEVEL)
    _check(foreseen, to_come)
    return Landing(
        float(known + booked) + _missing(spend, foreseen, to_come, through),
        foreseen.deviation(),
        LEVEL,
        foreseen.method,
    )


def _missing(
    spend: DailySpend, foreseen: DailyForecast, days: Sequence[date], through: date
) -> float:
    """Return what is foreseen of days, less what is known of their usage already."""
    return sum(
        mean if day > through else max(mean - float(spend.usage.get(day, 0)), 0.0)
        for day, mean in zip(days, foreseen.means, strict=True)
    )


def _booked(spend: DailySpend, day: date, through: date) -> Decimal:
    """Return the fees of a day to come: those of the same day of the newest month known."""
    former = day
    while former > through:
        before = former.replace(day=1) - timedelta(days=1)
        former = before.replace(day=min(day.day, monthrange(before.year, before.month)[1]))
    return spend.recurring.get(former, Decimal(0))


def _check(found: DailyForecast, days: Sequence[date]) -> None:
    sizes = {len(found.means), len(found.lower or days), len(found.upper or days)}
    numbers = (*found.means, *found.lower, *found.upper)
    rising = all(low <= high for low, high in zip(found.lower, found.upper, strict=False))
    sane = 0 < found.level < 1 and 0 <= found.correlation <= 1
    if sizes == {len(days)} and sane and rising and all(map(math.isfinite, numbers)):
        return
    raise AdapterError(
        f"The forecast of {len(days)} days is none: {found.method or 'no method named'}.",
        next_step="Use the forecaster that comes with Dharma, or mend the one plugged in.",
    )


def _cents(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_CENT)
