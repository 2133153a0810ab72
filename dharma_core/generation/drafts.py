"""The format-neutral draft of a Plan: what must be written, with references where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.plan import UNKNOWN, Path, Plan, Ref, Resource, Variable, get_path

__all__ = ["Draft", "DraftOutput", "DraftResource", "Text", "literal_of", "texts"]


@dataclass(frozen=True, slots=True)
class Text:
    """Literal text and exact references in order; a reference alone stands for its whole value."""

    parts: tuple[str | Ref, ...]


@dataclass(frozen=True, slots=True)
class DraftResource:
    """One resource with the attributes to write: JSON values whose leaves may be a Text."""

    resource: Resource
    attributes: Mapping[str, Any]
    depends_on: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The full address in the Plan."""
        return str(self.resource.address)


@dataclass(frozen=True, slots=True)
class DraftOutput:
    """One output; ``value`` is a literal or a Text, or lists and mappings of these."""

    name: str
    value: Any
    sensitive: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a format needs to write.

    Parameters
    ----------
    inputs : tuple of Variable
        Those in use: the Plan's own, and one for each secret or value that no source tells.
    untranslated : tuple of str
        ``address: attribute`` that could not be said as the source says it.
    asked : tuple of str
        Values that the source does not tell and that became inputs, with the input's name.
    """

    plan: Plan
    resources: tuple[DraftResource, ...]
    inputs: tuple[Variable, ...] = ()
    outputs: tuple[DraftOutput, ...] = ()
    untranslated: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def texts(value: Any) -> Iterator[Text]:
    """Yield every Text inside a nested value, in order.

    Examples
    --------
    >>> [t.parts for t in texts({"a": [Text(("x",))], "b": 1})]
    [('x',)]
    """
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


def literal_of(
    ref: Ref, drafts: Mapping[str, DraftResource], known: Callable[[str, Path], Any]
) -> Any:
    """Return the target's own value of an attribute: as written, else as known, else UNKNOWN.

    Parameters
    ----------
    drafts : mapping
        By address.
    known : callable
        From an address and a path to the value in the Plan.
    """
    path = tuple(int(s) if s.isdigit() else s for s in ref.attribute.split("."))
    draft = drafts.get(ref.target)
    written = get_path(draft.attributes, path) if draft is not None else None
    value = known(ref.target, path) if written is None else written
    return UNKNOWN if value is None else value
