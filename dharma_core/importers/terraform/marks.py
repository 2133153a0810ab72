"""Values beyond JSON while reading: sensitive ones carry their mark until they reach the Plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dharma_core.importers.terraform.budget import Budget
from dharma_core.importers.terraform.functions.values import TfMap, TfSet, make_set
from dharma_core.plan import UNKNOWN, FrozenMap

__all__ = ["OpenMap", "Sensitive", "Traits", "hide", "is_sensitive", "show", "split", "traits"]


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A value that must not be shown; never holds another Sensitive directly."""

    value: Any


class OpenMap(FrozenMap):
    """An object of a type nobody knows: what it does not hold is unknown, not an error."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """What lies anywhere inside a value."""

    unknown: bool = False
    sensitive: bool = False


_PLAIN = Traits()
_TRAITS = {
    (unknown, sensitive): Traits(unknown, sensitive)
    for unknown in (False, True)
    for sensitive in (False, True)
}


def traits(value: Any, budget: Budget) -> Traits:
    """Return whether anything in a value is unknown or sensitive; its size is charged."""
    if not isinstance(value, (tuple, FrozenMap, Sensitive)):
        return _TRAITS[True, False] if value is UNKNOWN else _PLAIN
    unknown = sensitive = False
    stack = [value]
    while stack:
        level = stack.pop()
        if isinstance(level, Sensitive):
            sensitive = True
            stack.append(level.value)
        elif isinstance(level, (tuple, FrozenMap)):
            budget.spend(1 + len(level))
            stack.extend(level.values() if isinstance(level, FrozenMap) else level)
        elif level is UNKNOWN:
            unknown = True
    return _TRAITS[unknown, sensitive]


def hide(value: Any) -> Sensitive:
    """Return the value marked as sensitive, once."""
    return value if isinstance(value, Sensitive) else Sensitive(value)


def show(value: Any) -> Any:
    """Return the value without any mark, outside or inside."""
    if isinstance(value, Sensitive):
        return show(value.value)
    if isinstance(value, TfSet):
        return make_set(show(v) for v in value) if any(map(_is_marked, value)) else value
    if isinstance(value, tuple):
        return tuple(show(v) for v in value)
    if isinstance(value, FrozenMap):
        made = TfMap if isinstance(value, TfMap) else FrozenMap
        return made({k: show(v) for k, v in value.items()})
    return value


def split(value: Any) -> tuple[Any, bool]:
    """Return the value without its outer mark, and whether it had one."""
    if isinstance(value, Sensitive):
        return value.value, True
    return value, False


def is_sensitive(value: Any) -> bool:
    """Whether the value as a whole is marked."""
    return isinstance(value, Sensitive)


def _is_marked(value: Any) -> bool:
    return isinstance(value, (Sensitive, tuple, FrozenMap))
