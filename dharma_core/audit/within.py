"""Personal values within an event's before, after and data: which they are and where they stand.

A place is a JSON pointer (``/after/owner``). In the text that is hashed each such value reads
`REDACTED`, and a salted commitment stands for it beside those of user, address and program. So
one of them can be dropped later: the value and its salt go, the hash stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dharma_core.audit.canonical import canonical_json
from dharma_core.personal_data import PERSON, PERSON_KEYS, TEXT_KEYS, has_mail

__all__ = [
    "HELD",
    "REDACTED",
    "blanked",
    "is_of_a_person",
    "may_hold",
    "places_in",
    "value_at",
]

REDACTED = PERSON
HELD = ("after", "before", "data")
"""The parts of an event that may hold personal values."""

_KEYS = PERSON_KEYS | TEXT_KEYS
# Most events hold nothing of the kind: one look at the text tells, in a microsecond.
_HAS_KEY = re.compile(rf'"(?:{"|".join(sorted(_KEYS))})":')


def may_hold(texts: str) -> bool:
    """Return whether canonical texts may hold a personal value; a quick look, never too few.

    Examples
    --------
    >>> may_hold('{"owner":"ann"}'), may_hold('{"name":"web"}{"size":2}')
    (True, False)
    """
    return "@" in texts or _HAS_KEY.search(texts) is not None


def places_in(name: str, text: str | None) -> dict[str, str]:
    """Return the personal values of a part of an event by their places.

    Parameters
    ----------
    name : str
        Of the part: ``after``.
    text : str or None
        Its canonical JSON.

    Examples
    --------
    >>> places_in("after", '{"owner":"ann","rule":"r1","who":["mail ann@example.org"]}')
    {'/after/owner': 'ann', '/after/who/0': 'mail ann@example.org'}
    """
    if text is None or not may_hold(text):
        return {}
    return dict(_personal(json.loads(text), f"/{name}", marked=False))


def is_of_a_person(place: str) -> bool:
    """Return whether who somebody is stands there, rather than a text that may name somebody.

    Examples
    --------
    >>> is_of_a_person("/after/owner"), is_of_a_person("/after/reason")
    (True, False)
    """
    return any(part in PERSON_KEYS for part in place.split("/")[2:])


def value_at(parts: Mapping[str, Any], place: str) -> str | None:
    """Return the text at a place of an event's parts; None when no text stands there.

    Examples
    --------
    >>> value_at({"after": {"owners": ["ann"]}}, "/after/owners/0"), value_at({}, "/after/owner")
    ('ann', None)
    """
    found: Any = parts
    for key in _keys(place):
        found = _inner(found, key)
    return found if isinstance(found, str) else None


def blanked(name: str, text: str, places: Iterable[str]) -> str:
    """Return a part's canonical text with `REDACTED` at those of the places that lie in it.

    Examples
    --------
    >>> blanked("after", '{"owner":"ann"}', ["/after/owner", "/before/owner"])
    '{"owner":"(redacted)"}'
    """
    own = [place for place in places if place.startswith(f"/{name}/")]
    if not own:
        return text
    value = json.loads(text)
    for place in own:
        *way, last = _keys(place)[1:]
        holder = value
        for key in way:
            holder = _inner(holder, key)
        if isinstance(_inner(holder, last), str):
            holder[int(last) if isinstance(holder, list) else last] = REDACTED
    return canonical_json(value)


def _personal(value: Any, place: str, *, marked: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if marked or has_mail(value):
            yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            below = marked or key in _KEYS
            yield from _personal(inner, f"{place}/{_escaped(key)}", marked=below)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _personal(inner, f"{place}/{number}", marked=marked)


def _inner(holder: Any, key: str) -> Any:
    """Return what a mapping or list has under a key; None when there is nothing."""
    if isinstance(holder, Mapping):
        return holder.get(key)
    if isinstance(holder, (list, tuple)) and key.isdecimal() and int(key) < len(holder):
        return holder[int(key)]
    return None


def _keys(place: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in place.split("/")[1:]]


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
