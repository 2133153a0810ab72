"""The Plan: the one shape every reader makes, every judge reads and every writer renders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from dharma_core.errors import InputError
from dharma_core.plan.address import Address, Index
from dharma_core.plan.frozen import UNKNOWN, FrozenMap, Path, freeze, walk
from dharma_core.provenance import Position

__all__ = [
    "Expression",
    "Output",
    "Plan",
    "Problem",
    "Ref",
    "Remark",
    "Resource",
    "Variable",
    "make_resource",
]

_EMPTY: Final = FrozenMap()


@dataclass(frozen=True, slots=True)
class Ref:
    """A mention of another resource (``aws_vpc.main`` and ``id``) or of ``var.name``.

    Parameters
    ----------
    target : str
        A resource address within the Plan, with its index when one is named, or ``var.<name>``.
    attribute : str
        ``id``, ``arn``, ``endpoint.0.address``; empty for the whole object.
    """

    target: str
    attribute: str = ""

    def __str__(self) -> str:
        return f"{self.target}.{self.attribute}" if self.attribute else self.target


@dataclass(frozen=True, slots=True)
class Expression:
    """How an attribute's value is written in the source.

    Parameters
    ----------
    path : tuple of str and int
        The attribute it fills: ``("ingress", 0, "security_groups", 0)``.
    parts : tuple of str and Ref
        Literal text and references in order: one Ref alone is a plain reference, several parts
        are an interpolated string. Empty when the source's form is not known (a plan JSON lists
        only who is mentioned); ``mentions`` still says who.
    mentions : tuple of Ref
        Everything the expression reads.
    """

    path: Path
    parts: tuple[str | Ref, ...] = ()
    mentions: tuple[Ref, ...] = ()

    @staticmethod
    def of(path: Path, *parts: str | Ref) -> Expression:
        """Build an expression whose form is known; mentions follow from its parts."""
        return Expression(path, parts, tuple(p for p in parts if isinstance(p, Ref)))


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment beside a resource that speaks to a checking tool: ``checkov:skip=CKV_AWS_20``.

    Parameters
    ----------
    text : str
        Without the signs that make it a comment.
    """

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Resource:
    """One native resource with its resolved attributes.

    Parameters
    ----------
    address : Address
    provider : str
        ``aws``, ``azurerm``, ``google``, ...
    attributes : mapping
        JSON values in Terraform's shape (blocks are tuples of mappings); UNKNOWN where the value
        is made by the provider at apply.
    expressions : tuple of Expression
        Where the source wrote a reference or a template instead of a literal.
    sensitive : nested mapping of True
        The paths to mask, in Terraform's ``after_sensitive`` shape.
    depends_on : tuple of str
        Addresses named explicitly.
    position : Position or None
        The file and lines it was read from.
    actions : tuple of str
        Terraform's own verdict when the source is a plan: ``("create",)``, ``("update",)``,
        ``("delete", "create")``, ``("no-op",)``, ``("read",)``.
    design : str
        The blueprint resource it was lowered from; a portable kind makes several. Empty when the
        source is no blueprint.
    lifecycle : mapping
        How Terraform treats changes, where the source says so: ``prevent_destroy`` and
        ``create_before_destroy`` (True), ``ignore_changes`` (a tuple of paths, or ``all``).
    region : str
        Where the provider that makes it works, when that is not the Plan's region.
    remarks : tuple of Remark
        What its source says to checking tools: at it, in it, or at a call of its module.
    """

    address: Address
    provider: str
    attributes: FrozenMap = _EMPTY
    expressions: tuple[Expression, ...] = ()
    sensitive: FrozenMap = _EMPTY
    depends_on: tuple[str, ...] = ()
    position: Position | None = None
    actions: tuple[str, ...] = ("create",)
    design: str = ""
    lifecycle: FrozenMap = _EMPTY
    region: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def type(self) -> str:
        """Terraform's type name, such as ``aws_instance``."""
        return self.address.type

    @property
    def name(self) -> str:
        """The name within its type."""
        return self.address.name

    @property
    def module_path(self) -> str:
        """``module.network`` or empty at the root."""
        return self.address.module

    @property
    def index(self) -> Index:
        """Which of several, from ``count`` or ``for_each``."""
        return self.address.index

    @property
    def references(self) -> tuple[Ref, ...]:
        """Every resource or variable this one mentions, once each, in source order."""
        seen = dict.fromkeys(ref for e in self.expressions for ref in e.mentions)
        return tuple(seen)

    @property
    def unknown_paths(self) -> tuple[Path, ...]:
        """Every attribute path whose value is known only after apply."""
        return tuple(path for path, value in walk(self.attributes) if value is UNKNOWN)

    @property
    def tags(self) -> Mapping[str, Any]:
        """The tags in force: ``tags_all`` when known, else ``tags`` or ``labels``, else empty."""
        for key in ("tags_all", "tags", "labels"):
            value = self.attributes.get(key)
            if isinstance(value, (dict, Mapping)):  # the quick one first
                return value
        return FrozenMap()

    def with_attributes(self, attributes: Mapping[str, Any]) -> Resource:
        """Return a copy with other attributes."""
        return replace(self, attributes=freeze(attributes))


