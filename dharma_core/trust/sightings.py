"""A verified action as the online model learns it, and what is kept of a person between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dharma_core.errors import InputError
from dharma_core.trust.context import Place
from dharma_core.trust.habits import NO_HABIT, Habit, learn
from dharma_core.trust.weights import UserWeights

__all__ = ["Known", "Sighting", "known_after"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """An allowed action of a session that passed a second factor.

    Parameters
    ----------
    place : Place or None
        Where from, when that is known.
    """

    person: str
    peer_group: str
    at: datetime
    place: Place | None
    weights: UserWeights


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a person or group: their habit, where and when they were seen last."""

    habit: Habit = NO_HABIT
    place: Place | None = None
    at: datetime | None = None

    def seen_as_dict(self) -> dict[str, Any] | None:
        """Return the JSON form of where and when they were seen last."""
        if self.place is None or self.at is None:
            return None
        place = self.place
        return {
            "place": place.name,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "at": self.at.isoformat(),
        }

    @staticmethod
    def of(habit: Habit, seen: Mapping[str, Any] | None) -> Known:
        """Return what was kept: the habit, and the JSON form of the rest.

        Raises
        ------
        InputError
            If it is damaged.
        """
        if seen is None:
            return Known(habit)
        try:
            place = Place(seen["place"], seen["country"], seen["latitude"], seen["longitude"])
            at = datetime.fromisoformat(seen["at"])
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"A stored sighting is damaged: {error}.",
                next_step="Delete its row of trust_habits; it is learnt again.",
            ) from error
        return Known(habit, place, at)


def known_after(known: Known, sighting: Sighting) -> Known:
    """Return what is known after a sighting; a later one is never replaced by an earlier."""
    place = sighting.place.name if sighting.place else None
    habit = learn(known.habit, sighting.at, place or None, sighting.weights)
    if sighting.place is None or (known.at is not None and sighting.at < known.at):
        return Known(habit, known.place, known.at)
    return Known(habit, sighting.place, sighting.at)
