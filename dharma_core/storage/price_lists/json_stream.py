"""Reads JSON files of any size: chosen objects are walked, their members decoded one by one.

A file of several GB is never held: memory is one chunk and the largest single member. What lies
under a path that is not entered is decoded whole by the C scanner of the standard library, which
makes this faster than a parser that reports every token to Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from dharma_core.errors import InputError

__all__ = ["JsonPath", "walk_json"]

JsonPath = tuple[str, ...]
_CHUNK_BYTES = 1 << 20
_LARGEST_MEMBER = 64 << 20  # characters
_SPACE = re.compile(r"[ \t\n\r]*")


def walk_json(
    stream: BinaryIO, enter: Callable[[JsonPath], bool], *, name: str
) -> Iterator[tuple[JsonPath, Any]]:
    """Yield each member below the entered objects and lists, with the path of what holds it.

    Parameters
    ----------
    stream : binary file
    enter : callable
        Whether the object or list at a path is walked; else it is yielded whole. A member of a
        list has the path of the list and ``*``.
    name : str
        Of the file, for messages.

    Raises
    ------
    InputError
        If the file is not JSON in UTF-8; it says where it breaks.

    Examples
    --------
    >>> import io
    >>> text = b'{"v": "1", "products": {"A": {"x": 1}, "B": {"x": 2}}}'
    >>> list(walk_json(io.BytesIO(text), lambda path: path in ((), ("products",)), name="a.json"))
    [(('v',), '1'), (('products', 'A'), {'x': 1}), (('products', 'B'), {'x': 2})]
    """
    reader = _Reader(stream, name)
    reader.skip_mark()
    yield from _value(reader, (), enter)
    reader.expect_end()


def _value(
    reader: _Reader, path: JsonPath, enter: Callable[[JsonPath], bool]
) -> Iterator[tuple[JsonPath, Any]]:
    opening = reader.peek()
    if opening in "{[" and enter(path):
        yield from _members(reader, path, enter, is_object=opening == "{")
    else:
        yield path, reader.decode()


def _members(
    reader: _Reader, path: JsonPath, enter: Callable[[JsonPath], bool], *, is_object: bool
) -> Iterator[tuple[JsonPath, Any]]:
    closing = "}" if is_object else "]"
    reader.take()
    if reader.peek() == closing:
        reader.take()
        return
    while True:
        step = _key(reader) if is_object else "*"
        yield from _value(reader, (*path, step), enter)
        mark = reader.take()
        if mark == closing:
            return
        if mark != ",":
            raise reader.broken(f"expected ',' or '{closing}'")


def _key(reader: _Reader) -> str:
    if reader.peek() != '"':
        raise reader.broken("expected a name in quotes")
    key = reader.decode()
    if reader.take() != ":":
        raise reader.broken("expected ':'")
    return str(key)


class _Reader:
    """A window on the file."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._text = ""
        self._at = 0
        self._before = 0  # characters that have left the window
        self._rest = b""
        self._ended = False
        self._decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse)

    def skip_mark(self) -> None:
        """Leave out a byte order mark."""
        self._more()
        self._at = int(self._text.startswith("\ufeff"))

    def peek(self) -> str:
        """Return the next character that is no space."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                raise self.broken("the file ends")
            self._more()

    def take(self) -> str:
        """Return the next character that is no space, and leave it behind."""
        mark = self.peek()
        self._at += 1
        return mark

    def decode(self) -> Any:
        """Return the value that begins here."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._grow(error.msg)
                continue
            except RecursionError as error:
                raise self.broken("it is nested too deep") from error
            except ValueError as error:
                raise self.broken(str(error)) from error
            if end < len(self._text) or self._ended:
                self._at = end
                return value
            self._more()  # a number may go on

    def expect_end(self) -> None:
        """Refuse what follows the document."""
        while not self._ended:
            self._more()
        if self._text[self._at :].strip():
            raise self.broken("something follows the end")

    def broken(self, reason: str) -> InputError:
        """Return the error for this place."""
        place = self._before + self._at
        shown = self._text[self._at : self._at + 40].split("\n")[0]
        return InputError(
            f"{self._name} is not JSON: at character {place:,} {reason}"
            + (f" (before {shown!r})." if shown else "."),
            next_step="Download the file again; nothing was written.",
        )

    def _grow(self, reason: str) -> None:
        if self._ended or len(self._text) - self._at > _LARGEST_MEMBER:
            raise self.broken(reason.lower())
        self._more(len(self._text) - self._at)

    def _more(self, least: int = 0) -> None:
        raw = self._stream.read(max(_CHUNK_BYTES, least))
        self._ended = not raw
        data = self._rest + raw
        try:
            text = data.decode("utf-8")
            self._rest = b""
        except UnicodeDecodeError as error:
            if self._ended or error.start < len(data) - 3:
                raise self.broken("a byte is no UTF-8") from error
            text, self._rest = data[: error.start].decode("utf-8"), data[error.start :]
        self._before += self._at
        self._text, self._at = self._text[self._at :] + text, 0


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")
