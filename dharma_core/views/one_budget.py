"""One budget as figures, sentences and thresholds, and what a check of all has told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dharma_core.finops.budgets import Basis, Standing, Threshold
from dharma_core.views.budgets import (
    GATE_WORDS,
    MEASURE_WORDS,
    between_words,
    budget_state,
    cents,
    chance_words,
    day_words,
    period_words,
    scope_words,
)
from dharma_core.views.headline import Headline
from dharma_core.views.month_review import whole
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, money

__all__ = ["budget_headlines", "budget_sentences", "thresholds_table", "told_words"]


def budget_headlines(standing: Standing) -> tuple[Headline, ...]:
    """Return what one budget spent, what remains, where it lands and how likely it is over."""
    budget, state = standing.budget, budget_state(standing)
    spent, remaining = standing.spent, standing.remaining
    used = "" if spent is None else f" ({spent / budget.amount:.0%})"
    landing = standing.landing
    return (
        Headline("Spent", money(spent, budget.currency),
                 note=f"of {money(budget.amount, budget.currency)}{used}",
                 tone="critical" if standing.over else ""),
        Headline("Remains", money(remaining, budget.currency), note=_even_words(standing)),
        Headline("Lands at", money(landing.amount if landing else None, budget.currency),
                 note=between_words(standing) or "an interval is not known"),
        Headline("Chance of an overrun", chance_words(standing),
                 note=state.value, tone=state.tone),
    )  # fmt: skip


def _even_words(standing: Standing) -> str:
    if not standing.burn or standing.remaining is None:
        return "no day of the period is billed yet"
    gap = standing.remaining - standing.burn[-1].even
    if not gap.quantize(Decimal("0.01")):
        return "as much as even days would leave"
    amount = whole(abs(gap), standing.budget.currency)
    return f"{amount} {'more' if gap > 0 else 'less'} than even days would leave"


def budget_sentences(standing: Standing) -> tuple[str, ...]:
    """Return what a budget is, how its landing was foreseen, and every note, one sentence each."""
    budget, landing = standing.budget, standing.landing
    days = f"{day_words(standing.span.first)} to {day_words(standing.span.last)}"
    said = [
        f"For {scope_words(budget)}, {period_words(budget)} ({days}), "
        f"{MEASURE_WORDS[budget.measure]}. Deployments that would push it over "
        f"{GATE_WORDS[budget.gate]}. "
        f"Its owner is {budget.owner or 'nobody'}."
    ]
    if landing is not None and landing.method:
        said.append(f"Days to come: {landing.method}.")
    return (*said, *standing.notes)


def thresholds_table(standing: Standing) -> Table:
    """Return one threshold a row: at which amount people are told, and whether it is reached."""
    columns = (
        Column("threshold", "Tells at", lead=True),
        Column("amount", "That is", Kind.MONEY),
        Column("state", "Now", Kind.STATE),
    )
    budget = standing.budget
    rows: tuple[Row, ...] = tuple(
        {
            "threshold": _threshold_words(threshold),
            "amount": cents(threshold.share * budget.amount),
            "state": "reached" if threshold in standing.reached else "not reached",
        }
        for threshold in budget.thresholds
    )
    return Table(columns, rows, budget.currency)


def _threshold_words(threshold: Threshold) -> str:
    share = f"{threshold.share:.4%}".rstrip("0%").rstrip(".")
    word = "spent" if threshold.basis is Basis.ACTUAL else "foreseen"
    return f"{share}% {word}"


def told_words(told: Sequence[tuple[str, Threshold]], checked: int) -> str:
    """Return what a check did, in a sentence or two.

    Examples
    --------
    >>> told_words([("web", Threshold(Decimal("0.8")))], 2)
    '2 budgets checked. Told for the first time in this period: web at 80% spent.'
    >>> told_words([], 1)
    '1 budget checked; no threshold is newly reached.'
    """
    looked = f"{count(checked, 'budget')} checked"
    if not told:
        return f"{looked}; no threshold is newly reached."
    names = ", ".join(f"{name} at {_threshold_words(threshold)}" for name, threshold in told)
    return f"{looked}. Told for the first time in this period: {names}."
