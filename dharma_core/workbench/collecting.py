"""Handling a large source without the garbage collector walking it again and again."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]

_LOCK = threading.Lock()
_inside = 0  # readers at work; the collector runs again after the last of them
_was_on = True


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be collected inside the block: a plan of 100 MB makes none, only values.

    Memory is still freed where nothing refers to it any more; only cycles wait until the block
    ends. Blocks may run in several threads at once.

    Examples
    --------
    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    global _inside, _was_on  # noqa: PLW0603 - the collector is one for the whole process
    with _LOCK:
        if not _inside:
            _was_on = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _LOCK:
            _inside -= 1
            if not _inside and _was_on:
                _age()
                gc.enable()


def _age() -> None:
    """Put everything that is alive among the old, so that it is not walked for being new."""
    gc.freeze()
    gc.unfreeze()
