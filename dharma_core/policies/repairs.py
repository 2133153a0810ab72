"""What a rule's METADATA says of its repair: ``custom.fix`` with ``set``, ``remove``, ``add``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.plan import FrozenMap, freeze

__all__ = ["EVERY", "Companion", "Fix", "Pattern", "parse_fix", "pattern_text"]

EVERY = 0
"""The step of a pattern that stands for every element of a list, and for a new one."""

Pattern = tuple[str | int, ...]

_KEYS = ("set", "remove", "add")
_ADD_KEYS = ("type", "link", "attributes")
_PATTERN = re.compile(r"[\w-]+(?:\[\])?(?:\.[\w-]+(?:\[\])?)*")
_STEP = re.compile(r"([\w-]+)|(\[\])")


@dataclass(frozen=True, slots=True)
class Companion:
    """A resource that has to stand beside the broken one.

    Parameters
    ----------
    link : str
        Its attribute that refers to the broken resource.
    attributes : mapping
        What it says; set in one that is there already.
    """

    type: str
    link: str
    attributes: FrozenMap


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that is certain and needs nobody's choice.

    Parameters
    ----------
    sets : tuple of (pattern, value)
    removes : tuple of pattern
    adds : Companion, optional
    """

    sets: tuple[tuple[Pattern, Any], ...] = ()
    removes: tuple[Pattern, ...] = ()
    adds: Companion | None = None


def parse_fix(raw: Any, *, line: int | None = None) -> Fix | None:
    """Return the repair that METADATA states, None where it states none.

    Raises
    ------
    InputError
        If a key is unknown, a pattern is none, or nothing would change.

    Examples
    --------
    >>> parse_fix({"set": {"ingress[].port": 443}}).sets
    ((('ingress', 0, 'port'), 443),)
    """
    if raw is None:
        return None
    found = _mapping(raw, "fix", _KEYS, line)
    if not found:
        raise _wrong("fix", "states no change", line, "Give set, remove or add.")
    sets = _plain_mapping(found.get("set") or {}, "fix.set", line)
    removes = found.get("remove") or []
    if not isinstance(removes, list):
        raise _wrong("fix.remove", "is not a list", line, "Write [attribute, ...].")
    return Fix(
        sets=tuple((_pattern(k, line), freeze(v)) for k, v in sets.items()),
        removes=tuple(_pattern(p, line) for p in removes),
        adds=_companion(found["add"], line) if "add" in found else None,
    )


def pattern_text(pattern: Pattern) -> str:
    """Write a pattern as METADATA does.

    Examples
    --------
    >>> pattern_text(("ingress", EVERY, "port"))
    'ingress[].port'
    """
    steps = ("[]" if isinstance(s, int) else f".{s}" for s in pattern)
    return "".join(steps).removeprefix(".")


def _companion(raw: Any, line: int | None) -> Companion:
    found = _mapping(raw, "fix.add", _ADD_KEYS, line)
    missing = [key for key in _ADD_KEYS if key not in found]
    if missing:
        raise _wrong("fix.add", f"lacks {', '.join(missing)}", line, "Give all three.")
    attributes = _plain_mapping(found["attributes"], "fix.add.attributes", line)
    return Companion(str(found["type"]), str(found["link"]), FrozenMap(freeze(attributes)))


def _mapping(raw: Any, where: str, allowed: tuple[str, ...], line: int | None) -> Mapping[str, Any]:
    found = _plain_mapping(raw, where, line)
    for key in found:
        if key not in allowed:
            raise _wrong(where, f"has the unknown key {key!r}", line, nearest(str(key), allowed))
    return found


def _plain_mapping(raw: Any, where: str, line: int | None) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise _wrong(where, "is not a mapping", line, "Write {attribute: value}.")
    return raw


def _pattern(text: Any, line: int | None) -> Pattern:
    if not isinstance(text, str) or not _PATTERN.fullmatch(text):
        raise _wrong("fix", f"names {text!r}, which is no path", line, "Write block[].attribute.")
    return tuple(EVERY if every else name for name, every in _STEP.findall(text))


def _wrong(where: str, fault: str, line: int | None, next_step: str) -> InputError:
    return InputError(f"METADATA custom.{where} {fault}. {next_step}", details={"line": line})
