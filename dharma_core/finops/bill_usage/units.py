"""What the units of a bill measure, and how many of the measure one of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dharma_core.errors import FactError

__all__ = ["BilledUnit", "BilledUnits", "parse_units"]

_SPACE = re.compile(r"[\s\-_/]+")


@dataclass(frozen=True, slots=True)
class BilledUnit:
    """A unit as bills spell it.

    Parameters
    ----------
    measure : str
        ``requests``, ``gb``, ``gb_months`` (held all month), ``hours``, ...
    each : Fraction
        How many of the measure it is.
    """

    measure: str
    each: Fraction

    @property
    def is_block(self) -> bool:
        """Whether it counts several at once: bills disagree on what a quantity of such says."""
        return self.each > 1

    def of(self, quantity: Decimal) -> Decimal:
        """Return a quantity of it in its measure.

        Examples
        --------
        >>> BilledUnit("requests", Fraction(1000)).of(Decimal("2.5"))
        Decimal('2500')
        """
        whole = Fraction(quantity) * self.each
        return Decimal(whole.numerator) / Decimal(whole.denominator)


@dataclass(frozen=True)
class BilledUnits:
    """Every unit that is known; spaces, dashes and case do not matter."""

    units: Mapping[str, BilledUnit]

    def find(self, written: str) -> BilledUnit | None:
        """Return what a unit is; None where no fact says it.

        Examples
        --------
        >>> units = parse_units({"gb_months": {"GB-Mo": "1"}}, file="units.yaml")
        >>> units.find("GB-mo").measure, units.find("Units")
        ('gb_months', None)
        """
        return self.units.get(_plain(written))


def parse_units(raw: Any, *, file: str) -> BilledUnits:
    """Return the units that a file of facts holds, by measure and spelling.

    Raises
    ------
    FactError
        If a unit stands there twice or its number is none.
    """
    found: dict[str, BilledUnit] = {}
    for measure, spellings in raw.items():
        for written, each in spellings.items():
            if _plain(written) in found:
                raise FactError(f"{file}: the unit {written!r} stands there twice.")
            try:
                found[_plain(written)] = BilledUnit(measure, Fraction(str(each)))
            except ValueError as error:
                raise FactError(f"{file}: {each!r} is no number of {written!r}.") from error
    return BilledUnits(found)


def _plain(written: str) -> str:
    return _SPACE.sub(" ", written.strip()).casefold()
