"""How one native type is told in a kind's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.blueprints.kinds.settled import Inputs
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.ports import SizeCatalogue, SizeNeed
from dharma_core.blueprints.references import Mention, TemplateError, parse_template
from dharma_core.plan import Catalog, get_path

__all__ = ["Native", "Translation", "mention_of"]


def mention_of(value: Any) -> Mention | None:
    """Return the one reference that a value is, None when it is something else.

    Examples
    --------
    >>> mention_of("${net.id}").name
    'net'
    """
    if not isinstance(value, str):
        return None
    try:
        parts = parse_template(value)
    except TemplateError:
        return None
    only = parts[0] if len(parts) == 1 else None
    return only if isinstance(only, Mention) and not only.is_variable else None


@dataclass(frozen=True, slots=True)
class Translation:
    """What of a native type a kind can say.

    Parameters
    ----------
    kind : str
        Empty when another resource's kind makes this one by itself.
    carry : mapping of attribute to property
        Taken over as written.
    implied : tuple of str
        Attributes that the kind sets by itself, or that mean nothing elsewhere.
    more : callable, optional
        Returns further properties.
    """

    kind: str
    carry: Mapping[str, str] = field(default_factory=dict)
    implied: tuple[str, ...] = ()
    more: Callable[[Native], Mapping[str, Any]] | None = None

    @property
    def understood(self) -> frozenset[str]:
        """Every attribute that is carried, implied or read."""
        return frozenset((*self.carry, *self.implied, "tags", "labels"))


@dataclass(frozen=True, slots=True)
class Native:
    """A native resource within its design."""

    spec: ResourceSpec
    blueprint: Blueprint
    catalog: Catalog
    inputs: Inputs
    sizes: SizeCatalogue | None = None

    def now(self, *path: str | int) -> Any:
        """Return an attribute with variables put in, None when it is not given."""
        value = self.inputs.settle(self.spec.properties)
        for step in path:
            if isinstance(value, tuple) and not isinstance(step, int):
                value = value[0] if value else None
            value = get_path(value, (step,)) if value is not None else None
        return value

    def written(self, name: str) -> Any:
        """Return an attribute as written."""
        return self.spec.properties.get(name)

    def others(self, type_: str) -> Iterator[Native]:
        """Yield the design's resources of a native type."""
        for spec in self.blueprint.resources:
            found = self.catalog.find(spec.type)
            if found is not None and found.name == type_:
                yield Native(spec, self.blueprint, self.catalog, self.inputs, self.sizes)

    def of(self, type_: str, attribute: str) -> Iterator[Native]:
        """Yield the resources of a type whose attribute names this one."""
        for other in self.others(type_):
            if self.is_named_by(other.written(attribute)):
                yield other

    def is_named_by(self, value: Any) -> bool:
        """Whether a value is, or holds, a reference to this resource."""
        if isinstance(value, (tuple, list)):
            return any(self.is_named_by(inner) for inner in value)
        mention = mention_of(value)
        return mention is not None and mention.name == self.spec.name

    def named(self, type_: str, value: Any) -> Native | None:
        """Return the resource of a type that a value names."""
        mention = mention_of(value)
        if mention is None:
            return None
        return next((o for o in self.others(type_) if o.spec.name == mention.name), None)

    def held(self, service: str, name: Any) -> dict[str, Any]:
        """Return vCPU and memory of a size, nothing when it is not known."""
        if self.sizes is None or not isinstance(name, str):
            return {}
        place = SizeNeed(self.blueprint.provider, self.blueprint.region, service)
        size = self.sizes.held(place, name)
        if size is None:
            return {}
        return {"vcpu": _plain(size.vcpu), "memory_gb": _plain(size.memory_gb)}


def _plain(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number
