"""Expressions into values: Terraform's rules, with unknown and sensitive as values of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from dharma_core.importers.terraform.budget import Budget, EvaluationError
from dharma_core.importers.terraform.calls import Caller
from dharma_core.importers.terraform.functions.conversion import kind_name, to_text, unify
from dharma_core.importers.terraform.functions.values import FunctionError, TfSet
from dharma_core.importers.terraform.marks import hide, show, split, traits
from dharma_core.importers.terraform.operators import (
    attribute_of,
    binary,
    index_of,
    truth,
    unary,
)
from dharma_core.importers.terraform.syntax import (
    Access,
    Binary,
    Call,
    Conditional,
    Expr,
    ForObject,
    ForTuple,
    Index,
    Literal,
    Name,
    ObjectExpr,
    Splat,
    Step,
    Template,
    TemplateFor,
    TemplateIf,
    TupleExpr,
    Unary,
)
from dharma_core.plan import UNKNOWN, FrozenMap

__all__ = ["Bound", "Evaluator", "Names", "Scope", "pairs"]


class Names(Protocol):
    """What a module answers for the words of its expressions."""

    def lookup(self, root: str, steps: Sequence[Step], scope: Scope) -> tuple[Any, Sequence[Step]]:
        """Return what ``root`` and the first steps mean, and the steps that are left."""


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A loop's own name: its value, and where that comes from.

    Parameters
    ----------
    value : Any
    collection : expression or None
        What the loop walks; ``scope`` is where it stands, ``key`` which element this is.
    whole : bool
        Whether the value is the element itself; else it is an object with ``key`` and ``value``.
    """

    value: Any
    collection: Expr | None = None
    scope: Scope | None = None
    key: Any = None
    whole: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where an expression stands: its module, and the names of the loops around it."""

    names: Names
    bound: Mapping[str, Bound] = field(default_factory=dict)

    def with_names(self, names: Mapping[str, Bound]) -> Scope:
        """Return the scope inside a loop."""
        return replace(self, bound={**self.bound, **names})


@dataclass(slots=True)
class Evaluator:
    """Evaluates expressions; one for a whole reading.

    Raises
    ------
    EvaluationError
        From ``evaluate``, where Terraform would refuse the expression.
    InputError
        When the budget is used up.
    """

    budget: Budget
    caller: Caller

    def evaluate(self, expr: Expr, scope: Scope) -> Any:
        """Return the value of an expression; may be, or hold, UNKNOWN and Sensitive."""
        self.budget.spend()
        return _RULES[type(expr)](self, expr, scope)

    def condition(self, expr: Expr, scope: Scope, what: str) -> Any:
        """Return true, false or UNKNOWN, possibly marked."""
        value, marked = split(self.evaluate(expr, scope))
        found = truth(value, what)
        return hide(found) if marked else found

    def steps(self, value: Any, steps: Sequence[Step], scope: Scope) -> Any:
        """Return what lies at the end of ``steps`` into a value."""
        for step in steps:
            inner, marked = split(value)
            if isinstance(step, str):
                value = attribute_of(inner, step)
            elif isinstance(step, Index):
                key, secret = split(self.evaluate(step.key, scope))
                value, marked = index_of(inner, key), marked or secret
            else:
                value = self._splat(inner, step, scope)
            value = hide(value) if marked else value
        return value

    def _literal(self, expr: Literal, _scope: Scope) -> Any:
        return expr.value

    def _name(self, expr: Name, scope: Scope) -> Any:
        return self._root(expr.name, (), scope)

    def _access(self, expr: Access, scope: Scope) -> Any:
        if isinstance(expr.base, Name):
            return self._root(expr.base.name, expr.steps, scope)
        return self.steps(self.evaluate(expr.base, scope), expr.steps, scope)

    def _root(self, name: str, steps: Sequence[Step], scope: Scope) -> Any:
        if name in scope.bound:
            return self.steps(scope.bound[name].value, steps, scope)
        value, left = scope.names.lookup(name, steps, scope)
        return self.steps(value, left, scope) if left else value

    def _splat(self, value: Any, splat: Splat, scope: Scope) -> Any:
        if value is UNKNOWN:
            return UNKNOWN
        if value is None:
            return ()
        members = value if isinstance(value, tuple) else (value,)
        self.budget.spend(len(members))
        return tuple(self.steps(member, splat.steps, scope) for member in members)

    def _call(self, expr: Call, scope: Scope) -> Any:
        return self.caller.call(expr, scope, self)

    def _unary(self, expr: Unary, scope: Scope) -> Any:
        value, marked = split(self.evaluate(expr.operand, scope))
        found = unary(expr.operator, value)
        return hide(found) if marked else found

    def _binary(self, expr: Binary, scope: Scope) -> Any:
        left, right = self.evaluate(expr.left, scope), self.evaluate(expr.right, scope)
        found = [traits(v, self.budget) for v in (left, right)]
        if any(t.sensitive for t in found):
            return hide(self._result(expr, show(left), show(right), found))
        return self._result(expr, left, right, found)

    def _result(self, expr: Binary, left: Any, right: Any, found: Sequence[Any]) -> Any:
        if any(t.unknown for t in found):
            return _null_beside_known(expr.operator, left, right)
        return binary(expr.operator, left, right)

    def _conditional(self, expr: Conditional, scope: Scope) -> Any:
        test = self.condition(expr.test, scope, "The condition before '?'")
        decided, marked = split(test)
        if decided is UNKNOWN:
            return hide(UNKNOWN) if marked else UNKNOWN
        chosen = self.evaluate(expr.yes if decided else expr.no, scope)
        value = self._unified(chosen, expr.no if decided else expr.yes, scope)
        return hide(value) if marked else value

    def _unified(self, chosen: Any, other: Expr, scope: Scope) -> Any:
        """Return the chosen side in the type that both sides share."""
        if chosen is None or chosen is UNKNOWN or isinstance(chosen, str):
            return chosen
        try:
            beside = other.value if isinstance(other, Literal) else self.evaluate(other, scope)
        except EvaluationError:
            return chosen
        if type(beside) is type(chosen) and not isinstance(chosen, (tuple, FrozenMap)):
            return chosen
        if any(traits(v, self.budget).sensitive for v in (chosen, beside)):
            return chosen
        both = unify((chosen, beside))
        if both is None and not isinstance(chosen, (tuple, FrozenMap)):
            kinds = f"{kind_name(chosen)} and {kind_name(beside)}"
            raise EvaluationError(f"The two results of a conditional have no common type: {kinds}.")
        return chosen if both is None else both[0]

    def _tuple(self, expr: TupleExpr, scope: Scope) -> Any:
        return tuple([self.evaluate(item, scope) for item in expr.items])

    def _object(self, expr: ObjectExpr, scope: Scope) -> Any:
        found: dict[str, Any] = {}
        for written, value in expr.items:
            key = self._key(self.evaluate(written, scope))
            if key is UNKNOWN:
                return UNKNOWN
            found[key] = self.evaluate(value, scope)
        return FrozenMap(found)

    def _key(self, value: Any) -> Any:
        key, _ = split(value)
        if isinstance(key, str):
            return key
        if key is None:
            raise EvaluationError("The key of an object may not be null.")
        return _as_text(key, "The key of an object")

    def _for_tuple(self, expr: ForTuple, scope: Scope) -> Any:
        collection, marked = split(self.evaluate(expr.collection, scope))
        if collection is UNKNOWN:
            return hide(UNKNOWN) if marked else UNKNOWN
        result = []
        for _, inside in self.rounds(expr, collection, scope):
            kept = self._kept(expr.test, inside)
            if kept is UNKNOWN:
                return UNKNOWN
            if kept:
                result.append(self.evaluate(expr.result, inside))
        return hide(tuple(result)) if marked else tuple(result)

    def _for_object(self, expr: ForObject, scope: Scope) -> Any:
        collection, marked = split(self.evaluate(expr.collection, scope))
        if collection is UNKNOWN:
            return hide(UNKNOWN) if marked else UNKNOWN
        found: dict[str, Any] = {}
        for _, inside in self.rounds(expr, collection, scope):
            kept = self._kept(expr.test, inside)
            key = self._key(self.evaluate(expr.name, inside)) if kept is True else kept
            if key is UNKNOWN:
                return UNKNOWN
            if kept:
                _put(found, str(key), self.evaluate(expr.result, inside), group=expr.group)
        value = FrozenMap({k: tuple(v) if expr.group else v for k, v in sorted(found.items())})
        return hide(value) if marked else value

    def rounds(
        self, expr: ForTuple | ForObject | TemplateFor, collection: Any, scope: Scope
    ) -> Iterator[tuple[Any, Scope]]:
        """Yield each key of a collection with the scope of its round."""
        for key, value in pairs(collection):
            self.budget.spend()
            names = {expr.value: Bound(value, expr.collection, scope, key)}
            if expr.key:
                names[expr.key] = Bound(key)
            yield key, scope.with_names(names)

    def _kept(self, test: Expr | None, scope: Scope) -> Any:
        if test is None:
            return True
        return split(self.condition(test, scope, "The 'if' of a for expression"))[0]

    def _template(self, expr: Template, scope: Scope) -> Any:
        return self._joined(
            [part if isinstance(part, str) else self.evaluate(part, scope) for part in expr.parts]
        )

    def _joined(self, values: Sequence[Any]) -> Any:
        texts: list[str] = []
        unknown = marked = False
        for value in values:
            inner, secret = split(value)
            marked = marked or secret
            if inner is UNKNOWN:
                unknown = True
            elif inner is None:
                raise EvaluationError("A template holds null; only text, numbers and bools fit.")
            else:
                texts.append(inner if isinstance(inner, str) else _as_text(inner, "A template"))
        text: Any = UNKNOWN if unknown else self.budget.charge_text("".join(texts))
        return hide(text) if marked else text

    def _template_if(self, expr: TemplateIf, scope: Scope) -> Any:
        decided, marked = split(self.condition(expr.test, scope, "The condition of %{ if }"))
        if decided is UNKNOWN:
            return UNKNOWN
        text = self._joined([self.evaluate(expr.yes if decided else expr.no, scope)])
        return hide(text) if marked else text

    def _template_for(self, expr: TemplateFor, scope: Scope) -> Any:
        collection, marked = split(self.evaluate(expr.collection, scope))
        if collection is UNKNOWN:
            return UNKNOWN
        rounds = self.rounds(expr, collection, scope)
        text = self._joined([self.evaluate(expr.body, inside) for _, inside in rounds])
        return hide(text) if marked else text


def pairs(collection: Any) -> Iterator[tuple[Any, Any]]:
    """Yield keys and values in the order in which Terraform walks a collection.

    Raises
    ------
    EvaluationError
        If it is none.
    """
    if isinstance(collection, FrozenMap):
        for key in sorted(collection):
            yield key, collection[key]
    elif isinstance(collection, TfSet):
        yield from zip(collection, collection, strict=True)
    elif isinstance(collection, tuple):
        yield from enumerate(collection)
    else:
        noun = "null" if collection is None else f"a {kind_name(collection)}"
        raise EvaluationError(f"A for expression walks a list, a set or a map, not {noun}.")


def _put(found: dict[str, Any], key: str, value: Any, *, group: bool) -> None:
    if group:
        found.setdefault(key, []).append(value)
    elif key in found:
        raise EvaluationError(f"Two elements of a for expression have the key {key!r}.")
    else:
        found[key] = value


def _as_text(value: Any, what: str) -> Any:
    try:
        return to_text(value)
    except FunctionError as error:
        raise EvaluationError(f"{what}: {error}.") from None


def _null_beside_known(operator: str, left: Any, right: Any) -> Any:
    """Return what is known although a side is not: a made collection is never null."""
    for one, other in ((left, right), (right, left)):
        if one is None and isinstance(other, (tuple, FrozenMap)) and operator in ("==", "!="):
            return operator == "!="
    return UNKNOWN


_RULES: Final[Mapping[type, Callable[[Evaluator, Any, Scope], Any]]] = {
    Literal: Evaluator._literal,
    Name: Evaluator._name,
    Access: Evaluator._access,
    Call: Evaluator._call,
    Unary: Evaluator._unary,
    Binary: Evaluator._binary,
    Conditional: Evaluator._conditional,
    TupleExpr: Evaluator._tuple,
    ObjectExpr: Evaluator._object,
    ForTuple: Evaluator._for_tuple,
    ForObject: Evaluator._for_object,
    Template: Evaluator._template,
    TemplateIf: Evaluator._template_if,
    TemplateFor: Evaluator._template_for,
}
