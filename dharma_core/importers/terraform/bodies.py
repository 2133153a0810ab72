"""The body of a block into written attributes: conversions, nested and dynamic blocks, marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from dharma_core.errors import nearest
from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.constraints import Constraint, convert, written_constraint
from dharma_core.importers.terraform.evaluation import Bound, Scope, pairs
from dharma_core.importers.terraform.functions.values import plain
from dharma_core.importers.terraform.marks import Sensitive, show, split
from dharma_core.importers.terraform.syntax import Attribute, Block, Body, Literal, Name
from dharma_core.importers.terraform.tracing import Tracer
from dharma_core.plan import UNKNOWN, AttributeFact, Expression, FrozenMap, Path, ResourceType
from dharma_core.plan.earlier_names import EarlierName, modernise

if TYPE_CHECKING:
    from dharma_core.importers.terraform.reading import Reading
    from dharma_core.provenance import Position

__all__ = ["BodyReader", "Facts"]

Facts = Mapping[str, AttributeFact]
_META: Final = frozenset({"count", "for_each", "provider", "depends_on"})
_META_BLOCKS: Final = frozenset({"lifecycle", "provisioner", "connection"})


@dataclass(slots=True)
class BodyReader:
    """Reads one resource's body; afterwards holds its expressions and sensitive paths."""

    reading: Reading
    noun: str
    type: ResourceType | None = None
    expressions: list[Expression] = field(default_factory=list)
    sensitive: list[Path] = field(default_factory=list)
    earlier: tuple[EarlierName, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.earlier = self.reading.catalog.earlier.get(self.noun, ()) if self.type else ()

    def read(self, body: Body, facts: Facts | None, scope: Scope, path: Path) -> dict[str, Any]:
        """Return the attributes of a body; what is null is left out."""
        found: dict[str, Any] = {}
        for attribute in body.attributes.values():
            if not path and attribute.name in _META:
                continue
            place = (*path, attribute.name)
            fact = (facts or {}).get(attribute.name) or self._earlier_fact(place)
            if facts is not None and not self._allowed(attribute.name, fact, facts, attribute):
                continue
            value = self._attribute(attribute, fact, scope, place)
            if value is not None:
                found[attribute.name] = value
        for name, blocks in _by_type(body.blocks, top=not path).items():
            place = (*path, name)
            fact = (facts or {}).get(name) or self._earlier_fact(place)
            if facts is not None and not self._allowed(name, fact, facts, blocks[0]):
                continue
            value = self._blocks(blocks, fact, scope, place)
            if value is not None:
                found[name] = value
        return found

    def _allowed(
        self, name: str, fact: AttributeFact | None, facts: Facts, written: Attribute | Block
    ) -> bool:
        if fact is None:
            settable = [n for n, f in facts.items() if not f.read_only]
            message = f"{self.noun} has no attribute {name!r}."
            self.reading.tell(message, written.position, nearest(name, settable))
        elif fact.read_only:
            message = f"{name!r} of {self.noun} is set by the provider."
            self.reading.tell(message, written.position, "Leave it out.")
        return fact is not None and not fact.read_only

    def _earlier_fact(self, place: Path) -> AttributeFact | None:
        """Return what is known of a place that only earlier versions of the provider have."""
        if self.type is None or not self.earlier:
            return None
        steps = tuple(step for step in place if isinstance(step, str))
        names = [name for name in self.earlier if name.leads_to(steps)]
        exact = next((name for name in names if name.was == steps), None)
        if exact is None or not exact.now or exact.listed:
            return AttributeFact(steps[-1], "any") if names else None
        if exact.values:
            is_switch = all(isinstance(value, bool) for value in exact.values)
            return AttributeFact(steps[-1], "bool" if is_switch else "string")
        return self.type.attribute(exact.now)

    def modernise(self, written: Mapping[str, Any], position: Position | None) -> Mapping[str, Any]:
        """Return what was read under the provider's present names; what is gone is told."""
        if not self.earlier:
            return written
        modern = modernise(self.earlier, written)
        placed = ((e, modern.place(e.path)) for e in self.expressions)
        self.expressions = [replace(e, path=path) for e, path in placed if path is not None]
        self.sensitive = modern.places(self.sensitive)
        for name in modern.gone:
            was = ".".join(name.was)
            self.reading.tell(
                f"{self.noun} has no {was!r} since {name.since}; it is left out.",
                position,
                "Remove it; the provider's upgrade guide says what takes its place.",
                severity="warning",
            )
        return modern.attributes

    def _attribute(
        self, attribute: Attribute, fact: AttributeFact | None, scope: Scope, path: Path
    ) -> Any:
        value = self.reading.value(attribute, scope)
        if value is None:
            return None
        constraint = _constraint(fact)
        if not isinstance(attribute.expression, Literal):
            self._trace(attribute, scope, path, value)
        try:
            value = convert(constraint, value)
        except EvaluationError as error:
            self.reading.tell(f"{attribute.name}: {error}", attribute.position)
            return UNKNOWN
        return self._clean(value, fact, path)

    def _trace(self, attribute: Attribute, scope: Scope, path: Path, value: Any) -> None:
        tracer = Tracer(self.reading)
        self.expressions.extend(tracer.expressions(attribute.expression, scope, path, value))

    def _clean(self, value: Any, fact: AttributeFact | None, path: Path) -> Any:
        """Return a value in the Plan's shape, its marks noted as paths."""
        if isinstance(value, Sensitive):
            self.sensitive.append(path)
            return self._clean(show(value), fact, path)
        if fact is not None and fact.members and isinstance(value, (tuple, FrozenMap)):
            return self._objects(value, fact, path)
        if isinstance(value, tuple):
            return tuple(self._clean(v, None, (*path, i)) for i, v in enumerate(value))
        if isinstance(value, FrozenMap):
            return FrozenMap({k: self._clean(v, None, (*path, k)) for k, v in value.items()})
        return plain(value)

    def _objects(self, value: Any, fact: AttributeFact, path: Path) -> Any:
        """Return blocks that were written as an attribute, each member in its own type."""
        if isinstance(value, FrozenMap):
            if fact.type != "object":
                return self._objects((value,), fact, path)
            return self._object(value, fact.members, path)
        return tuple(
            self._object(item, fact.members, (*path, i)) if isinstance(item, FrozenMap) else item
            for i, item in enumerate(value)
        )

    def _object(self, value: Mapping[str, Any], facts: Facts, path: Path) -> FrozenMap:
        found: dict[str, Any] = {}
        for name, inner in value.items():
            if inner is None:
                continue
            fact = facts.get(name)
            try:
                converted = convert(_constraint(fact), inner)
            except EvaluationError as error:
                self.reading.tell(f"{name} of {self.noun}: {error}", None)
                converted = UNKNOWN
            found[name] = self._clean(converted, fact, (*path, name))
        return FrozenMap(found)

    def _blocks(
        self, blocks: list[Block], fact: AttributeFact | None, scope: Scope, path: Path
    ) -> Any:
        items: list[Any] = []
        members = (fact.members or None) if fact is not None else None
        for block in blocks:
            for body, inside in self._bodies(block, scope):
                if body is None:
                    return UNKNOWN
                place = path if fact and fact.type == "object" else (*path, len(items))
                items.append(FrozenMap(self.read(body, members, inside, place)))
        if fact is not None and fact.type == "object":
            return items[0] if items else None
        return tuple(items) or None

    def _bodies(self, block: Block, scope: Scope) -> Iterator[tuple[Body | None, Scope]]:
        """Yield the body of each block that one block stands for; None when that is unknown."""
        if block.type != "dynamic" or not block.labels:
            yield block.body, scope
            return
        content = next((b for b in block.body.blocks if b.type == "content"), None)
        each = block.body.attributes.get("for_each")
        if content is None or each is None:
            self.reading.tell("A dynamic block needs for_each and content.", block.position)
            return
        try:
            yield from self._rounds(block, each, content, scope)
        except EvaluationError as error:
            self.reading.tell(f"dynamic {block.labels[0]!r}: {error}", each.position)
            yield None, scope

    def _rounds(
        self, block: Block, each: Attribute, content: Block, scope: Scope
    ) -> Iterator[tuple[Body | None, Scope]]:
        collection, _ = split(self.reading.evaluator.evaluate(each.expression, scope))
        if collection is UNKNOWN:
            yield None, scope
            return
        iterator = _iterator(block)
        found = list(pairs(() if collection is None else collection))
        self.reading.budget.charge_instances(len(found))
        for key, value in found:
            item = FrozenMap(key=key, value=value)
            bound = Bound(item, each.expression, scope, key, whole=False)
            yield content.body, scope.with_names({iterator: bound})


def _iterator(block: Block) -> str:
    attribute = block.body.attributes.get("iterator")
    named = attribute.expression if attribute else None
    return named.name if isinstance(named, Name) else block.labels[0]


def _by_type(blocks: tuple[Block, ...], *, top: bool) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for block in blocks:
        name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
        if not (top and name in _META_BLOCKS):
            found.setdefault(name, []).append(block)
    return found


def _constraint(fact: AttributeFact | None) -> Constraint:
    """Return the type to convert to; members of objects have their own, sets sort later."""
    if fact is None or fact.members:
        return written_constraint("any")
    text = fact.type
    return written_constraint(f"list{text[3:]}" if text.startswith("set(") else text)
