"""A named collection that refuses duplicates and names the nearest entry when one is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from dharma_core.errors import FactError, NotFoundError, nearest

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T], Mapping[str, T]):
    """Entries by name, filled once by whoever builds it, read by everybody.

    Parameters
    ----------
    noun : str
        What an entry is called in messages, such as ``"output format"``.

    Examples
    --------
    >>> formats = Registry[int]("output format")
    >>> formats.add("terraform", 1)
    >>> formats.get_or_explain("terrafrom")
    Traceback (most recent call last):
    dharma_core.errors.NotFoundError: No output format 'terrafrom'. Did you mean 'terraform'?
    """

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._entries: dict[str, T] = {}

    def add(self, name: str, entry: T) -> None:
        """Add an entry; raise FactError when the name is taken."""
        if name in self._entries:
            raise FactError(f"Two entries are called {self._noun} {name!r}.")
        self._entries[name] = entry

    def get_or_explain(self, name: str) -> T:
        """Return the entry, or raise NotFoundError naming the nearest one."""
        try:
            return self._entries[name]
        except KeyError:
            raise NotFoundError(
                f"No {self._noun} {name!r}.", next_step=nearest(name, self._entries)
            ) from None

    def __getitem__(self, name: str) -> T:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
