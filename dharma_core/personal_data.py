"""Personal data in what leaves a tenant: mail addresses, network addresses and people's names."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = [
    "PERSON",
    "PERSON_KEYS",
    "TEXT_KEYS",
    "Pseudonyms",
    "has_mail",
    "mask_personal",
    "mentions",
]

PERSON = "(redacted)"
"""What stands in the place of somebody's name or address."""
PERSON_KEYS = frozenset((
    "approved_by", "approver", "assignee", "author", "created_by", "email", "login", "mail",
    "owner", "owners", "requested_by", "reviewer", "subject_name", "user", "users",
))  # fmt: skip
"""Under these keys of a document stands who somebody is."""
TEXT_KEYS = frozenset(("comment", "note", "reason", "ticket"))
"""Under these keys stands what people typed; it may name somebody."""

# Bounded, so that a hostile text costs no more than its length.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]{2,39}(?!:))(?!\w|/\d|\.\d)"
)
_SHORTEST_NAME = 2


def mask_personal(value: Any, names: Collection[str] = ()) -> Any:
    """Return a text, or every text of a JSON value, without mails, addresses and these names.

    A network of a design (``10.0.0.0/16``) is nobody's address and stays.

    Examples
    --------
    >>> mask_personal("Ask ann@example.org or ann at 203.0.113.7, not Hannah.", ["ann"])
    'Ask (redacted) or (redacted) at (redacted), not Hannah.'
    >>> mask_personal({"cidr": "10.0.0.0/16", "by": ["ann"]}, ["ann"])
    {'cidr': '10.0.0.0/16', 'by': ['(redacted)']}
    """
    return _masked(value, _naming(tuple(names)))


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """What stands for people in what is given to somebody who may not read who they are.

    Parameters
    ----------
    known : mapping
        From a name to what stands for it: the id of the account.
    own : frozenset of str
        The reader's own names, which stay.

    Examples
    --------
    >>> shown = Pseudonyms({"ann": "usr_1", "Ann Lee": "usr_1"}, own=frozenset({"bob"}))
    >>> [shown.person(name) for name in ("ann", "bob", "somebody", "")]
    ['usr_1', 'bob', '(redacted)', '']
    >>> shown.text("Ann Lee and bob said so")
    '(redacted) and bob said so'
    >>> shown.document({"owner": "ann", "note": "ask ann", "name": "ann-web"})
    {'owner': 'usr_1', 'note': 'ask (redacted)', 'name': 'ann-web'}
    """

    known: Mapping[str, str]
    own: frozenset[str] = frozenset()

    def person(self, name: str) -> str:
        """Return what stands for a name; nothing stays nothing."""
        return name if not name or name in self.own else self.known.get(name, PERSON)

    def text(self, words: str, more: Collection[str] = ()) -> str:
        """Return a typed text without names, mail and network addresses."""
        others = [name for name in (*self.known, *more) if name not in self.own]
        return str(mask_personal(words, others))

    def document(self, value: Any) -> Any:
        """Return a JSON value with pseudonyms under the keys of persons, and texts without them."""
        return self._under("", value)

    def _under(self, key: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {k: self._under(_kind_of(k) or key, inner) for k, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._under(key, inner) for inner in value]
        if not isinstance(value, str) or not key:
            return value
        return self.person(value) if key in PERSON_KEYS else self.text(value)


def _kind_of(key: object) -> str:
    word = str(key).lower()
    return word if word in PERSON_KEYS | TEXT_KEYS else ""


def has_mail(text: str) -> bool:
    """Return whether a mail address stands in a text.

    Examples
    --------
    >>> has_mail("ask ann@example.org"), has_mail("@everyone")
    (True, False)
    """
    return "@" in text and _MAIL.search(text) is not None


def mentions(text: str, names: Collection[str]) -> bool:
    """Return whether a text names one of some people.

    Examples
    --------
    >>> mentions("approved by Ann", ["ann"]), mentions("Hannah", ["ann"])
    (True, False)
    """
    named = _naming(tuple(names))
    return named is not None and named.search(text) is not None


@lru_cache(maxsize=32)
def _naming(names: tuple[str, ...]) -> re.Pattern[str] | None:
    known = sorted({n for n in names if len(n) >= _SHORTEST_NAME}, key=lambda n: (-len(n), n))
    words = "|".join(re.escape(name) for name in known)
    return re.compile(rf"(?<![\w.@+-])(?:{words})(?![\w@+-])", re.IGNORECASE) if known else None


def _masked(value: Any, named: re.Pattern[str] | None) -> Any:
    if isinstance(value, str):
        text = _ADDRESS.sub(_address, _MAIL.sub(PERSON, value))
        return named.sub(PERSON, text) if named else text
    if isinstance(value, Mapping):
        return {key: _masked(inner, named) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(inner, named) for inner in value]
    return value


def _address(found: re.Match[str]) -> str:
    try:
        ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return PERSON
