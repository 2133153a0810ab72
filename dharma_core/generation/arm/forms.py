"""The forms a value may take in a template; what a form cannot take is said, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dharma_core.generation.arm.language import Call, Line
from dharma_core.generation.arm.template import Joined, PartOf
from dharma_core.generation.arm.values import Untranslatable, Values, joined, suffix
from dharma_core.generation.documents import open_document
from dharma_core.generation.drafts import Text
from dharma_core.generation.scalars import words_of
from dharma_core.plan import UNKNOWN, Path

if TYPE_CHECKING:
    from dharma_core.generation.arm.properties import Translation

__all__ = ["form_of", "known_word"]

ROLES = "Microsoft.Authorization/roleDefinitions"
GIB = 1024**3
STRING_LENGTH = 255
"""Of one character-string of a text record: RFC 1035, 3.3."""


def form_of(work: Translation, line: Line, value: Any, path: Path) -> Any:
    """Return a value as its line wants it.

    Raises
    ------
    Untranslatable
        If it has no such form.
    """
    if line.form == "identity":
        return _identity(work, value)
    if line.values:
        return _other_word(work, line, value, path)
    if line.form == "document":
        return _document(work.values, value)
    if line.text:
        return _around(work, line, value)
    plain = work.values.of(value)
    if line.form:
        plain = _FORMS[line.form](plain, line)
    if line.child:
        plain = _child(work, line, plain)
    return _wrapped(line, plain) if line.wrap else plain


def known_word(values: Values, address: str, value: Any, path: Path) -> str:
    """Return a value as one word; a reference is replaced by what it is known to be.

    Raises
    ------
    Untranslatable
        If only apply will tell.
    """
    plain = values.known(address, path) if isinstance(value, Text) else value
    if plain is UNKNOWN or isinstance(plain, (Mapping, list, tuple)):
        raise Untranslatable("not known before it is made")
    return words_of(plain)


def _other_word(work: Translation, line: Line, value: Any, path: Path) -> Any:
    word = known_word(work.values, work.draft.address, value, path)
    if word not in line.values:
        raise Untranslatable(word)
    other = line.values[word]
    return Call("subscriptionResourceId", (ROLES, other)) if line.form == "role" else other


def _identity(work: Translation, value: Any) -> Any:
    if isinstance(value, Text) or not value:
        raise Untranslatable("an identity made elsewhere")
    block = value if isinstance(value, Mapping) else value[0]
    found: dict[str, Any] = {"type": work.values.of(block.get("type"))}
    if block.get("identity_ids"):
        keys = work.values.of(block["identity_ids"])
        if not isinstance(keys, list):
            raise Untranslatable("a list of identities made elsewhere")
        found["userAssignedIdentities"] = {key: {} for key in keys}
    return found


def _document(values: Values, value: Any) -> Any:
    if isinstance(value, (str, Text)):
        opened = open_document(value)
        return Call("json", (values.of(value),)) if opened is None else values.of(opened)
    return values.of(value)


def _around(work: Translation, line: Line, value: Any) -> Any:
    """Return the line's text with the value and its siblings in their places."""
    parts: list[Any] = []
    for number, piece in enumerate(_pieces(line.text)):
        if number % 2 == 0:
            parts.append(piece)
        elif piece == "value":
            parts.append(work.values.of(value))
        elif piece.startswith("suffix."):
            parts.append(suffix(piece))
        else:
            parts.append(work.values.of(work.draft.attributes.get(piece)))
    if None in parts:
        raise Untranslatable(line.text)
    return joined(parts)


def _pieces(text: str) -> list[str]:
    first, *rest = text.split("${")
    pieces = [first]
    for piece in rest:
        pieces += piece.split("}", 1)
    return pieces


def _child(work: Translation, line: Line, plain: Any) -> Any:
    """Return the id of the part of this resource that a value names."""
    if isinstance(plain, list):
        return [_child(work, line, item) for item in plain]
    around = work.within
    return PartOf(around.symbol, f"{around.type}/{line.child}", (*around.names, plain))


def _wrapped(line: Line, plain: Any) -> list[Any]:
    items = plain if isinstance(plain, list) else None
    if items is None:
        raise Untranslatable("a list made elsewhere")
    result: list[Any] = []
    for index, item in enumerate(items, start=1):
        entry: dict[str, Any] = {"name": f"{line.number}{index}"} if line.number else {}
        inner = entry
        for step in line.wrap[:-1]:
            inner = inner.setdefault(step, {})
        inner[line.wrap[-1]] = item
        for (first, *rest), beside in line.also.items():
            entry[first] = {rest[0]: beside} if rest else beside
        result.append(entry)
    return result


def _text(plain: Any, _line: Line) -> Any:
    if isinstance(plain, (str, Joined)):
        return plain
    scalar = isinstance(plain, (int, float))
    return words_of(plain) if scalar else Call("string", (plain,))


def _number(plain: Any, _line: Line) -> Any:
    if isinstance(plain, str):
        if not plain.lstrip("-").isdigit():
            raise Untranslatable(plain)
        return int(plain)
    return plain if isinstance(plain, int) else Call("int", (plain,))


def _not(plain: Any, _line: Line) -> Any:
    return not plain if isinstance(plain, bool) else Call("not", (plain,))


def _enabled(plain: Any, _line: Line) -> Any:
    if isinstance(plain, bool):
        return "Enabled" if plain else "Disabled"
    return Call("if", (plain, "Enabled", "Disabled"))


def _first(plain: Any, _line: Line) -> Any:
    if not isinstance(plain, list) or len(plain) != 1:
        raise Untranslatable("more than one")
    return plain[0]


def _strings(plain: Any, _line: Line) -> list[Any]:
    """Return a text in the strings that a record of DNS holds, 255 bytes each at most."""
    if not isinstance(plain, str):
        return [plain]
    cut = range(0, max(len(plain), 1), STRING_LENGTH)
    return [plain[start : start + STRING_LENGTH] for start in cut]


def _pairs(plain: Any, line: Line) -> list[Any]:
    if not isinstance(plain, Mapping):
        raise Untranslatable("a mapping made elsewhere")
    key, _, value = (line.by or "name:value").partition(":")
    return [{key: name, value: inner} for name, inner in plain.items()]


def _csv(plain: Any, line: Line) -> Any:
    if not isinstance(plain, list):
        raise Untranslatable("a list made elsewhere")
    parts: list[Any] = []
    for item in plain:
        parts += [line.by or ", ", item] if parts else [item]
    return joined(parts)


def _epoch(plain: Any, _line: Line) -> int:
    try:
        return int(datetime.fromisoformat(plain.replace("Z", "+00:00")).timestamp())
    except (AttributeError, ValueError):
        raise Untranslatable("a time made elsewhere") from None


def _gibibytes(plain: Any, _line: Line) -> Any:
    return plain // 1024 if isinstance(plain, int) else Call("div", (plain, 1024))


def _bytes(plain: Any, _line: Line) -> Any:
    return plain * GIB if isinstance(plain, int) else Call("mul", (plain, GIB))


_FORMS: Mapping[str, Callable[[Any, Line], Any]] = {
    "text": _text,
    "number": _number,
    "not": _not,
    "enabled": _enabled,
    "list": lambda plain, _line: [plain],
    "first": _first,
    "strings": _strings,
    "pairs": _pairs,
    "csv": _csv,
    "epoch": _epoch,
    "gibibytes": _gibibytes,
    "bytes": _bytes,
}
