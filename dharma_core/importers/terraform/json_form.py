"""Configuration in JSON (``.tf.json``): the same tree as HCL, with strings as templates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dharma_core.importers.terraform.functions.values import make_number
from dharma_core.importers.terraform.grammar import MAX_DEPTH, SyntaxProblem
from dharma_core.importers.terraform.parsing import ParsedFile, parse_expression, parse_template
from dharma_core.importers.terraform.syntax import (
    Attribute,
    Block,
    Body,
    Expr,
    Literal,
    ObjectExpr,
    TupleExpr,
)
from dharma_core.plan import Problem
from dharma_core.provenance import Position

__all__ = ["parse_tf_json", "parse_tfvars_json"]

_LEVELS: Final = {
    "resource": 2, "data": 2, "variable": 1, "output": 1, "module": 1, "provider": 1,
    "locals": 0, "terraform": 0, "moved": 0, "import": 0, "removed": 0, "check": 1,
}  # fmt: skip
_NEXT_STEP: Final = "Write the file again; it may have been cut off."
_WORD: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]]|\n')
_REFERENCES: Final = frozenset({"depends_on", "provider", "ignore_changes", "type", "providers"})
_PLAIN: Final = frozenset({"source", "version", "description"})
_BLOCKS: Final = frozenset({"lifecycle", "dynamic", "provisioner", "connection"})

Json = Mapping[str, Any]


def parse_tf_json(text: str, *, file: str) -> ParsedFile:
    r"""Return the blocks of a file in Terraform's JSON form.

    Examples
    --------
    >>> parsed = parse_tf_json('{"locals": {"a": "${1 + 1}"}}', file="x.tf.json")
    >>> parsed.body.blocks[0].body.attributes["a"].expression.operator
    '+'
    """
    document, problems = _load(text, file)
    if document is None:
        return ParsedFile(Body(), problems)
    reader = _JsonReader(file, _lines(text))
    blocks: list[Block] = []
    found: list[Problem] = []
    for kind, value in document.items():
        for labels, content in _unfold(value, _LEVELS.get(kind, 0), ()):
            if kind == "//":
                continue
            try:
                blocks.append(reader.block(kind, labels, content))
            except SyntaxProblem as error:
                place = reader.place((kind, *labels))
                found.append(Problem(error.message, place, ""))
    return ParsedFile(Body({}, tuple(blocks)), tuple(found))


def parse_tfvars_json(text: str, *, file: str) -> ParsedFile:
    """Return the values of a ``.tfvars.json`` file as attributes; strings are plain text."""
    document, problems = _load(text, file)
    place = Position(file, 1)
    attributes = {
        name: Attribute(name, _constant(value), place) for name, value in (document or {}).items()
    }
    return ParsedFile(Body(attributes), problems)


def _load(text: str, file: str) -> tuple[Json | None, tuple[Problem, ...]]:
    try:
        value = json.loads(text, parse_float=lambda t: make_number(float(t)))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        reason = getattr(error, "msg", "it is nested too deeply")
        problem = Problem(f"Not valid JSON: {reason}.", Position(file, line), _NEXT_STEP)
        return None, (problem,)
    if not isinstance(value, Mapping):
        return None, (Problem("The file holds no JSON object.", Position(file, 1)),)
    return value, ()


def _unfold(
    value: Any, levels: int, labels: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the labels and the content of each block, through the objects that hold labels."""
    if isinstance(value, list):
        for item in value:
            yield from _unfold(item, levels, labels)
    elif levels == 0:
        yield labels, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name != "//":
                yield from _unfold(inner, levels - 1, (*labels, name))


