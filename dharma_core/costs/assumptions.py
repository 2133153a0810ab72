"""What is assumed of usage: presets for what nobody gave, and how far a given figure may be off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, overload

from dharma_core.costs.usage import UsageValue
from dharma_core.errors import FactError, InputError, nearest
from dharma_core.units import to_decimal

__all__ = [
    "NO_ASSUMPTIONS",
    "Assumptions",
    "Preset",
    "Size",
    "parse_assumptions",
    "size_named",
    "unit_of",
]


class Size(StrEnum):
    """How much a user is assumed to use."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Preset:
    """What one kind of usage key is assumed to be.

    Parameters
    ----------
    key : str
        Compared with the last step of a dotted key, ``*`` for anything; empty for any key.
    unit : str
        As the facts of a type state it; empty for any unit.
    values : mapping of Size to Decimal
    """

    key: str
    unit: str
    values: Mapping[Size, Decimal]

    def fits(self, key: str, unit: str) -> bool:
        """Whether it is about a key, given by its last step, of a unit."""
        named = not self.key or fnmatchcase(key, self.key)
        return named and (not self.unit or self.unit == unit)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The table of presets, and which size of it is chosen.

    Parameters
    ----------
    low, high : Decimal
        A given quantity is taken to be right within these factors.
    fixed_keys, fixed_units : tuple of str
        What describes the design rather than its load: taken as it is given.
    typical : mapping of Size to Decimal
        Factors to a typical value that the facts of a type state.
    presets : tuple of Preset
        The first that fits wins.
    size : Size or None
        Which preset fills in what nobody gave; None for none.
    """

    low: Decimal = Decimal(1)
    high: Decimal = Decimal(1)
    fixed_keys: tuple[str, ...] = ()
    fixed_units: tuple[str, ...] = ()
    typical: Mapping[Size, Decimal] = field(default_factory=dict)
    presets: tuple[Preset, ...] = ()
    size: Size | None = None

    def value_of(self, key: str, fact: Any, size: Size) -> Decimal | None:
        """Return what a usage key is assumed to be; None where the table has nothing to say.

        Parameters
        ----------
        key : str
            Dotted: ``standard.storage_gb``.
        fact : str or mapping
            What the type's facts say of the key: its unit, ``{one_of}``, ``{unit, typical}``.
        """
        if isinstance(fact, Mapping) and "one_of" in fact:
            return None
        typical = to_decimal(fact.get("typical")) if isinstance(fact, Mapping) else None
        if typical is not None and self.typical:
            return typical * self.typical[size]
        last, unit = key.rpartition(".")[2], unit_of(fact)
        found = next((p for p in self.presets if p.fits(last, unit)), None)
        return found.values[size] if found else None

    @overload
    def end(self, key: str, fact: Any, value: Decimal, factor: Decimal) -> Decimal: ...

    @overload
    def end(self, key: str, fact: Any, value: UsageValue, factor: Decimal) -> UsageValue: ...

    def end(self, key: str, fact: Any, value: UsageValue, factor: Decimal) -> UsageValue:
        """Return a given value at one end of its range; words and fixed keys stay."""
        if not isinstance(value, Decimal) or unit_of(fact) in self.fixed_units:
            return value
        last = key.rpartition(".")[2]
        if any(fnmatchcase(last, pattern) for pattern in self.fixed_keys):
            return value
        return value * factor


NO_ASSUMPTIONS = Assumptions()


def unit_of(fact: Any) -> str:
    """Return the unit that a usage fact states, empty for a choice of words.

    Examples
    --------
    >>> unit_of("GB"), unit_of({"unit": "GB", "typical": 5}), unit_of({"one_of": ["a"]})
    ('GB', 'GB', '')
    """
    return str(fact.get("unit", "")) if isinstance(fact, Mapping) else str(fact or "")


def size_named(word: str) -> Size:
    """Return a preset's size by its name.

    Raises
    ------
    InputError
        If there is none of that name; the nearest is named.

    Examples
    --------
    >>> size_named("large").value
    'large'
    """
    try:
        return Size(word)
    except ValueError:
        raise InputError(
            f"There is no usage preset {word!r}.", next_step=nearest(word, list(Size))
        ) from None


def parse_assumptions(raw: Any, *, file: str) -> Assumptions:
    """Return the table that a file of facts holds.

    Parameters
    ----------
    raw : mapping
        Parsed with every scalar as text, so that no number was ever a float.

    Raises
    ------
    FactError
        If an entry is wrong: file and entry are named.
    """
    try:
        return Assumptions(
            low=Decimal(raw["given"]["low"]),
            high=Decimal(raw["given"]["high"]),
            fixed_keys=tuple(raw["fixed"]["keys"]),
            fixed_units=tuple(raw["fixed"]["units"]),
            typical=_sizes(raw["typical"]),
            presets=tuple(_presets(raw["presets"], file)),
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise FactError(f"{file} is not a table of usage presets: {error!r}.") from error


def _presets(entries: Any, file: str) -> Iterable[Preset]:
    for number, entry in enumerate(entries, 1):
        values = _sizes(entry)
        if not entry.get("key") and not entry.get("unit"):
            raise FactError(f"{file}: preset {number} has neither key nor unit.")
        if not values[Size.SMALL] <= values[Size.MEDIUM] <= values[Size.LARGE]:
            raise FactError(f"{file}: preset {number} does not grow from small to large.")
        yield Preset(entry.get("key", ""), entry.get("unit", ""), values)


def _sizes(entry: Mapping[str, Any]) -> Mapping[Size, Decimal]:
    return {size: Decimal(entry[size.value]) for size in Size}
