"""How a budget stands: what is spent, what remains, where it lands, what it has reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dharma_core.errors import nearest
from dharma_core.finops.budgets.budget import Basis, Budget, Threshold
from dharma_core.finops.budgets.daily import DailySpend
from dharma_core.finops.budgets.forecasts import DailyForecaster, WeekdayForecaster
from dharma_core.finops.budgets.landing import Landing, land
from dharma_core.finops.budgets.periods import Span
from dharma_core.money import Money, exact_sum, plain

__all__ = ["HISTORY_DAYS", "BurnDay", "Standing", "stand", "unknown_standing", "wanted_days"]

HISTORY_DAYS = 91
"""How many days before its period a budget looks at."""

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class BurnDay:
    """One day of a burn-down.

    Parameters
    ----------
    spent : Decimal
        On that day.
    remaining : Decimal
        Of the amount, in the evening; below zero when it is over.
    even : Decimal
        What would remain if every day cost the same.
    """

    day: date
    spent: Decimal
    remaining: Decimal
    even: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """How a budget stands on a day.

    Parameters
    ----------
    span : Span
        The period in force.
    through : date or None
        The last day that counts as known; None where there is no bill.
    burn : tuple of BurnDay
        The known days of the period.
    landing : Landing or None
        None when nothing can be foreseen.
    late_days : int
        Days of the period before today that no bill has told of yet; they are foreseen.
    notes : tuple of str
        What a reader has to know of the figures.
    problem : str
        Why a bill that is there cannot be told; empty else.
    """

    budget: Budget
    span: Span
    through: date | None
    burn: tuple[BurnDay, ...]
    landing: Landing | None
    late_days: int = 0
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def spent(self) -> Decimal | None:
        """What the known days cost; None where there is no bill: unknown is not zero."""
        return None if self.through is None else exact_sum(day.spent for day in self.burn)

    @property
    def remaining(self) -> Decimal | None:
        """What is left of the amount; below zero when it is over."""
        return None if self.spent is None else self.budget.amount - self.spent

    @property
    def over(self) -> bool:
        """Whether more is spent than may be."""
        return self.spent is not None and self.spent > self.budget.amount

    @property
    def overrun_probability(self) -> float | None:
        """How likely the period ends over the amount, 0 to 1."""
        if self.landing is None:
            return None
        return self.landing.overrun_probability(self.budget.amount)

    @property
    def reached(self) -> tuple[Threshold, ...]:
        """The thresholds that are reached."""
        return tuple(t for t in self.budget.thresholds if self._reaches(t))

    def _reaches(self, threshold: Threshold) -> bool:
        foreseen = self.landing.amount if self.landing else None
        value = self.spent if threshold.basis is Basis.ACTUAL else foreseen
        return value is not None and value >= threshold.share * self.budget.amount

    @property
    def words(self) -> str:
        """How it stands, in a sentence."""
        currency, landing = self.budget.currency, self.landing
        limit = Money(self.budget.amount, currency).text()
        if self.spent is None:
            return f"Nothing is known of {self.span}; {limit} may be spent."
        said = f"{Money(self.spent, currency).text()} of {limit} spent through {self.through}"
        if landing is None:
            return f"{said}; where it lands is not known."
        lands = f"lands at {Money(landing.amount, currency).text()}"
        if (interval := landing.interval) is not None and landing.deviation:
            low, high = (Money(end, currency).text() for end in interval)
            lands += f" ({low} to {high})"
        return f"{said}; {lands}."

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form; money as text, unknown as null."""
        landing, chance = self.landing, self.overrun_probability
        interval = landing.interval if landing else None
        return {
            "budget": self.budget.as_dict(),
            "period": {"first": f"{self.span.first}", "last": f"{self.span.last}"},
            "through": f"{self.through}" if self.through else None,
            "late_days": self.late_days,
            "spent": _money(self.spent),
            "remaining": _money(self.remaining),
            "even_spent": _money(self._even_spent),
            "over": self.over,
            "landing": landing
            and {
                "mean": _money(landing.amount),
                "lower": _money(interval[0]) if interval else None,
                "upper": _money(interval[1]) if interval else None,
                "level": landing.level,
                "method": landing.method,
            },
            "overrun_probability": None if chance is None else round(chance, 4),
            "reached": [str(threshold) for threshold in self.reached],
            "burn_down": [
                {
                    "date": f"{day.day}",
                    "spent": _money(day.spent),
                    "remaining": _money(day.remaining),
                    "even": _money(day.even),
                }
                for day in self.burn
            ],
            "problem": self.problem or None,
            "notes": list(self.notes),
        }

    @property
    def _even_spent(self) -> Decimal | None:
        if self.through is None:
            return None
        return self.budget.amount - self.burn[-1].even if self.burn else Decimal(0)


