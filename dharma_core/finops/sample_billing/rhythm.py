"""How a stream goes through time: growth, weekdays, ends of months, launches, and noise."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.company import Stream
from dharma_core.finops.sample_billing.parameters import Rhythm, SampleParameters

__all__ = ["DAYS_A_MONTH", "daily_factors", "days_of"]

DAYS_A_MONTH = 365 / 12

Floats = NDArray[np.float64]


def days_of(first: date, count: int) -> tuple[date, ...]:
    """Return ``count`` days from ``first`` on."""
    return tuple(first + timedelta(days=n) for n in range(count))


def daily_factors(
    parameters: SampleParameters, streams: Sequence[Stream], days: Sequence[date], *, seed: int
) -> Floats:
    """Return what each stream's usual day is multiplied by: one row a stream, one column a day."""
    calendars = {name: _calendar(r, days) for name, r in parameters.rhythms.items()}
    rhythm = np.stack([calendars[s.meter.rhythm] for s in streams])
    years = np.arange(len(days)) / 365
    growth = np.array([s.growth for s in streams])[:, None] ** years
    ramp = np.stack([_ramp(s, len(days)) for s in streams])
    factors: Floats = rhythm * growth * ramp * _noise(parameters, len(streams), len(days), seed)
    return factors


def _calendar(rhythm: Rhythm, days: Sequence[date]) -> Floats:
    return np.array([rhythm.week[day.weekday()] * _of_month(rhythm, day) for day in days])


def _of_month(rhythm: Rhythm, day: date) -> float:
    last = calendar.monthrange(day.year, day.month)[1]
    if day.day == 1:
        return rhythm.first_day
    return rhythm.last_days if day.day >= last - 1 else 1.0


def _ramp(stream: Stream, days: int) -> Floats:
    age = np.arange(days) - stream.launch_day
    full = np.minimum(1.0, (age + 1) / max(stream.ramp_days, 1))
    return np.where(age >= 0, full, 0.0)


def _noise(parameters: SampleParameters, streams: int, days: int, seed: int) -> Floats:
    """Return log-normal noise of mean about 1 that remembers yesterday."""
    rng = np.random.default_rng([seed, 3])
    low, high = parameters.noise.day_percent
    deviation = rng.uniform(low, high, size=streams) / 100
    memory = parameters.noise.memory
    fresh = np.sqrt(1 - memory**2)
    shocks = rng.standard_normal((days, streams))
    level = np.empty_like(shocks)
    level[0] = shocks[0]
    for day in range(1, days):
        level[day] = memory * level[day - 1] + fresh * shocks[day]
    noise: Floats = np.exp((level * deviation).T)
    return noise
