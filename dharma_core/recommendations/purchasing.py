"""Ways to buy that a design says: interruptible machines, licences that one owns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.plan import UNKNOWN, Path, Resource, freeze, get_path
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Edit

__all__ = ["on_spot", "with_own_licence"]


def on_spot(site: Site, address: str) -> tuple[Edit, ...]:
    """Return the edits that make a machine or a group interruptible; none when it cannot be.

    A group is changed in the template that it alone launches from.
    """
    resource = site.plan.by_address.get(address)
    if resource is None:
        return ()
    attribute = site.facts.spot["templates"].get(resource.type)
    if attribute is None:
        return _edits(resource, site.facts.spot["types"])
    templates = dict.fromkeys(map(_address, site.links.targets(resource, attribute)))
    if len(templates) != 1 or resource.attributes.get("mixed_instances_policy") not in _UNSAID:
        return ()
    template = site.plan.by_address[next(iter(templates))]
    others = {_address(user) for user in site.links.users.get(_address(template), ())} - {address}
    return () if others else _edits(template, site.facts.spot["types"])


def with_own_licence(site: Site, address: str) -> tuple[Edit, ...]:
    """Return the edit that says that the licence of a machine is owned."""
    resource = site.plan.by_address.get(address)
    return () if resource is None else _edits(resource, site.facts.own_licences)


_UNSAID = (None, (), UNKNOWN)


def _address(resource: Resource) -> str:
    return str(resource.address)


def _edits(resource: Resource, facts: Mapping[str, Any]) -> tuple[Edit, ...]:
    """Return one edit an attribute; none when it is so, or mentions others."""
    wanted: Mapping[str, Any] = facts.get(resource.type, {})
    edits = tuple(_edit(resource, _path(name), value) for name, value in wanted.items())
    mentioned = {e.path[: len(edit.path)] for e in resource.expressions for edit in edits}
    if any(edit.path in mentioned for edit in edits):
        return ()
    new = any(get_path(resource.attributes, edit.path) != edit.value for edit in edits)
    return edits if new else ()


def _path(name: str) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in name.split("."))


def _edit(resource: Resource, path: Path, value: Any) -> Edit:
    """Return the edit; of a block that is there the rest stays."""
    present = get_path(resource.attributes, path)
    if isinstance(value, tuple) and isinstance(present, tuple) and len(present) == 1:
        known = {k: v for k, v in present[0].items() if v is not UNKNOWN and v is not None}
        return Edit(_address(resource), path, (freeze({**known, **value[0]}),))
    return Edit(_address(resource), path, value)
