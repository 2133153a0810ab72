"""YAML in and out in Terraform's own dialect: quoted strings, literal blocks, its own resolving."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import yaml

from dharma_core.importers.terraform.functions.text_units import composed
from dharma_core.importers.terraform.functions.values import (
    MAX_TEXT,
    FunctionError,
    make_number,
    number_text,
)
from dharma_core.plan.frozen import FrozenMap

__all__ = ["read_yaml", "write_yaml"]

_WIDTH = 80
_LONGEST_SIMPLE_KEY = 128
_MAX_DEPTH = 100
_MAX_NODES = 100_000


def write_yaml(value: Any) -> str:
    """Return the text ``yamlencode`` gives.

    Examples
    --------
    >>> print(write_yaml({"b": (1, "x"), "a": {}}), end="")
    "a": {}
    "b":
    - 1
    - "x"
    """
    if isinstance(value, (Mapping, tuple)) and value:
        text = "\n".join(_lines(value, 0)) + "\n"
    else:
        text = _scalar(value, 0, 0) + ("\n" if isinstance(value, (str, Mapping, tuple)) else _END)
    if len(text) > MAX_TEXT:
        raise FunctionError("the YAML is too long")
    return text


_END = "\n...\n"


def _lines(value: Any, indent: int) -> list[str]:
    """Return the lines of a list or map that holds something."""
    if indent > 2 * _MAX_DEPTH:
        raise FunctionError("the value is nested too deeply")
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key in sorted(value):
            lines += _pair(key, value[key], indent)
        return lines
    for inner in value:
        lines += _item(inner, indent)
    return lines


def _item(value: Any, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(value, (Mapping, tuple)) and value:
        first, *rest = _lines(value, indent + 2)
        return [f"{pad}- {first.lstrip(' ')}", *rest]
    return [f"{pad}- {_scalar(value, indent, indent + 2)}"]


def _pair(key: str, value: Any, indent: int) -> list[str]:
    pad = " " * indent
    written = _scalar(key, indent, 0, foldable=False)
    if "\n" in written or len(written) > _LONGEST_SIMPLE_KEY:
        head = f"{pad}? {_scalar(key, indent, indent + 2)}\n{pad}:"
    else:
        head = f"{pad}{written}:"
    if isinstance(value, (Mapping, tuple)) and value:
        inside = indent + 2 if isinstance(value, Mapping) else indent
        return [head, *_lines(value, inside)]
    return [f"{head} {_scalar(value, indent, len(head) + 1)}"]


def _scalar(value: Any, indent: int, column: int, *, foldable: bool = True) -> str:
    if isinstance(value, str):
        if "\n" in value and not _needs_quotes(value):
            return _literal(value, indent)
        return _quote(value, (indent, column) if foldable else None)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, tuple):
        return "[]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return number_text(value)


def _needs_quotes(text: str) -> bool:
    return text.endswith(" ") or " \n" in text or any(not _printable(c) for c in text)


def _printable(character: str) -> bool:
    code = ord(character)
    if code == 0x0A or 0x20 <= code <= 0x7E or code == 0xA0:
        return True
    return 0xA1 <= code <= 0xFFFD and code != 0xFEFF and not 0xD800 <= code <= 0xDFFF


def _literal(text: str, indent: int) -> str:
    pad = " " * (indent + 2)
    hint = "2" if text[0] in " \n" else ""
    chomp = "" if text.endswith("\n") else "-"
    if text.endswith("\n\n") or text == "\n":
        chomp = "+"
    body = text[:-1] if text.endswith("\n") else text
    lines = [pad + line if line else "" for line in body.split("\n")]
    return "\n".join((f"|{hint}{chomp}", *lines))


_NAMED = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f",
    "\r": "\\r", "\x1b": "\\e", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\u2028": "\\L",
    "\u2029": "\\P",
}  # fmt: skip


def _quote(text: str, place: tuple[int, int] | None) -> str:
    """Return a text in double quotes, broken at a space where a line grows too long."""
    pieces = ['"']
    indent, column = place or (0, 0)
    column += 1
    after_space = False
    for at, character in enumerate(text):
        if character == " ":
            breaks = place is not None and not after_space and column > _WIDTH
            if breaks and 0 < at < len(text) - 1:
                escape = "\\" if text[at + 1] == " " else ""
                pieces.append("\n" + " " * (indent + 2) + escape)
                column = indent + 2 + len(escape)
            else:
                pieces.append(" ")
                column += 1
            after_space = True
            continue
        pieces.append(_escape(character))
        column += len(pieces[-1])
        after_space = False
    return "".join((*pieces, '"'))


def _escape(character: str) -> str:
    named = _NAMED.get(character)
    if named:
        return named
    if _printable(character):
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def read_yaml(text: str) -> Any:
    """Return the value ``yamldecode`` gives of one document.

    Raises
    ------
    FunctionError
        If it is no YAML, holds no or several documents, or what Terraform has no value for.

    Examples
    --------
    >>> read_yaml("a: [1, y, 'y']")
    {'a': (1, True, 'y')}
    """
    if len(text) > MAX_TEXT:
        raise FunctionError("the YAML is too long")
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise FunctionError(getattr(error, "problem", None) or "this is no YAML") from None
    except RecursionError:
        raise FunctionError("the YAML is nested too deeply") from None
    if node is None:
        raise FunctionError("on line 1, column 1: missing start of document")
    return _Reading().value(node, 0)


class _Loader(yaml.SafeLoader):
    """Leaves plain scalars to us: PyYAML would resolve them by other rules."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Return the tag of a node; plain scalars get one of our own."""
        if kind is yaml.ScalarNode and implicit[0]:
            return _PLAIN
        return super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]


