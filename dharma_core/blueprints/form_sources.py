"""What a field may read from elsewhere: variables and other resources, and which part of them."""

from __future__ import annotations

from dharma_core.blueprints.connecting import needing
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.form_levels import variables_for
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.model import Blueprint
from dharma_core.errors import InputError
from dharma_core.plan import Catalog

__all__ = ["parts_to_read", "reference_to", "sources_for"]

_VARIABLE = "var."
_FIRST = ("id", "arn", "name", "dns_name", "endpoint")
_MANY = ("list(", "set(")


def sources_for(blueprint: Blueprint, resource: str, type_: str) -> tuple[str, ...]:
    """Return what a field of a type may read: fitting variables first, then resources by name.

    Resources that need ``resource`` themselves are left out, they would close a circle.
    """
    circular = {resource, *needing(blueprint, resource)} if resource else set()
    variables = (f"{_VARIABLE}{name}" for name in variables_for(blueprint.variables, type_))
    return (*variables, *sorted(r.name for r in blueprint.resources if r.name not in circular))


def parts_to_read(
    blueprint: Blueprint, source: str, catalog: Catalog, *, type_: str
) -> tuple[str, ...]:
    """Return what can be read of a source for a field of a type, the usual parts first.

    A variable has no parts; of a resource whose type nobody knows only ``id`` is certain.

    Raises
    ------
    NotFoundError
        If there is no such resource.
    """
    if source.startswith(_VARIABLE):
        return ()
    spec = get_spec(blueprint, source)
    kind = find_kind(spec.type)
    if kind is not None:
        return tuple(output.name for output in kind.outputs)
    found = catalog.find(spec.type)
    if found is None:
        return ("id",)
    many = type_.startswith(_MANY) or type_ == "any"
    names = (
        name
        for name, fact in found.attributes.items()
        if not fact.block
        and (fact.type in ("string", "number", "bool") or (many and fact.type.startswith(_MANY)))
    )
    return tuple(sorted(names, key=lambda n: (_FIRST.index(n) if n in _FIRST else 9, n)))


def reference_to(blueprint: Blueprint, source: str, part: str, *, type_: str) -> str:
    """Return the reference that reads a part of a source.

    Raises
    ------
    InputError
        If no part is named where one is needed.
    NotFoundError
        If there is no such resource.
    """
    if source.startswith(_VARIABLE):
        return f"${{{source}}}"
    if not part:
        raise InputError(f"Which part of {source}?", next_step="Choose one, such as id.")
    counted = get_spec(blueprint, source).count is not None
    index = "" if not counted else "[*]" if type_.startswith(_MANY) else "[0]"
    return f"${{{source}{index}.{part}}}"
