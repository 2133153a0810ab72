"""Where a value comes from: followed through locals, variables, loops and modules to a resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.evaluation import Scope
from dharma_core.importers.terraform.following import Follower
from dharma_core.importers.terraform.functions.conversion import to_text
from dharma_core.importers.terraform.functions.values import FunctionError
from dharma_core.importers.terraform.json_parts import json_parts
from dharma_core.importers.terraform.marks import show, split
from dharma_core.importers.terraform.mentions import mentions
from dharma_core.importers.terraform.places import Place, worth
from dharma_core.importers.terraform.syntax import (
    Block,
    Call,
    Expr,
    Index,
    Literal,
    Template,
    TupleExpr,
)
from dharma_core.plan import UNKNOWN, Expression, FrozenMap, Path, Ref

if TYPE_CHECKING:
    from dharma_core.importers.terraform.reading import Reading

__all__ = ["Tracer"]

_DEEPEST: Final = 16
_MAX_OPERATIONS: Final = 60_000
"""Expressions that may be followed for one attribute."""

Found = TypeVar("Found")
Parts = tuple[str | Ref, ...]


@dataclass(slots=True)
class Tracer:
    """Tells the references behind the expressions of one reading."""

    reading: Reading

    def expressions(self, expr: Expr, scope: Scope, path: Path, value: Any) -> list[Expression]:
        """Return how an attribute is written: exact parts where they can be told, else mentions.

        Parameters
        ----------
        path : Path
            The attribute.
        value : Any
            What it evaluated to, for its shape.

        What would take too long to follow has no expressions.
        """
        return self._bounded(lambda: self._expressions(expr, scope, path, value), [])

    def _bounded(self, work: Callable[[], Found], otherwise: Found) -> Found:
        budget = self.reading.budget
        around = budget.begin(_MAX_OPERATIONS)
        try:
            return work()
        except EvaluationError:
            return otherwise
        finally:
            budget.own = around

    def _expressions(self, expr: Expr, scope: Scope, path: Path, value: Any) -> list[Expression]:
        if next(mentions(expr), None) is None:
            return []
        self.reading.followed.clear()
        found = self._spread(Place(expr, scope), path, show(value), 0)
        if found is None:
            refs = tuple(dict.fromkeys(self._refs(expr, scope)))
            return [Expression(path, (), refs)] if refs else []
        return found

    def parts(self, expr: Expr, scope: Scope) -> Parts:
        """Return the exact form of one value, empty when it cannot be told."""
        return self._bounded(lambda: self._parts(Place(expr, scope), 0), None) or ()

    def refs(self, expr: Expr, scope: Scope) -> tuple[Ref, ...]:
        """Return every resource and root variable that an expression reads in the end."""
        return self._bounded(lambda: tuple(self._refs(expr, scope)), ())

    def _refs(self, expr: Expr, scope: Scope, depth: int = 0) -> Iterator[Ref]:
        self.reading.budget.spend()
        bound = frozenset[str]()
        for read in mentions(expr, bound):
            found = Follower(self.reading).follow(Place(read, scope))
            if isinstance(found, Ref):
                yield found
            elif found is not None and depth < _DEEPEST and found.expr is not read:
                yield from self._refs(found.expr, found.scope, depth + 1)

    def dependencies(self, block: Block, scope: Scope) -> tuple[str, ...]:
        """Return the addresses of ``depends_on``."""
        written = block.body.attributes.get("depends_on")
        if written is None or not isinstance(written.expression, TupleExpr):
            return ()
        found: dict[str, None] = {}
        for item in written.expression.items:
            found.update(dict.fromkeys(Follower(self.reading).targets(item, scope)))
        return tuple(found)

    def _spread(self, place: Place, path: Path, value: Any, depth: int) -> list[Expression] | None:
        """Return the expressions of a value and of everything inside it; None: not to be told."""
        self.reading.budget.spend()
        found = Follower(self.reading).follow(place)
        if isinstance(found, Ref):
            return [Expression.of(path, found)]
        if found is None:
            return []
        if isinstance(value, (tuple, FrozenMap)) and value:
            return self._members(found, path, value, depth)
        parts = self._parts(found, depth)
        if parts is None:
            return None
        refs = any(isinstance(p, Ref) for p in parts)
        return [Expression.of(path, *parts)] if refs else []

    def _members(self, place: Place, path: Path, value: Any, depth: int) -> list[Expression] | None:
        if depth > _DEEPEST:
            return None
        items: Iterable[tuple[Any, Any]] = (
            value.items() if isinstance(value, FrozenMap) else enumerate(value)
        )
        result: list[Expression] = []
        for key, inner in items:
            step = key if isinstance(key, str) else Index(Literal(key))
            found = self._spread(place.into(step), (*path, key), inner, depth + 1)
            if found is None:
                return None
            result.extend(found)
        return result

    def _parts(self, place: Place, depth: int) -> Parts | None:
        """Return text and references in order; None when they cannot be told."""
        if depth > _DEEPEST:
            return None
        found = Follower(self.reading).follow(place)
        if isinstance(found, Ref):
            return (found,)
        if found is None:
            return self._text(place)
        if not found.steps and isinstance(found.expr, Template):
            return self._template(found.expr, found.scope, depth)
        if not found.steps and isinstance(found.expr, Call) and found.expr.name == "jsonencode":
            return self._json(found.expr, found.scope, depth)
        return self._text(found) if not any(self._reads(found)) else None

    def _reads(self, place: Place) -> Iterator[Ref]:
        yield from self._refs(place.expr, place.scope)

    def _template(self, expr: Template, scope: Scope, depth: int) -> Parts | None:
        result: list[str | Ref] = []
        for part in expr.parts:
            found: Parts | None = (part,) if isinstance(part, str) else None
            if not isinstance(part, str):
                found = self._parts(Place(part, scope), depth + 1)
            if found is None:
                return None
            result.extend(found)
        return tuple(_melted(result))

    def _json(self, expr: Call, scope: Scope, depth: int) -> Parts | None:
        if len(expr.arguments) != 1:
            return None
        try:
            value = show(self.reading.evaluator.evaluate(expr.arguments[0], scope))
        except EvaluationError:
            return None
        refs = self._spread(Place(expr.arguments[0], scope), (), value, depth + 1)
        return None if refs is None else json_parts(value, refs)

    def _text(self, place: Place) -> Parts | None:
        """Return a value that mentions nothing as text; None when it is not known or no text."""
        try:
            base = worth(self.reading, place.expr, place.scope)
            steps = self.reading.evaluator.steps(base, place.steps, place.scope)
            value, marked = split(steps)
            text = UNKNOWN if marked else to_text(value)
        except (EvaluationError, FunctionError):
            return None
        return (text,) if isinstance(text, str) else None


def _melted(parts: list[str | Ref]) -> Iterator[str | Ref]:
    """Yield parts with neighbouring texts joined."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        text = ""
        yield part
    if text:
        yield text
