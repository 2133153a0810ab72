"""Property values before anything is built: variables that are known are put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.references import Mention, TemplateError, parse_template
from dharma_core.blueprints.scalars import as_text
from dharma_core.plan import UNKNOWN, FrozenMap, get_path

__all__ = ["Inputs", "has_mention", "map_texts"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The values of a design's variables; UNKNOWN for those without one."""

    values: Mapping[str, Any]

    def settle(self, raw: Any) -> Any:
        """Return a value with every known variable put in; other references stay as written.

        Examples
        --------
        >>> Inputs({"env": "prod", "n": 3}).settle({"a": "${var.n}", "b": "x-${var.env}-${c.id}"})
        {'a': 3, 'b': 'x-prod-${c.id}'}
        """
        return map_texts(raw, self._settle_text)

    def _settle_text(self, text: str) -> Any:
        try:
            parts = parse_template(text)
        except TemplateError:
            return text
        found = [p if isinstance(p, str) else self._value(p) for p in parts]
        if len(found) == 1:
            return found[0]
        return "".join(as_text(part) for part in found)

    def _value(self, mention: Mention) -> Any:
        if not mention.is_variable:
            return f"${{{mention}}}"
        steps = tuple(int(s) if s.isdigit() else s for s in mention.attribute.split("."))
        value = get_path(self.values, steps, default=UNKNOWN)
        return f"${{{mention}}}" if value is UNKNOWN else value


def map_texts(value: Any, change: Callable[[str], Any]) -> Any:
    """Return a nested value with every text that holds a reference changed."""
    if isinstance(value, str):
        return change(value) if "${" in value else value
    if isinstance(value, Mapping):
        return FrozenMap({key: map_texts(inner, change) for key, inner in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(map_texts(inner, change) for inner in value)
    return value


def has_mention(value: Any) -> bool:
    """Whether a value is, or holds, a text with a reference.

    Examples
    --------
    >>> has_mention("${web.id}"), has_mention(["plain"])
    (True, False)
    """
    if isinstance(value, str):
        return "${" in value.replace("$${", "")
    if isinstance(value, Mapping):
        return any(has_mention(inner) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return any(has_mention(inner) for inner in value)
    return False
