"""Answers that are given once: what a caller's key was answered, for a day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from dharma_core.errors import ConflictError, InputError
from dharma_core.storage.scope import Scope
from dharma_core.storage.token_tables import idempotent_answers

__all__ = ["AnswerRepository"]

_KEPT = timedelta(hours=24)
# After this a call that never ended is taken for dead.
_AT_WORK = timedelta(seconds=60)
_PENDING, _DONE = 0, 1


class AnswerRepository:
    """Remember what each key of the actor was answered."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def begin(self, key: str, request: str) -> dict[str, Any] | None:
        """Return the answer of a key, or None after noting that the work begins.

        Parameters
        ----------
        request : str
            SHA-256 of what was asked.

        Raises
        ------
        InputError
            If the key was used for another request.
        ConflictError
            If the same request is at work now.
        """
        now = self._scope.now
        self._scope.write(
            delete(idempotent_answers).where(idempotent_answers.c.created < now - _KEPT)
        )
        found = self._scope.read(select(idempotent_answers).where(*self._own(key))).one_or_none()
        if found is not None:
            if found.request != request:
                raise InputError(
                    "This Idempotency-Key was used for another request.",
                    next_step="Send a new key with each new request.",
                )
            if found.status == _DONE:
                answer: dict[str, Any] = json.loads(found.body)
                return answer
            if now - found.created < _AT_WORK:
                raise ConflictError(
                    "The same request is at work now.", next_step="Ask again in a moment."
                )
            self.forget(key)
        actor = self._scope.actor
        row = {"tenant": actor.tenant, "user": actor.user, "key": key, "request": request}
        self._scope.write(
            insert(idempotent_answers).values(**row, status=_PENDING, body="", created=now)
        )
        return None

    def finish(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep what a key was answered."""
        done = {"status": _DONE, "body": json.dumps(answer)}
        self._scope.write(update(idempotent_answers).where(*self._own(key)).values(**done))

    def forget(self, key: str) -> None:
        """Forget a key: what it asked was not done."""
        self._scope.write(delete(idempotent_answers).where(*self._own(key)))

    def _own(self, key: str) -> tuple[ColumnElement[bool], ...]:
        table, actor = idempotent_answers.c, self._scope.actor
        return (table.tenant == actor.tenant, table.user == actor.user, table.key == key)