@dataclass(slots=True)
class _JsonReader:
    """Turns JSON values into blocks and expressions."""

    file: str
    lines: Mapping[tuple[str, ...], int]

    def place(self, path: tuple[str, ...]) -> Position:
        """Return where a block stands, by the keys that lead to it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return Position(self.file, self.lines[path[:end]])
        return Position(self.file, 1)

    def block(self, kind: str, labels: tuple[str, ...], content: Any) -> Block:
        """Return a top-level block."""
        if not isinstance(content, Mapping):
            raise SyntaxProblem(f"{kind} must hold an object.", 1)
        position = self.place((kind, *labels))
        return Block(kind, labels, self._body(kind, content, position), position)

    def _body(self, kind: str, content: Json, position: Position) -> Body:
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        for name, value in content.items():
            if name == "//":
                continue
            if name in _BLOCKS or _is_block(kind, name, value):
                blocks.extend(self._nested(name, value, position))
            else:
                expression = self._attribute(kind, name, value)
                attributes[name] = Attribute(name, expression, position)
        return Body(attributes, tuple(blocks), loose=True)

    def _nested(self, name: str, value: Any, position: Position) -> Iterator[Block]:
        levels = 1 if name in ("dynamic", "provisioner", "backend") else 0
        for labels, content in _unfold(value, levels, ()):
            if isinstance(content, Mapping):
                yield Block(name, labels, self._inner(name, content, position), position)

    def _inner(self, kind: str, content: Json, position: Position) -> Body:
        if kind != "dynamic":
            return self._body(kind, content, position)
        rest = {k: v for k, v in content.items() if k != "content"}
        body = self._body(kind, rest, position)
        _, inside = next(_unfold(content.get("content"), 0, ()), ((), None))
        if not isinstance(inside, Mapping):
            return body
        block = Block("content", (), self._body("content", inside, position), position)
        return Body(body.attributes, (block,), loose=True)

    def _attribute(self, kind: str, name: str, value: Any) -> Expr:
        if kind == "variable" and name == "default":
            return _constant(value)
        if name in _PLAIN and kind in ("module", "variable", "output", "terraform"):
            return _constant(value)
        is_iterator = kind == "dynamic" and name == "iterator"
        is_value = kind == "content" or (name == "type" and kind != "variable")
        if is_iterator or (name in _REFERENCES and not is_value):
            return _references(value)
        return _expression(value, 0)


def _is_block(kind: str, name: str, value: Any) -> bool:
    if kind in ("terraform", "variable"):
        named = name in ("backend", "cloud", "required_providers", "validation")
        return named and isinstance(value, (Mapping, list))
    return kind not in ("locals", "output") and _holds_dynamic(value, 0)


def _holds_dynamic(value: Any, depth: int) -> bool:
    """Whether a dynamic block stands somewhere inside: the whole then is blocks, no value."""
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, list):
        return any(_holds_dynamic(item, depth + 1) for item in value)
    if not isinstance(value, Mapping):
        return False
    inside = (content for _, content in _unfold(value.get("dynamic", ()), 1, ()))
    if any(isinstance(one, Mapping) and {"for_each", "content"} <= one.keys() for one in inside):
        return True
    return any(_holds_dynamic(item, depth + 1) for item in value.values())


def _references(value: Any) -> Expr:
    """Return what a string names: ``"aws_vpc.main"`` without quotes."""
    if isinstance(value, list):
        return TupleExpr(tuple(_references(v) for v in value))
    if isinstance(value, Mapping):
        return ObjectExpr(tuple((Literal(k), _references(v)) for k, v in value.items()))
    if not isinstance(value, str):
        return Literal(value)
    return parse_template(value) if "${" in value else parse_expression(value)


def _expression(value: Any, depth: int) -> Expr:
    if depth > MAX_DEPTH:
        raise SyntaxProblem("An expression is nested too deeply.", 1)
    if isinstance(value, str):
        return parse_template(value)
    if isinstance(value, list):
        return TupleExpr(tuple(_expression(v, depth + 1) for v in value))
    if isinstance(value, Mapping):
        items = ((parse_template(k), _expression(v, depth + 1)) for k, v in value.items())
        return ObjectExpr(tuple(items))
    return Literal(value)


def _constant(value: Any) -> Expr:
    if isinstance(value, list):
        return TupleExpr(tuple(_constant(v) for v in value))
    if isinstance(value, Mapping):
        return ObjectExpr(tuple((Literal(k), _constant(v)) for k, v in value.items()))
    return Literal(value)


def _lines(text: str) -> Mapping[tuple[str, ...], int]:
    """Return the line of each key of the outer four levels, by the keys that lead to it."""
    found: dict[tuple[str, ...], int] = {}
    path: list[str] = []
    line, key, keys = 1, "", 0
    for match in _WORD.finditer(text):
        word = match[0]
        if word == "\n":
            line += 1
        elif word in "{[":
            path.append(key if word == "{" or path else "")
            key = ""
        elif word in "}]":
            path = path[:-1]
        elif text[match.end() : match.end() + 20].lstrip()[:1] == ":":
            key = word[1:-1]
            keys = len(path)
            if keys <= 4:
                found.setdefault((*(p for p in path if p), key), line)
    return found
