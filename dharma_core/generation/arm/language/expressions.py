"""ARM's expression language: ``[concat(parameters('x'), '-vnet')]`` as values, in and out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dharma_core.errors import InputError

__all__ = ["Access", "Call", "calls_in", "is_expression", "parse_value", "to_text"]

MAX_CHARACTERS = 24_576
"""ARM's own limit for one expression."""
MAX_DEPTH = 60
"""Calls within calls; people write five."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments: text, whole numbers, calls and accesses."""

    name: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """A member of what an expression gives: ``.name``, ``[0]``, ``[parameters('key')]``."""

    target: Any
    path: tuple[Any, ...]


def is_expression(text: str) -> bool:
    """Whether ARM evaluates a text instead of taking it as it stands.

    Examples
    --------
    >>> is_expression("[parameters('a')]"), is_expression("[[text]"), is_expression("[1, 2] a")
    (True, False, False)
    """
    return text.startswith("[") and text.endswith("]") and not text.startswith("[[")


def to_text(value: Any) -> str:
    """Return a value as the text of a template; an expression stands in brackets.

    Examples
    --------
    >>> to_text(Access(Call("reference", ("web",)), ("ipAddress",)))
    "[reference('web').ipAddress]"
    >>> to_text("[plain]")
    '[[plain]'
    """
    if isinstance(value, str):
        return f"[{value}" if value.startswith("[") else value
    return f"[{_inner(value)}]"


def parse_value(text: str) -> Any:
    """Return what a text of a template means: plain text, a Call or an Access.

    Raises
    ------
    InputError
        If it stands in brackets and is no expression; the place within it is told.

    Examples
    --------
    >>> parse_value("[resourceGroup().location]")
    Access(target=Call(name='resourceGroup', args=()), path=('location',))
    >>> parse_value("[[plain]")
    '[plain]'
    """
    if not is_expression(text):
        return text[1:] if text.startswith("[[") else text
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"An expression has {len(text)} characters; ARM takes {MAX_CHARACTERS}.")
    return _Parser(text[1:-1]).whole()


def calls_in(value: Any) -> Iterator[Call]:
    """Yield every call of an expression, outermost first.

    Examples
    --------
    >>> [call.name for call in calls_in(parse_value("[concat(parameters('a'), 'b')]"))]
    ['concat', 'parameters']
    """
    if isinstance(value, Call):
        yield value
        for arg in value.args:
            yield from calls_in(arg)
    elif isinstance(value, Access):
        yield from calls_in(value.target)
        for step in value.path:
            yield from calls_in(step)


_PLAIN_NAME = re.compile(r"[A-Za-z_]\w*\Z")


def _inner(value: Any) -> str:
    if isinstance(value, Call):
        return f"{value.name}({', '.join(_inner(arg) for arg in value.args)})"
    if isinstance(value, Access):
        return _inner(value.target) + "".join(_step(step) for step in value.path)
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def _step(step: Any) -> str:
    plain = isinstance(step, str) and _PLAIN_NAME.match(step)
    return f".{step}" if plain else f"[{_inner(step)}]"


_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+)|(?P<name>[A-Za-z_]\w*)|(?P<mark>[()\[\].,]))"
)


class _Parser:
    """Reads one expression, left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._scan())
        self._at = 0

    def whole(self) -> Any:
        value = self._value(0)
        if self._at < len(self._tokens):
            raise self._wrong("ends")
        return value

    def _scan(self) -> Iterator[tuple[str, str, int]]:
        position, end = 0, len(self._text.rstrip())
        while position < end:
            found = _TOKEN.match(self._text, position)
            if found is None:
                raise InputError(
                    f"Not an ARM expression at character {position + 1}: "
                    f"{self._text[position : position + 30]!r}."
                )
            yield str(found.lastgroup), found[str(found.lastgroup)], position
            position = found.end()

    def _value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise InputError(f"An expression nests more than {MAX_DEPTH} calls.")
        kind, text = self._take("a value")
        if kind == "text":
            value: Any = text[1:-1].replace("''", "'")
        elif kind == "number":
            value = int(text)
        elif kind == "name":
            value = Call(text, self._arguments(depth))
        else:
            self._at -= 1
            raise self._wrong("has a value")
        path = tuple(self._path(depth))
        return Access(value, path) if path else value

    def _arguments(self, depth: int) -> tuple[Any, ...]:
        self._expect("(")
        args: list[Any] = []
        while not self._accept(")"):
            if args:
                self._expect(",")
            args.append(self._value(depth + 1))
        return tuple(args)

    def _path(self, depth: int) -> Iterator[Any]:
        while True:
            if self._accept("."):
                yield self._take("a name")[1]
            elif self._accept("["):
                yield self._value(depth + 1)
                self._expect("]")
            else:
                return

    def _take(self, what: str) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise self._wrong(f"goes on with {what}")
        kind, text, _ = self._tokens[self._at]
        self._at += 1
        return kind, text

    def _accept(self, mark: str) -> bool:
        here = self._tokens[self._at] if self._at < len(self._tokens) else ("", "", 0)
        if here[0] != "mark" or here[1] != mark:
            return False
        self._at += 1
        return True

    def _expect(self, mark: str) -> None:
        if not self._accept(mark):
            raise self._wrong(f"has {mark!r}")

    def _wrong(self, wanted: str) -> InputError:
        spare = self._tokens[self._at][2] if self._at < len(self._tokens) else len(self._text)
        return InputError(
            f"Not an ARM expression: {self._text[:80]!r} {wanted} at character {spare + 1}?"
        )
