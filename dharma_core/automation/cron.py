"""Times that come again, as cron writes them: five fields, in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dharma_core.errors import InputError

__all__ = ["Cron"]

_FIELDS = (
    ("minute", "0 to 59"),
    ("hour", "0 to 23"),
    ("day of the month", "1 to 31"),
    ("month", "1 to 12 or JAN to DEC"),
    ("day of the week", "0 to 7 or SUN to SAT"),
)
_DAYS = "SUN|MON|TUE|WED|THU|FRI|SAT"
_MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
# Seconds, years, L, # and random times are croniter's own: no other cron reads them.
_PART = re.compile(rf"(?:\d{{1,2}}|[*,/-]|{_DAYS}|{_MONTHS})+", re.ASCII | re.IGNORECASE)
_LONGEST = 200
_EXAMPLE = "Write minute, hour, day, month, weekday: '0 7 1 * *' is 07:00 UTC on the first."


@dataclass(frozen=True, slots=True)
class Cron:
    """Times that come again.

    Parameters
    ----------
    text : str
        Minute, hour, day of the month, month, day of the week, in UTC. Where both days are given,
        either of them will do, as in every cron.

    Raises
    ------
    InputError
        If it has not five fields, one of them cannot be, or no such day ever comes.

    Examples
    --------
    >>> from datetime import UTC
    >>> Cron("0  7 1 * *").text
    '0 7 1 * *'
    >>> [f"{at:%d %b}" for at in Cron("0 7 1 * *").next_times(datetime(2026, 11, 30, tzinfo=UTC))]
    ['01 Dec', '01 Jan', '01 Feb']
    """

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _checked(self.text))

    def next_times(self, after: datetime, count: int = 3) -> tuple[datetime, ...]:
        """Return the times that follow a moment."""
        times = _iterator(self.text, after)
        return tuple(times.get_next(datetime) for _ in range(count))

    def last_time(self, until: datetime) -> datetime:
        """Return the last time at or before a moment."""
        before: datetime = _iterator(self.text, until).get_prev(datetime)
        again: datetime = _iterator(self.text, before).get_next(datetime)
        return again if again <= until else before

    def count_between(self, after: datetime, until: datetime, *, most: int = 1000) -> int:
        """Return how many times lie after a moment and before another, so many at most.

        Examples
        --------
        >>> from datetime import UTC
        >>> day = datetime(2026, 3, 1, tzinfo=UTC)
        >>> Cron("0 0 * * *").count_between(day, day.replace(day=5))
        3
        """
        times, found = _iterator(self.text, after), 0
        while found < most and times.get_next(datetime) < until:
            found += 1
        return found

    def __str__(self) -> str:
        return self.text


def _iterator(text: str, start: datetime) -> Any:
    from croniter import croniter

    return croniter(text, start)


def _checked(text: str) -> str:
    if len(text) > _LONGEST:
        raise InputError(f"Times have {_LONGEST} characters at most.", next_step=_EXAMPLE)
    fields = text.split()
    if len(fields) != len(_FIELDS):
        raise InputError(
            f"{text!r} has {len(fields)} fields, and cron has five.", next_step=_EXAMPLE
        )
    for number, field in enumerate(fields):
        _check_field(fields, number, field)
    joined = " ".join(fields)
    _check_it_comes(joined)
    return joined


def _check_field(fields: list[str], number: int, field: str) -> None:
    from croniter import croniter

    alone = " ".join(field if n == number else "*" for n in range(len(fields)))
    if _PART.fullmatch(field) is None or not croniter.is_valid(alone):
        name, allowed = _FIELDS[number]
        raise InputError(
            f"In {' '.join(fields)!r} the {name} cannot be {field!r}.",
            next_step=f"It is {allowed}, *, a list (1,15), a range (1-5) or steps (*/10).",
            details={"field": name, "value": field},
        )


def _check_it_comes(text: str) -> None:
    from datetime import UTC

    from croniter import CroniterBadDateError

    try:
        # A year before a leap year: every date of the calendar comes within four years.
        _iterator(text, datetime(2023, 1, 1, tzinfo=UTC)).get_next(datetime)
    except CroniterBadDateError:
        raise InputError(
            f"No day ever comes that {text!r} names.",
            next_step=f"Look at day and month. {_EXAMPLE}",
        ) from None
