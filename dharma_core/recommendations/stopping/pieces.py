"""What the resources of a schedule are written with: names, tags, mentions, documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Path,
    Ref,
    Resource,
    make_resource,
)
from dharma_core.recommendations.additions import free_address
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Addition, Change
from dharma_core.recommendations.working_hours import WorkingHours

__all__ = ["Pieces", "Stop", "Stopper", "Text", "copied", "document"]

_SLOT = re.compile("\ue000([0-9]+)\ue000")  # a private character, which no document holds


@dataclass(frozen=True, slots=True)
class Stop:
    """The changes that stop and start a machine, and what is to be known about them."""

    changes: tuple[Change, ...]
    note: str


Stopper = Callable[[Site, Resource], Stop | None]
"""Returns None for what cannot be stopped."""


@dataclass(frozen=True, slots=True)
class Text:
    """A value that mentions other resources: texts and references in order."""

    parts: tuple[str | Ref, ...]


def document(content: Mapping[str, Any]) -> Text:
    """Return a JSON document whose strings may be references.

    Examples
    --------
    >>> document({"Ids": [Ref("aws_instance.web", "id")]}).parts
    ('{"Ids":["', Ref(target='aws_instance.web', attribute='id'), '"]}')
    """
    refs: list[Ref] = []

    def slot(ref: Ref) -> str:
        refs.append(ref)
        return f"\ue000{len(refs) - 1}\ue000"

    written = json.dumps(content, separators=(",", ":"), ensure_ascii=False, default=slot)
    pieces = enumerate(_SLOT.split(written))
    return Text(tuple(refs[int(p)] if n % 2 else p for n, p in pieces if p))


def copied(resource: Resource, path: Path) -> Any:
    """Return what stands at a path of a resource as its source writes it; None when unknown."""
    told = next((e for e in resource.expressions if e.path == path), None)
    if told is not None and told.parts:
        return Text(told.parts)
    value: Any = resource.attributes
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, tuple) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return None if value is UNKNOWN else value


@dataclass(slots=True)
class Pieces:
    """The resources that one schedule is made of, each under an address that is free.

    Parameters
    ----------
    shared : bool
        Whether the machines of one counted resource have them together.
    """

    site: Site
    machine: Resource
    shared: bool = False
    made: list[Resource] = field(default_factory=list)

    @property
    def hours(self) -> WorkingHours:
        """When the machine is up."""
        return self.site.facts.working_hours

    @property
    def words(self) -> str:
        """The machine's name, with its number among several that have each their own."""
        index = self.machine.index
        alone = index is None or (self.shared and isinstance(index, int))
        return self.machine.name if alone else f"{self.machine.name}_{index}"

    def me(self, attribute: str) -> Ref:
        """Return a mention of the machine."""
        return Ref(str(self.machine.address), attribute)

    def add(self, type_: str, part: str, /, **values: Any) -> Resource:
        """Add a resource; what is None is left out, what is a Text or a Ref is a mention."""
        address: Address = free_address(
            self.site.plan,
            type_,
            f"{self.words}_{part}",
            module=self.machine.module_path,
            taken=[r.address.config_address for r in self.made],
        )
        given = {k: v for k, v in values.items() if v is not None}
        expressions: list[Expression] = []
        plain = {k: _without_mentions(v, (k,), expressions) for k, v in given.items()}
        resource = make_resource(address, plain, expressions=tuple(expressions))
        self.made.append(resource)
        return resource

    def tags(self, attribute: str = "tags") -> Mapping[str, Any] | None:
        """Return the machine's own tags but for its name; None when the design gives them all."""
        written = self.machine.attributes.get(attribute)
        if not isinstance(written, Mapping):
            return None
        shared = self._shared_tags(attribute) if self.machine.design else frozenset()
        own = {k: copied(self.machine, (attribute, k)) for k in written if k != "Name"}
        kept = {k: v for k, v in own.items() if k not in shared and v is not None}
        return kept or None

    def _shared_tags(self, attribute: str) -> frozenset[str]:
        """Return the tags that all resources have alike: those of the design itself."""
        all_tags = [r.attributes.get(attribute) for r in self.site.plan.managed]
        known = [set(tags.items()) for tags in all_tags if isinstance(tags, Mapping) and tags]
        return frozenset(k for k, _ in set.intersection(*known)) if known else frozenset()

    def stop(self, note: str, *edits: Change) -> Stop:
        """Return the additions made so far, and edits of what is there."""
        return Stop((*map(Addition, self.made), *edits), note)


def _without_mentions(value: Any, path: Path, found: list[Expression]) -> Any:
    if isinstance(value, Ref):
        value = Text((value,))
    if isinstance(value, Text):
        found.append(Expression.of(path, *value.parts))
        return UNKNOWN
    if isinstance(value, Mapping):
        return {k: _without_mentions(v, (*path, k), found) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_without_mentions(v, (*path, n), found) for n, v in enumerate(value))
    return value
