"""Functions that only pick or pass on: which of their arguments a value comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.places import Found, Place, evaluated, key_of
from dharma_core.importers.terraform.syntax import Call, Index, Literal
from dharma_core.plan import UNKNOWN, FrozenMap

if TYPE_CHECKING:
    from dharma_core.importers.terraform.reading import Reading

__all__ = ["Picker"]

_THROUGH: Final = frozenset(
    {"tostring", "tolist", "tomap", "sensitive", "nonsensitive", "compact", "distinct", "one"}
)


@dataclass(frozen=True, slots=True)
class Picker:
    """Follows a function call into the argument that holds what is asked for."""

    reading: Reading

    def pick(self, place: Place) -> Found:
        """Return where the value comes from; the place itself when only evaluation tells."""
        expr = place.expr
        if not isinstance(expr, Call) or not expr.arguments:
            return place
        if expr.name in _THROUGH and len(expr.arguments) == 1:
            steps = (Index(Literal(0)), *place.steps) if expr.name == "one" else place.steps
            return Place(expr.arguments[0], place.scope, steps)
        rule = _RULES.get(expr.name)
        return rule(self, place, expr) if rule and not expr.expand else place

    def _try(self, place: Place, expr: Call) -> Found:
        for argument in expr.arguments:
            try:
                self.reading.evaluator.evaluate(argument, place.scope)
            except EvaluationError:
                continue
            return Place(argument, place.scope, place.steps)
        return place

    def _coalesce(self, place: Place, expr: Call) -> Found:
        for argument in expr.arguments:
            value = evaluated(self.reading, argument, place.scope)
            if value is UNKNOWN or (value is not None and value not in ("", ())):
                return Place(argument, place.scope, place.steps)
        return place

    def _merge(self, place: Place, expr: Call) -> Found:
        key = self._map_key(place)
        if key is None:
            return place
        for argument in reversed(expr.arguments):
            value = evaluated(self.reading, argument, place.scope)
            if value is UNKNOWN or (isinstance(value, FrozenMap) and key in value):
                return Place(argument, place.scope, place.steps)
        return None

    def _map_key(self, place: Place) -> str | None:
        if place.steps and isinstance(place.steps[0], str):
            return place.steps[0]
        found = key_of(self.reading, place.steps, place.scope)
        return found[0] if found and isinstance(found[0], str) else None

    def _lookup(self, place: Place, expr: Call) -> Found:
        if len(expr.arguments) < 2:
            return place
        holder = evaluated(self.reading, expr.arguments[0], place.scope)
        key = evaluated(self.reading, expr.arguments[1], place.scope)
        if not isinstance(holder, FrozenMap) or not isinstance(key, str):
            return place
        if key in holder or len(expr.arguments) == 2:
            return Place(expr.arguments[0], place.scope, (key, *place.steps))
        return Place(expr.arguments[2], place.scope, place.steps)

    def _element(self, place: Place, expr: Call) -> Found:
        if len(expr.arguments) != 2:
            return place
        items = evaluated(self.reading, expr.arguments[0], place.scope)
        at = evaluated(self.reading, expr.arguments[1], place.scope)
        if not isinstance(items, tuple) or not items or not isinstance(at, int):
            return place
        index = Index(Literal(at % len(items)))
        return Place(expr.arguments[0], place.scope, (index, *place.steps))

    def _concat(self, place: Place, expr: Call) -> Found:
        found = key_of(self.reading, place.steps, place.scope)
        if found is None or not isinstance(found[0], int):
            return place
        at, left = found
        for argument in expr.arguments:
            items = evaluated(self.reading, argument, place.scope)
            if not isinstance(items, tuple):
                return place
            if at < len(items):
                return Place(argument, place.scope, (Index(Literal(at)), *left))
            at -= len(items)
        return place

    def _to_set(self, place: Place, expr: Call) -> Found:
        """Follow a member: of a set by its value, of ``toset`` walked by position too."""
        found = key_of(self.reading, place.steps, place.scope)
        items = evaluated(self.reading, expr.arguments[0], place.scope) if found else None
        if found is None or not isinstance(items, tuple):
            return place
        wanted = found[0]
        if isinstance(wanted, int):
            members = evaluated(self.reading, expr, place.scope)
            if not isinstance(members, tuple) or wanted >= len(members):
                return place
            wanted = members[wanted]
        at = next((i for i, v in enumerate(items) if v is not UNKNOWN and v == wanted), None)
        if at is None:
            return place
        return Place(expr.arguments[0], place.scope, (Index(Literal(at)), *found[1]))

    def _values(self, place: Place, expr: Call) -> Found:
        found = key_of(self.reading, place.steps, place.scope)
        holder = evaluated(self.reading, expr.arguments[0], place.scope) if found else None
        if found is None or not isinstance(holder, FrozenMap) or not isinstance(found[0], int):
            return place
        keys = sorted(holder)
        if found[0] >= len(keys):
            return place
        return Place(expr.arguments[0], place.scope, (Index(Literal(keys[found[0]])), *found[1]))


_RULES: Final[Mapping[str, Callable[[Picker, Place, Call], Found]]] = {
    "try": Picker._try,
    "coalesce": Picker._coalesce,
    "merge": Picker._merge,
    "lookup": Picker._lookup,
    "element": Picker._element,
    "concat": Picker._concat,
    "toset": Picker._to_set,
    "values": Picker._values,
}
