"""Function calls: arguments with unknown and sensitive parts, and the lazy ``try`` and ``can``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dharma_core.errors import nearest
from dharma_core.importers.terraform.budget import Budget, EvaluationError
from dharma_core.importers.terraform.functions import (
    ACCEPT_UNKNOWN,
    CONTEXT_FUNCTIONS,
    FUNCTIONS,
    FunctionContext,
    FunctionError,
)
from dharma_core.importers.terraform.marks import hide, is_sensitive, show, split, traits
from dharma_core.importers.terraform.mentions import mentions
from dharma_core.importers.terraform.syntax import Access, Call, Expr, Name
from dharma_core.plan import UNKNOWN

if TYPE_CHECKING:
    from dharma_core.importers.terraform.evaluation import Evaluator, Scope

__all__ = ["Caller", "function_names"]

_LAZY: Final = ("try", "can")
_MARKING: Final = ("sensitive", "nonsensitive", "issensitive")
_KEEPS_MARKS: Final = frozenset(
    {"merge", "concat", "lookup", "element", "coalesce", "values", "keys", "length", "zipmap",
     "flatten", "tolist", "tomap", "coalescelist", "slice", "reverse"}
)  # fmt: skip


def function_names() -> tuple[str, ...]:
    """Return the name of every function that configuration may call."""
    return tuple(sorted((*FUNCTIONS, *_LAZY, *_MARKING)))


@dataclass(slots=True)
class Caller:
    """Calls functions; ``context`` tells those that read files where they stand."""

    budget: Budget
    context: FunctionContext

    def call(self, expr: Call, scope: Scope, evaluator: Evaluator) -> Any:
        """Return the result of a call; raise EvaluationError where Terraform would refuse it."""
        name = expr.name.removeprefix("core::")
        if name in _LAZY:
            return self._lazy(name, expr.arguments, scope, evaluator)
        arguments = self._arguments(expr, scope, evaluator)
        if arguments is UNKNOWN:
            return UNKNOWN
        if name in _MARKING:
            return _mark(name, arguments)
        if name not in FUNCTIONS:
            raise self._not_known(name)
        return self._apply(name, arguments)

    def _not_known(self, name: str) -> EvaluationError:
        if "::" in name:
            return EvaluationError(f"Functions of providers are not evaluated: {name}().")
        return EvaluationError(f"There is no function {name!r}. {nearest(name, function_names())}")

    def _arguments(self, expr: Call, scope: Scope, evaluator: Evaluator) -> Any:
        arguments = [evaluator.evaluate(a, scope) for a in expr.arguments]
        if expr.expand and arguments:
            last, marked = split(arguments.pop())
            if last is UNKNOWN:
                return UNKNOWN
            if not isinstance(last, tuple):
                raise EvaluationError("Only a list or a set can be spread with '...'.")
            arguments.extend(hide(v) if marked else v for v in last)
        return arguments

    def _apply(self, name: str, arguments: list[Any]) -> Any:
        found = [traits(a, self.budget) for a in arguments]
        if any(t.unknown for t in found) and name not in ACCEPT_UNKNOWN:
            return hide(UNKNOWN) if any(t.sensitive for t in found) else UNKNOWN
        if not any(t.sensitive for t in found):
            return self._run(name, arguments)
        if name in _KEEPS_MARKS and not any(map(is_sensitive, arguments)):
            try:
                return self._run(name, arguments)
            except EvaluationError:
                pass
        return hide(self._run(name, [show(a) for a in arguments]))

    def _run(self, name: str, arguments: list[Any]) -> Any:
        function = FUNCTIONS[name]
        try:
            if name in CONTEXT_FUNCTIONS:
                return function(self.context, *arguments)
            return function(*arguments)
        except FunctionError as error:
            raise EvaluationError(f"{name}(): {error}") from None
        except (TypeError, ValueError, OverflowError, ArithmeticError, AttributeError) as error:
            raise EvaluationError(f"{name}() does not take these arguments: {error}") from None

    def _lazy(
        self, name: str, arguments: tuple[Expr, ...], scope: Scope, evaluator: Evaluator
    ) -> Any:
        for argument in arguments:
            if self._reads_unknown(argument, scope, evaluator):
                return UNKNOWN
            try:
                value = evaluator.evaluate(argument, scope)
            except EvaluationError:
                continue
            return value if name == "try" else True
        if name == "can":
            return False
        raise EvaluationError("try(): no argument of it could be evaluated.")

    def _reads_unknown(self, argument: Expr, scope: Scope, evaluator: Evaluator) -> bool:
        """Whether anything the argument reads is unknown: then nobody knows if it will fail."""
        for read in _reads(argument):
            try:
                value = evaluator.evaluate(read, scope)
            except EvaluationError:
                continue
            if traits(value, self.budget).unknown:
                return True
        return False


def _reads(argument: Expr) -> Iterator[Access | Name]:
    yield from mentions(argument)


def _mark(name: str, arguments: list[Any]) -> Any:
    if len(arguments) != 1:
        raise EvaluationError(f"{name}() takes one argument.")
    if name == "sensitive":
        return hide(arguments[0])
    if name == "nonsensitive":
        return split(arguments[0])[0]
    return is_sensitive(arguments[0])
