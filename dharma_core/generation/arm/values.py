"""Values and references of a draft in the words of templates: ids, properties, parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dharma_core.generation.arm.language import Access, Call, Section
from dharma_core.generation.arm.naming import GROUP_TYPE, Places
from dharma_core.generation.arm.template import (
    GROUPS,
    IdOf,
    Joined,
    ListOf,
    ParameterOf,
    PartOf,
    PropertyOf,
)
from dharma_core.generation.drafts import Draft, DraftResource, Text, literal_of
from dharma_core.generation.scalars import words_of
from dharma_core.plan import UNKNOWN, Ref, Resource, get_path
from dharma_core.plan.masking import is_sensitive
from dharma_core.plan.text_parts import merged_texts

__all__ = ["HERE", "Untranslatable", "Values", "World", "joined"]

OWN_ID = "$id"
"""In ``attributes``: the id in Azure, where Terraform's own ``id`` is another."""
HOST = ".|host"
"""Behind a path in ``attributes``: only the host name of the address there."""
HERE = Access(Call("resourceGroup"), ("location",))
"""Where the resource group of the template stands."""


class Untranslatable(Exception):  # noqa: N818 - never leaves the writer: it becomes a note
    """A value that a template cannot say; its text names what."""


@dataclass(frozen=True)
class World:
    """What all templates of one Plan share.

    Parameters
    ----------
    inputs : mapping of input name to parameter
    fractions : frozenset of str
        Parameters whose text is a number.
    """

    draft: Draft
    places: Places
    inputs: Mapping[str, str]
    fractions: frozenset[str] = frozenset()

    @cached_property
    def drafted(self) -> Mapping[str, DraftResource]:
        """The draft of each resource, by its address."""
        return {draft.address: draft for draft in self.draft.resources}


class Values:
    """Translates values for the template of one resource group.

    Parameters
    ----------
    world : World
    group : str
        As ``Places.group`` tells it; a subscription's template has none.
    inside : str
        The symbol whose body is being written: it cannot refer to itself.
    """

    def __init__(self, world: World, group: str, inside: str = "") -> None:
        self.world, self.group, self.inside = world, group, inside

    def of(self, value: Any) -> Any:
        """Return a draft value with nodes in place of references.

        Raises
        ------
        Untranslatable
            If it reads what no template can tell.
        """
        if isinstance(value, Text):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self.of(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.of(inner) for inner in value]
        if isinstance(value, float):
            return int(value) if value.is_integer() else Call("json", (repr(value),))
        return value

    def known(self, address: str, path: tuple[str | int, ...]) -> Any:
        """Return the value an attribute is known to have, UNKNOWN when only apply will tell."""
        resource = self.world.draft.plan.by_address[address]
        if is_sensitive(resource.sensitive, path):
            return UNKNOWN
        return get_path(resource.attributes, path, UNKNOWN)

    def names(self, resource: Resource) -> tuple[Any, ...]:
        """Return the segments of a resource's name, its parents' first.

        Raises
        ------
        Untranslatable
            If one of them is not known.
        """
        section = self.world.places.section(resource) or Section()
        own = self._own_name(resource, section)
        if section.parent is None:
            return (own,)
        return (*self._parent_names(resource, section), *section.parent.via, own)

    def _parent_names(self, resource: Resource, section: Section) -> tuple[Any, ...]:
        found = self.world.places.parent(resource)
        if found is not None:
            return self.names(found)
        rule = section.parent
        written = self._drafted(resource)
        said = next((written[a] for a in rule.by if written.get(a)), None) if rule else None
        if said is None or rule is None:
            raise Untranslatable("its parent's name")
        outer = tuple(self.of(written.get(name)) for name in rule.outer)
        if isinstance(said, str) and "/" in said:
            return tuple(said.split("/providers/")[-1].split("/")[2::2])
        return (*outer, self.of(said))

    def _own_name(self, resource: Resource, section: Section) -> Any:
        if section.name.startswith("="):
            return section.name[1:]
        name = self._drafted(resource).get("name" if section.name == "guid" else section.name)
        if name is None and section.name == "guid":
            return self._made_name(resource)
        if name is None:
            raise Untranslatable("its name")
        return self.of(name)

    def _made_name(self, resource: Resource) -> Call:
        """Return a name that is the same at each deployment and nobody else's."""
        around = self.world.places.extended(resource)
        symbol = self.world.places.symbols.get(str(around.address)) if around else None
        scope = IdOf(symbol) if symbol and around and around.type != GROUP_TYPE else _GROUP_ID
        return Call("guid", (scope, str(resource.address)))

    def _drafted(self, resource: Resource) -> Mapping[str, Any]:
        draft = self.world.drafted.get(str(resource.address))
        return draft.attributes if draft is not None else {}

    def _text(self, text: Text) -> Any:
        parts = [p if isinstance(p, str) else self._reference(p) for p in text.parts]
        return parts[0] if len(parts) == 1 else joined(parts)

    def _reference(self, ref: Ref) -> Any:
        if ref.target.startswith("var."):
            name = self.world.inputs.get(ref.target.removeprefix("var."))
            if name is None or ref.attribute:
                raise Untranslatable(str(ref))
            given = ParameterOf(name)
            return Call("json", (given,)) if name in self.world.fractions else given
        resource = self.world.draft.plan.by_address[ref.target]
        if resource.address.mode == "data":
            return self._data(resource, ref)
        if resource.type == GROUP_TYPE:
            return self._group_value(resource, ref)
        section = self.world.places.section(resource)
        if section is None:
            return self._literal(ref)
        if section.fold is not None:
            return self._folded(resource, section, ref)
        return self._attribute(resource, section, ref)

    def _data(self, resource: Resource, ref: Ref) -> Any:
        """Return what a template knows of the place it is deployed to."""
        known = _SURROUNDINGS.get((resource.type, ref.attribute))
        return known if known is not None else self._literal(ref)

    def _group_value(self, resource: Resource, ref: Ref) -> Any:
        own = str(resource.address) == self.group
        if ref.attribute in ("location", "id", "name") and own:
            return Access(Call("resourceGroup"), (ref.attribute,))
        if ref.attribute == "id":
            return Call("subscriptionResourceId", (GROUPS, self.names(resource)[0]))
        return self._literal(ref)

    def _folded(self, resource: Resource, section: Section, ref: Ref) -> Any:
        owner = self.world.places.owner(resource)
        fold = section.fold
        if ref.attribute not in ("", "id") or owner is None or fold is None or not fold.type:
            return self._literal(ref)
        name = self._drafted(resource).get("name")
        symbol = self.world.places.symbols[str(owner.address)]
        return PartOf(symbol, fold.type, (*self.names(owner), self.of(name)))

    def _attribute(self, resource: Resource, section: Section, ref: Ref) -> Any:
        symbol = self.world.places.symbols[str(resource.address)]
        known = section.attributes.get(ref.attribute)
        if known is not None:
            return self.read(resource, section, known)
        if ref.attribute in ("", "id"):
            return self._id(resource, section, symbol)
        if ref.attribute == section.name:
            return self.names(resource)[-1]
        return self._literal(ref)

    def _id(self, resource: Resource, section: Section, symbol: str) -> Any:
        if symbol == self.inside:
            return PartOf(symbol, section.type, self.names(resource))
        return IdOf(symbol)

    def read(self, resource: Resource, section: Section, rule: str) -> Any:
        """Return what a rule of ``attributes`` reads of a resource.

        Raises
        ------
        Untranslatable
            If the rule is empty or the resource is the one being written.
        """
        symbol = self.world.places.symbols[str(resource.address)]
        if rule == OWN_ID:
            return self._id(resource, section, symbol)
        if not rule or symbol == self.inside:
            raise Untranslatable(f"{resource.address} of itself")
        pieces = re.split(r"\$\{([^}]*)\}", rule)
        if len(pieces) == 1:
            return self._piece(resource, section, rule)
        parts = [
            self._piece(resource, section, piece) if number % 2 else piece
            for number, piece in enumerate(pieces)
        ]
        return joined(parts)

    def _piece(self, resource: Resource, section: Section, rule: str) -> Any:
        symbol = self.world.places.symbols[str(resource.address)]
        if rule == "name":
            return self.names(resource)[-1]
        if rule.startswith("suffix."):
            return suffix(rule)
        function, _, part = rule.partition("@")
        if part:
            steps = part.split(".")
            type_, name = steps[0].split("/")
            within = PartOf(symbol, f"{section.type}/{type_}", (*self.names(resource), name))
            return ListOf(symbol, function, _path(steps[1:]), within)
        path, host, _ = rule.partition(HOST)
        steps = path.split(".")
        if steps[0].startswith("list"):
            return ListOf(symbol, steps[0], _path(steps[1:]))
        found = PropertyOf(symbol, _path(steps))
        return _host(found) if host else found

    def _literal(self, ref: Ref) -> Any:
        """Return the target's own value of the attribute, for those no function returns."""
        value = literal_of(ref, self.world.drafted, self.known)
        if value is UNKNOWN:
            raise Untranslatable(str(ref))
        return self.of(value)


