"""Keeping secrets out of logs: by the name of a value, and by the look of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

__all__ = ["HIDDEN", "hiding", "redact_event", "redact_text"]

HIDDEN = "***"
_WORDS = (
    r"pass(?:word|wd|phrase)|pwd|secret|token|(?:api|access|private|signing|encryption)[_-]?key"
    r"|credentials?|authorization|cookie|salts?"
)
_SECRET_NAME = re.compile(rf"(?:^|[^a-z])(?:{_WORDS})(?:$|[^a-z])|^key$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Every repetition that can begin anywhere is bounded: a hostile line must not take minutes.
_VALUE = r"\"[^\"]*\"|'[^']*'|(?:bearer |basic )?[^\s,;&\"')}\]]+"
_SIGN = r"[\"']?\s{0,3}[:=]\s{0,3}"
_ASSIGNED = re.compile(rf"(?i)(?P<name>(?:{_WORDS})[\w-]{{0,40}}{_SIGN})(?:{_VALUE})")
_LOOKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\Z)", re.DOTALL),
        HIDDEN,
    ),
    (re.compile(r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|AGPA|AROA|AIDA|ANPA|ANVA)[A-Z0-9]{16}\b"), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic) [\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    # Dharma's own tokens and sessions, and those of a vault.
    (re.compile(r"\b(?:dh[a-z]_|hv[sbr]\.)[\w-]{20,}"), HIDDEN),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), HIDDEN),
    (
        re.compile(r"(?P<start>\b[a-z][a-z0-9+.-]{0,20}://[^\s:/@]*:)[^\s/@]+(?=@)"),
        rf"\g<start>{HIDDEN}",
    ),
    (
        re.compile(r"(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]*[/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])"),
        HIDDEN,
    ),
)
_names: ContextVar[frozenset[str]] = ContextVar("dharma_hidden_names", default=frozenset())


@contextmanager
def hiding(names: Iterable[str]) -> Iterator[None]:
    """Hide the values of these names too, in every log line of the block.

    Parameters
    ----------
    names : iterable of str
        Such as the variables that a blueprint marks sensitive.

    Examples
    --------
    >>> with hiding(["db_login"]):
    ...     redact_event(None, "info", {"event": "made", "db_login": "ann:x"})
    {'event': 'made', 'db_login': '***'}
    """
    mark = _names.set(_names.get() | {name.lower() for name in names})
    try:
        yield
    finally:
        _names.reset(mark)


def redact_event(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return a log event without secrets: a structlog processor."""
    for name, value in event.items():
        event[name] = HIDDEN if _is_secret(name) and value else _redacted(value)
    return event


def redact_text(text: str) -> str:
    """Return a text without what looks like a secret.

    Examples
    --------
    >>> redact_text("password=hunter2 at postgresql://ann:pw@db/d")
    'password=*** at postgresql://ann:***@db/d'
    """
    for look, stand_in in _LOOKS:
        text = look.sub(stand_in, text)
    text = _ASSIGNED.sub(rf"\g<name>{HIDDEN}", text)
    names = _names.get()
    if not names:
        return text
    any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    marked = re.compile(rf"(?i)(?P<name>(?<![\w-])(?:{any_name}){_SIGN})(?:{_VALUE})")
    return marked.sub(rf"\g<name>{HIDDEN}", text)


def _is_secret(name: str) -> bool:
    spelt = _CAMEL.sub("_", name).lower()
    return name.lower() in _names.get() or _SECRET_NAME.search(spelt) is not None


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {
            name: HIDDEN
            if isinstance(name, str) and _is_secret(name) and inner
            else _redacted(inner)
            for name, inner in value.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redacted(inner) for inner in value]
    return value
