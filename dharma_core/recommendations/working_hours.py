"""When an environment that is not for production is worked in, as each cloud writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

__all__ = ["WorkingHours", "parse_working_hours"]

_WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MINUTES_AN_HOUR = 60
_HOURS_A_WEEK = Decimal(168)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The days and hours of a week in which machines are up.

    Parameters
    ----------
    days : tuple of str
        ``MON`` to ``SUN``.
    start, stop : time
        Of the same day.
    time_zone : str
        Of the tz database.
    windows_time_zone : str
        The same one by the name that Azure takes.

    Examples
    --------
    >>> office = WorkingHours(("MON", "TUE"), time(7), time(19, 30), "Etc/UTC", "UTC")
    >>> office.hours_a_week
    Decimal('25')
    >>> office.cron(office.start), office.event_cron(office.stop)
    ('0 7 * * 1,2', 'cron(30 19 ? * MON,TUE *)')
    """

    days: tuple[str, ...]
    start: time
    stop: time
    time_zone: str
    windows_time_zone: str

    @property
    def hours_a_week(self) -> Decimal:
        """How long machines are up in a week."""
        return (
            len(self.days)
            * Decimal(_minutes(self.stop) - _minutes(self.start))
            / (_MINUTES_AN_HOUR)
        )

    @property
    def off_share(self) -> Decimal:
        """The share of a week in which they are stopped."""
        return 1 - self.hours_a_week / _HOURS_A_WEEK

    def cron(self, at: time) -> str:
        """Return a time of these days as cron says it, which is how scaling groups take it."""
        days = ",".join(str(_WEEK.index(day)) for day in self.days)
        return f"{at.minute} {at.hour} * * {days}"

    def event_cron(self, at: time) -> str:
        """Return a time of these days as EventBridge takes it."""
        return f"cron({at.minute} {at.hour} ? * {','.join(self.days)} *)"

    def __str__(self) -> str:
        days = self.days[0] if len(self.days) == 1 else f"{self.days[0]} to {self.days[-1]}"
        return f"{days}, {self.start:%H:%M} to {self.stop:%H:%M} {self.time_zone}"


def parse_working_hours(raw: Mapping[str, Any]) -> WorkingHours:
    """Return the hours that ``schedules`` in data/savings.yaml tells.

    Raises
    ------
    KeyError, ValueError
        If one is missing, or the days are none in a row, or the end is before the start.
    """
    hours = WorkingHours(
        tuple(raw["days"]),
        time.fromisoformat(raw["start"]),
        time.fromisoformat(raw["stop"]),
        str(raw["time_zone"]),
        str(raw["windows_time_zone"]),
    )
    week = (*_WEEK, *_WEEK)
    runs = {week[at : at + len(hours.days)] for at in range(len(_WEEK))}
    if not hours.days or len(hours.days) > len(_WEEK) or hours.days not in runs:
        raise ValueError(f"days {hours.days} are not days in a row")
    if hours.stop <= hours.start:
        raise ValueError(f"stop {raw['stop']} is not after start {raw['start']}")
    return hours


def _minutes(at: time) -> int:
    return at.hour * _MINUTES_AN_HOUR + at.minute
