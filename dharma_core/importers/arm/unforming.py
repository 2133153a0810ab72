"""The forms of a section's lines read backwards; None where a value has another form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from dharma_core.generation.arm.language import Line
from dharma_core.importers.arm.values import Given, IdValue, Mixed, is_plain, known
from dharma_core.plan import UNKNOWN, AttributeFact

__all__ = ["siblings", "typed", "unformed"]

GIB = 1024**3


def unformed(line: Line, fact: AttributeFact, values: list[Any]) -> Any:
    """Return the attribute that was written as ``values``, one a place; None when it was not."""
    if line.split:
        return _rejoined(line, values)
    if line.values:
        return _own_word(line, fact, values)
    value = values[0]
    if line.text:
        value = _inside(line, value)
        if value is None:
            return None
    if line.child:
        value = _named_part(value)
    elif line.form:
        value = _UNFORMED.get(line.form, _same)(value, line)
    return None if value is None else typed(value, fact)


def siblings(line: Line, written: Any) -> dict[str, Any]:
    """Return the other attributes that stand in a line's text."""
    before = line.text.partition("${value}")[0]
    names = [n for n in re.findall(r"\$\{([^}]*)\}", before) if not n.startswith("suffix.")]
    if not names or written is None:
        return {}
    if line.text == f"${{{names[0]}}}":
        return {names[0]: written}
    parts = written.parts if isinstance(written, Mixed) else (known(written),)
    found = re.match(_pattern(before, captured=True), parts[0]) if _starts(parts) else None
    return dict(zip(names, found.groups(), strict=True)) if found else {}


def _starts(parts: tuple[Any, ...]) -> bool:
    return bool(parts) and isinstance(parts[0], str)


def typed(value: Any, fact: AttributeFact) -> Any:
    """Return a plain value as Terraform's schema has it: numbers and texts told apart."""
    if isinstance(value, list) and fact.type.endswith("(string)"):
        return [_word(item) for item in value]
    if fact.type == "string" and not isinstance(value, (list, dict)):
        return _word(value)
    if fact.type == "number" and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value)
    return value


def _word(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, (bool, int, float)) else value


def _rejoined(line: Line, values: list[Any]) -> Any:
    parts = [known(value) for value in values]
    if not all(isinstance(part, (str, int)) for part in parts):
        return None
    words = {str(other): word for word, other in line.values.items()}
    parts[0] = words.get(str(parts[0]), parts[0])
    return line.split.join(str(part) for part in parts)


def _own_word(line: Line, fact: AttributeFact, values: list[Any]) -> Any:
    plain = [_role(value) if line.form == "role" else known(value) for value in values]
    for word, other in line.values.items():
        wanted = list(other) if isinstance(other, (list, tuple)) else [other]
        matches = plain == wanted or (len(plain) == 1 and plain[0] == wanted)
        if matches or (len(wanted) == 1 and _same_word(plain[0], wanted[0])):
            return (
                {"true": True, "false": False}[word] if fact.type == "bool" else typed(word, fact)
            )
    return None


def _same_word(value: Any, other: Any) -> bool:
    both = isinstance(value, str) and isinstance(other, str)
    return both and value.lower() == other.lower()


def _role(value: Any) -> Any:
    """Return the number of a role definition."""
    if isinstance(value, IdValue):
        return value.names[-1]
    return value.rsplit("/", 1)[-1] if isinstance(value, str) else UNKNOWN


def _inside(line: Line, value: Any) -> Any:
    """Return what stands for ``${value}`` in a line's text."""
    before, mark, after = line.text.partition("${value}")
    if not mark:
        return True
    start, end = _pattern(before), _pattern(after)
    if isinstance(value, Mixed):
        return _inside_parts(value, start, end)
    plain = known(value)
    found = re.fullmatch(f"{start}(.*){end}", plain, re.DOTALL) if isinstance(plain, str) else None
    return found[1] if found else None


