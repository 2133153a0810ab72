"""What budgets say to a deployment: go on, ask somebody, or stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dharma_core.finops.budgets.budget import Budget, Gate
from dharma_core.finops.budgets.periods import Span
from dharma_core.finops.budgets.standing import Standing
from dharma_core.money import Money

__all__ = ["Addition", "Verdict", "judge", "strictest"]

_HOURS_A_MONTH = 730
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Addition:
    """What a deployment would add.

    Parameters
    ----------
    design, target : str
    monthly : Decimal
        The estimate for 730 hours, as far as it is known.
    before : Decimal
        The same of the version that it replaces; zero when there is none.
    tags : frozenset of (key, value)
        What any resource of the design carries; the whole design counts then.
    """

    design: str
    monthly: Decimal
    target: str = "sandbox"
    before: Decimal = Decimal(0)
    currency: str = "USD"
    tags: frozenset[tuple[str, str]] = frozenset()

    @property
    def more(self) -> Decimal:
        """What a month costs more than before; below zero when it costs less."""
        return self.monthly - self.before


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one budget says to a deployment, and why."""

    budget: str
    gate: Gate
    reason: str


def judge(standing: Standing, addition: Addition) -> Verdict | None:
    """Return what a budget says to a deployment; None when it lets it pass.

    The scope's landing and what the design adds have to fit into the amount. Of a period that
    recurs, a whole one is added, since those to come are whole; of one that does not, the days that
    are left. Where no bill tells of the scope, the design alone has to fit: that much is certain.
    Where nobody can compare, somebody is asked.

    Examples
    --------
    >>> from datetime import date
    >>> shop = Budget("shop", Decimal(100), gate=Gate.STOP)
    >>> none = Standing(shop, Span(date(2026, 3, 1), date(2026, 3, 31)), None, (), None)
    >>> judge(none, Addition("web", Decimal(90))) is None
    True
    >>> judge(none, Addition("web", Decimal(130))).gate.value
    'stop'
    """
    budget = standing.budget
    if budget.gate is Gate.NONE or not _concerns(budget, addition):
        return None
    if addition.more <= 0:
        return None
    if budget.currency != addition.currency:
        why = f"it is in {budget.currency} and the estimate in {addition.currency}"
        return Verdict(budget.name, Gate.ASK, f"Budget {budget.name} cannot be compared: {why}.")
    if standing.problem:
        why = f"Budget {budget.name} cannot be told: {standing.problem}"
        return Verdict(budget.name, Gate.ASK, why)
    landing = None if standing.landing is None else standing.landing.amount
    foreseen = landing if landing is not None else standing.spent
    share = addition.monthly if foreseen is None else addition.more
    added = (share * _months(standing)).quantize(_CENT)
    total = added if foreseen is None else foreseen + added
    if total <= budget.amount:
        return None
    return Verdict(budget.name, budget.gate, _over(standing, foreseen, added))


def strictest(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the one that counts: a stop before a question.

    Examples
    --------
    >>> ask, stop = Verdict("a", Gate.ASK, ""), Verdict("b", Gate.STOP, "")
    >>> strictest([ask, stop]).budget
    'b'
    """
    found = sorted(verdicts, key=lambda verdict: (verdict.gate is not Gate.STOP, verdict.budget))
    return found[0] if found else None


def _concerns(budget: Budget, addition: Addition) -> bool:
    """Return whether the design falls into the scope; a service's budget cannot know."""
    found = budget.scope.concerns(addition.design, target=addition.target, tags=addition.tags)
    return bool(found)


def _months(standing: Standing) -> Decimal:
    """Return how many months of 730 hours are added."""
    period = standing.budget.period
    if period.recurs:
        return Decimal(period.months)
    return Decimal(24 * _days_left(standing)) / _HOURS_A_MONTH


def _days_left(standing: Standing) -> int:
    through = standing.through
    if through is None or through < standing.span.first:
        return standing.span.days
    return max(Span(through, standing.span.last).days - 1, 0)


def _over(standing: Standing, foreseen: Decimal | None, added: Decimal) -> str:
    budget = standing.budget
    limit, more = (Money(m, budget.currency).text() for m in (budget.amount, added))
    often = f"a {budget.period}" if budget.period.recurs else f"for {budget.period}"
    if foreseen is None:
        return (
            f"The design's {more} {often} is over budget {budget.name} ({limit} for "
            f"{budget.scope})."
        )
    lands = Money(foreseen, budget.currency).text()
    return (
        f"{budget.scope} lands at {lands}; the design adds {more}, over budget {budget.name} "
        f"({limit} {often})."
    )
