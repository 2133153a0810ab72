"""Made values into a Resource's own: known values, unknowns, expressions and sensitive paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.importers.cloudformation.targets import Target
from dharma_core.importers.cloudformation.values import Encoded, Made, opaque
from dharma_core.plan import (
    UNKNOWN,
    Catalog,
    Expression,
    Path,
    Ref,
    freeze,
    get_path,
)

__all__ = ["Settled", "Settler"]

MAX_CHAIN = 50
"""References that lead to references, at most."""

MAX_TEXT = 1_000_000
"""Characters that references may make of each other: texts that double each time end here."""


@dataclass(slots=True)
class Settled:
    """The values of one resource or output, where they come from, and which are secret."""

    value: Any = None
    expressions: list[Expression] = field(default_factory=list)
    secrets: list[Path] = field(default_factory=list)


class Settler:
    """Knows the attributes of every resource of one template.

    Parameters
    ----------
    trees : mapping of address to attributes
        With Made leaves.
    targets : mapping of address to Target
    literals : mapping of Ref to text
        References to write as what they are known to be.
    catalog : Catalog
    """

    def __init__(
        self,
        trees: Mapping[str, Mapping[str, Any]],
        targets: Mapping[str, Target],
        literals: Mapping[Ref, str],
        catalog: Catalog,
    ) -> None:
        self._trees, self._targets = trees, targets
        self._literals, self._catalog = literals, catalog
        self._known: dict[Ref, Any] = {}

    def settle(self, value: Any) -> Settled:
        """Return a nested value with its made leaves replaced by what is known of them."""
        found = Settled()
        found.value = freeze(self._settle(value, (), found))
        return found

    def _settle(self, value: Any, path: Path, found: Settled) -> Any:
        if isinstance(value, Mapping):
            return {k: self._settle(v, (*path, k), found) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._settle(v, (*path, i), found) for i, v in enumerate(value)]
        if isinstance(value, Encoded):
            value = opaque(value)
        return self._leaf(value, path, found) if isinstance(value, Made) else value

    def _leaf(self, made: Made, path: Path, found: Settled) -> Any:
        parts = tuple(self._folded(made.parts))
        if made.secret:
            found.secrets.append(path)
        refs = tuple(p for p in parts if isinstance(p, Ref))
        if parts and not refs:
            return "".join(p for p in parts if isinstance(p, str))
        mentions = refs or tuple(m for m in made.mentions if m not in self._literals)
        if mentions:
            found.expressions.append(Expression(path, parts, mentions))
        return self._value(Made(parts, made.value, mentions, made.secret), 0)

    def _value(self, made: Made, depth: int) -> Any:
        if made.value is not UNKNOWN or not made.parts or depth > MAX_CHAIN:
            return made.value
        values = [p if isinstance(p, str) else self._referred(p, depth) for p in made.parts]
        if len(values) == 1:
            return values[0]
        if any(v is UNKNOWN or isinstance(v, (Mapping, list, tuple)) for v in values):
            return UNKNOWN
        text = "".join(map(as_text, values))
        return text if len(text) <= MAX_TEXT else UNKNOWN

    def _referred(self, ref: Ref, depth: int) -> Any:
        """Return what the attribute of another resource is known to be."""
        ref = self._telling(ref)
        if ref not in self._known:
            self._known[ref] = UNKNOWN  # what leads back to itself
            self._known[ref] = self._attribute(ref, depth)
        return self._known[ref]

    def _attribute(self, ref: Ref, depth: int) -> Any:
        tree = self._trees.get(ref.target)
        if tree is None or not ref.attribute:
            return UNKNOWN
        steps = tuple(int(s) if s.isdigit() else s for s in ref.attribute.split("."))
        value = get_path(tree, steps, UNKNOWN)
        if isinstance(value, Made):
            return self._value(value, depth + 1)
        return UNKNOWN if value is None or isinstance(value, (Mapping, list)) else value

    def _folded(self, parts: tuple[str | Ref, ...]) -> Iterator[str | Ref]:
        """Write ``arn:...:vpc/${id}`` as the reference to ``arn`` that it stands for."""
        text = "".join(_code(part) for part in parts)
        if len(parts) > 1:
            for target in {p.target for p in parts if isinstance(p, Ref)}:
                for whole, attribute in self._spelled(target):
                    text = text.replace(whole, _code(Ref(target, attribute)))
        for ref, literal in self._literals.items():
            text = text.replace(_code(ref), literal)
        return (self._telling(p) if isinstance(p, Ref) else p for p in _decoded(text))

    def _telling(self, ref: Ref) -> Ref:
        """Return the same reference by the attribute that is known, of those that mean one thing.

        ``Ref`` of a bucket is its ``id`` and its ``bucket``; the template tells the second.
        """
        target = self._targets.get(ref.target)
        same = target.section.ref if target is not None else ()
        if ref.attribute not in same:
            return ref
        tree = self._trees.get(ref.target, {})
        known = (a for a in same if isinstance(tree.get(a), (str, Made)))
        return Ref(ref.target, next(known, ref.attribute))

    def _spelled(self, address: str) -> Iterator[tuple[str, str]]:
        """Yield how each attribute of a resource is spelled where no function returns it."""
        target = self._targets.get(address)
        attributes = target.section.attributes if target is not None else {}
        for attribute, name in attributes.items():
            if target is not None and "${" in name:
                yield "".join(map(_code, _spelling(name, target))), attribute


_PSEUDO = {
    "AWS::AccountId": Ref("data.aws_caller_identity.current", "account_id"),
    "AWS::Partition": Ref("data.aws_partition.current", "partition"),
    "AWS::Region": Ref("data.aws_region.current", "name"),
}


def _spelling(text: str, target: Target) -> Iterator[str | Ref]:
    for piece in text.split("${"):
        name, brace, rest = piece.partition("}")
        if not brace:
            yield piece
            continue
        if name == "self":
            yield target.own
        elif name.startswith("self."):
            returned = name.removeprefix("self.")
            yield Ref(str(target.address), target.attribute(returned) or returned)
        else:
            yield _PSEUDO.get(name, name)
        yield rest


_START, _BETWEEN, _END = "\ue000", "\ue001", "\ue002"


def _code(part: str | Ref) -> str:
    if isinstance(part, str):
        return part
    return f"{_START}{part.target}{_BETWEEN}{part.attribute}{_END}"


def _decoded(text: str) -> Iterator[str | Ref]:
    for piece in text.split(_START):
        coded, end, rest = piece.partition(_END)
        target, between, attribute = coded.partition(_BETWEEN)
        if end and between:
            yield Ref(target, attribute)
            if rest:
                yield rest
        elif piece:
            yield piece
