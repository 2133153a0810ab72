"""Terraform's ``lifecycle`` as Pulumi's resource options, and back.

Pulumi makes a replacement before it destroys what it replaces, so ``create_before_destroy`` needs
no option. Paths of ``ignoreChanges`` have the engine's names in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dharma_core.generation.pulumi.naming import wire_name
from dharma_core.generation.pulumi.python import Code, Items, Node, quoted
from dharma_core.generation.pulumi.references import Untranslatable
from dharma_core.generation.pulumi.table import TypeNames
from dharma_core.plan import AttributeFact, FrozenMap

__all__ = ["ignored_path", "lifecycle_options", "read_lifecycle"]

EVERYTHING = "*"
_STEP = re.compile(r'\.?([^.\[\]]+)|\[(\d+|"[^"]*")\]')

Facts = Mapping[str, AttributeFact]


def lifecycle_options(
    said: Mapping[str, Any], type_: TypeNames, missing: list[str]
) -> Iterator[tuple[str, Node]]:
    """Yield the options that say what ``lifecycle`` says.

    Parameters
    ----------
    missing : list of str
        Takes each ignored path that the class has no property for.
    """
    if said.get("prevent_destroy"):
        yield "protect", Code("True")
    paths = []
    for path in said.get("ignore_changes", ()):
        try:
            paths.append(EVERYTHING if path == "all" else ignored_path(path, type_))
        except Untranslatable as error:
            missing.append(f"lifecycle.ignore_changes: {error}")
    if paths:
        yield "ignore_changes", Items(tuple(quoted(path) for path in paths))


def read_lifecycle(protect: bool, ignored: Iterable[str], type_: TypeNames) -> FrozenMap:
    """Return what the options a resource was registered with are in Terraform."""
    found: dict[str, Any] = {"prevent_destroy": True} if protect else {}
    paths = tuple("all" if path == EVERYTHING else _own_path(path, type_) for path in ignored)
    return FrozenMap(found | {"ignore_changes": paths} if paths else found)


def ignored_path(path: str, type_: TypeNames) -> str:
    """Return Terraform's path with the engine's names; a list of one item is no list here.

    Raises
    ------
    Untranslatable
        If the class has no such property.

    Examples
    --------
    >>> from dharma_core.generation.pulumi.table import read_names
    >>> from dharma_core.storage.facts import load_catalog
    >>> names = read_names(load_catalog(), "aws_instance")
    >>> ignored_path("root_block_device[0].volume_size", names)
    'rootBlockDevice.volumeSize'
    """
    facts: Facts = type_.facts
    known: tuple[str, ...] = ()
    result, many = "", True
    for name, index in _STEP.findall(path):
        if index:
            result += f"[{index}]" if many or not index.isdigit() else ""
            continue
        fact = facts.get(name)
        known = (*known, name)
        dotted = ".".join(known)
        if fact is None and not (facts or len(known) == 1):
            result += f".{name}"
            continue
        if fact is None or type_.is_absent(dotted):
            raise Untranslatable(f"Pulumi's {type_.class_} has no property {dotted}")
        many = type_.is_many(dotted, fact)
        result += f".{wire_name(type_.argument(dotted, fact))}"
        facts = fact.members
    return result.removeprefix(".")


def _own_path(path: str, type_: TypeNames) -> str:
    """Return a path in Terraform's names; what no attribute stands for keeps its own."""
    facts: Facts = type_.facts
    known: tuple[str, ...] = ()
    result, single = "", False
    for name, index in _STEP.findall(path):
        if index:
            result += f"[{index}]"
            continue
        result += "[0]" if single else ""
        fact = _fact(name, facts, type_, known)
        own = fact.name if fact else name
        known = (*known, own)
        result += f".{own}"
        facts = fact.members if fact else {}
        listed = fact is not None and fact.type.startswith(("list(", "set("))
        single = listed and fact is not None and not type_.is_many(".".join(known), fact)
    return result.removeprefix(".")


def _fact(
    wire: str, facts: Facts, type_: TypeNames, above: tuple[str, ...]
) -> AttributeFact | None:
    named = ((wire_name(type_.argument(".".join((*above, n)), f)), f) for n, f in facts.items())
    return next((fact for name, fact in named if name == wire), None)
