"""Terraform's string functions; those with a grammar of their own have a file of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dharma_core.importers.terraform.functions.regular_expressions import replace_pattern
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.text_units import composed, graphemes
from dharma_core.importers.terraform.functions.values import (
    MAX_ELEMENTS,
    MAX_TEXT,
    FunctionError,
)

__all__ = ["STRINGS", "bounded"]

_LINE_ENDS = re.compile(r"(?:\r\n?|\n)*\Z")
_MAX_INDENT = 1_000
_DOTTED = "\u0130"  # the one letter whose small form is two characters in Python


def bounded(text: str) -> str:
    """Return a text; raise FunctionError when it has grown too long."""
    if len(text) > MAX_TEXT:
        raise FunctionError(f"the result has more than {MAX_TEXT} characters")
    return text


def _chomp(text: str) -> str:
    return _LINE_ENDS.sub("", text)


def _indent(spaces: int | Decimal, text: str) -> str:
    if not isinstance(spaces, int) or not 0 <= spaces <= _MAX_INDENT:
        raise FunctionError("the number of spaces must be a whole number that is not negative")
    return bounded(text.replace("\n", "\n" + " " * spaces))


def _join(separator: str, *lists: tuple[Any, ...]) -> str:
    items = [item for items in lists for item in items]
    for index, item in enumerate(items):
        if item is None:
            raise FunctionError(f"element {index} is null; cannot concatenate null values")
    return bounded(separator.join(items))


def _split(separator: str, text: str) -> tuple[str, ...]:
    parts = text.split(separator) if separator else list(text)
    if len(parts) > MAX_ELEMENTS:
        raise FunctionError(f"the text falls into more than {MAX_ELEMENTS} parts")
    return tuple(parts)


def _replace(text: str, substring: str, replacement: str) -> str:
    if len(substring) > 1 and substring.startswith("/") and substring.endswith("/"):
        return replace_pattern(text, substring[1:-1], replacement)
    if len(text) * (len(replacement) + 1) > MAX_TEXT:
        found = text.count(substring)
        if found * len(replacement) > MAX_TEXT:
            raise FunctionError("the result is too long")
    return text.replace(substring, replacement)


def _reverse(text: str) -> str:
    return composed("".join(reversed(graphemes(text))))


def _substring(text: str, offset: int | Decimal, length: int | Decimal) -> str:
    if not isinstance(offset, int) or not isinstance(length, int):
        raise FunctionError("a whole number is required")
    units = graphemes(text)
    start = offset if offset >= 0 else max(offset + len(units), 0)
    return "".join(units[start:] if length < 0 else units[start : start + length])


def _title(text: str) -> str:
    pieces, before = [], " "
    for character in text:
        pieces.append(_change(character, "title") if _separates(before) else character)
        before = character
    return "".join(pieces)


def _separates(character: str) -> bool:
    if character.isascii():
        return not (character.isalnum() or character == "_")
    return not character.isalnum() and character.isspace()


def _change(character: str, case: str) -> str:
    changed: str = getattr(character, case)()
    if len(changed) == 1:
        return changed
    return "i" if (case, character) == ("lower", _DOTTED) else character


def _upper(text: str) -> str:
    return "".join(_change(character, "upper") for character in text)


def _lower(text: str) -> str:
    return "".join(_change(character, "lower") for character in text)


def _trim(text: str, cutset: str) -> str:
    return text.strip(cutset) if cutset else text


STRINGS: Mapping[str, Body] = {
    "chomp": typed(_chomp, "str: string"),
    "endswith": typed(str.endswith, "str: string", "suffix: string"),
    "indent": typed(_indent, "spaces: number", "str: string"),
    "join": typed(_join, "separator: string", rest="lists: list(string)"),
    "lower": typed(_lower, "str: string"),
    "replace": typed(_replace, "str: string", "substr: string", "replace: string"),
    "split": typed(_split, "separator: string", "str: string"),
    "startswith": typed(str.startswith, "str: string", "prefix: string"),
    "strcontains": typed(str.__contains__, "str: string", "substr: string"),
    "strrev": typed(_reverse, "str: string"),
    "substr": typed(_substring, "str: string", "offset: number", "length: number"),
    "title": typed(_title, "str: string"),
    "trim": typed(_trim, "str: string", "cutset: string"),
    "trimprefix": typed(str.removeprefix, "str: string", "prefix: string"),
    "trimspace": typed(str.strip, "str: string"),
    "trimsuffix": typed(str.removesuffix, "str: string", "suffix: string"),
    "upper": typed(_upper, "str: string"),
}
