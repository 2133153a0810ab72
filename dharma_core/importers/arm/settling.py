"""ARM's values as a Resource's own: known values, unknowns, and the expressions they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.arm.language import Section
from dharma_core.importers.arm.entries import Entry
from dharma_core.importers.arm.values import Given, Here, IdValue, Mixed, Read, is_plain, known
from dharma_core.plan import UNKNOWN, Expression, Path, Ref
from dharma_core.plan.text_parts import merged_texts

__all__ = ["NameOf", "Settled", "Settler"]


@dataclass(frozen=True, slots=True)
class NameOf:
    """The name of another resource."""

    target: IdValue


@dataclass(slots=True)
class Settled:
    """The values of one resource or output, and how they are written."""

    values: Any = None
    expressions: list[Expression] = field(default_factory=list)


class Settler:
    """Turns ARM's values into a Plan's.

    Parameters
    ----------
    entries : list of Entry
    groups : mapping of name to address
        The resource groups of the template, by their name without case.
    here : str
        The address of the resource group that is deployed to.
    outputs : mapping of deployment to its outputs
    """

    def __init__(
        self,
        entries: list[Entry],
        groups: Mapping[str, str],
        here: str,
        outputs: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.groups, self.here, self.outputs = groups, here, outputs
        self.by_id = {i.key: entry for entry in entries for i in entry.ids}
        self.by_address = {str(entry.address): entry for entry in entries}
        self.by_name: dict[str, Entry] = {}
        for (_, names), entry in self.by_id.items():
            self.by_name.setdefault(names[-1], entry)

    def settle(self, value: Any, group: str) -> Settled:
        """Return a value's own form; ``group`` is the address of the resource group around it."""
        settled = Settled()
        settled.values = self._of(value, (), settled, group)
        return settled

    def group_of(self, value: Any) -> str:
        """Return the address of a resource group by its name; empty when it is not here."""
        if value is None:
            return self.here
        name = known(value)
        return self.groups.get(name.lower(), "") if isinstance(name, str) else ""

    def entry(self, target: IdValue) -> Entry | None:
        """Return what an id means, None when it is not in the template."""
        if not target.type:
            return self.by_name.get(target.names[-1].lower())
        return self.by_id.get(target.key)

    def holder_of(self, address: str) -> str:
        """Return the address of the resource that one is written in: its own, or its owner's."""
        entry = self.by_address.get(address)
        if entry is None:
            return address
        holder = self.entry(IdValue(entry.row.type, entry.row.names))
        return str(holder.address) if holder is not None else address

    def _of(self, value: Any, path: Path, settled: Settled, group: str) -> Any:
        if isinstance(value, dict):
            return {str(k): self._of(v, (*path, str(k)), settled, group) for k, v in value.items()}
        if isinstance(value, list):
            return [self._of(v, (*path, i), settled, group) for i, v in enumerate(value)]
        if value is UNKNOWN or is_plain(value):
            return value
        parts = tuple(self._parts(value, group))
        if isinstance(value, Given):
            settled.expressions.append(Expression.of(path, *parts))
            return value.value
        if all(isinstance(part, (str, Ref)) for part in parts):
            if all(isinstance(part, str) for part in parts):
                return "".join(str(part) for part in parts)
            settled.expressions.append(Expression.of(path, *parts))
        elif mentions := self._mentions(value):
            settled.expressions.append(Expression(path, (), mentions))
        return self._known_name(value, group)

    def _known_name(self, value: Any, group: str) -> Any:
        """Return the name or place that a reference is known to give."""
        if isinstance(value, Here):
            found = self.by_address.get(group)
            return _of_group(found, value.attribute) if found is not None else UNKNOWN
        if isinstance(value, NameOf):
            entry = self.entry(value.target)
            return known(entry.row.name) if entry is not None else value.target.names[-1]
        return UNKNOWN

    def _parts(self, value: Any, group: str) -> Iterator[Any]:
        """Yield text and references; UNKNOWN for what neither can say."""
        if isinstance(value, Mixed):
            whole = self._whole_text(value)
            if whole is not None:
                yield whole
                return
            for part in value.parts:
                yield from self._parts(part, group)
        elif isinstance(value, Given):
            yield Ref(f"var.{value.name}")
        else:
            yield self._part(value, group)

    def _part(self, value: Any, group: str) -> Any:
        if isinstance(value, IdValue):
            entry = self.entry(value)
            return Ref(str(entry.address), _id_of(entry)) if entry is not None else UNKNOWN
        if isinstance(value, NameOf):
            entry = self.entry(value.target)
            named = entry.section.name if entry is not None and entry.section else "name"
            return Ref(str(entry.address), named) if entry else value.target.names[-1]
        if isinstance(value, Here):
            return Ref(group, value.attribute) if group and value.attribute in _HERE else UNKNOWN
        if isinstance(value, Read):
            return self._reading(value)
        return value if isinstance(value, str) else UNKNOWN

    def _reading(self, value: Read) -> Any:
        """Return the attribute of another resource that is read."""
        entry = self.entry(value.target)
        if entry is None or entry.section is None:
            return UNKNOWN
        attribute = _attribute_at(entry.section, value.path)
        return Ref(str(entry.address), attribute) if attribute else UNKNOWN

    def _whole_text(self, value: Mixed) -> Ref | None:
        """Return the attribute that is all of a text, such as a connection string."""
        targets = [part.target for part in value.parts if isinstance(part, Read)]
        entry = self.entry(targets[0]) if targets else None
        if entry is None or entry.section is None:
            return None
        for attribute, rule in entry.section.attributes.items():
            if "${" in rule and _spelt_out(rule, entry, targets[0]) == value.parts:
                return Ref(str(entry.address), attribute)
        return None

    def _mentions(self, value: Any) -> tuple[Ref, ...]:
        """Return the resources that a value speaks of, where more cannot be said."""
        inner = value.parts if isinstance(value, Mixed) else (value,)
        found: dict[Ref, None] = {}
        for part in inner:
            target = part.target if isinstance(part, (Read, NameOf)) else part
            if isinstance(part, Given):
                found[Ref(f"var.{part.name}")] = None
            elif isinstance(target, IdValue) and (entry := self._around(target)) is not None:
                found[Ref(str(entry.address))] = None
        return tuple(found)

    def _around(self, target: IdValue) -> Entry | None:
        """Return the resource that an id, or a part of which an id, names."""
        types = target.type.split("/")
        for length in range(len(target.names), 0, -1):
            found = self.entry(IdValue("/".join(types[: length + 1]), target.names[:length]))
            if found is not None:
                return found
        return None


