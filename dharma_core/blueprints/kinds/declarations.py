"""What a portable kind is: one value that validation, docs, the designer's form and moves read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["COMMON", "Cloud", "Kind", "Output", "Property"]


@dataclass(frozen=True, slots=True)
class Property:
    """One thing a portable kind can be told.

    Parameters
    ----------
    name : str
        Units last: ``memory_gb``.
    meaning : str
        One sentence.
    type : str
        ``string``, ``number``, ``bool``, ``list(string)``, ``map(string)``, ``list(object)``,
        ``object``, ``reference`` or ``list(reference)``.
    default : Any
        What holds when it is left out; None for nothing.
    allowed : tuple
        The only values it takes; empty for any.
    unit : str
        ``GB``, ``days``, ``seconds``.
    least, most : float or None
        Bounds of a number.
    kinds : tuple of str
        Which kinds a reference may name; empty for any.
    members : tuple of Property
        What an object holds.
    sensitive : bool
        A secret: masked wherever it is shown.
    """

    name: str
    meaning: str
    type: str = "string"
    default: Any = None
    required: bool = False
    allowed: tuple[Any, ...] = ()
    unit: str = ""
    least: float | None = None
    most: float | None = None
    kinds: tuple[str, ...] = ()
    members: tuple[Property, ...] = ()
    sensitive: bool = False

    @property
    def is_reference(self) -> bool:
        """Whether it names other resources of the design."""
        return self.type in ("reference", "list(reference)")


@dataclass(frozen=True, slots=True)
class Output:
    """One thing others can read of a portable resource, and where each cloud keeps it.

    ``arn`` is an attribute of the primary native resource, ``nic/private_ip_address`` one of the
    satellite with that suffix; ``https://{fqdn}`` is a text around either.
    """

    name: str
    meaning: str
    aws: str
    azure: str
    gcp: str

    def on(self, provider: str) -> str:
        """Return where a provider keeps it."""
        places = {"aws": self.aws, "azure": self.azure, "gcp": self.gcp}
        return places[provider]


@dataclass(frozen=True, slots=True)
class Cloud:
    """How one cloud builds a kind.

    Parameters
    ----------
    primary : str
        The native type that keeps the design's name.
    lower : callable
        Adds the native resources to a draft.
    """

    primary: str
    lower: Callable[[Draft], None]


COMMON = (
    Property("name", "What the cloud calls it; made of the design's and the resource's name."),
    Property("tags", "Labels of this resource; the design's own are added.", type="map(string)"),
)


@dataclass(frozen=True)
class Kind:
    """A portable kind: what it can be told, what it tells, how each cloud builds it."""

    name: str
    title: str
    meaning: str
    properties: tuple[Property, ...]
    outputs: tuple[Output, ...]
    clouds: Mapping[str, Cloud]
    by_name: Mapping[str, Property] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        whole = (COMMON[0], *self.properties, COMMON[1])
        object.__setattr__(self, "properties", whole)
        object.__setattr__(self, "by_name", {p.name: p for p in whole})

    @property
    def group(self) -> str:
        """``network``, ``compute``, ``storage``, ``database``, ``messaging``, ..."""
        return self.name.split(".", 1)[0]

    def output(self, name: str) -> Output | None:
        """Return the output of that name, None when there is none."""
        return next((o for o in self.outputs if o.name == name), None)
