"""Personal data in what leaves a tenant: mail addresses, network addresses and people's names."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

__all__ = ["PERSON", "has_mail", "mask_personal", "mentions"]

PERSON = "(redacted)"
"""What stands in the place of somebody's name or address."""

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
