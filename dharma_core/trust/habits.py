"""What somebody usually does: hours and places, learnt one action at a time and slowly forgotten.

A habit holds 24 weights on the circle of hours and a few dozen by place, whatever was seen: each
verified action adds one, and all of them halve in the half-life. A peer group has a habit of the
same shape; a person's own is smoothed by it, so that little history says little.

Only an action that was allowed, in a session that passed a second factor, is learnt from, and the
same hour and place once in a quarter of an hour: whoever takes over a session cannot teach the
model his own ways by asking often.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dharma_core.errors import InputError
from dharma_core.trust.weights import UserWeights

__all__ = ["HOURS", "NOTHING_SEEN", "NO_HABIT", "Habit", "Usual", "learn", "usual"]

HOURS = 24
# An action at 9 says something of 8 and 10 too.
_NEIGHBOURS = {-1: 0.2, 0: 0.6, 1: 0.2}
_LEAST_WEIGHT = 0.01
_ANY_PLACE = 1 / 64
"""How likely one place is while nothing is known of anybody."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What was seen of a person or a group, as of a moment.

    Parameters
    ----------
    hours : tuple of 24 floats
        Decayed counts by hour, UTC.
    places : mapping
        Decayed counts by place.
    as_of : datetime or None
        When it was last decayed; None before the first action.
    last : mapping
        Hour and place (``9 Berlin``) to when they were last learnt; recent ones only.
    """

    hours: tuple[float, ...] = (0.0,) * HOURS
    places: Mapping[str, float] = field(default_factory=dict)
    as_of: datetime | None = None
    last: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def seen(self) -> float:
        """How many actions it rests on, old ones counting less."""
        return math.fsum(self.hours)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form, which `Habit.of` reads again."""
        return {
            "hours": list(self.hours),
            "places": dict(self.places),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "last": {key: at.isoformat() for key, at in self.last.items()},
        }

    @staticmethod
    def of(document: Mapping[str, Any]) -> Habit:
        """Return the habit of its JSON form.

        Raises
        ------
        InputError
            If it is none: weights are missing, negative or no numbers.
        """
        try:
            hours = tuple(_weight(value) for value in document["hours"])
            places = {str(name): _weight(value) for name, value in document["places"].items()}
            as_of = document["as_of"]
            habit = Habit(
                hours,
                places,
                None if as_of is None else _moment(as_of),
                {str(key): _moment(at) for key, at in document["last"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(f"{error}") from error
        if len(hours) != HOURS:
            raise _damaged(f"{len(hours)} hours")
        return habit


@dataclass(frozen=True, slots=True)
class Usual:
    """How much rarer an hour or place is than the most usual one, in bits (powers of two).

    0 for the most usual one, and for everything while nothing is known.

    Parameters
    ----------
    seen : float
        How many actions of the person's own it rests on.
    hours : tuple of 24 floats
        UTC.
    places : mapping
        Of the places seen.
    elsewhere : float
        Of any other place.
    """

    seen: float = 0.0
    hours: tuple[float, ...] = (0.0,) * HOURS
    places: Mapping[str, float] = field(default_factory=dict)
    elsewhere: float = 0.0

    def place(self, name: str) -> float:
        """Return how rare a place is."""
        return self.places.get(name, self.elsewhere)


NO_HABIT = Habit()
NOTHING_SEEN = Usual()


def learn(habit: Habit, at: datetime, place: str | None, weights: UserWeights) -> Habit:
    """Return the habit after one verified action; the same one when this was learnt just now.

    Parameters
    ----------
    at : datetime
        UTC. A moment before the last one is learnt without forgetting anything.
    place : str or None
        Where from, when that is known.
    """
    key = f"{at.hour} {place or ''}".rstrip()
    pause = timedelta(minutes=float(weights.learn_every_minutes))
    before = habit.last.get(key)
    if before is not None and abs(at - before) < pause:
        return habit
    kept = _decayed(habit, at, weights)
    hours = list(kept.hours)
    hours[at.hour] += 1.0
    places = dict(kept.places)
    if place:
        places[place] = places.get(place, 0.0) + 1.0
    last = {name: moment for name, moment in habit.last.items() if abs(at - moment) < pause}
    return Habit(
        tuple(hours), _bounded(places, int(weights.places_kept)), kept.as_of, {**last, key: at}
    )


def usual(own: Habit, peers: Habit, weights: UserWeights) -> Usual:
    """Return how usual each hour and place is for a person among their peers."""
    count_as = float(weights.peers_count_as)
    group = _smoothed([1.0 / HOURS] * HOURS, peers, count_as)
    hours = _smoothed(group, own, count_as)
    most = max(hours)
    names = {*own.places, *peers.places}
    shares = {name: _place_share(own, peers, name, count_as) for name in names}
    elsewhere = _place_share(own, peers, "", count_as)
    usual_share = max(shares.values(), default=elsewhere)
    return Usual(
        own.seen,
        tuple(math.log2(most / share) for share in hours),
        {name: math.log2(usual_share / share) for name, share in shares.items()},
        math.log2(usual_share / elsewhere),
    )


def _smoothed(prior: list[float], habit: Habit, count_as: float) -> list[float]:
    """Return shares of a circle: what was seen, and ``count_as`` actions of what is expected."""
    total = habit.seen + count_as
    spread = [
        math.fsum(share * habit.hours[(hour + step) % HOURS] for step, share in _NEIGHBOURS.items())
        for hour in range(HOURS)
    ]
    return [
        (seen + count_as * expected) / total for seen, expected in zip(spread, prior, strict=True)
    ]


def _place_share(own: Habit, peers: Habit, place: str, count_as: float) -> float:
    share = _ANY_PLACE
    for habit in (peers, own):
        seen = math.fsum(habit.places.values())
        share = (habit.places.get(place, 0.0) + count_as * share) / (seen + count_as)
    return share


def _decayed(habit: Habit, at: datetime, weights: UserWeights) -> Habit:
    """Return the habit as of a later moment; a clock that goes back decays nothing."""
    if habit.as_of is None:
        return Habit(habit.hours, habit.places, at, habit.last)
    days = max(0.0, (at - habit.as_of) / timedelta(days=1))
    share = 0.5 ** (days / float(weights.half_life_days))
    places = {name: weight * share for name, weight in habit.places.items()}
    return Habit(
        tuple(weight * share for weight in habit.hours),
        {name: weight for name, weight in places.items() if weight >= _LEAST_WEIGHT},
        max(at, habit.as_of),
        habit.last,
    )


def _bounded(places: dict[str, float], most: int) -> dict[str, float]:
    if len(places) <= most:
        return places
    usual = sorted(places, key=lambda name: (-places[name], name))[:most]
    return {name: places[name] for name in usual}


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is no weight")  # noqa: TRY004 - one kind of fault to the caller
    if not 0 <= value < math.inf:
        raise ValueError(f"{value!r} is no weight")
    return float(value)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return at


def _damaged(why: str) -> InputError:
    return InputError(
        f"A stored habit is damaged: {why}.",
        next_step="Delete its row of trust_habits; it is learnt again.",
    )
