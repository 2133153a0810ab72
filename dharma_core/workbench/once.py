"""Work that a caller may ask for twice and that is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.workbench.context import Context

__all__ = ["Once"]


class Once(Context):
    """The part of the workbench that remembers what a key was answered."""

    def once(
        self, key: str, request: str, work: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        """Do a work, unless the same request with this key was done within a day.

        Parameters
        ----------
        key : str
            The caller's own; empty to do the work whatever was.
        work : callable
            Does it, and returns what is kept of the answer: ids, never content.

        Raises
        ------
        InputError
            If the key was used for another request.
        ConflictError
            If the same request is at work now.
        """
        if not key:
            return work()
        digest = hashlib.sha256(request.encode()).hexdigest()
        with self.store.transaction(self.actor) as uow:
            known = uow.answers.begin(key, digest)
        if known is not None:
            return known
        try:
            answer = work()
        except BaseException:
            with self.store.transaction(self.actor) as uow:
                uow.answers.forget(key)
            raise
        with self.store.transaction(self.actor) as uow:
            uow.answers.finish(key, answer)
        return answer
