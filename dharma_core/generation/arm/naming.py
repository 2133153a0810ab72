"""Who stands where: symbols, parents, owners and resource groups of a Plan's resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from dharma_core.generation.arm.language import Section, Sections
from dharma_core.generation.inference import resolved
from dharma_core.plan import Plan, Resource

__all__ = ["GROUP_TYPE", "Names", "Places"]

GROUP_TYPE = "azurerm_resource_group"

_RESERVED = frozenset({
    "array", "assert", "bool", "deployment", "environment", "existing", "extension", "false", "for",
    "format", "func", "guid", "if", "import", "in", "int", "metadata", "module", "null", "object",
    "output", "param", "provider", "resource", "resources", "string", "subscription", "targetScope",
    "tenant", "test", "true", "type", "using", "var", "with",
})  # fmt: skip


class Names:
    """Hands out symbols that nobody else has in one template."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, *words: str) -> str:
        """Return the words as one camelCase symbol, numbered when it is taken.

        Examples
        --------
        >>> names = Names()
        >>> names.take("virtual_network", "main"), names.take("virtual network", "main")
        ('virtualNetworkMain', 'virtualNetworkMain2')
        """
        parts = [w for text in words for w in re.split(r"[^A-Za-z0-9]+", text) if w]
        wanted = "".join(w[0].upper() + w[1:] for w in parts) or "Resource"
        return self._free(wanted[0].lower() + wanted[1:])

    def keep(self, name: str) -> str:
        """Return a name as it is, where Bicep takes it and nobody has it.

        Examples
        --------
        >>> Names().keep("admin_password"), Names().keep("two-words")
        ('admin_password', 'two_words')
        """
        return self._free(re.sub(r"\W", "_", name, flags=re.ASCII) or "value")

    def _free(self, wanted: str) -> str:
        if not wanted[0].isalpha() or wanted in _RESERVED:
            wanted = f"_{wanted}"
        name, number = wanted, 2
        while name.lower() in self._taken:
            name, number = f"{wanted}{number}", number + 1
        self._taken.add(name.lower())
        return name


class Places:
    """The symbols of a Plan's resources, and whom each stands in, under or beside."""

    def __init__(self, plan: Plan, sections: Sections, names: Names) -> None:
        self.plan, self.sections = plan, sections
        self.symbols = dict(self._named(names))

    def section(self, resource: Resource) -> Section | None:
        """Return the section of a managed resource's type."""
        return self.sections.get(resource.type) if resource.address.mode == "managed" else None

    def parent(self, resource: Resource) -> Resource | None:
        """Return the resource whose child this one is, when the Plan has it."""
        section = self.section(resource)
        if section is None or section.parent is None:
            return None
        for attribute in section.parent.by:
            found = self.target(resource, attribute, (section.parent.type,))
            if found is not None:
                return found
        return None

    def owner(self, resource: Resource) -> Resource | None:
        """Return the resource that a folded one is written in, when the Plan has it."""
        section = self.section(resource)
        if section is None or section.fold is None:
            return None
        return self.target(resource, section.fold.by, section.fold.owners)

    def extended(self, resource: Resource) -> Resource | None:
        """Return the resource that an extension's scope names, when the Plan has it."""
        section = self.section(resource)
        return self.target(resource, section.scope) if section and section.scope else None

    def target(
        self, resource: Resource, attribute: str, types: tuple[str, ...] = ()
    ) -> Resource | None:
        """Return the resource that an attribute names, by reference or by its known name or id."""
        for expression in resource.expressions:
            if expression.path != (attribute,):
                continue
            for ref in (r for m in expression.mentions for r in resolved(self.plan, resource, m)):
                found = self.plan.by_address.get(ref.target)
                if found is not None and (not types or found.type in types):
                    return found
        value = resource.attributes.get(attribute)
        return self._by_value(value, types) if isinstance(value, str) and value else None

    def group(self, resource: Resource) -> str:
        """Return the resource group it stands in: an address, ``=name``, or empty when not said."""
        return self._groups.get(str(resource.address), "")

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The resource groups that something stands in, in the order of the Plan."""
        return tuple(dict.fromkeys(g for g in self._groups.values() if g))

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        found = {str(r.address): self._own_group(r, 0) for r in self.plan.managed}
        sole = next((g for g in found.values() if g), "")
        return {address: group or sole for address, group in found.items()}

    def _own_group(self, resource: Resource, depth: int) -> str:
        if resource.type == GROUP_TYPE or depth > 8:
            return str(resource.address) if resource.type == GROUP_TYPE else ""
        named = self.target(resource, "resource_group_name", (GROUP_TYPE,))
        if named is not None and named.address.mode == "managed":
            return str(named.address)
        name = resource.attributes.get("resource_group_name")
        if isinstance(name, str) and name:
            return f"={name}"
        around = self.owner(resource) or self.parent(resource) or self.extended(resource)
        return self._own_group(around, depth + 1) if around is not None else ""

    def _by_value(self, value: str, types: tuple[str, ...]) -> Resource | None:
        for resource in self._by_name.get(value.rsplit("/", 1)[-1], ()):
            whole = resource.attributes.get("id") == value or "/" not in value
            if whole and types and resource.type in types:
                return resource
        return None

    @cached_property
    def _by_name(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.plan.managed:
            name = resource.attributes.get("name")
            if isinstance(name, str):
                found.setdefault(name, []).append(resource)
        return found

    def _named(self, names: Names) -> Iterator[tuple[str, str]]:
        for resource in self.plan.managed:
            section = self.section(resource)
            if section is not None and section.fold is None:
                yield str(resource.address), names.take(*_words(resource))


def _words(resource: Resource) -> tuple[str, ...]:
    address = resource.address
    module = re.sub(r"(^|\.)module\.", r"\1", address.module)
    index = "" if address.index is None else str(address.index)
    return (module, address.type.removeprefix("azurerm_"), address.name, index)
