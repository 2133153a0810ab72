"""Units of business that a team counts by day: orders, users, builds."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dharma_core.errors import InputError
from dharma_core.units import to_decimal

__all__ = ["BusinessUnits", "parse_units"]

_DAY = "day"
_NEXT = "Write a head 'day,orders', then lines such as 2026-03-01,1250."


@dataclass(frozen=True, slots=True)
class BusinessUnits:
    """What the business did, by day, and what one of it is called."""

    name: str
    days: Mapping[date, Decimal]


def parse_units(text: str, *, file: str) -> BusinessUnits:
    r"""Return the units of a table with a column ``day`` and one named as the units are.

    Raises
    ------
    InputError
        If a column is missing, a day is none or there twice, or a count is no number or negative.

    Examples
    --------
    >>> parse_units("day,orders\n2026-03-01,1250\n", file="units.csv").name
    'orders'
    """
    rows = [row for row in csv.reader(text.lstrip("\ufeff").splitlines()) if row]
    head = [cell.strip() for cell in rows[0]] if rows else []
    if len(head) != 2 or head[0].casefold() != _DAY or not head[1]:
        raise InputError(f"{file} has no columns of days and units.", next_step=_NEXT)
    days: dict[date, Decimal] = {}
    for number, row in enumerate(rows[1:], start=2):
        day, units = _read(row, f"{file}, row {number}")
        if day in days:
            raise InputError(
                f"{file}, row {number}: {day} is there twice.", next_step="Keep one row a day."
            )
        days[day] = units
    return BusinessUnits(head[1], days)


def _read(row: list[str], where: str) -> tuple[date, Decimal]:
    if len(row) != 2:
        raise InputError(f"{where} has {len(row)} cells, 2 are needed.", next_step=_NEXT)
    try:
        day = date.fromisoformat(row[0].strip())
    except ValueError:
        raise InputError(f"{where}: {row[0]!r} is no day.", next_step=_NEXT) from None
    units = to_decimal(row[1].strip())
    if units is None or units < 0:
        raise InputError(
            f"{where}: {row[1]!r} is no count.", next_step="Give a number, zero or more."
        )
    return day, units
