"""How busy machines are at their peak: what right-sizing needs and no plan knows.

A file in YAML: addresses (``*`` stands for anything), below each ``cpu_percent`` and
``memory_percent``, the peak that the size has to bear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

import yaml

from dharma_core.errors import InputError, nearest
from dharma_core.units import to_decimal

__all__ = ["Utilisation", "parse_utilisation"]

_KEYS = ("cpu_percent", "memory_percent")
_MAX_CHARACTERS = 1_000_000
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Utilisation:
    """The peak use of one machine, in per cent of what its size has; None where not known."""

    cpu_percent: Decimal | None = None
    memory_percent: Decimal | None = None


def parse_utilisation(text: str, *, file: str) -> tuple[tuple[str, Utilisation], ...]:
    """Return the address patterns of a file and the utilisation of each, in its order.

    Raises
    ------
    InputError
        If it is not such a file; the entry is named.

    Examples
    --------
    >>> parse_utilisation("aws_instance.web: {cpu_percent: 12}", file="use.yml")
    (('aws_instance.web', Utilisation(cpu_percent=Decimal('12'), memory_percent=None)),)
    """
    if len(text) > _MAX_CHARACTERS:
        raise InputError(f"{file} is larger than 1 MB.", next_step="Use * to say more in a line.")
    try:
        raw = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise InputError(f"{file} is not YAML: {error}", next_step="Mend that line.") from error
    if not isinstance(raw, Mapping):
        raise InputError(
            f"{file} names no resources.",
            next_step="Write lines such as 'aws_instance.web: {cpu_percent: 30}'.",
        )
    return tuple((str(pattern), _read(pattern, facts, file)) for pattern, facts in raw.items())


def _read(pattern: Any, facts: Any, file: str) -> Utilisation:
    if not isinstance(facts, Mapping):
        raise InputError(
            f"{file}: {pattern} says no utilisation.", next_step=f"Give {' or '.join(_KEYS)}."
        )
    found: dict[str, Decimal] = {}
    for key, value in facts.items():
        if key not in _KEYS:
            raise InputError(
                f"{file}: {pattern} has an unknown key {key!r}.",
                next_step=nearest(str(key), _KEYS) or f"Give {' or '.join(_KEYS)}.",
            )
        number = to_decimal(value)
        if number is None or not 0 <= number <= _HUNDRED:
            raise InputError(
                f"{file}: {pattern}: {key} is {value!r}.", next_step="Give a number from 0 to 100."
            )
        found[str(key)] = number
    return Utilisation(**found)


def utilisation_of(known: tuple[tuple[str, Utilisation], ...], address: str) -> Utilisation | None:
    """Return what is known of an address; an exact one wins, then the first pattern."""
    exact = next((u for pattern, u in known if pattern == address), None)
    return exact or next((u for pattern, u in known if fnmatchcase(address, pattern)), None)
