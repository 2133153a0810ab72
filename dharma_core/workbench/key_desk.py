"""Keys that protect stored secrets: look at them, renew them, seal anew with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dharma_core.events import EventType
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dharma_core.storage.store import UnitOfWork

__all__ = ["ROTATE_AFTER", "KeyDesk", "KeyState"]

ROTATE_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class KeyState:
    """A master key as it stands.

    Parameters
    ----------
    made : datetime or None
        UTC; None for the one in the environment, whose age nobody knows.
    wraps : int
        How many data keys it protects: with none, its file may go once no backup needs it.
    here : bool
        Whether it is at hand.
    """

    id: str
    active: bool
    here: bool
    made: datetime | None
    wraps: int

    def is_due(self, now: datetime) -> bool:
        """Whether the active key is older than keys should become."""
        return self.active and self.made is not None and now - self.made >= ROTATE_AFTER


class KeyDesk(Context):
    """The part of the workbench that renews keys."""

    def master_keys(self) -> tuple[KeyState, ...]:
        """Return the master keys at hand, and those that are missing."""
        self.allow("settings:read")
        here = self.store.masters.all()
        with self.store.reading(self.actor) as uow:
            users = [key.master for key in uow.envelopes.all()]
        found = [KeyState(k.id, k is here[0], True, k.made, users.count(k.id)) for k in here]
        gone = sorted(set(users) - {k.id for k in here})
        return (*found, *(KeyState(id_, False, False, None, users.count(id_)) for id_ in gone))

    def rotate_keys(self) -> Mapping[str, object]:
        """Make a new master key, wrap every data key with it, and give the tenant a new data key.

        What is sealed already stays as it is, and opens; `rewrap_keys` seals it anew.

        Returns
        -------
        mapping
            ``master`` and ``data_key``: the new ids; ``wrapped``: how many were wrapped anew.
        """
        self.allow("settings:update")
        with self.store.transaction(self.actor) as uow:
            for key in uow.envelopes.all():  # all of them open, before anything is made
                uow.envelopes.unwrap(key)
            master = self.store.masters.make()
            wrapped = uow.envelopes.rewrap()
            data_key = uow.envelopes.add_key()
            told = {"master": master.id, "data_key": data_key.id, "wrapped": len(wrapped)}
            _record(uow, EventType.KEYS_ROTATED, master.id, told)
        return told

    def rewrap_keys(self) -> Mapping[str, object]:
        """Wrap every data key with the active master key, and seal the tenant's designs anew.

        Secrets that older versions of Dharma kept in plain text are sealed too.

        Returns
        -------
        mapping
            ``wrapped``: data keys; ``sealed``: versions of blueprints that were written anew.
        """
        self.allow("settings:update")
        with self.store.transaction(self.actor) as uow:
            wrapped = uow.envelopes.rewrap()
            sealed = uow.blueprints.seal_anew()
            told = {"wrapped": len(wrapped), "sealed": sealed}
            _record(uow, EventType.KEYS_REWRAPPED, self.store.masters.active().id, told)
        return told


def _record(uow: UnitOfWork, kind: EventType, master: str, told: Mapping[str, object]) -> None:
    uow.events.append(replace(uow.scope.event(kind, ("master_key", master)), data=told))