def _inside_parts(value: Mixed, start: str, end: str) -> Any:
    """Return the one part between the texts around it."""
    texts = [i for i, part in enumerate(value.parts) if isinstance(part, str)]
    for number, part in enumerate(value.parts):
        if isinstance(part, str):
            continue
        before = "".join("\0" if i not in texts else value.parts[i] for i in range(number))
        rest = range(number + 1, len(value.parts))
        after = "".join("\0" if i not in texts else value.parts[i] for i in rest)
        if re.fullmatch(start, before, re.DOTALL) and re.fullmatch(end, after, re.DOTALL):
            return part
    return None


def _pattern(text: str, *, captured: bool = False) -> str:
    pieces = re.split(r"\$\{[^}]*\}", text)
    return ("(.*?)" if captured else ".*?").join(re.escape(piece) for piece in pieces)


def _named_part(value: Any) -> Any:
    """Return the last segment of the id of a resource's part."""
    if isinstance(value, list):
        return [_named_part(item) for item in value]
    if isinstance(value, IdValue):
        return value.names[-1]
    return value.rsplit("/", 1)[-1] if isinstance(value, str) else value


def _same(value: Any, _line: Line) -> Any:
    return value


def _flag(value: Any, _line: Line) -> Any:
    plain = known(value)
    return not plain if isinstance(plain, bool) else value


def _enabled(value: Any, _line: Line) -> Any:
    plain = known(value)
    if not isinstance(plain, str):
        return value if plain is UNKNOWN else None
    return {"enabled": True, "disabled": False}.get(plain.lower())


def _text(value: Any, _line: Line) -> Any:
    plain = known(value)
    return {"true": True, "false": False}.get(plain, value) if isinstance(plain, str) else value


def _one(value: Any, _line: Line) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else None


def _paired(value: Any, line: Line) -> Any:
    items = value.value if isinstance(value, Given) else value
    key, _, inner = (line.by or "name:value").partition(":")
    if not isinstance(items, list):
        return value if items is UNKNOWN else None
    pairs = [i for i in items if isinstance(i, Mapping) and isinstance(known(i.get(key)), str)]
    return {known(item[key]): item.get(inner) for item in pairs} if pairs else None


def _joined_strings(value: Any, _line: Line) -> Any:
    if not isinstance(value, list) or len(value) < 2:
        return _one(value, _line)
    parts = [known(part) for part in value]
    return "".join(parts) if all(isinstance(part, str) for part in parts) else UNKNOWN


def _csv(value: Any, line: Line) -> Any:
    plain = known(value)
    mark = (line.by or ",").strip()
    return [p.strip() for p in plain.split(mark)] if isinstance(plain, str) else value


def _epoch(value: Any, _line: Line) -> Any:
    plain = known(value)
    if not isinstance(plain, int):
        return value
    return datetime.fromtimestamp(plain, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _times(factor: int) -> Callable[[Any, Line], Any]:
    def multiply(value: Any, _line: Line) -> Any:
        plain = known(value)
        return plain * factor if isinstance(plain, int) else value

    return multiply


def _gib(value: Any, _line: Line) -> Any:
    plain = known(value)
    return plain // GIB if isinstance(plain, int) else value


def _document(value: Any, _line: Line) -> Any:
    if not isinstance(value, (Mapping, list)):
        return value
    return json.dumps(value, separators=(",", ":")) if is_plain(value) else UNKNOWN


_UNFORMED: Mapping[str, Callable[[Any, Line], Any]] = {
    "not": _flag,
    "enabled": _enabled,
    "text": _text,
    "number": lambda value, _line: str(value) if isinstance(value, int) else value,
    "list": _one,
    "strings": _joined_strings,
    "first": lambda value, _line: [value],
    "pairs": _paired,
    "csv": _csv,
    "epoch": _epoch,
    "gibibytes": _times(1024),
    "bytes": _gib,
    "document": _document,
}
