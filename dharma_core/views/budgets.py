"""Budgets at a glance, as figures, a table and words: how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dharma_core.finops.budgets import Budget, Gate, Measured, ScopeKind, Standing
from dharma_core.views.headline import Headline
from dharma_core.views.month_review import whole
from dharma_core.views.table import Column, Kind, Row, Table

__all__ = [
    "GATE_WORDS",
    "MEASURE_WORDS",
    "SCOPE_WORDS",
    "BudgetState",
    "between_words",
    "budget_state",
    "budgets_headlines",
    "budgets_table",
    "by_urgency",
    "cents",
    "chance_words",
    "day_words",
    "interval_words",
    "period_words",
    "scope_words",
]

GATE_WORDS = {
    Gate.NONE: "go on",
    Gate.ASK: "wait for approval",
    Gate.STOP: "are stopped",
}
MEASURE_WORDS = {
    Measured.AMORTISED: "amortised, by use",
    Measured.BILLED: "billed, by invoice",
}
SCOPE_WORDS = {
    ScopeKind.WHOLE: "everything",
    ScopeKind.ACCOUNT: "an account",
    ScopeKind.SERVICE: "a service",
    ScopeKind.TAG: "a tag",
    ScopeKind.DESIGN: "a design",
}
_LIKELY = 0.5
_POSSIBLE = 0.1
_UNKNOWN = "not known"


class BudgetState(StrEnum):
    """How a budget stands, in the word that people read."""

    OVER = "over"
    LIKELY_OVER = "likely over"
    MAY_BE_OVER = "may be over"
    INSIDE = "inside"
    CANNOT_BE_TOLD = "cannot be told"
    NOT_KNOWN = "not known"

    @property
    def tone(self) -> str:
        """The colour that stands beside the word."""
        return _TONES[self]


_TONES = {
    BudgetState.OVER: "critical",
    BudgetState.LIKELY_OVER: "high",
    BudgetState.MAY_BE_OVER: "medium",
    BudgetState.INSIDE: "ok",
    BudgetState.CANNOT_BE_TOLD: "medium",
    BudgetState.NOT_KNOWN: "muted",
}


def budget_state(standing: Standing) -> BudgetState:
    """Return how a budget stands.

    It is likely over from a chance of one in two, and may be over from one in ten. Where the chance
    is not known, the landing itself decides.
    """
    if standing.problem:
        return BudgetState.CANNOT_BE_TOLD
    if standing.over:
        return BudgetState.OVER
    if standing.spent is None or standing.landing is None:
        return BudgetState.NOT_KNOWN
    chance = standing.overrun_probability
    if chance is None:
        chance = float(standing.landing.amount > standing.budget.amount)
    if chance >= _LIKELY:
        return BudgetState.LIKELY_OVER
    return BudgetState.MAY_BE_OVER if chance >= _POSSIBLE else BudgetState.INSIDE


def chance_words(standing: Standing) -> str:
    """Return how likely a budget is over in the end; only a period known whole is 0 % or 100 %.

    Examples
    --------
    >>> from dharma_core.finops.budgets import unknown_standing
    >>> chance_words(unknown_standing(Budget("platform", Decimal(100)), date(2026, 3, 1)))
    'unknown'
    """
    chance, landing = standing.overrun_probability, standing.landing
    if chance is None or landing is None:
        return "unknown"
    if not landing.deviation:
        return f"{chance:.0%}"
    return "<1%" if chance < 0.01 else ">99%" if chance > 0.99 else f"{chance:.0%}"


def by_urgency(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return those that ask for somebody first, then by name."""
    order = list(BudgetState)
    return tuple(sorted(standings, key=lambda s: (order.index(budget_state(s)), s.budget.name)))


def interval_words(standing: Standing) -> str:
    """Return between what a budget lands and how surely; empty where that is not known."""
    landing = standing.landing
    if landing is None or not landing.deviation or landing.interval is None:
        return ""
    low, high = (whole(end, standing.budget.currency) for end in landing.interval)
    return f"{low} to {high} ({landing.level:.0%})"


