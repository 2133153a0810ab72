"""``Fn::ForEach`` written out: what a loop makes stands in the template as if typed by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.importers.cloudformation.values import Made
from dharma_core.plan import UNKNOWN, Path

__all__ = ["LOOP", "unrolled"]

LOOP = "Fn::ForEach::"
MAX_ENTRIES = 5_000
"""Entries that the loops of one template may make; CloudFormation itself stops at 500 resources."""

MAX_DEPTH = 5
"""Loops inside loops, as CloudFormation has them."""

_SECTIONS = ("Conditions", "Resources", "Outputs")

Compute = Callable[[Any], Any]


def unrolled(template: Mapping[str, Any], text: TemplateText, compute: Compute) -> dict[str, Any]:
    """Return a template whose loops are written out, each entry placed where its loop stands.

    Parameters
    ----------
    template : mapping
    text : TemplateText
        Told of loops that cannot be written out, which stay as they are.
    compute : callable
        Returns what an expression about parameters and mappings comes to.

    Examples
    --------
    >>> from dharma_core.importers.cloudformation.documents import TemplateText
    >>> loop = ["N", ["a", "b"], {"Topic${N}": {"Type": "AWS::SNS::Topic"}}]
    >>> template = {"Resources": {"Fn::ForEach::Topics": loop}}
    >>> list(unrolled(template, TemplateText("t.yaml"), lambda value: value)["Resources"])
    ['Topica', 'Topicb']
    """
    unroller = _Unroller(text, compute)
    result = dict(template)
    for section in _SECTIONS:
        if isinstance(template.get(section), Mapping) and _loops(template[section]):
            result[section] = unroller.of(template[section], (section,), (section,), 0)
    return result


def _loops(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(str(k).startswith(LOOP) or _loops(inner) for k, inner in value.items())
    return isinstance(value, list) and any(map(_loops, value))


class _Unroller:
    """Writes out the loops of one template."""

    def __init__(self, text: TemplateText, compute: Compute) -> None:
        self._text, self._compute = text, compute
        self._left = MAX_ENTRIES
        self._told: set[str] = set()

    def of(self, value: Any, source: Path, path: Path, depth: int) -> Any:
        """Return a value without loops.

        Parameters
        ----------
        source, path : Path
            Where the text of it stands, and where it is to be found afterwards.
        """
        if source != path and source in self._text.places:
            self._text.places.setdefault(path, self._text.places[source])
        if isinstance(value, list):
            return [self.of(v, (*source, i), (*path, i), depth) for i, v in enumerate(value)]
        if not isinstance(value, Mapping):
            return value
        result: dict[str, Any] = {}
        for key, inner in value.items():
            made = self._loop(inner, ((*source, key), path), depth) if _is_loop(key) else None
            if made is None:
                result[key] = self.of(inner, (*source, key), (*path, key), depth)
            else:
                result |= made
        return result

    def _loop(self, body: Any, places: tuple[Path, Path], depth: int) -> dict[str, Any] | None:
        """Return the entries that a loop makes; None, and a word about it, when it cannot be."""
        source, path = places
        name = str(source[-1])
        parsed = _parsed(body)
        if parsed is None:
            step = "It takes a name, a list, and a mapping whose keys hold the name as ${Name}."
            self._tell(source, f"{name} is no loop", step)
            return None
        items = self._items(parsed[1])
        if items is None:
            step = "Give a value to the parameters that its list reads."
            self._tell(source, f"What {name} goes through is not known", step, severity="warning")
            return None
        entries = len(items) * len(parsed[2])
        if entries > self._left or depth >= MAX_DEPTH:
            why = f"more than {MAX_ENTRIES:,} entries, or {MAX_DEPTH} loops inside each other"
            self._tell(source, f"{name} goes beyond what is read ({why})", "Split the template.")
            return None
        self._left -= entries
        result: dict[str, Any] = {}
        for item in items:
            result |= self._turn(parsed, item, (source, path), depth)
        return result

    def _tell(self, path: Path, what: str, step: str, *, severity: str = "error") -> None:
        """Say once of each loop why it is not written out."""
        if str(path[-1]) not in self._told:
            self._told.add(str(path[-1]))
            message = f"{what}; what it makes is not in the Plan."
            self._text.note(path, message, step, severity=severity)

    def _turn(
        self,
        parsed: tuple[str, Any, Mapping[str, Any]],
        item: str,
        places: tuple[Path, Path],
        depth: int,
    ) -> dict[str, Any]:
        """Return what one turn of a loop makes."""
        source, path = places
        name, _, body = parsed
        result: dict[str, Any] = {}
        for key, inner in body.items():
            inside = (*source, 2, key)
            written = _filled(inner, name, item)
            if _is_loop(key):
                made = self._loop(written, (inside, path), depth + 1)
                result |= made if made is not None else {}
                continue
            chosen = _filled_text(key, name, item)
            result[chosen] = self.of(written, inside, (*path, chosen), depth + 1)
        return result

    def _items(self, collection: Any) -> list[str] | None:
        found = self._compute(collection)
        found = found.value if isinstance(found, Made) else found
        if not isinstance(found, (list, tuple)):
            return None
        items = list(_flat(found))
        return None if any(item is UNKNOWN for item in items) else [as_text(i) for i in items]


def _flat(items: Any) -> Iterator[Any]:
    """Yield the items of a list, those of a list inside it in its place."""
    for item in items:
        value = item.value if isinstance(item, Made) else item
        if isinstance(value, (list, tuple)):
            yield from _flat(value)
        else:
            yield UNKNOWN if isinstance(value, Mapping) else value


def _is_loop(key: Any) -> bool:
    return str(key).startswith(LOOP)


def _parsed(body: Any) -> tuple[str, Any, Mapping[str, Any]] | None:
    if not isinstance(body, list) or len(body) != 3:
        return None
    name, collection, entries = body
    usable = isinstance(name, str) and isinstance(entries, Mapping)
    return (name, collection, entries) if usable else None


def _filled(value: Any, name: str, item: str) -> Any:
    """Return a value with the loop's name replaced by the item of this turn."""
    if isinstance(value, str):
        return _filled_text(value, name, item)
    if isinstance(value, list):
        return [_filled(inner, name, item) for inner in value]
    if not isinstance(value, Mapping):
        return value
    if value == {"Ref": name}:
        return item
    return {_filled_text(k, name, item): _filled(v, name, item) for k, v in value.items()}


def _filled_text(text: Any, name: str, item: str) -> Any:
    """Return a text with ``${Name}``, and ``&{Name}`` without what no logical id holds."""
    if not isinstance(text, str) or name not in text:
        return text
    plain = re.sub(r"[^A-Za-z0-9]", "", item)
    return text.replace(f"${{{name}}}", item).replace(f"&{{{name}}}", plain)
