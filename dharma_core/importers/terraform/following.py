"""One step after another from an expression to the resource, or the form, that stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.evaluation import Scope
from dharma_core.importers.terraform.functions.conversion import to_text
from dharma_core.importers.terraform.functions.values import FunctionError
from dharma_core.importers.terraform.marks import split
from dharma_core.importers.terraform.picking import Picker
from dharma_core.importers.terraform.places import Found, Place, evaluated, key_of, worth
from dharma_core.importers.terraform.syntax import (
    Access,
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
    TupleExpr,
)
from dharma_core.plan import UNKNOWN, Address, Ref

if TYPE_CHECKING:
    from dharma_core.importers.terraform.instances import ModuleInstance
    from dharma_core.importers.terraform.reading import Reading

__all__ = ["Follower"]

_LONGEST: Final = 100
_SILENT: Final = frozenset({"path", "terraform", "count", "self"})


@dataclass(frozen=True, slots=True)
class Follower:
    """Follows names, loops and functions that only pick or pass on."""

    reading: Reading

    def follow(self, place: Place) -> Found:
        """Return the reference at the end; the place where only evaluation goes on; or None.

        None means that nothing the Plan could name is read there.
        """
        current: Found = place
        for _ in range(_LONGEST):
            if not isinstance(current, Place):
                return current
            self.reading.budget.spend()
            rule = _RULES.get(type(current.expr))
            if isinstance(current.expr, Literal):
                return None
            following = rule(self, current) if rule else current
            if following is current:
                return current
            current = following
        return current

    def targets(self, expr: Expr, scope: Scope) -> Iterator[str]:
        """Yield the addresses that an item of ``depends_on`` names."""
        name, steps = _traversal(expr)
        module: Any = scope.names
        if name == "module" and steps and isinstance(steps[0], str):
            try:
                for child in module.children(steps[0]):
                    yield from _inside(child)
            except EvaluationError:
                return
        elif name:
            ref = self._resource(name, steps, scope)
            if ref is not None:
                yield ref.target

    def _access(self, place: Place) -> Found:
        expr = place.expr
        if not isinstance(expr, Access):
            return place
        return Place(expr.base, place.scope, (*expr.steps, *place.steps))

    def _name(self, place: Place) -> Found:
        name = place.expr.name if isinstance(place.expr, Name) else ""
        if name in place.scope.bound:
            return self._bound(name, place)
        if name in _SILENT:
            return None
        module: Any = place.scope.names
        if name in _MODULE_RULES:
            return _MODULE_RULES[name](self, place, module)
        return self._resource(name, place.steps, place.scope)

    def _bound(self, name: str, place: Place) -> Found:
        bound, steps = place.scope.bound[name], place.steps
        if bound.collection is None or bound.scope is None:
            return None
        if not bound.whole:
            if not steps or steps[0] != "value":
                return None
            steps = steps[1:]
        start = Place(bound.collection, bound.scope)
        return start.into(Index(Literal(bound.key)), *steps)

    def _variable(self, place: Place, module: ModuleInstance) -> Found:
        if not place.steps or not isinstance(place.steps[0], str):
            return None
        name, rest = place.steps[0], place.steps[1:]
        if module.call is None or module.call_scope is None:
            return Ref(f"var.{name}", self._dotted(rest, place.scope))
        given = module.call.body.attributes.get(name)
        return None if given is None else Place(given.expression, module.call_scope, rest)

    def _local(self, place: Place, module: ModuleInstance) -> Found:
        attribute = module.source.locals.get(str(place.steps[0])) if place.steps else None
        if attribute is None:
            return None
        return Place(attribute.expression, module.scope, place.steps[1:])

    def _module(self, place: Place, module: ModuleInstance) -> Found:
        if not place.steps or not isinstance(place.steps[0], str):
            return None
        try:
            group = module.module(place.steps[0])
        except EvaluationError:
            return None
        left, key = place.steps[1:], None
        if group.expansion.kind != "single":
            at = key_of(self.reading, left, place.scope)
            if at is None:
                return place
            (key, left) = at
        child = group.members.get(key)
        return _output(child, left) if child is not None else None

    def _data(self, place: Place, _module: ModuleInstance) -> Found:
        return self._resource("data", place.steps, place.scope)

    def _resource(self, root: str, steps: Sequence[Step], scope: Scope) -> Ref | None:
        size = 2 if root == "data" else 1
        words = [s for s in steps[:size] if isinstance(s, str)]
        if len(words) < size:
            return None
        module: Any = scope.names
        prefix = f"{module.address}." if getattr(module, "address", "") else ""
        target, left = f"{prefix}{'.'.join((root, *words))}", steps[size:]
        at = key_of(self.reading, left, scope)
        if at is None and left and isinstance(left[0], Splat):
            return Ref(target, self._dotted(left[0].steps, scope))
        if at is not None:
            key, left = at
            target += str(Address("", "", index=key))[1:]
        return Ref(target, self._dotted(left, scope))

    def _dotted(self, steps: Sequence[Step], scope: Scope) -> str:
        words: list[str] = []
        for step in steps:
            if isinstance(step, str):
                words.append(step)
                continue
            value = evaluated(self.reading, step.key, scope) if isinstance(step, Index) else UNKNOWN
            if value is UNKNOWN or value is None or isinstance(value, tuple):
                break
            words.append(str(value))
        return ".".join(words)

    def _tuple(self, place: Place) -> Found:
        found = key_of(self.reading, place.steps, place.scope)
        if found is None or not isinstance(place.expr, TupleExpr):
            return place
        key, left = found
        items = place.expr.items
        if isinstance(key, int) and 0 <= key < len(items):
            return Place(items[key], place.scope, left)
        return place

    def _object(self, place: Place) -> Found:
        if not place.steps or not isinstance(place.expr, ObjectExpr):
            return place
        first, left = place.steps[0], place.steps[1:]
        if not isinstance(first, str):
            found = key_of(self.reading, place.steps, place.scope)
            if found is None:
                return place
            first, left = found
        for key, value in reversed(place.expr.items):
            if self._text(key, place.scope) == str(first):
                return Place(value, place.scope, left)
        return None

    def _text(self, key: Expr, scope: Scope) -> Any:
        if isinstance(key, Literal):
            return str(key.value)
        try:
            return to_text(evaluated(self.reading, key, scope))
        except FunctionError:
            return None

    def _conditional(self, place: Place) -> Found:
        if not isinstance(place.expr, Conditional):
            return place
        test = evaluated(self.reading, place.expr.test, place.scope)
        if not isinstance(test, bool):
            return place
        return Place(place.expr.yes if test else place.expr.no, place.scope, place.steps)

    def _for_tuple(self, place: Place) -> Found:
        found = key_of(self.reading, place.steps, place.scope)
        loop = place.expr
        if found is None or not isinstance(loop, ForTuple):
            return place
        key, left = found
        kept = self._loop(place, lambda: list(self._kept_rounds(place, loop)))
        if isinstance(key, int) and 0 <= key < len(kept):
            return Place(loop.result, kept[key], left)
        return place

    def _for_object(self, place: Place) -> Found:
        loop = place.expr
        if not place.steps or not isinstance(loop, ForObject) or loop.group:
            return place
        found = key_of(self.reading, place.steps, place.scope)
        key, left = found or (place.steps[0], place.steps[1:])
        inside = self._loop(place, lambda: self._named_rounds(place, loop)).get(key)
        return place if inside is None else Place(loop.result, inside, left)

    def _loop(self, place: Place, work: Callable[[], Any]) -> Any:
        """Return the rounds of a loop, worked out once where no other loop is around it."""
        if place.scope.bound:
            return work()
        key = (id(place.expr), id(place.scope))
        known = self.reading.loops.get(key)
        if known is None:
            known = (place.expr, place.scope, work())
            if known[2]:  # none: perhaps a circle, which another way in does not meet
                self.reading.loops[key] = known
        return known[2]

    def _kept_rounds(self, place: Place, loop: ForTuple | ForObject) -> Iterator[Scope]:
        return (inside for inside in self._rounds(place) if self._kept(loop.test, inside))

    def _named_rounds(self, place: Place, loop: ForObject) -> dict[Any, Scope]:
        rounds: dict[Any, Scope] = {}
        for inside in self._kept_rounds(place, loop):
            rounds.setdefault(self._text(loop.name, inside), inside)
        return rounds

    def _rounds(self, place: Place) -> list[Scope]:
        expr = place.expr
        if not isinstance(expr, (ForTuple, ForObject)):
            return []
        try:
            value, _ = split(worth(self.reading, expr.collection, place.scope))
            if value is UNKNOWN:
                return []
            rounds = self.reading.evaluator.rounds(expr, value, place.scope)
            return [inside for _, inside in rounds]
        except EvaluationError:
            return []

    def _kept(self, test: Expr | None, scope: Scope) -> bool:
        return test is None or evaluated(self.reading, test, scope) is True


def _output(module: ModuleInstance, steps: Sequence[Step]) -> Place | None:
    name = steps[0] if steps and isinstance(steps[0], str) else ""
    block = module.source.outputs.get(name)
    value = block.body.attributes.get("value") if block else None
    return None if value is None else Place(value.expression, module.scope, tuple(steps[1:]))


def _traversal(expr: Expr) -> tuple[str, tuple[Step, ...]]:
    if isinstance(expr, Access) and isinstance(expr.base, Name):
        return expr.base.name, expr.steps
    return "", ()


def _inside(module: ModuleInstance) -> Iterator[str]:
    """Yield the blocks of a module and of those it calls."""
    for mode, type_, name in module.source.resources:
        if mode == "managed":
            yield str(Address(type_, name, module.address))
    for name in module.source.calls:
        for child in module.children(name):
            yield from _inside(child)


Rule = Callable[[Follower, Place], Found]
_RULES: Final[Mapping[type, Rule]] = {
    Access: Follower._access,
    Name: Follower._name,
    TupleExpr: Follower._tuple,
    ObjectExpr: Follower._object,
    Conditional: Follower._conditional,
    ForTuple: Follower._for_tuple,
    ForObject: Follower._for_object,
    Call: lambda f, p: Picker(f.reading).pick(p),
}
_MODULE_RULES: Final[Mapping[str, Callable[[Follower, Place, Any], Found]]] = {
    "var": Follower._variable,
    "local": Follower._local,
    "module": Follower._module,
    "data": Follower._data,
}
