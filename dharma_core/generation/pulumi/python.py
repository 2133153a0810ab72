"""Write Python expressions and statements the way ``ruff format`` leaves them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Call",
    "Code",
    "Items",
    "Node",
    "Table",
    "f_string",
    "literal",
    "quoted",
    "statement",
]

LINE_WIDTH = 88
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Code:
    """An expression written as it stands: ``web.id``."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """``function(positional, name=value)``."""

    function: str
    positional: tuple[Node, ...] = ()
    named: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A dict with literal keys."""

    entries: tuple[tuple[str, Node], ...]


Node = Code | Call | Items | Table


def statement(node: Node, *, target: str = "", depth: int = 0) -> str:
    r"""Return the node as a statement at a depth of indentation, in one line when it fits.

    Examples
    --------
    >>> queue = Call("aws.sqs.Queue", (quoted("jobs"),), (("name", quoted("jobs")),))
    >>> print(statement(queue, target="jobs"))
    jobs = aws.sqs.Queue("jobs", name="jobs")
    """
    prefix = f"{target} = " if target else ""
    return "\n".join(_lines(node, depth=depth, prefix=prefix, suffix=""))


def literal(value: Any) -> Node:
    """Return a JSON value as an expression.

    Examples
    --------
    >>> statement(literal({"a": [1, None, True, "x"]}))
    '{"a": [1, None, True, "x"]}'
    """
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return Table(tuple((key, literal(inner)) for key, inner in value.items()))
    if isinstance(value, (list, tuple)):
        return Items(tuple(literal(item) for item in value))
    return Code(repr(value))


def quoted(text: str) -> Code:
    r"""Return a string literal: long texts of several lines between triple quotes.

    Examples
    --------
    >>> print(quoted('say "hi"').text, quoted("it's").text)
    'say "hi"' "it's"
    """
    if "\n" in text[:-1] and _is_plain_block(text):
        return Code(f'"""{text}"""')
    mark = _mark(text)
    return Code(f"{mark}{_body(text, mark)}{mark}")


def f_string(parts: Sequence[str | Code]) -> Code:
    r"""Return a string literal with expressions in it; literal braces stay braces.

    Examples
    --------
    >>> print(f_string(["{", Code("name"), '"\n']).text)
    f'{{{name}"\n'
    """
    mark = _mark("".join(part for part in parts if isinstance(part, str)))
    pieces = (
        _body(part, mark).replace("{", "{{").replace("}", "}}")
        if isinstance(part, str)
        else f"{{{part.text}}}"
        for part in parts
    )
    return Code(f"f{mark}{''.join(pieces)}{mark}")


def _mark(text: str) -> str:
    return "'" if text.count('"') > text.count("'") else '"'


def _body(text: str, mark: str) -> str:
    return "".join(_escaped(character, mark) for character in text)


def _is_plain_block(text: str) -> bool:
    if '"""' in text or "\\" in text or text.endswith('"'):
        return False
    return not re.search(r"[ \t]\n|\r", text) and all(c == "\n" or c.isprintable() for c in text)


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escaped(character: str, mark: str) -> str:
    if character == mark:
        return f"\\{mark}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else ascii(character)[1:-1]


def _lines(node: Node, *, depth: int, prefix: str, suffix: str) -> list[str]:
    """Return the lines of ``prefix node suffix`` at a depth of indentation."""
    indent = _INDENT * depth
    flat = _flat(node)
    one_line = f"{indent}{prefix}{flat}{suffix}"
    if prefix.endswith(" = ") and not suffix:
        opening = one_line if isinstance(node, Code) else f"{indent}{prefix}{_parts(node)[0]}"
        if len(opening) > LINE_WIDTH and "\n" not in opening:
            inner = _lines(node, depth=depth + 1, prefix="", suffix="")
            if all(len(line) <= LINE_WIDTH for line in inner):
                return [f"{indent}{prefix}(", *inner, f"{indent})"]
    if isinstance(node, Code) or ("\n" not in flat and len(one_line) <= LINE_WIDTH):
        return [one_line]
    opening, closing, children = _parts(node)
    if not children:
        return [one_line]
    lines = [f"{indent}{prefix}{opening}"]
    for child_prefix, child in children:
        lines += _lines(child, depth=depth + 1, prefix=child_prefix, suffix=",")
    return [*lines, f"{indent}{closing}{suffix}"]


def _parts(node: Call | Items | Table) -> tuple[str, str, Sequence[tuple[str, Node]]]:
    if isinstance(node, Call):
        named = [(f"{name}=", value) for name, value in node.named]
        return f"{node.function}(", ")", [*(("", value) for value in node.positional), *named]
    if isinstance(node, Items):
        return "[", "]", [("", item) for item in node.nodes]
    return "{", "}", [(f"{quoted(key).text}: ", value) for key, value in node.entries]


def _flat(node: Node) -> str:
    if isinstance(node, Code):
        return node.text
    opening, closing, children = _parts(node)
    return opening + ", ".join(prefix + _flat(child) for prefix, child in children) + closing
