"""The values of a normal form, and what one form has that another lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dharma_core.plan.frozen import UNKNOWN, Path

__all__ = ["Bag", "Link", "LostAttribute", "NormalForm", "lost_attributes"]

_ABSENT: Final = object()


class Bag(tuple[Any, ...]):
    """Values without order: a set of Terraform's, or the satellites of one owner."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A value that reads other resources.

    Parameters
    ----------
    text : str
        As written, each reference as ``${type.name.attribute}``; empty when only ``reads`` is
        known.
    reads : frozenset of str
        The normal addresses it reads.
    value : Any
        What it is known to be, UNKNOWN otherwise.
    """

    text: str
    reads: frozenset[str]
    value: Any = UNKNOWN


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A Plan's meaning.

    Parameters
    ----------
    resources : mapping of normal address to attributes
    addresses : mapping of normal address to the Plan's own
    outputs : mapping of name to value
    """

    resources: Mapping[str, Mapping[str, Any]]
    addresses: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LostAttribute:
    """One difference: where, what was there, what is there now (``None``: nothing)."""

    address: str
    path: Path
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        steps = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in self.path)
        what = f"{self.address}{steps}" if self.path else self.address
        return f"{what}: {_shown(self.before)} -> {_shown(self.after)}"


def lost_attributes(before: NormalForm, after: NormalForm) -> tuple[LostAttribute, ...]:
    """Return every attribute that ``before`` has and ``after`` lacks or has differently.

    A resource that is missing as a whole is one entry with an empty path.

    Examples
    --------
    >>> lost = lost_attributes(NormalForm({"a.b": {"x": 1}}), NormalForm({"a.b": {"x": 2}}))
    >>> [str(entry) for entry in lost]
    ['a.b.x: 1 -> 2']
    """
    found: list[LostAttribute] = []
    for key, attributes in before.resources.items():
        address = before.addresses.get(key, key)
        there = after.resources.get(key)
        if there is None:
            found.append(LostAttribute(address, (), "the resource"))
        else:
            found.extend(_lost(address, (), attributes, there))
    for name, value in before.outputs.items():
        found.extend(_lost(f"output.{name}", (), value, after.outputs.get(name, _ABSENT)))
    return tuple(found)


def _lost(address: str, path: Path, before: Any, after: Any) -> Iterator[LostAttribute]:
    if _same(before, after):
        return
    if isinstance(before, Bag) and isinstance(after, tuple) and len(before) != 1:
        for index, item in _missing(before, after):
            yield LostAttribute(address, (*path, index), item)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for name, value in before.items():
            yield from _lost(address, (*path, name), value, after.get(name, _ABSENT))
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _lost(address, (*path, index), one, other)
    else:
        yield LostAttribute(address, path, before, None if after is _ABSENT else after)


def _same(before: Any, after: Any) -> bool:
    """Whether everything ``before`` says is said by ``after``."""
    if isinstance(before, Link) or isinstance(after, Link):
        return _same_link(before, after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(n in after and _same(v, after[n]) for n, v in before.items())
    if isinstance(before, tuple) and isinstance(after, tuple):
        unordered = isinstance(before, Bag) or isinstance(after, Bag)
        return _aligned(before, after) or (unordered and _matched(before, after))
    return type(before) is type(after) and bool(before == after)


def _aligned(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return len(before) == len(after) and all(
        _same(one, other) for one, other in zip(before, after, strict=True)
    )


def _matched(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return len(before) == len(after) and not list(_missing(before, after))


def _missing(before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    """Yield the items, with their positions, that nothing in ``after`` stands for."""
    spare = list(after)
    for index, item in enumerate(before):
        match = next((i for i, other in enumerate(spare) if _same(item, other)), None)
        if match is None:
            yield index, item
        else:
            del spare[match]


def _same_link(before: Any, after: Any) -> bool:
    one, other = _as_link(before), _as_link(after)
    if one.value is not UNKNOWN and other.value is not UNKNOWN:
        return _same(one.value, other.value)
    if one.text and other.text:
        return one.text == other.text
    return bool(one.reads) and one.reads == other.reads


def _as_link(value: Any) -> Link:
    """Return a value as what is known of it; a list of links reads what they read."""
    if isinstance(value, Link):
        return value
    if isinstance(value, tuple) and any(isinstance(item, Link) for item in value):
        links = [item for item in value if isinstance(item, Link)]
        known = UNKNOWN not in [link.value for link in links]
        plain = tuple(item.value if isinstance(item, Link) else item for item in value)
        reads = frozenset(name for link in links for name in link.reads)
        return Link("", reads, plain if known else UNKNOWN)
    return Link("", frozenset(), value)


def _shown(value: Any) -> str:
    text = json.dumps(_words(value), ensure_ascii=False) if value is not None else "nothing"
    return text if len(text) <= 120 else f"{text[:117]}..."


def _words(value: Any) -> Any:
    if isinstance(value, Link):
        return value.text or ", ".join(sorted(value.reads))
    if isinstance(value, Mapping):
        return {name: _words(inner) for name, inner in value.items()}
    return [_words(inner) for inner in value] if isinstance(value, tuple) else value
