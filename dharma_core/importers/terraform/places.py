"""A place in the configuration: an expression, its scope, and the steps still to take into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.evaluation import Scope
from dharma_core.importers.terraform.marks import show
from dharma_core.importers.terraform.syntax import Expr, Index, Splat, Step
from dharma_core.plan import UNKNOWN, Ref

if TYPE_CHECKING:
    from dharma_core.importers.terraform.reading import Reading

__all__ = ["Found", "Place", "evaluated", "key_of", "worth"]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An expression, where it stands, and the steps still to take into its value."""

    expr: Expr
    scope: Scope
    steps: tuple[Step, ...] = ()

    def into(self, *steps: Step) -> Place:
        """Return the place some steps further in."""
        return Place(self.expr, self.scope, (*self.steps, *steps))


Found = Ref | Place | None


def worth(reading: Reading, expr: Expr, scope: Scope) -> Any:
    """Return an expression's value with its marks; outside of loops it is worked out once.

    Raises
    ------
    EvaluationError
        If Terraform would refuse it.
    """
    if scope.bound:
        return reading.evaluator.evaluate(expr, scope)
    key = (id(expr), id(scope))
    known = reading.settled.get(key)
    if known is None:
        value = reading.evaluator.evaluate(expr, scope)
        known = reading.settled[key] = (expr, scope, value)
    return known[2]


def evaluated(reading: Reading, expr: Expr, scope: Scope) -> Any:
    """Return an expression's value without marks; UNKNOWN where it has none."""
    key = (id(expr), id(scope))
    known = reading.followed.get(key)
    if known is None:
        try:
            value = show(worth(reading, expr, scope))
        except EvaluationError:
            value = UNKNOWN
        known = reading.followed[key] = (expr, scope, value)
    return known[2]


def key_of(
    reading: Reading, steps: Sequence[Step], scope: Scope
) -> tuple[Any, tuple[Step, ...]] | None:
    """Return the key that the first step names and the steps after it; None when there is none.

    A splat takes its own steps after the key of the step behind it.
    """
    if steps and isinstance(steps[0], Splat) and len(steps) > 1:
        found = key_of(reading, steps[1:], scope)
        return found and (found[0], (*steps[0].steps, *found[1]))
    if not steps or not isinstance(steps[0], Index):
        return None
    value = evaluated(reading, steps[0].key, scope)
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        return value, tuple(steps[1:])
    return None