_GROUP_ID = Access(Call("resourceGroup"), ("id",))
_SUBSCRIPTION = Call("subscription")
_SURROUNDINGS: Mapping[tuple[str, str], Any] = {
    ("azurerm_client_config", "subscription_id"): Access(_SUBSCRIPTION, ("subscriptionId",)),
    ("azurerm_client_config", "tenant_id"): Access(_SUBSCRIPTION, ("tenantId",)),
    ("azurerm_subscription", "id"): Access(_SUBSCRIPTION, ("id",)),
    ("azurerm_subscription", "subscription_id"): Access(_SUBSCRIPTION, ("subscriptionId",)),
    ("azurerm_subscription", "tenant_id"): Access(_SUBSCRIPTION, ("tenantId",)),
}


def _host(url: PropertyOf) -> Call:
    """Return the host name of an address such as ``https://shop.blob.core.windows.net/``."""
    return Call("replace", (Call("replace", (url, "https://", "")), "/", ""))


def suffix(rule: str) -> Access:
    """Return a domain of the cloud that is deployed to: ``suffix.storage``."""
    return Access(Call("environment"), ("suffixes", rule.removeprefix("suffix.")))


def joined(parts: list[Any]) -> Any:
    """Return text with values in it; plain text when there are none.

    Examples
    --------
    >>> joined(["a", 8, ParameterOf("p"), ""])
    Joined(parts=('a8', ParameterOf(name='p')))
    """
    pieces = (p for part in parts for p in (part.parts if isinstance(part, Joined) else (part,)))
    flat = merged_texts(words_of(p) if isinstance(p, (str, int, float)) else p for p in pieces)
    if all(isinstance(part, str) for part in flat):
        return "".join(flat)
    return Joined(tuple(flat))


def _path(steps: list[str]) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in steps)