class _Reading:
    """Turns nodes into values; counts them, for an alias can stand for a great many."""

    def __init__(self) -> None:
        self.seen = 0

    def value(self, node: yaml.Node, depth: int) -> Any:
        self.seen += 1
        if self.seen > _MAX_NODES or depth > _MAX_DEPTH:
            raise FunctionError("the YAML is too large or nested too deeply")
        if isinstance(node, yaml.ScalarNode):
            return _resolve(node)
        if isinstance(node, yaml.SequenceNode):
            _check_tag(node, "seq")
            return tuple(self.value(inner, depth + 1) for inner in node.value)
        _check_tag(node, "map")
        return self.mapping(node, depth)

    def mapping(self, node: yaml.Node, depth: int) -> FrozenMap:
        found: dict[str, Any] = {}
        for key, inner in node.value:
            value = self.value(inner, depth + 1)
            if key.value == "<<" and isinstance(value, Mapping):
                found = {**value, **found}
            elif isinstance(key, yaml.ScalarNode):
                found[composed(key.value)] = value
            else:
                raise FunctionError("only strings are allowed as mapping keys")
        return FrozenMap({key: found[key] for key in sorted(found)})


_PLAIN = "plain"
_STANDARD = "tag:yaml.org,2002:"


def _check_tag(node: yaml.Node, wanted: str) -> None:
    if node.tag != _STANDARD + wanted:
        raise FunctionError(f'unsupported tag "{node.tag}"')


_YES = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_NO = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_WORDS: Mapping[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(_YES, True),
    **dict.fromkeys(_NO, False),
}
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_INTEGER = re.compile(r"(0x[0-9a-fA-F]+|0o[0-7]+)\Z", re.ASCII)
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[tT]|[ ]+)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?[ ]*(Z|[-+]\d{2}:\d{2})?)?\Z",
    re.ASCII,
)


def _resolve(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.tag == _PLAIN:
        return _plain(text)
    if not node.tag.startswith(_STANDARD):
        raise FunctionError(f'unsupported tag "{node.tag}"')
    if node.tag in (_STANDARD + "str", _STANDARD + "binary") or node.style is not None:
        return composed(text)
    return None if node.tag == _STANDARD + "null" else _plain(text)


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INFINITE.match(text):
        raise FunctionError("infinity is no number here")
    if _INTEGER.match(text):
        return int(text, 0)
    if _NUMBER.match(text) and len(text) < 1_000:
        return make_number(Decimal(text))
    time = _TIME.match(text)
    return _instant(text, time) if time else composed(text)


def _instant(text: str, match: re.Match[str]) -> str:
    *parts, zone = match.groups()
    numbers = [int(part or 0) for part in parts]
    try:
        datetime(*numbers, tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return text
    year, month, day, hour, minute, second = numbers
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone or 'Z'}"