def _of_group(entry: Entry, attribute: str) -> Any:
    """Return what is known of a resource group; its id is nobody's before it is made."""
    if attribute == "name":
        return known(entry.row.name)
    return known(entry.attributes.get(attribute, UNKNOWN))


_HERE = ("location", "id", "name")


def _id_of(entry: Entry) -> str:
    """Return the attribute that holds a resource's id in Azure."""
    rules = entry.section.attributes if entry.section is not None else {}
    return next((name for name, rule in rules.items() if rule == "$id"), "id")


def _attribute_at(section: Section, path: tuple[str | int, ...]) -> str:
    """Return the attribute that stands at an ARM path, empty when none does."""
    dotted = ".".join(str(step) for step in path)
    for attribute, rule in section.attributes.items():
        if rule.lower() == dotted.lower():
            return attribute
    steps = tuple(str(step).lower() for step in path)
    for attribute, line in section.properties.items():
        if line.to and tuple(s.lower() for s in line.to[0]) == steps:
            return attribute
    return "name" if dotted == "name" else ""


def _spelt_out(rule: str, entry: Entry, target: IdValue) -> tuple[Any, ...]:
    """Return the parts that a text rule makes of a resource."""
    parts: list[Any] = []
    for number, piece in enumerate(rule.replace("}", "${").split("${")):
        found: Any = piece
        if number % 2 and piece == "name":
            found = known(entry.row.name)
        elif number % 2 and piece == "suffix.storage":
            found = "core.windows.net"
        elif number % 2:
            steps = piece.split(".")
            found = Read(target, tuple(int(s) if s.isdigit() else s for s in steps))
        parts.append(found)
    return tuple(merged_texts(parts))
