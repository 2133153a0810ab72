"""Named values worked out once each, in whatever order they need each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from dharma_core.importers.terraform.budget import EvaluationError

__all__ = ["Settler"]

_NESTED: Final = 6
"""How many values may be worked out inside each other before the outermost one waits."""

Key = tuple[Hashable, ...]


class _TooDeep(Exception):  # noqa: N818 - it is how a value says that it has to wait
    """Another value has to be worked out first."""

    def __init__(self, key: Key, work: Callable[[], Any]) -> None:
        super().__init__(key)
        self.key = key
        self.work = work


@dataclass(slots=True)
class Settler:
    """Remembers each value by its key; long chains do not nest, and a circle is told.

    Examples
    --------
    >>> settler = Settler()
    >>> chain = lambda n: settler.value(("v", n), lambda: chain(n - 1) + 1 if n else 0)
    >>> chain(5_000)
    5000
    """

    done: dict[Key, Any] = field(default_factory=dict)
    active: list[Key] = field(default_factory=list)
    waiting: list[Key] = field(default_factory=list)

    def value(self, key: Key, work: Callable[[], Any]) -> Any:
        """Return the value of a key, worked out at its first use.

        Raises
        ------
        EvaluationError
            If the value needs itself.
        """
        if key in self.done:
            return self.done[key]
        if not self.active:
            return self._drive(key, work)
        if key in self.active or key in self.waiting:
            raise _circle(self._round(key))
        if len(self.active) >= _NESTED:
            raise _TooDeep(key, work)
        return self._work(key, work)

    def _round(self, key: Key) -> list[Key]:
        way = [*self.waiting, *(k for k in self.active if k not in self.waiting)]
        return [*way[way.index(key) :], key]

    def _work(self, key: Key, work: Callable[[], Any]) -> Any:
        self.active.append(key)
        try:
            self.done[key] = work()
        finally:
            self.active.pop()
        return self.done[key]

    def _drive(self, key: Key, work: Callable[[], Any]) -> Any:
        """Work a value out; whatever lies too deep below it comes first."""
        pending = [(key, work)]
        try:
            while pending:
                self.waiting = [k for k, _ in pending]
                try:
                    self._work(*pending[-1])
                    pending.pop()
                except _TooDeep as deeper:
                    pending.append((deeper.key, deeper.work))
        finally:
            self.waiting = []
        return self.done[key]


def _circle(keys: list[Key]) -> EvaluationError:
    names = [name for name, _ in groupby(map(_name, keys))]
    return EvaluationError(f"These need each other in a circle: {' -> '.join(names)}.")


def _name(key: Key) -> str:
    """Return what people call a value: its address, or the module's and the name in it."""
    kind, where, *rest = (str(part) for part in key)
    if not rest:
        return where
    if kind == "resource":
        kind, *rest = rest if rest[0] == "data" else rest[1:]
    return ".".join(part for part in (where, kind, *rest) if part)
