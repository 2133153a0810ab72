"""What differs between two blueprint documents, key by key, as people wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["DocumentChange", "compare_documents"]

_LEFT_OUT = ("version",)


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One place of the document.

    Parameters
    ----------
    path : tuple of str
        ``("resources", "web", "properties", "size")``; resources go by their names.
    action : str
        ``added``, ``removed`` or ``changed``.
    before, after : Any
        JSON values; None where there was or is nothing.
    """

    path: tuple[str, ...]
    action: str
    before: Any = None
    after: Any = None

    @property
    def place(self) -> str:
        """The path as people read it: ``resources.web.properties.size``."""
        return ".".join(self.path)


def compare_documents(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[DocumentChange, ...]:
    """Return every key that was added, removed or changed, in the order of ``new``.

    Resources are matched by name, so their order does not count; a whole resource that comes or
    goes is one change. The version itself is left out.

    Examples
    --------
    >>> old = {"resources": [{"name": "a", "type": "vpc", "properties": {"cidr": "10.0.0.0/16"}}]}
    >>> new = {"resources": [{"name": "a", "type": "vpc", "properties": {"cidr": "10.1.0.0/16"}}]}
    >>> [(c.place, c.after) for c in compare_documents(old, new)]
    [('resources.a.properties.cidr', '10.1.0.0/16')]
    """
    return tuple(_changes((), _keyed(old), _keyed(new)))


def _keyed(document: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in document.items() if key not in _LEFT_OUT}
    resources = found.get("resources")
    if isinstance(resources, (list, tuple)):
        found["resources"] = {r["name"]: {k: r[k] for k in r if k != "name"} for r in resources}
    return found


def _changes(
    path: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[DocumentChange]:
    for key, after in new.items():
        place = (*path, str(key))
        before = old.get(key)
        if key not in old:
            yield DocumentChange(place, "added", None, after)
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _changes(place, before, after)
        elif before != after:
            yield DocumentChange(place, "changed", before, after)
    for key, before in old.items():
        if key not in new:
            yield DocumentChange((*path, str(key)), "removed", before, None)
