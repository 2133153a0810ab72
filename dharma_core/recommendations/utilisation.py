"""How busy machines are at their peak: what right-sizing needs and no plan knows.

A file in YAML: addresses (``*`` stands for anything), below each ``cpu_percent`` and
``memory_percent``, the peak that the size has to bear.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase

import yaml

from dharma_core.errors import InputError, nearest
from dharma_core.units import to_decimal
from dharma_core.yaml_text import YamlForm, compose, pairs, position_of

__all__ = ["Utilisation", "parse_utilisation"]

_KEYS = ("cpu_percent", "memory_percent")
_GIVE = f"Give {' or '.join(_KEYS)}."
_FORM = YamlForm(
    "a utilisation file",
    deepest=3,
    begin="Write lines such as 'aws_instance.web: {cpu_percent: 30}'.",
    layout=_GIVE,
)
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
    root = compose(text, _FORM, file=file)
    return tuple(
        (pattern, _read(pattern, node, file)) for pattern, node in pairs(root, _FORM, file=file)
    )


def _read(pattern: str, node: yaml.Node, file: str) -> Utilisation:
    if not isinstance(node, yaml.MappingNode):
        raise InputError(
            f"{position_of(node, file)}: {pattern} says no utilisation.", next_step=_GIVE
        )
    found: dict[str, Decimal] = {}
    for key, inner in pairs(node, _FORM, file=file):
        where = f"{position_of(inner, file)}: {pattern}"
        if key not in _KEYS:
            raise InputError(
                f"{where} has an unknown key {key!r}.", next_step=nearest(key, _KEYS) or _GIVE
            )
        said = inner.value if isinstance(inner, yaml.ScalarNode) else "no number"
        number = to_decimal(said)
        if number is None or not 0 <= number <= _HUNDRED:
            raise InputError(f"{where}: {key} is {said}.", next_step="Give a number from 0 to 100.")
        found[key] = number
    return Utilisation(**found)


def utilisation_of(known: tuple[tuple[str, Utilisation], ...], address: str) -> Utilisation | None:
    """Return what is known of an address; an exact one wins, then the first pattern."""
    exact = next((u for pattern, u in known if pattern == address), None)
    return exact or next((u for pattern, u in known if fnmatchcase(address, pattern)), None)
