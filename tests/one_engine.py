"""One policy engine for many tests: starting one for each would take most of the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dharma_core.policies.ports import RegoSession

__all__ = ["OneEngine"]


class OneEngine:
    """A RegoRunner whose sessions are all the one that is open already."""

    def __init__(self, opened: RegoSession) -> None:
        self.opened = opened

    @contextmanager
    def session(self) -> Iterator[RegoSession]:
        yield self.opened
