"""The form of a resource, level by level: fields from its kind or the catalogue, and offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dharma_core.blueprints.connecting import references_by_path
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.form_fields import (
    PROPERTIES,
    SCALARS,
    Entry,
    FormField,
    Level,
    Sheet,
    entry_of,
    free_field,
    type_of,
)
from dharma_core.blueprints.inner_values import value_at
from dharma_core.blueprints.kinds.declarations import Property
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.model import Blueprint, ResourceSpec, VariableSpec
from dharma_core.plan import AttributeFact, Catalog, Path

__all__ = ["SheetForm", "variables_for"]

# The types of variables that a field of this type may read whole.
_VARIABLE_TYPES = {
    "string": ("string", "number", "bool"),
    "reference": ("string",),
    "number": ("number",),
    "bool": ("bool",),
    "list(string)": ("list(string)",),
    "set(string)": ("list(string)",),
    "map(string)": ("map(string)",),
}
Fact = Property | AttributeFact


@dataclass(frozen=True)
class SheetForm:
    """The form of a sheet in a design, level by level.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> from dharma_core.plan import make_catalog
    >>> text = '''
    ... name: net
    ... version: 1.0.0
    ... provider: aws
    ... region: us-east-1
    ... resources: [{name: main, type: network.vpc, properties: {cidr: 10.0.0.0/16}}]
    ... '''
    >>> form = SheetForm(parse_blueprint(text, file="net.yaml"), Sheet("main"), make_catalog([]))
    >>> form.level().field("cidr").value
    '10.0.0.0/16'
    """

    blueprint: Blueprint
    sheet: Sheet
    catalog: Catalog

    def level(self, path: Path = (), *, asked: Sequence[str] = ()) -> Level:
        """Return the fields of one level: the whole sheet's, or those of the block at ``path``.

        A property that the design sets and nobody knows is a field too, so that it can be taken
        away; so is an unknown one that is asked for, where anything may stand.

        Raises
        ------
        NotFoundError
            If there is no such resource.
        """
        spec = get_spec(self.blueprint, self.sheet.resource)
        given = value_at(_parts(spec), (*self.sheet.root, *path))
        values = given if isinstance(given, Mapping) else {}
        facts, is_open = _facts(spec, self.sheet, self.catalog, path)
        fields = [
            self._offering(_of(fact, values.get(name), (*path, name)))
            for name, fact in facts.items()
        ]
        if self.sheet.root != PROPERTIES and not path:  # what is not overridden is there already
            fields = [replace(field, required=False) for field in fields]
        others = {**{name: None for name in asked if is_open}, **values}
        fields += [free_field(k, v, (*path, k)) for k, v in others.items() if k not in facts]
        return Level(tuple(sorted(fields, key=_order)), is_open)

    @cached_property
    def _fitting(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        if self.sheet.root != PROPERTIES:
            return {}
        return references_by_path(self.blueprint, self.sheet.resource, self.catalog)

    @cached_property
    def _listed(self) -> Mapping[str, Sequence[str]]:
        """The values that the service lists, by the dotted path of their attribute."""
        spec = get_spec(self.blueprint, self.sheet.resource)
        found = self.catalog.find(self.sheet.type or spec.type)
        listed: Mapping[str, Sequence[str]] = {}
        if found is not None:
            listed = self.catalog.tables.get("choices", {}).get(found.name, {})
        return listed

    def _offering(self, field: FormField) -> FormField:
        """Return a field that offers what fits: references, and variables where one chooses."""
        references, entry = self._fitting.get(_steps(field.path), ()), field.entry
        listed = tuple(self._listed.get(".".join(_steps(field.path)), ()))
        if references and entry in (Entry.TEXT, Entry.LIST):
            entry = Entry.REFERENCE if entry is Entry.TEXT else Entry.REFERENCES
        elif listed and entry is Entry.TEXT:
            entry = Entry.SUGGESTED
        fitting: list[str] = []
        if entry in (Entry.REFERENCE, Entry.SWITCH, Entry.CHOICE, Entry.SUGGESTED):
            names = variables_for(self.blueprint.variables, field.type)
            fitting = [f"${{var.{name}}}" for name in names]
        if entry is Entry.SWITCH:
            fitting = ["true", "false", *fitting]
        allowed = (*field.allowed, *listed, *references, *fitting)
        return replace(field, entry=entry, allowed=allowed)


def variables_for(variables: Mapping[str, VariableSpec], type_: str) -> tuple[str, ...]:
    """Return the names of the variables whose whole value a field of a type may take."""
    types = _VARIABLE_TYPES.get(type_)
    return tuple(n for n, v in variables.items() if types is None or v.type in types)


def _parts(spec: ResourceSpec) -> Mapping[str, Any]:
    return {"properties": spec.properties, "overrides": spec.overrides}


def _steps(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _order(field: FormField) -> tuple[bool, bool, bool, str]:
    return (not field.required, field.value is None, field.is_block, field.name)


def _facts(
    spec: ResourceSpec, sheet: Sheet, catalog: Catalog, path: Path
) -> tuple[Mapping[str, Fact], bool]:
    """Return what may stand at a level, and whether more may."""
    type_ = sheet.type or spec.type
    kind = find_kind(type_)
    found = None if kind else catalog.find(type_)
    facts: Mapping[str, Fact] = {}
    if kind is not None:
        facts = kind.by_name
    elif found is not None:
        facts = found.attributes
    is_open = spec.native or (kind is None and found is None)
    for step in _steps(path):
        fact = facts.get(step)
        facts = fact.members if isinstance(fact, AttributeFact) else _members(fact)
        is_open = is_open or not facts or (isinstance(fact, AttributeFact) and fact.open)
    return {k: f for k, f in facts.items() if _settable(f)}, is_open


def _members(fact: Fact | None) -> Mapping[str, Fact]:
    return {p.name: p for p in fact.members} if isinstance(fact, Property) else {}


def _settable(fact: Fact) -> bool:
    return isinstance(fact, Property) or not (fact.read_only or fact.name == "tags_all")


def _of(fact: Fact, value: Any, path: Path) -> FormField:
    if isinstance(fact, Property):
        return _of_kind(fact, value, path)
    one = fact.max_items == 1 or fact.type == "object"
    return FormField(
        fact.name,
        type_of(fact.type, value),
        entry_of(fact.type, value, one=one),
        value,
        fact.default if fact.has_default else None,
        fact.required,
        sensitive=fact.sensitive,
        replaces=bool(fact.forces_replace),
        path=path,
        most=1 if one else fact.max_items,
    )


def _of_kind(fact: Property, value: Any, path: Path) -> FormField:
    choices = bool(fact.allowed) and not fact.is_reference
    return FormField(
        fact.name,
        "list(string)" if fact.type == "list(reference)" else type_of(fact.type, value),
        Entry.CHOICE if choices and fact.type in SCALARS else entry_of(fact.type, value),
        value,
        fact.default,
        fact.required,
        tuple(fact.allowed),
        fact.unit,
        fact.meaning,
        fact.sensitive,
        path=path,
        most=1 if fact.type == "object" else None,
    )