def budgets_headlines(standings: Sequence[Standing]) -> tuple[Headline, ...]:
    """Return how many budgets there are, and how many of them ask for somebody."""
    states = [budget_state(standing) for standing in standings]
    over = states.count(BudgetState.OVER)
    likely = states.count(BudgetState.LIKELY_OVER)
    perhaps = states.count(BudgetState.MAY_BE_OVER)
    known = sum(standing.spent is not None for standing in standings)
    return (
        Headline("Budgets", f"{len(states):,}", note=f"{known:,} with a bill for these days"),
        Headline("Over", f"{over:,}", note=_names(standings, BudgetState.OVER) or "none",
                 tone="critical" if over else "ok"),
        Headline("Likely over in the end", f"{likely:,}",
                 note=_names(standings, BudgetState.LIKELY_OVER) or "none",
                 tone="high" if likely else "ok"),
        Headline("May be over", f"{perhaps:,}",
                 note=_names(standings, BudgetState.MAY_BE_OVER) or "none",
                 tone="medium" if perhaps else "ok"),
    )  # fmt: skip


def _names(standings: Sequence[Standing], state: BudgetState) -> str:
    names = [s.budget.name for s in standings if budget_state(s) is state]
    more = f" and {len(names) - 2:,} more" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more


def budgets_table(standings: Sequence[Standing]) -> Table:
    """Return one budget a row, those that ask for somebody first.

    Amounts carry their currency where all have the same one; else it has a column of its own.
    """
    currencies = {standing.budget.currency for standing in standings}
    kind = Kind.MONEY if len(currencies) == 1 else Kind.NUMBER
    columns = (
        Column("name", "Budget", lead=True),
        Column("state", "Stands", Kind.STATE),
        Column("scope", "For"),
        Column("period", "Period"),
        Column("spent", "Spent", kind, unknown=_UNKNOWN),
        Column("amount", "Of", kind),
        *((Column("currency", "In"),) if len(currencies) > 1 else ()),
        Column("landing", "Lands at", kind, unknown=_UNKNOWN),
        Column("interval", "Between", unknown=_UNKNOWN),
        Column("chance", "Chance of overrun"),
        Column("reached", "Reached", unknown="none"),
        Column("owner", "Owner"),
        Column("deployments", "Deployments"),
        Column("first", "From", Kind.DATE),
        Column("last", "To", Kind.DATE),
        Column("probability", "Probability", Kind.NUMBER, unknown=_UNKNOWN),
    )
    currency = currencies.pop() if len(currencies) == 1 else "USD"
    return Table(columns, tuple(map(_row, by_urgency(standings))), currency)


def _row(standing: Standing) -> Row:
    budget, landing = standing.budget, standing.landing
    chance = standing.overrun_probability
    return {
        "name": budget.name,
        "state": budget_state(standing).value,
        "scope": scope_words(budget),
        "period": period_words(budget),
        "spent": cents(standing.spent),
        "amount": budget.amount,
        "currency": budget.currency,
        "landing": landing.amount if landing else None,
        "interval": between_words(standing),
        "chance": chance_words(standing),
        "reached": ", ".join(map(str, standing.reached)) or None,
        "owner": budget.owner,
        "deployments": budget.gate.value,
        "first": standing.span.first,
        "last": standing.span.last,
        "probability": None if chance is None else Decimal(f"{chance:.4f}"),
    }


def scope_words(budget: Budget) -> str:
    """Return what a budget is for: ``everything``, or the scope as it was written."""
    scope = budget.scope
    return SCOPE_WORDS[scope.kind] if scope.kind is ScopeKind.WHOLE else str(scope)


def period_words(budget: Budget) -> str:
    """Return when a budget holds: each month, or its days."""
    period = budget.period
    if period.once is None:
        return f"each {period}"
    first, last = period.once.first, period.once.last
    return f"{day_words(first)} to {day_words(last)}"


def day_words(day: date) -> str:
    """Return a day for people."""
    return f"{day.day} {day:%b %Y}"


def between_words(standing: Standing) -> str | None:
    """Return the interval of a landing, or that the period is known whole; None where unknown."""
    landing = standing.landing
    if landing is not None and landing.deviation == 0:
        return "known whole"
    return interval_words(standing) or None


def cents(amount: Decimal | None) -> Decimal | None:
    """Return an amount to the cent; None where it is not known."""
    return None if amount is None else amount.quantize(Decimal("0.01"))
