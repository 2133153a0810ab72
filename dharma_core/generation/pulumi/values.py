"""A draft's attributes as Python arguments: nested classes, references, documents, files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.documents import open_document
from dharma_core.generation.drafts import DraftResource, Text
from dharma_core.generation.pulumi.python import Call, Code, Items, Node, Table, literal, quoted
from dharma_core.generation.pulumi.references import Names, Untranslatable, reference, template
from dharma_core.generation.pulumi.scalars import as_scalar
from dharma_core.generation.pulumi.table import TypeNames
from dharma_core.plan import AttributeFact, Ref

__all__ = ["Values"]

Named = tuple[str, Node]

_COMPACT = ("separators", Code('(",", ":")'))
_FILES = {"archive": "pulumi.FileArchive", "asset": "pulumi.FileAsset"}
_TIMEOUTS = ("create", "update", "delete")
_NEVER = frozenset({"timeouts", "tags_all"})


@dataclass(slots=True)
class Values:
    """Writes the arguments of resources; what cannot be said is noted.

    Parameters
    ----------
    names : Names
        What addresses and inputs are called in the program.
    """

    names: Names
    untranslated: list[str] = field(default_factory=list)

    def arguments(self, draft: DraftResource, type_: TypeNames) -> tuple[Named, ...]:
        """Return the arguments of one resource, in the draft's order."""
        place = _Place(draft.address, type_, type_.class_)
        return tuple(self._members(draft.attributes, type_.facts, place))

    def timeouts(self, draft: DraftResource) -> Node | None:
        """Return Terraform's ``timeouts`` block as Pulumi's own option."""
        value = draft.attributes.get("timeouts")
        block = value[0] if isinstance(value, Sequence) and value else value
        if not isinstance(block, Mapping):
            return None
        known = []
        for key, value in block.items():
            if key in _TIMEOUTS:
                known.append((key, self.value(value)))
            else:
                self.untranslated.append(f"{draft.address}: timeouts.{key}: Pulumi has none for it")
        return Call("pulumi.CustomTimeouts", named=tuple(known)) if known else None

    def value(self, value: Any) -> Node:
        """Return a value without facts: an output, a part of a document."""
        if isinstance(value, Text):
            return self._text(value)
        if isinstance(value, Mapping):
            return Table(tuple((key, self.value(inner)) for key, inner in value.items()))
        if isinstance(value, (list, tuple)):
            return Items(tuple(self.value(item) for item in value))
        return literal(value)

    def _members(
        self, values: Mapping[str, Any], facts: Mapping[str, AttributeFact], place: _Place
    ) -> Iterator[Named]:
        for name, value in values.items():
            here = place.inside(name)
            fact = facts.get(name)
            if (name in _NEVER and not place.path) or here.is_nothing(value, fact):
                continue
            try:
                known = here.settable(fact)
                yield here.type.argument(here.dotted, known), self._argument(value, known, here)
            except Untranslatable as error:
                self.untranslated.append(f"{here.address}: {here.dotted}: {error}")

    def _argument(self, value: Any, fact: AttributeFact, place: _Place) -> Node:
        if isinstance(value, Text) and isinstance(value.parts[0], Ref) and len(value.parts) == 1:
            return self._scalar(value, fact, place)
        if fact.members or fact.block:
            return self._blocks(value, fact, place)
        listed = isinstance(value, (list, tuple))
        if listed and fact.type.startswith(("list(", "set(")):
            items = Items(tuple(self._scalar(item, fact, place) for item in value))
            return items if place.type.is_many(place.dotted, fact) else _sole(items.nodes)
        if isinstance(value, Mapping):
            return Table(tuple((k, self._scalar(v, fact, place)) for k, v in value.items()))
        return self._scalar(value, fact, place)

    def _blocks(self, value: Any, fact: AttributeFact, place: _Place) -> Node:
        class_ = place.type.args_class(place.stem, place.dotted, fact)
        inner = place.with_stem(class_.removesuffix("Args"))
        if fact.type.startswith("map("):
            return Table(tuple((k, self._block(v, fact, inner)) for k, v in value.items()))
        blocks = [value] if isinstance(value, Mapping) else value
        nodes = tuple(self._block(block, fact, inner) for block in blocks)
        return Items(nodes) if place.type.is_many(place.dotted, fact) else _sole(nodes)

    def _block(self, value: Any, fact: AttributeFact, place: _Place) -> Node:
        if not isinstance(value, Mapping):
            return self.value(value)
        function = f"{place.type.alias}.{place.type.module}.{place.stem}Args"
        return Call(function, named=tuple(self._members(value, fact.members, place)))

    def _scalar(self, value: Any, fact: AttributeFact, place: _Place) -> Node:
        kind = place.type.scalar(place.dotted, fact)
        if kind in _FILES:
            return self._file(value, _FILES[kind])
        if isinstance(value, Text):
            return self._text(value, semantic=_is_policy(fact), kind=kind)
        if isinstance(value, (Mapping, list, tuple)):
            return self.value(value)
        if isinstance(value, str) and kind == "str":
            return _document(value, semantic=_is_policy(fact)) or quoted(value)
        return literal(as_scalar(value, kind))

    def _file(self, value: Any, function: str) -> Node:
        if isinstance(value, Text):
            raise Untranslatable("a file named by a reference")
        return Call(function, (literal(value),))

    def _text(self, text: Text, *, semantic: bool = False, kind: str = "") -> Node:
        if len(text.parts) == 1 and isinstance(text.parts[0], Ref):
            return Code(reference(text.parts[0], self.names, kind=kind))
        document = open_document(text)
        if document is not None:
            written = self.value(document)
            options = () if semantic else (_COMPACT,)
            return Call("pulumi.Output.json_dumps", (written,), options)
        return template(text, self.names)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in which resource a value stands, and the class that holds it."""

    address: str
    type: TypeNames
    stem: str
    path: tuple[str, ...] = ()

    @property
    def dotted(self) -> str:
        return ".".join(self.path)

    def settable(self, fact: AttributeFact | None) -> AttributeFact:
        """Return the attribute's fact; raise Untranslatable when it is no argument."""
        if fact is None or self.type.is_absent(self.dotted):
            raise Untranslatable(f"Pulumi's {self.type.class_} has no such argument")
        if self.type.is_computed(self.dotted):
            raise Untranslatable(f"Pulumi's {self.type.class_} does not let it be set")
        return fact

    def is_nothing(self, value: Any, fact: AttributeFact | None) -> bool:
        """Whether it is an empty list where Pulumi takes one item or none."""
        empty = isinstance(value, (list, tuple)) and not value
        return empty and fact is not None and not self.type.is_many(self.dotted, fact)

    def inside(self, name: str) -> _Place:
        return _Place(self.address, self.type, self.stem, (*self.path, name))

    def with_stem(self, stem: str) -> _Place:
        return _Place(self.address, self.type, stem, self.path)


def _sole(nodes: Iterable[Node]) -> Node:
    first, *others = nodes
    if others:
        raise Untranslatable("Pulumi takes one of these, not several")
    return first


def _is_policy(fact: AttributeFact) -> bool:
    """Whether the provider compares the text as JSON, so that its spacing may change."""
    return fact.name.endswith("policy")


def _document(text: str, *, semantic: bool) -> Node | None:
    """Return ``json.dumps(...)`` where it gives back the text, or the same policy."""
    document = open_document(text)
    if document is None:
        return None
    if json.dumps(document, separators=(",", ":")) == text and not semantic:
        return Call("json.dumps", (literal(document),), (_COMPACT,))
    return Call("json.dumps", (literal(document),)) if semantic else None
