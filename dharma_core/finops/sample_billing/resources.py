"""The resources behind each stream: how many, how its cost is shared among them, their names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.company import Stream
from dharma_core.finops.sample_billing.parameters import SampleParameters

__all__ = ["TAG_VARIANTS", "Slots", "place", "resource_name", "tags"]

TAG_VARIANTS = 3
"""Complete, without cost center, none at all."""

_FOREVER = 1_000_000  # days

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Slots:
    """One place for a resource each, ordered by stream; a new resource moves in at its time.

    Parameters
    ----------
    stream : array
        The stream of each slot.
    first : array, one a stream
        Where the slots of a stream begin.
    weight : array
        Its usual share of the stream, not yet divided by their sum.
    life, age : array
        Days that a resource lives there, and how old the first one was on the first day.
    variant : array
        Which of the `TAG_VARIANTS` its tags are.
    """

    stream: Integers
    first: Integers
    weight: Floats
    life: Integers
    age: Integers
    variant: Integers

    def generation(self, day: int) -> Integers:
        """Return how many resources lived in each slot before the one of this day."""
        return (day + self.age) // self.life

    def shares(self, noise: Floats) -> Floats:
        """Return each slot's share of its stream on some days: slots by days, sums of 1."""
        raw = self.weight[:, None] * np.exp(noise)
        whole = np.add.reduceat(raw, self.first, axis=0)
        shares: Floats = raw / whole[self.stream]
        return shares


def place(
    parameters: SampleParameters,
    streams: Sequence[Stream],
    active: Integers,
    *,
    seed: int,
    rows: int,
) -> Slots:
    """Return the slots of all streams: at least one each, more where more is spent.

    ``active`` is the number of days on which each stream is used; slots times days come as close
    to ``rows`` as whole slots allow.
    """
    rng = np.random.default_rng([seed, 6])
    counts = _counts(np.sqrt([s.monthly for s in streams]), active, rows)
    incident = np.array([s.incident is not None for s in streams])
    stream = np.repeat(np.arange(len(streams)), counts)
    low = np.array([s.meter.life_days[0] for s in streams])[stream]
    high = np.array([s.meter.life_days[1] for s in streams])[stream]
    total = len(stream)
    drawn = (low + rng.uniform(size=total) * (high - low)).astype(np.int64)
    life = np.where((high > 0) & ~incident[stream], np.maximum(drawn, 1), _FOREVER)
    untagged = parameters.untagged_percent / 100
    half = untagged + parameters.half_tagged_percent / 100
    luck = rng.uniform(size=total)
    return Slots(
        stream=stream,
        first=np.concatenate([[0], np.cumsum(counts)[:-1]]),
        weight=rng.lognormal(0, 0.7, size=total),
        life=life,
        age=(rng.uniform(size=total) * np.minimum(life, _FOREVER // 2)).astype(np.int64),
        variant=np.where(luck < untagged, 2, np.where(luck < half, 1, 0)),
    )


def _counts(size: Floats, active: Integers, rows: int) -> Integers:
    low, high = 0.0, max(rows, 0) / float(size.sum())
    for _ in range(40):
        middle = (low + high) / 2
        counts = np.maximum(1, np.floor(size * middle)).astype(np.int64)
        low, high = (middle, high) if counts @ active <= rows else (low, middle)
    return np.maximum(1, np.floor(size * low)).astype(np.int64)


def resource_name(stream: Stream, slot: int, generation: int, seed: int) -> str:
    """Return the name of one resource; the same slot and generation give the same one."""
    number = (slot * 1_000_003 + generation * 7_919 + seed * 104_729 + 0x9E3779B97F4A7C15) & (
        (1 << 64) - 1
    )
    mixed = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9 & ((1 << 64) - 1)
    return f"{stream.application}-{stream.meter.role}-{mixed >> 16:012x}"


def tags(stream: Stream, variant: int) -> str | None:
    """Return the tags of a resource as the text of a JSON object, None where it has none."""
    if variant == TAG_VARIANTS - 1:
        return None
    written = {
        "Application": stream.application,
        "Environment": stream.account.environment,
        "Owner": stream.account.owner,
    }
    if variant == 0:
        written["CostCenter"] = stream.account.cost_center
    return json.dumps(written, separators=(",", ":"))
