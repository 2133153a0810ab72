"""Sets in Terraform's order: attributes, expressions and marks move together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dharma_core.importers.terraform.bodies import BodyReader, Facts
from dharma_core.importers.terraform.functions.values import has_unknown, make_set, object_name
from dharma_core.plan import AttributeFact, Expression, FrozenMap, Path
from dharma_core.plan.masking import marks_at
from dharma_core.plan.whole_unknowns import planned_level

__all__ = ["Arranged", "arrange", "complete"]


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a resource holds once its sets stand in order."""

    attributes: FrozenMap
    expressions: tuple[Expression, ...]
    sensitive: FrozenMap


def arrange(facts: Facts | None, attributes: Mapping[str, Any], reader: BodyReader) -> Arranged:
    """Return attributes with sets sorted, and what the reader noted of them in the same order."""
    if facts is None:
        return Arranged(
            FrozenMap(attributes), tuple(reader.expressions), marks_at(reader.sensitive)
        )
    sorter = _Sorter()
    level = sorter.level(facts, attributes, ())
    secret = [*map(sorter.moved, reader.sensitive), *_sensitive(facts, level, ())]
    if "tags_all" in facts:
        secret += [("tags_all", *path[1:]) for path in reader.sensitive if path[0] == "tags"]
    expressions = tuple(
        replace(e, path=sorter.moved(e.path)) if sorter.moves else e for e in reader.expressions
    )
    return Arranged(level, expressions, marks_at(secret))


@dataclass(slots=True)
class _Sorter:
    """Sorts the sets of one resource and remembers who went where."""

    moves: dict[Path, Mapping[int, int]] = field(default_factory=dict)

    def level(self, facts: Facts, values: Mapping[str, Any], path: Path) -> FrozenMap:
        found = {}
        for name, value in values.items():
            fact = facts.get(name)
            is_plain = fact is None or not isinstance(value, (tuple, FrozenMap)) or not value
            found[name] = value if is_plain else self._value(fact, value, (*path, name))  # type: ignore[arg-type]
        return FrozenMap(found)

    def _value(self, fact: AttributeFact, value: Any, path: Path) -> Any:
        if isinstance(value, FrozenMap):
            return self.level(fact.members, value, path) if fact.members else value
        items = tuple(
            self.level(fact.members, item, (*path, i)) if _is_object(fact, item) else item
            for i, item in enumerate(value)
        )
        if not fact.type.startswith("set(") or len(items) < 2:
            return items
        if fact.members:
            return self._objects(fact, items, path)
        if has_unknown(items):
            return items
        ordered = tuple(make_set(items))
        self.moves[path] = {i: ordered.index(item) for i, item in enumerate(items)}
        return ordered

    def _objects(self, fact: AttributeFact, items: tuple[Any, ...], path: Path) -> tuple[Any, ...]:
        """Return a set's objects in the order of all their attributes, the unset ones too."""
        if not all(isinstance(item, FrozenMap) for item in items):
            return items
        names = [object_name(_complete(fact.members, item)) for item in items]
        places: dict[Any, int] = {}
        for at in sorted(range(len(items)), key=names.__getitem__):
            places.setdefault(_same(items[at], names[at], at), len(places))
        self.moves[path] = {at: places[_same(item, names[at], at)] for at, item in enumerate(items)}
        ordered = {place: items[at] for at, place in self.moves[path].items()}
        return tuple(ordered[place] for place in sorted(ordered))

    def moved(self, path: Path) -> Path:
        """Return where a path of the source leads once the sets are sorted."""
        return tuple(
            self.moves.get(path[:at], {}).get(step, step) if isinstance(step, int) else step
            for at, step in enumerate(path)
        )


def _same(item: Any, name: bytes, at: int) -> Any:
    """Return what equal members share; two that hold something unknown are never the same."""
    return at if has_unknown(item) else name


def _complete(facts: Facts, values: Mapping[str, Any]) -> FrozenMap:
    """Return a block with all its attributes, as the provider plans it."""
    planned = planned_level(facts, FrozenMap(values))
    whole = {name: complete(fact, planned.get(name)) for name, fact in facts.items()}
    return FrozenMap({**planned, **whole})


def complete(fact: AttributeFact, value: Any) -> Any:
    """Return a value whose blocks hold every attribute they may have, null where it is not set."""
    if value is None:
        return () if fact.block and fact.type != "object" else None
    if fact.members and isinstance(value, FrozenMap):
        return _complete(fact.members, value)
    if fact.members and isinstance(value, tuple):
        return tuple(_complete(fact.members, v) if isinstance(v, FrozenMap) else v for v in value)
    return value


def _is_object(fact: AttributeFact, item: Any) -> bool:
    return bool(fact.members) and isinstance(item, FrozenMap)


def _sensitive(facts: Facts, values: Mapping[str, Any], path: Path) -> Iterable[Path]:
    """Yield the paths that the provider's schema marks."""
    for name, fact in facts.items():
        if fact.sensitive:
            yield (*path, name)
        elif fact.members and isinstance(values.get(name), tuple):
            for index, item in enumerate(values[name]):
                if isinstance(item, FrozenMap):
                    yield from _sensitive(fact.members, item, (*path, name, index))