def make_resource(
    address: Address,
    attributes: Mapping[str, Any],
    *,
    provider: str = "",
    **parts: Any,
) -> Resource:
    """Build a Resource from plain JSON values, freezing them.

    The provider is the type's first word when left out (``aws`` of ``aws_vpc``).

    Examples
    --------
    >>> vpc = make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16"})
    >>> vpc.provider, str(vpc.address)
    ('aws', 'aws_vpc.main')
    """
    if "sensitive" in parts:
        parts["sensitive"] = freeze(parts["sensitive"])
    name = provider or address.type.split("_", 1)[0]
    return Resource(address, name, freeze(attributes), **parts)


@dataclass(frozen=True, slots=True)
class Variable:
    """An input of the Plan; a sensitive one never carries its value in serialised form."""

    name: str
    type: str = "string"
    default: Any = None
    value: Any = None
    sensitive: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A named result; ``parts`` and ``mentions`` as in Expression, ``value`` when known.

    Parameters
    ----------
    expressions : tuple of Expression
        How the parts of a list or a mapping are written, by their path inside the value.
    """

    name: str
    parts: tuple[str | Ref, ...] = ()
    value: Any = UNKNOWN
    sensitive: bool = False
    description: str = ""
    mentions: tuple[Ref, ...] = ()
    expressions: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the source that could not be read; the rest of it still is in the Plan.

    Parameters
    ----------
    message : str
        What is wrong, without file and line.
    position : Position or None
    next_step : str
    severity : str
        ``error``: broken, somebody has to mend it. ``warning``: right in itself and not readable
        here, such as a module in a registry.
    """

    message: str
    position: Position | None = None
    next_step: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.position}: {self.message}" if self.position else self.message


@dataclass(frozen=True)
class Plan:
    """Native resources with resolved attributes, in the order of the source.

    Parameters
    ----------
    resources : tuple of Resource
        As they will be after apply; deleted ones are not here.
    name : str
        What people call it: the blueprint's name, the plan file's stem.
    kind : str
        Which reader made it: ``blueprint``, ``terraform-plan``, ...
    provider, region : str
        The main provider and its region, where the source says so.
    prior : tuple of Resource
        What exists before apply, when the source says so (updates, replacements, deletions).
    variables, outputs : tuples
    terraform_version : str
        Of the source plan; empty otherwise.
    origin : mapping
        Free facts about the source (path, blueprint id and version, digest; ``region_assumed``).
    problems : tuple of Problem
        Files and blocks that could not be read; a judge's answer holds for the rest only.

    Raises
    ------
    InputError
        If two resources share an address.
    """

    resources: tuple[Resource, ...]
    name: str = "plan"
    kind: str = "plan"
    provider: str = "aws"
    region: str = ""
    prior: tuple[Resource, ...] = ()
    variables: tuple[Variable, ...] = ()
    outputs: tuple[Output, ...] = ()
    terraform_version: str = ""
    origin: FrozenMap = _EMPTY
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_address) != len(self.resources):
            seen: set[str] = set()
            for resource in self.resources:
                address = str(resource.address)
                if address in seen:
                    raise InputError(
                        f"Two resources share the address {address}.",
                        next_step="Rename one of them.",
                    )
                seen.add(address)

    @property
    def region_assumed(self) -> bool:
        """Whether its reader took a usual region because the source says none."""
        return self.origin.get("region_assumed") is True

    @cached_property
    def by_address(self) -> Mapping[str, Resource]:
        """Every resource by its full address text."""
        return {str(r.address): r for r in self.resources}

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """Return the managed resources of these types, in order."""
        found = [entry for kind in set(types) for entry in self._by_type.get(kind, ())]
        return tuple(resource for _, resource in sorted(found, key=itemgetter(0)))

    @cached_property
    def _by_type(self) -> Mapping[str, list[tuple[int, Resource]]]:
        """Managed resources by type, each with its place in the source."""
        found: dict[str, list[tuple[int, Resource]]] = {}
        for place, resource in enumerate(self.resources):
            if resource.address.mode == "managed":
                found.setdefault(resource.type, []).append((place, resource))
        return found

    @property
    def managed(self) -> tuple[Resource, ...]:
        """Resources that Terraform makes; data sources left out."""
        return tuple(r for r in self.resources if r.address.mode == "managed")

    @property
    def leaving(self) -> tuple[Resource, ...]:
        """What is managed before apply and no more after it, in the order of the source."""
        gone = (r for r in self.prior if str(r.address) not in self.by_address)
        return tuple(r for r in gone if r.address.mode == "managed")

    def resolve(self, ref: Ref) -> tuple[Resource, ...]:
        """Return the instances a reference can mean: one, or all of a counted block."""
        return tuple([self.by_address[address] for address in self.addresses_of(ref)])

    def addresses_of(self, ref: Ref) -> tuple[str, ...]:
        """Return the addresses of the instances a reference can mean."""
        if ref.target in self.by_address:
            return (ref.target,)
        return self._by_config_address.get(ref.target, ())

    @cached_property
    def _by_config_address(self) -> Mapping[str, tuple[str, ...]]:
        groups: dict[str, list[str]] = {}
        for address, resource in self.by_address.items():
            groups.setdefault(resource.address.config_address, []).append(address)
        return {key: tuple(group) for key, group in groups.items()}

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def __len__(self) -> int:
        return len(self.resources)

    def with_resources(self, resources: Iterable[Resource]) -> Plan:
        """Return a copy that holds these resources instead."""
        return replace(self, resources=tuple(resources))
