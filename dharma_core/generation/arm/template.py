"""The value that ARM and Bicep are both written from: declared resources that refer by symbol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.generation.arm.language import Access, Call

__all__ = [
    "BODY_ORDER",
    "DEPLOYMENTS",
    "GROUPS",
    "Declared",
    "IdOf",
    "Joined",
    "ListOf",
    "Module",
    "OutputDecl",
    "OutputOf",
    "Parameter",
    "ParameterOf",
    "PartOf",
    "PropertyOf",
    "Template",
    "VariableOf",
    "nodes",
    "symbols_in",
]

GROUPS = "Microsoft.Resources/resourceGroups"
DEPLOYMENTS = "Microsoft.Resources/deployments"
BODY_ORDER = (
    "location", "extendedLocation", "tags", "sku", "kind", "managedBy", "identity", "plan", "zones",
    "properties",
)  # fmt: skip
"""How the parts of a resource follow each other."""


@dataclass(frozen=True, slots=True)
class IdOf:
    """The id of a declared resource."""

    symbol: str


@dataclass(frozen=True, slots=True)
class PartOf:
    """The id of something written inside a declared resource: a probe of a load balancer."""

    symbol: str
    type: str
    names: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PropertyOf:
    """What a declared resource has once it is made: ``("properties", "ipAddress")``."""

    symbol: str
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """What an action of a declared resource, or of a part of it, tells: its keys."""

    symbol: str
    function: str
    path: tuple[str | int, ...]
    part: PartOf | None = None


@dataclass(frozen=True, slots=True)
class ParameterOf:
    """The value of a parameter."""

    name: str


@dataclass(frozen=True, slots=True)
class VariableOf:
    """The value of a variable."""

    name: str


@dataclass(frozen=True, slots=True)
class OutputOf:
    """An output of a module."""

    symbol: str
    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Text with values in it."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """One resource of a template.

    Parameters
    ----------
    symbol : str
        Its name within the template.
    names : tuple
        The segments of its name, its parents' first.
    body : mapping
        Everything but type, version, name, parent, scope and dependencies.
    parent : str
        The symbol of the resource it is a child of, when the name has one segment more.
    scope : str
        The symbol of the resource it extends.
    depends_on : tuple of str
        Symbols that its body does not speak of.
    addresses : tuple of str
        The resources of the Plan that are written in it.
    existing : bool
        Whether it stands in another template; ``group`` is then the name of its resource group.
    """

    symbol: str
    type: str
    api: str
    names: tuple[Any, ...]
    body: Mapping[Any, Any]
    parent: str = ""
    scope: str = ""
    depends_on: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    existing: bool = False
    group: Any = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input of a template; a secure one has no default."""

    name: str
    type: str
    default: Any = None
    secure: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class OutputDecl:
    """A result of a template."""

    name: str
    type: str
    value: Any
    description: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A template deployed into one resource group by another.

    Parameters
    ----------
    group : IdOf or a name
        The resource group, declared or there already.
    """

    symbol: str
    name: str
    group: Any
    group_name: Any
    template: Template
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """One template.

    Parameters
    ----------
    scope : str
        ``resourceGroup`` or ``subscription``.
    """

    scope: str
    parameters: tuple[Parameter, ...] = ()
    variables: Mapping[str, Any] | None = None
    resources: tuple[Declared, ...] = ()
    modules: tuple[Module, ...] = ()
    outputs: tuple[OutputDecl, ...] = ()

    def declared(self, symbol: str) -> Declared:
        """Return the resource of a symbol."""
        return next(r for r in self.resources if r.symbol == symbol)


def nodes(value: Any) -> Iterator[Any]:
    """Yield every node inside a value, outermost first.

    Examples
    --------
    >>> list(nodes({"a": [Joined(("x", ParameterOf("p")))]}))
    [Joined(parts=('x', ParameterOf(name='p'))), ParameterOf(name='p')]
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from nodes(key)
            yield from nodes(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from nodes(inner)
    elif not isinstance(value, (str, int, float)) and value is not None:
        yield value
        yield from nodes(_inside(value))


def symbols_in(value: Any) -> tuple[str, ...]:
    """Return the symbols a value speaks of, once each, in order."""
    found = [n.symbol for n in nodes(value) if hasattr(n, "symbol")]
    return tuple(dict.fromkeys(found))


def _inside(node: Any) -> Any:
    if isinstance(node, Joined):
        return node.parts
    if isinstance(node, Call):
        return node.args
    if isinstance(node, Access):
        return (node.target, *node.path)
    if isinstance(node, PartOf):
        return node.names
    return node.part if isinstance(node, ListOf) and node.part is not None else ()
