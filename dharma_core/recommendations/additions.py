"""Native resources that advice adds: under a free address, in a blueprint with references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from dharma_core.blueprints import Blueprint
from dharma_core.blueprints.edits import changed, free_name, make_spec
from dharma_core.blueprints.kinds.declarations import Kind
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.model import ResourceSpec
from dharma_core.blueprints.references import Mention, template_of
from dharma_core.plan import UNKNOWN, Address, Expression, Path, Plan, Ref, Resource

__all__ = ["Added", "add_to_blueprint", "free_address"]


def free_address(
    plan: Plan, type_: str, name: str, *, module: str = "", taken: Iterable[str] = ()
) -> Address:
    """Return the address of a new resource, with a number where the name is taken.

    Parameters
    ----------
    name : str
        As wished; what no name can hold becomes an underscore.
    taken : iterable of str
        Addresses that other additions have.

    Examples
    --------
    >>> from dharma_core.plan import make_resource
    >>> plan = Plan((make_resource(Address("aws_eip", "web"), {}),))
    >>> str(free_address(plan, "aws_eip", "web")), str(free_address(plan, "aws_vpc", "a.b"))
    ('aws_eip.web_2', 'aws_vpc.a_b')
    """
    wanted = re.sub(r"[^A-Za-z0-9_-]", "_", name)
    used = {r.address.config_address for r in plan.resources} | set(taken)
    names = (wanted if n == 1 else f"{wanted}_{n}" for n in count(1))
    addresses = (Address(type_, name, module) for name in names)
    return next(a for a in addresses if a.config_address not in used)


@dataclass(frozen=True, slots=True)
class Added:
    """A blueprint with additions.

    Parameters
    ----------
    names : mapping of address to str
        What the additions are called there.
    lost : tuple of Resource
        Those that the blueprint cannot say.
    """

    blueprint: Blueprint
    names: Mapping[str, str]
    lost: tuple[Resource, ...] = ()

    def said(self, plan: Plan, value: Any, path: Path, expressions: Iterable[Expression]) -> Any:
        """Return a value at a path with what it mentions in the design's words; None without."""
        writer = _Writer(self.blueprint, plan, self.names)
        return writer.value(value, path, expressions)


def add_to_blueprint(blueprint: Blueprint, plan: Plan, resources: Iterable[Resource]) -> Added:
    """Return the blueprint with native resources added, and those that it cannot say.

    Parameters
    ----------
    plan : Plan
        What the blueprint is lowered to: names of pieces of portable resources stay free, and
        what an addition mentions there is mentioned by the design's words.
    """
    wanted = tuple(resources)
    lost: tuple[Resource, ...] = ()
    while wanted:
        whole = _with_all(blueprint, plan, wanted)
        if not whole.lost:
            return Added(whole.blueprint, whole.names, lost)
        wanted, lost = tuple(r for r in wanted if r not in whole.lost), (*lost, *whole.lost)
    return Added(blueprint, {}, lost)


def _with_all(blueprint: Blueprint, plan: Plan, resources: tuple[Resource, ...]) -> Added:
    """Add resources that may mention each other; tell those that mention what has no word."""
    names = _names(blueprint, plan, resources)
    writer = _Writer(blueprint, plan, names)
    specs = {r.address: writer.spec(r) for r in resources}
    made = tuple(spec for spec in specs.values() if spec is not None)
    failed = tuple(r for r in resources if specs[r.address] is None)
    return Added(changed(blueprint, resources=(*blueprint.resources, *made)), names, failed)


def _names(blueprint: Blueprint, plan: Plan, resources: Iterable[Resource]) -> dict[str, str]:
    """Return a name for each address that neither a resource nor a piece of one has."""
    taken = {r.name for r in plan.resources}
    names: dict[str, str] = {}
    for resource in resources:
        wanted = (resource.name if n == 1 else f"{resource.name}_{n}" for n in count(1))
        name = next(n for n in wanted if n not in taken and free_name(blueprint, n) == n)
        taken.add(name)
        names[str(resource.address)] = name
    return names


class _NoWordError(Exception):
    """What a blueprint cannot say."""


class _Writer:
    """Writes resources of a Plan as resources of a design."""

    def __init__(self, blueprint: Blueprint, plan: Plan, names: Mapping[str, str]) -> None:
        self._blueprint = blueprint
        self._plan = plan
        self._names = names

    def spec(self, resource: Resource) -> ResourceSpec | None:
        """Return a native resource; None when it holds what the design has no word for."""
        try:
            texts = {e.path: self._text(e.parts) for e in resource.expressions}
            properties = _written(resource.attributes, (), texts)
            needed = tuple(self._needed(address) for address in resource.depends_on)
        except _NoWordError:
            return None
        name = self._names[str(resource.address)]
        return make_spec(name=name, type=resource.type, properties=properties, depends_on=needed)

    def value(self, value: Any, path: Path, expressions: Iterable[Expression]) -> Any:
        """Return a value at a path of a resource; None when it holds what has no word."""
        try:
            return _written(value, path, {e.path: self._text(e.parts) for e in expressions})
        except _NoWordError:
            return None

    def _text(self, parts: tuple[str | Ref, ...]) -> str:
        if not parts:
            raise _NoWordError  # a plan JSON lists only who is mentioned
        return template_of(p if isinstance(p, str) else self._mention(p) for p in parts)

    def _mention(self, ref: Ref) -> Mention:
        if ref.target.startswith("var."):
            return Mention("var", str(ref).removeprefix("var."))
        if ref.target in self._names:
            return Mention(self._names[ref.target], ref.attribute)
        resource = self._plan.by_address.get(ref.target)
        spec = self._blueprint.resource(resource.design) if resource else None
        if resource is None or spec is None or isinstance(resource.index, str):
            raise _NoWordError
        kind = find_kind(spec.type)
        word = _word(kind, self._blueprint.provider, resource, ref) if kind else ref.attribute
        return Mention(spec.name, word, resource.index)

    def _needed(self, address: str) -> str:
        resource = self._plan.by_address.get(address)
        name = self._names.get(address) or (resource.design if resource else "")
        if name not in self._names.values() and self._blueprint.resource(name) is None:
            raise _NoWordError
        return name


def _word(kind: Kind, provider: str, resource: Resource, ref: Ref) -> str:
    """Return how a design calls an attribute of a piece that a portable resource is made of."""
    primary = resource.name == resource.design
    suffix = resource.name.removeprefix(f"{resource.design}_")
    spot = ref.attribute if primary else f"{suffix}/{ref.attribute}"
    told = next((o.name for o in kind.outputs if o.on(provider) == spot), "")
    first = ref.attribute.split(".", 1)[0]
    shadowed = kind.output(first) is not None or first in kind.by_name
    if not told and (not primary or shadowed):
        raise _NoWordError
    return told or ref.attribute


def _written(value: Any, path: Path, texts: Mapping[Path, str]) -> Any:
    if path in texts:
        return texts[path]
    if value is UNKNOWN:
        raise _NoWordError
    if isinstance(value, Mapping):
        return {k: _written(v, (*path, k), texts) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_written(v, (*path, i), texts) for i, v in enumerate(value)]
    return template_of((value,)) if isinstance(value, str) else value
