"""Build one resource's body, with whatever has to stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.generation.cloudformation.extra import Extra
from dharma_core.generation.cloudformation.properties import (
    Translation,
    append,
    form_of,
    merge,
    translate,
)
from dharma_core.generation.cloudformation.section import Companion, Section
from dharma_core.generation.cloudformation.special import SPECIAL, Special
from dharma_core.generation.cloudformation.values import Untranslatable, Values
from dharma_core.generation.drafts import DraftResource, Text

__all__ = ["Built", "build", "build_whole", "fold"]

_EVERYWHERE = frozenset({"tags", "timeouts", "name_prefix"})

Json = dict[str, Any]


@dataclass(slots=True)
class Built:
    """One resource: its body, companions by name suffix, and what could not be said.

    Parameters
    ----------
    awaited : str
        The suffix of the companion that users of this resource have to wait for.
    kept : tuple of str
        Attributes that stand in ``Metadata`` and in no property.
    """

    body: Json
    companions: dict[str, Json] = field(default_factory=dict)
    awaited: str = ""
    extra: Extra = field(default_factory=Extra)
    missing: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def build(draft: DraftResource, section: Section, values: Values, logical_id: str) -> Built:
    """Return the body of one resource; ``DependsOn`` is the caller's."""
    work = Translation(draft, values)
    special = SPECIAL.get(draft.resource.type)
    aside = _aside(section, special).union(section.companions)
    plain = {k: v for k, v in draft.attributes.items() if k not in aside}
    work.properties.update(translate(work, plain, section.properties))
    extra = special.apply(work, logical_id) if special is not None else Extra()
    for name, value in section.filled(logical_id).items():
        work.properties.setdefault(name, value)
    if special is None or "tags" not in special.handles:
        _tag(work, section)
    built = Built({"Type": extra.type or section.type}, dict(extra.companions), extra=extra)
    for name, companion in section.companions.items():
        _accompany(built, work, (name, companion), logical_id)
    built.body |= _policies(draft, section)
    _keep(work, section)
    kept = {"Attributes": work.kept} if work.kept else {}
    built.body["Metadata"] = {"Dharma": {"Address": draft.address} | kept}
    if work.properties:
        built.body["Properties"] = work.properties
    built.missing, built.kept = tuple(work.missing), tuple(work.kept)
    return built


def build_whole(draft: DraftResource, section: Section, values: Values, _logical_id: str) -> Built:
    """Return the body of a resource whose attributes are CloudFormation's own properties."""
    work = Translation(draft, values)
    for name, value in draft.attributes.items():
        try:
            work.properties[name] = values.of(value, words=True)
        except Untranslatable:
            work.miss((name,))
    body: Json = {"Type": section.type, **_policies(draft, section)}
    body["Metadata"] = {"Dharma": {"Address": draft.address}}
    if work.properties:
        body["Properties"] = work.properties
    return Built(body, missing=tuple(work.missing))


def fold(
    draft: DraftResource, section: Section, values: Values, owner: Json, *, name: str
) -> Built:
    """Write a folded resource into its owner's body, and return that with what is not said.

    Parameters
    ----------
    name : str
        What the resource would be called if it stood alone.
    """
    work = Translation(draft, values)
    special = SPECIAL.get(draft.resource.type)
    aside = _aside(section, special)
    plain = {k: v for k, v in draft.attributes.items() if k not in aside}
    work.properties.update(translate(work, plain, section.properties))
    if special is not None:
        special.apply(work, name)
    properties = owner.setdefault("Properties", {})
    if section.entry:
        append(properties, section.entry, section.filled(name) | work.properties)
    else:
        merge(properties, work.properties)
    own = owner["Metadata"]["Dharma"]
    own.setdefault("Holds", []).append(draft.address)
    _keep(work, section)
    if work.kept:
        own.setdefault("HeldAttributes", {})[draft.address] = work.kept
    return Built(owner, missing=tuple(work.missing), kept=tuple(work.kept))


def _aside(section: Section, special: Special | None) -> frozenset[str]:
    """Return the attributes that are no line of the table."""
    handled = special.handles if special is not None else frozenset()
    return _EVERYWHERE.union(section.ignored, section.implied, handled)


def _keep(work: Translation, section: Section) -> None:
    """Keep what only steers Terraform, so that who reads the template finds it again."""
    for name in (*section.ignored, "name_prefix", "timeouts"):
        work.keep((name,))
    unless = (section.deletion or {}).get("snapshot_unless")
    if unless and work.draft.resource.lifecycle.get("prevent_destroy") is True:
        work.keep((unless,))  # Retain is written then, which says nothing of a last snapshot


def _tag(work: Translation, section: Section) -> None:
    tags = work.draft.attributes.get("tags")
    if not tags:
        return
    if section.tags == "none" or isinstance(tags, Text):
        work.miss(("tags",))
    else:
        form = "pairs" if section.tags == "list" else ""
        try:
            work.properties[section.tags_to] = form_of(work.values, tags, form)
        except Untranslatable:
            work.miss(("tags",))


def _accompany(
    built: Built, work: Translation, named: tuple[str, Companion], logical_id: str
) -> None:
    """Add the resources that one attribute turns into."""
    attribute, companion = named
    value = work.draft.attributes.get(attribute)
    if value is None:
        return
    own = {"Ref": logical_id}
    base: Json = {companion.owner: [own] if companion.owner_list else own}
    try:
        bodies = _companion_properties(work, (attribute, companion), value)
    except Untranslatable:
        work.miss((attribute,))
        return
    for number, properties in enumerate(bodies, start=1):
        suffix = companion.suffix if companion.to else f"{companion.suffix}{number}"
        built.companions[suffix] = {"Type": companion.type, "Properties": base | properties}
        if companion.awaited:
            built.awaited = suffix


def _companion_properties(
    work: Translation, named: tuple[str, Companion], value: Any
) -> list[Json]:
    attribute, companion = named
    if companion.to:
        return [{companion.to: form_of(work.values, value, companion.form)}]
    return [
        translate(work, item, companion.members, (attribute, index))
        for index, item in enumerate(value)
    ]


def _policies(draft: DraftResource, section: Section) -> Mapping[str, str]:
    """Return what happens to the data when the resource goes, as Terraform would do it."""
    if draft.resource.lifecycle.get("prevent_destroy") is True:
        return {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    if section.deletion is None:
        return {}
    attributes = draft.resource.attributes
    when, unless = section.deletion.get("snapshot_when"), section.deletion.get("snapshot_unless")
    kept = (when is not None and attributes.get(when) not in (None, False, "")) or (
        unless is not None and attributes.get(unless) is not True
    )
    policy = "Snapshot" if kept else "Delete"
    return {"DeletionPolicy": policy, "UpdateReplacePolicy": policy}
