"""Write HCL the way ``terraform fmt`` leaves it, so that a generated file stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dharma_core.plan.text_parts import merged_texts

__all__ = ["Attribute", "Block", "Call", "Raw", "expression", "quote", "template", "write"]

LINE_WIDTH = 80
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_KEYWORDS = frozenset({"for", "if", "true", "false", "null", "in"})
_ESCAPES = {"\\b": "\\u0008", "\\f": "\\u000c"}
"""What JSON writes shorter than HCL can read."""


@dataclass(frozen=True, slots=True)
class Raw:
    """An expression written as it stands: ``aws_vpc.main.id``, ``var.region``.

    A ``name`` (``aws.west``) names something; Terraform does not evaluate it.
    """

    text: str
    name: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A function call of one argument: ``jsonencode({...})``."""

    function: str
    argument: Any


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name = value``; the value is JSON, :class:`Raw`, :class:`Call`, or these in containers."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Block:
    """``type "label" { ... }``.

    ``members`` names all that an object in the block's place would hold, where Terraform takes
    either: its JSON syntax wants every one of them.
    """

    type: str
    labels: tuple[str, ...] = ()
    body: tuple[Attribute | Block, ...] = ()
    members: tuple[str, ...] = ()


def write(blocks: Iterable[Block]) -> str:
    r"""Return the text of a file: blocks apart by an empty line, one newline at the end.

    Examples
    --------
    >>> vpc = Block(
    ...     "resource",
    ...     ("aws_vpc", "main"),
    ...     (Attribute("cidr_block", "10.0.0.0/16"), Attribute("tags", {"Name": "main"})),
    ... )
    >>> print(write([vpc]), end="")
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    <BLANKLINE>
      tags = {
        Name = "main"
      }
    }
    """
    return "\n".join("\n".join(_block_lines(block)) + "\n" for block in blocks)


def quote(text: str) -> str:
    r"""Return ``text`` as a quoted literal in which nothing is a template.

    Examples
    --------
    >>> print(quote('say "${x}"'))
    "say \"$${x}\""
    """
    return f'"{_escape(text)}"'


def template(parts: Sequence[str | Raw]) -> Raw:
    """Return literal text and expressions as one interpolated string.

    Examples
    --------
    >>> template(["arn:", Raw("var.name"), "/*"]).text
    '"arn:${var.name}/*"'
    """
    inner = ""
    for part in merged_texts(parts):
        if isinstance(part, Raw):
            # "$" before "${" would read as an escape.
            stem = inner.rstrip("$")
            dollars = inner[len(stem) :]
            inner = f'{stem}${{"{dollars}"}}' if dollars else stem
            inner += "${" + part.text + "}"
        else:
            inner += _escape(part)
    return Raw(f'"{inner}"')


def expression(value: Any) -> str:
    """Return a value as HCL writes it after ``=``, over as many lines as it takes.

    Examples
    --------
    >>> expression(Call("jsonencode", [Raw("var.a"), 1]))
    'jsonencode([var.a, 1])'
    """
    return "\n".join(_value_lines(value, width=LINE_WIDTH))


def _escape(text: str) -> str:
    body = json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
    body = re.sub(r"\\.", lambda pair: _ESCAPES.get(pair[0], pair[0]), body)
    return body.replace("${", "$${").replace("%{", "%%{")


def _block_lines(block: Block) -> list[str]:
    head = " ".join([block.type, *(quote(label) for label in block.labels)])
    if not block.body:
        return [f"{head} {{}}"]
    return [f"{head} {{", *_indent(_body_lines(block.body)), "}"]


def _body_lines(body: Sequence[Attribute | Block]) -> list[str]:
    entries = [
        _block_lines(item) if isinstance(item, Block) else _attribute_lines(item.name, item.value)
        for item in body
    ]
    return _aligned(_spaced(entries))


def _spaced(entries: Iterable[list[str]]) -> list[str]:
    """Join entries; one of several lines stands alone between empty lines."""
    lines: list[str] = []
    previous = 0
    for entry in entries:
        if previous and (previous > 1 or len(entry) > 1):
            lines.append("")
        lines.extend(entry)
        previous = len(entry)
    return lines


def _attribute_lines(name: str, value: Any) -> list[str]:
    first, *rest = _value_lines(value, width=LINE_WIDTH - len(name) - 3)
    return [f"{name} = {first}", *rest]


def _value_lines(value: Any, *, width: int) -> list[str]:
    if isinstance(value, Call):
        first, *rest = _value_lines(value.argument, width=width)
        inner = [f"{value.function}({first}", *rest]
        return [*inner[:-1], inner[-1] + ")"]
    if isinstance(value, Mapping):
        return _map_lines(value)
    if isinstance(value, (list, tuple)):
        return _list_lines(value, width)
    return [_scalar(value)]


def _scalar(value: Any) -> str:
    if isinstance(value, Raw):
        return value.text
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return quote(str(value))


def _list_lines(values: Sequence[Any], width: int) -> list[str]:
    items = [_value_lines(value, width=LINE_WIDTH) for value in values]
    if all(len(item) == 1 for item in items):
        line = "[" + ", ".join(item[0] for item in items) + "]"
        if len(line) <= max(width, 20) or len(items) == 1:
            return [line]
    inner = [line for item in items for line in (*item[:-1], item[-1] + ",")]
    return ["[", *_indent(inner), "]"]


def _map_lines(values: Mapping[str, Any]) -> list[str]:
    if not values:
        return ["{}"]
    lines: list[str] = []
    for key, value in values.items():
        lines.extend(_attribute_lines(_key(key), value))
    return ["{", *_indent(_aligned(lines)), "}"]


def _key(name: str) -> str:
    plain = _IDENTIFIER.match(name) and name not in _KEYWORDS
    return name if plain else quote(name)


def _indent(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


_ASSIGNMENT = re.compile(r'((?:[A-Za-z_][A-Za-z0-9_-]*)|"(?:[^"\\]|\\.)*") = (.*)\Z')


def _aligned(lines: Sequence[str]) -> list[str]:
    """Line up ``=`` in runs of one-line assignments; deeper lines are aligned already."""
    result: list[str] = []
    run: list[tuple[str, str]] = []
    for line in lines:
        match = _ASSIGNMENT.match(line)
        if match and not match[2].endswith(("{", "[")):
            run.append((match[1], match[2]))
            continue
        result.extend(_flush(run))
        run = []
        result.append(line)
    return [*result, *_flush(run)]


def _flush(run: Sequence[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in run), default=0)
    return [f"{name.ljust(width)} = {value}" for name, value in run]
