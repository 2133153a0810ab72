"""Identifiers: short, sortable by time of making, with a prefix that says what they name."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = [
    "correlating",
    "correlation_in_force",
    "current_correlation_id",
    "new_correlation_id",
    "new_id",
]

# Crockford's base 32: no I, L, O or U, so an id can be read aloud.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]


def _encode(number: int) -> str:
    """Return the ten characters of a number's last 50 bits."""
    return "".join([_PAIRS[number >> bits & 1023] for bits in (40, 30, 20, 10, 0)])


def new_id(prefix: str, *, at_ms: int | None = None) -> str:
    """Return a new identifier such as ``bp_01kabc...``, sortable by its time.

    Parameters
    ----------
    prefix : str
        Two to four letters that say what is named (``bp``, ``dep``, ``evt``).
    at_ms : int, optional
        Milliseconds since 1970-01-01 UTC; the present moment when left out.

    Examples
    --------
    >>> first, second = new_id("dep", at_ms=1), new_id("dep", at_ms=2)
    >>> first < second, first.startswith("dep_"), len(first)
    (True, True, 24)
    """
    stamp = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    return f"{prefix}_{_encode(stamp)}{_encode(secrets.randbits(50))}"


def new_correlation_id() -> str:
    """Return an id that ties together everything one request caused."""
    return new_id("cor")


_CURRENT: ContextVar[str] = ContextVar("correlation_id", default="")


@contextmanager
def correlating(correlation: str | None = None) -> Iterator[str]:
    """Give everything done inside the block one correlation id, a new one when none is given.

    Examples
    --------
    >>> with correlating("cor_1"):
    ...     correlation_in_force(), current_correlation_id()
    ('cor_1', 'cor_1')
    """
    chosen = correlation or new_correlation_id()
    token = _CURRENT.set(chosen)
    try:
        yield chosen
    finally:
        _CURRENT.reset(token)


def correlation_in_force() -> str:
    """Return the id of the block we are in; empty outside `correlating`."""
    return _CURRENT.get()


def current_correlation_id() -> str:
    """Return the id in force, a new one outside `correlating`."""
    return correlation_in_force() or new_correlation_id()
