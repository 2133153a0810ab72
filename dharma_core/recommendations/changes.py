"""Changes that advice asks for, made in a Plan to price them and in a blueprint to keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dharma_core.blueprints import Blueprint
from dharma_core.blueprints.editing import remove_resources
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.form_fields import Sheet
from dharma_core.blueprints.inner_edits import set_at
from dharma_core.blueprints.inner_values import put_at, spelt, without_unknown
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.relocation import Relocation
from dharma_core.plan import Expression, Path, Plan, Resource, freeze
from dharma_core.recommendations.additions import Added, add_to_blueprint
from dharma_core.recommendations.moving import move_blueprint, move_plan

__all__ = [
    "Addition",
    "Change",
    "Edit",
    "Move",
    "Removal",
    "change_blueprint",
    "change_plan",
    "looks_after",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """An attribute of a resource gets another value; None leaves it out.

    Parameters
    ----------
    expressions : tuple of Expression
        What stands where the value is UNKNOWN, by paths of the resource.
    """

    address: str
    path: Path
    value: Any
    expressions: tuple[Expression, ...] = ()

    def __str__(self) -> str:
        mentioned = ", ".join(str(ref) for e in self.expressions for ref in e.mentions)
        return f"{self.address}: {spelt(self.path)} = {mentioned or _shown(self.value)}"


def _shown(value: Any) -> str:
    """Return a value for people: blocks as ``{name: value}``, without the list around one."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_shown(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Removal:
    """A resource goes."""

    address: str

    def __str__(self) -> str:
        return f"{self.address} is removed"


@dataclass(frozen=True, slots=True)
class Addition:
    """A resource comes."""

    resource: Resource

    @property
    def address(self) -> str:
        """Where it will stand."""
        return str(self.resource.address)

    def __str__(self) -> str:
        return f"{self.address} is added"


@dataclass(frozen=True, slots=True)
class Move:
    """The whole design goes to another region of its cloud.

    Parameters
    ----------
    address : str
        What the design is called.
    """

    address: str
    way: Relocation

    def __str__(self) -> str:
        return f"{self.address}: region {self.way.old} becomes {self.way.new}"


Change = Edit | Removal | Addition | Move


def change_plan(plan: Plan, changes: Iterable[Change]) -> Plan:
    """Return the Plan with the changes made; what the changes do not touch is the same object.

    What several pieces of advice add under one address is there once.
    """
    edits: dict[str, list[Edit]] = {}
    removed: set[str] = set()
    added: dict[str, Resource] = {}
    ways: list[Relocation] = []
    for change in changes:
        match change:
            case Edit():
                edits.setdefault(change.address, []).append(change)
            case Removal():
                removed.add(change.address)
            case Addition():
                added[change.address] = change.resource
            case Move():
                ways.append(change.way)
    kept = (r for r in plan.resources if str(r.address) not in removed)
    resources = (*(_edited(r, edits.get(str(r.address), [])) for r in kept), *added.values())
    plan = replace(plan, resources=resources)
    for way in ways:
        plan = move_plan(plan, way)[0]
    return plan


def looks_after(plan: Plan, changes: Iterable[Change]) -> tuple[str, ...]:
    """Return what in a Plan somebody has to look at when it is changed so: what a move leaves."""
    ways = (change.way for change in changes if isinstance(change, Move))
    return tuple(dict.fromkeys(look for way in ways for look in move_plan(plan, way)[1]))


def _edited(resource: Resource, edits: list[Edit]) -> Resource:
    if not edits:
        return resource
    attributes: Any = resource.attributes
    expressions = resource.expressions
    for edit in edits:
        attributes = put_at(attributes, edit.path, freeze(edit.value))
        kept = (e for e in expressions if e.path[: len(edit.path)] != edit.path)
        expressions = (*kept, *edit.expressions)
    return replace(resource, attributes=attributes, expressions=expressions)


def change_blueprint(
    blueprint: Blueprint, plan: Plan, changes: Iterable[Change]
) -> tuple[Blueprint, tuple[str, ...]]:
    """Return the blueprint with the changes made, and those it cannot take.

    Parameters
    ----------
    plan : Plan
        What the blueprint is lowered to: its resources name the design's resources they are of.

    Returns
    -------
    (Blueprint, tuple of str)
        An attribute of a portable resource becomes an override of the design's cloud. A resource
        with ``count`` is changed as a whole. What is added stands beside the others as a native
        resource that mentions them by their names. A move comes last, over all the others; what
        it cannot rewrite with certainty is among what is told.
    """
    made = {str(r.address): r for r in plan.resources}
    left: dict[str, None] = {}
    additions: dict[str, Resource] = {}
    mentioning: list[Edit] = []
    ways: list[Relocation] = []
    for change in changes:
        if isinstance(change, Addition):
            additions[change.address] = change.resource
            continue
        if isinstance(change, Move):
            ways.append(change.way)
            continue
        resource = made.get(change.address)
        if resource is None or not resource.design:
            left[str(change)] = None
        elif isinstance(change, Edit) and change.expressions:
            mentioning.append(change)
        elif blueprint.resource(resource.design) is not None:
            found = _changed(blueprint, resource, change)
            blueprint = found or blueprint
            left |= {} if found else {str(change): None}
    added = add_to_blueprint(blueprint, plan, additions.values())
    blueprint, unsaid = _with_mentions(added, plan, mentioning)
    left |= dict.fromkeys((*(str(Addition(r)) for r in added.lost), *map(str, unsaid)))
    for way in ways:
        blueprint, looks = move_blueprint(blueprint, way)
        left |= dict.fromkeys(looks)
    return blueprint, tuple(left)


def _with_mentions(
    added: Added, plan: Plan, edits: Iterable[Edit]
) -> tuple[Blueprint, tuple[Edit, ...]]:
    """Make the edits whose value mentions others, additions too; return those not made."""
    blueprint, unsaid = added.blueprint, []
    for edit in edits:
        resource = plan.by_address[edit.address]
        value = added.said(plan, edit.value, edit.path, edit.expressions)
        spec = blueprint.resource(resource.design)
        found = None
        if spec is not None and value is not None:
            found = _changed(blueprint, resource, replace(edit, value=value))
        blueprint = found or blueprint
        if spec is not None and found is None:
            unsaid.append(edit)
    return blueprint, tuple(unsaid)


def _changed(blueprint: Blueprint, resource: Resource, change: Edit | Removal) -> Blueprint | None:
    """Return the blueprint with one change made; None when it cannot say it."""
    design = resource.design
    portable = find_kind(get_spec(blueprint, design).type) is not None
    if isinstance(change, Edit):
        if not portable:
            return set_at(blueprint, Sheet(design), change.path, change.value).blueprint
        return _overridden(blueprint, resource, change)
    if portable:
        return None  # one of several that a portable resource makes
    return remove_resources(blueprint, design).blueprint


def _overridden(blueprint: Blueprint, resource: Resource, edit: Edit) -> Blueprint | None:
    """Override the whole attribute that the edit is in; None when part of it is a reference."""
    name = edit.path[0]
    inside = len(edit.path) > 1
    if inside and any(e.path[0] == name for e in (*resource.expressions, *edit.expressions)):
        return None
    whole = freeze(edit.value)
    if inside:
        whole = without_unknown(_edited(resource, [edit]).attributes.get(str(name)))
    root: Path = ("overrides", blueprint.provider)
    if resource.name != resource.design:
        root = (*root, resource.type)
    sheet = Sheet(resource.design, root, resource.type)
    return set_at(blueprint, sheet, (name,), whole).blueprint
