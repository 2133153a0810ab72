"""What a bill will come to: the forecast of its days with their past and their currency."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from dharma_core.errors import NotFoundError, nearest
from dharma_core.finops.daily_series import By
from dharma_core.finops.readable_scope import readable

if TYPE_CHECKING:
    from dharma_core.forecasting.outlook import Outlook
    from dharma_core.forecasting.panel import Floats

__all__ = ["CostOutlook"]

_CENT = Decimal("0.01")
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True, eq=False)
class CostOutlook:
    """A forecast of the stored bill.

    Parameters
    ----------
    outlook : Outlook
        Of every series and, unless the total alone was asked for, of their sums.
    currency : str
    by : By
    names : mapping of str to str
        What accounts are called, by id.
    """

    outlook: Outlook
    currency: str
    by: By
    names: Mapping[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The total first, then accounts, then services."""
        return self.outlook.found.keys

    def label(self, key: str) -> str:
        """Return a key with the account's name in the place of its id."""
        return readable(key, self.names)

    def row(self, key: str) -> int:
        """Return which row of the forecast a key is.

        Raises
        ------
        NotFoundError
            If there is none; the message names the nearest.
        """
        if key not in self.keys:
            raise NotFoundError(f"The forecast has no {key!r}.", next_step=nearest(key, self.keys))
        return self.keys.index(key)

    def past(self, key: str) -> tuple[tuple[date, ...], Floats]:
        """Return the days of a key that were billed and what they cost."""
        dated, tree, row = self.outlook.dated, self.outlook.tree, self.row(key)
        if tree is None:
            values = dated.panel.row(row)
        else:
            parts = dated.panel.values[tree.sums[row] > 0]
            begun = np.isfinite(parts)
            values = np.where(begun, parts, 0.0).sum(axis=0)[begun.any(axis=0)]
        return dated.moments[-len(values) :], values

    def expected(self, key: str) -> Decimal:
        """Return the sum of the days to come, to the cent."""
        return _cents(float(self.outlook.found.mean[self.row(key)].sum()))

    def bounds(self, key: str) -> tuple[Decimal, Decimal] | None:
        """Return the sums of all lower and of all upper bounds; None where they are unknown.

        Days do not all err to one side, so the sum will lie within more surely than a single day.
        """
        row = self.row(key)
        lower = float(self.outlook.found.lower[row].sum())
        upper = float(self.outlook.found.upper[row].sum())
        return (_cents(lower), _cents(upper)) if np.isfinite([lower, upper]).all() else None

    def sum_of(self, steps: int) -> Decimal:
        """Return what the first days to come add up to, of the whole bill, to the cent."""
        return _cents(float(self.outlook.found.mean[0, :steps].sum()))

    def sum_bounds(self, steps: int) -> tuple[Decimal, Decimal] | None:
        """Return between what that sum lies, at the level of the forecast; None where unknown.

        Narrower than `bounds`: how far days err together is read from the back-test.
        """
        from dharma_core.forecasting.sums import sum_bounds

        found = sum_bounds(self.outlook.found, 0, steps)
        return None if found is None else (_cents(found[0]), _cents(found[1]))

    @property
    def months_back(self) -> int:
        """How many months before the days to come lie those they are compared with."""
        return -(-len(self.outlook.days) // _LONGEST_MONTH)

    def before(self, key: str) -> Decimal | None:
        """Return what as many days cost that began on the same day of a month before.

        So both hold as many firsts of a month, on which fees and taxes come. None where the past
        does not reach so far.
        """
        known, values = self.past(key)
        first = _months_before(self.outlook.days[0], self.months_back)
        at = (first - known[0]).days
        days = values[at : at + len(self.outlook.days)] if at >= 0 else values[:0]
        return _cents(float(days.sum())) if len(days) == len(self.outlook.days) else None

    def scores(self, key: str) -> tuple[float | None, float | None]:
        """Return the scaled errors of the back-test: of the forecast, and of the naive one."""
        plan, row = self.outlook.found.plan, self.row(key)
        model, naive = float(plan.model_mase[row]), float(plan.naive_mase[row])
        return (
            model if np.isfinite(model) else None,
            naive if np.isfinite(naive) else None,
        )

    def under(self, outlook: Outlook) -> CostOutlook:
        """Return the same with another outlook, such as one under scenarios."""
        return replace(self, outlook=outlook)

    def as_dict(self) -> dict[str, Any]:
        """Return it as programs read it."""
        from dharma_core.forecasting.documents import forecast_document

        told = forecast_document(self.outlook)
        series = [{**one, "name": self.label(one["key"])} for one in told["series"]]
        return {**told, "currency": self.currency, "by": self.by.value, "series": series}


def _cents(amount: float) -> Decimal:
    return Decimal(repr(amount)).quantize(_CENT)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
