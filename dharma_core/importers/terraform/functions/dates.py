"""Terraform's date and time functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.values import FunctionError
from dharma_core.plan.frozen import UNKNOWN

__all__ = ["DATES"]

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?(?:Z|([+-])(\d\d):(\d\d))\Z",
    re.ASCII,
)
_TOKEN = re.compile(r"'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']+")
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|h|m|s)", re.ASCII)
_SECONDS = {
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0,
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _parse(text: str) -> datetime:
    match = _INSTANT.match(text)
    if not match:
        raise FunctionError(f'not a valid RFC3339 timestamp: cannot use "{text}"')
    *numbers, fraction, sign, hours, minutes = match.groups()
    numbers.append((fraction or "").ljust(6, "0"))
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zone = timezone(-offset if sign == "-" else offset) if sign else UTC
    try:
        return datetime(*map(int, numbers), tzinfo=zone)  # type: ignore[misc, arg-type]
    except ValueError as error:
        raise FunctionError(f"not a valid RFC3339 timestamp: {error}") from None


def _offset(time: datetime, separator: str) -> str:
    minutes = int((time.utcoffset() or timedelta()).total_seconds()) // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{minutes // 60:02}{separator}{minutes % 60:02}"


def _is_utc(time: datetime) -> bool:
    return not time.utcoffset()


def _rfc3339(time: datetime) -> str:
    zone = "Z" if _is_utc(time) else _offset(time, ":")
    year = f"{time.year:04}"  # strftime does not pad it everywhere
    return year + time.strftime("-%m-%dT%H:%M:%S") + zone


def _half(time: datetime) -> int:
    return time.hour % 12 or 12


_VERBS: Mapping[str, Callable[[datetime], str]] = {
    "YYYY": lambda t: f"{t.year:04}",
    "YY": lambda t: f"{t.year % 100:02}",
    "MMMM": lambda t: _MONTHS[t.month - 1],
    "MMM": lambda t: _MONTHS[t.month - 1][:3],
    "MM": lambda t: f"{t.month:02}",
    "M": lambda t: str(t.month),
    "DD": lambda t: f"{t.day:02}",
    "D": lambda t: str(t.day),
    "EEEE": lambda t: _DAYS[t.weekday()],
    "EEE": lambda t: _DAYS[t.weekday()][:3],
    "hh": lambda t: f"{t.hour:02}",
    "h": lambda t: str(t.hour),
    "HH": lambda t: f"{_half(t):02}",
    "H": lambda t: str(_half(t)),
    "AA": lambda t: "AM" if t.hour < 12 else "PM",
    "aa": lambda t: "am" if t.hour < 12 else "pm",
    "mm": lambda t: f"{t.minute:02}",
    "m": lambda t: str(t.minute),
    "ss": lambda t: f"{t.second:02}",
    "s": lambda t: str(t.second),
    "Z": lambda t: "Z" if _is_utc(t) else _offset(t, ":"),
    "ZZZ": lambda t: "UTC" if _is_utc(t) else _offset(t, ""),
    "ZZZZ": lambda t: _offset(t, ""),
    "ZZZZZ": lambda t: _offset(t, ":"),
}


def _format_date(template: str, text: str) -> str:
    time = _parse(text)
    return "".join(_piece(match[0], time) for match in _TOKEN.finditer(template))


def _piece(written: str, time: datetime) -> str:
    if written.startswith("'"):
        if len(written) < 2 or not written.endswith("'"):
            raise FunctionError("unterminated literal '")
        if written == "''":
            return "'"
        return written[1:-1].replace("''", "'")
    if not written[0].isascii() or not written[0].isalpha():
        return written
    verb = _VERBS.get(written)
    if verb is None:
        raise FunctionError(f'invalid date format verb "{written}"')
    return verb(time)


def _duration(text: str) -> timedelta:
    unsigned = text[1:] if text[:1] in ("+", "-") else text
    parts = _DURATION.findall(unsigned)
    if unsigned == "0":
        return timedelta()
    if not parts or "".join(map("".join, parts)) != unsigned:
        raise FunctionError(f'time: invalid duration "{text}"')
    seconds = sum(float(amount) * _SECONDS[unit] for amount, unit in parts)
    try:
        return timedelta(seconds=-seconds if text.startswith("-") else seconds)
    except OverflowError:
        raise FunctionError(f'time: invalid duration "{text}"') from None


def _add(timestamp: str, duration: str) -> str:
    try:
        return _rfc3339(_parse(timestamp) + _duration(duration))
    except OverflowError:
        raise FunctionError("the time is out of range") from None


def _compare(left: str, right: str) -> int:
    times = _parse(left), _parse(right)
    return (times[0] > times[1]) - (times[0] < times[1])


def _not_before_apply() -> Any:
    return UNKNOWN


DATES: Mapping[str, Body] = {
    "formatdate": typed(_format_date, "format: string", "time: string"),
    "plantimestamp": typed(_not_before_apply),
    "timeadd": typed(_add, "timestamp: string", "duration: string"),
    "timecmp": typed(_compare, "timestamp_a: string", "timestamp_b: string"),
    "timestamp": typed(_not_before_apply),
}
