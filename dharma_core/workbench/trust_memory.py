"""What is usual for a person, kept for a while: an access question cannot wait for the store."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from dharma_core.storage.store import Store
from dharma_core.trust.habits import Usual, usual
from dharma_core.trust.sightings import Known, Sighting, known_after
from dharma_core.trust.weights import UserWeights

__all__ = ["Remembered", "TrustMemory", "memory_of"]

_MOST_PEOPLE = 2_000
_FRESH_S = 30.0


@dataclass(frozen=True, slots=True)
class Remembered:
    """A person as the models see them."""

    own: Known
    peers: Known
    usual: Usual
    read_at: float


class TrustMemory:
    """The people of one store that were asked about lately, read again after half a minute.

    What this process learns itself is known at once.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._people: OrderedDict[tuple[str, str, str], Remembered] = OrderedDict()

    def recall(
        self, store: Callable[[], Store], who: tuple[str, str, str], weights: UserWeights
    ) -> Remembered:
        """Return a person, from the store when they are not known or no longer fresh.

        Parameters
        ----------
        who : tuple of str
            Tenant, person, peer group.
        """
        with self._lock:
            found = self._people.get(who)
            if found is not None and self._monotonic() - found.read_at < _FRESH_S:
                self._people.move_to_end(who)
                return found
        fresh = _read(store(), who, weights, self._monotonic())
        self._put(who, fresh)
        return fresh

    def learn(self, who: tuple[str, str, str], sighting: Sighting) -> None:
        """Take in what will be written to the store in a moment."""
        with self._lock:
            found = self._people.get(who)
        if found is None:
            return
        own = known_after(found.own, sighting)
        if own.habit is found.own.habit:
            self._put(who, Remembered(own, found.peers, found.usual, found.read_at))
            return
        peers = Known(known_after(found.peers, sighting).habit) if who[2] else found.peers
        shares = usual(own.habit, peers.habit, sighting.weights)
        self._put(who, Remembered(own, peers, shares, found.read_at))

    def _put(self, who: tuple[str, str, str], remembered: Remembered) -> None:
        with self._lock:
            self._people[who] = remembered
            self._people.move_to_end(who)
            if len(self._people) > _MOST_PEOPLE:
                self._people.popitem(last=False)


@cache
def memory_of(url: str, process: int) -> TrustMemory:  # noqa: ARG001 - a process and store has its own
    """Return this process's memory of a store.

    Parameters
    ----------
    process : int
        ``os.getpid()``.
    """
    return TrustMemory()


def _read(store: Store, who: tuple[str, str, str], weights: UserWeights, at: float) -> Remembered:
    from dataclasses import replace

    from dharma_core.identity import local_actor
    from dharma_core.storage.trust_history import GROUP, PERSON

    tenant, person, group = who
    with store.reading(replace(local_actor(), tenant=tenant)) as uow:
        own = uow.trust.known(PERSON, person)
        peers = uow.trust.known(GROUP, group) if group else Known()
    return Remembered(own, peers, usual(own.habit, peers.habit, weights), at)