def wanted_days(budget: Budget, today: date) -> Span:
    """Return the days of a bill that a standing asks for."""
    span = budget.period.at(today)
    begin = min(span.first, today) - timedelta(days=HISTORY_DAYS)
    return Span(begin, max(span.last, today))


def unknown_standing(budget: Budget, today: date, *, why: str = "") -> Standing:
    """Return the standing of a budget of which nothing is known.

    Parameters
    ----------
    why : str
        Why a bill that is there cannot be told; left out where there is none.
    """
    none = "No bill is here for these days, so nothing is known of what was spent."
    return Standing(
        budget, budget.period.at(today), None, (), None, notes=(why or none,), problem=why
    )


def stand(
    budget: Budget,
    spend: DailySpend | None,
    today: date,
    forecaster: DailyForecaster | None = None,
) -> Standing:
    """Return how a budget stands on a day, which is not over itself.

    Parameters
    ----------
    spend : DailySpend or None
        Of the days that `wanted_days` names; None where there is no bill.
    forecaster : DailyForecaster, optional
        The mean of weekdays when left out.

    Examples
    --------
    >>> days = {date(2026, 3, n): Decimal(10) for n in range(1, 16)}
    >>> spend = DailySpend("USD", days, through=date(2026, 3, 15))
    >>> found = stand(Budget("all", Decimal(300)), spend, date(2026, 3, 18))
    >>> found.spent, found.late_days, found.landing.amount, found.overrun_probability
    (Decimal('150'), 2, Decimal('310.00'), 1.0)
    """
    span = budget.period.at(today)
    if spend is None or spend.through is None:
        return unknown_standing(budget, today)
    yesterday = today - timedelta(days=1)
    through = min(spend.through, yesterday)
    missing = Span(max(through + timedelta(days=1), span.first), min(yesterday, span.last))
    late = max(missing.days, 0)
    return Standing(
        budget,
        span,
        through,
        _burn(budget, spend, span, through),
        land(spend, span, through, forecaster or WeekdayForecaster()),
        late,
        _notes(budget, spend, span, through, late),
    )


def _burn(budget: Budget, spend: DailySpend, span: Span, through: date) -> tuple[BurnDay, ...]:
    found, left = [], budget.amount
    for number, day in enumerate(span, 1):
        if day > through:
            break
        cost = spend.cost(day)
        left -= cost
        share = Decimal(span.days - number) / span.days
        found.append(BurnDay(day, cost, left, (budget.amount * share).quantize(_CENT)))
    return tuple(found)


def _notes(
    budget: Budget, spend: DailySpend, span: Span, through: date, late: int
) -> tuple[str, ...]:
    notes = []
    if spend.empty:
        hint = nearest(budget.scope.value, spend.instead) if spend.instead else "Look at its name."
        notes.append(f"The bill has no charge of {budget.scope} in these days. {hint}")
    if late:
        noun = "day is" if late == 1 else "days are"
        notes.append(f"{late} {noun} not billed yet; they are foreseen, not known.")
    whole = max(spend.whole or through, span.first - timedelta(days=1))
    if whole < min(through, span.last):
        notes.append(f"The days after {whole} look incomplete; what they lack is foreseen.")
    newest = max(spend.arrived.values(), default=None)
    behind = [f"{name} ({day})" for name, day in spend.arrived.items() if day != newest]
    if behind and newest is not None and newest >= span.first:
        notes.append(f"Others have told up to {newest}, but not {', '.join(sorted(behind))}.")
    return tuple(notes)


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)
