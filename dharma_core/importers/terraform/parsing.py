"""Files of Terraform configuration in HCL; what does not parse is told and the rest still read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from tree_sitter import Node

from dharma_core.importers.terraform.comments import find_comments, with_remarks
from dharma_core.importers.terraform.expressions import ExpressionReader
from dharma_core.importers.terraform.grammar import (
    KIND,
    MAX_DEPTH,
    SyntaxProblem,
    inner,
    parse_tree,
)
from dharma_core.importers.terraform.syntax import (
    Attribute,
    Block,
    Body,
    Expr,
    Literal,
    Template,
)
from dharma_core.importers.terraform.templates import heredoc_source
from dharma_core.plan import Problem
from dharma_core.plan.remarks import Comment
from dharma_core.provenance import Position

__all__ = ["ParsedFile", "parse_expression", "parse_hcl", "parse_template"]

_NEXT_STEP: Final = "Run 'terraform fmt' on it: it names the place too."
_HEADER: Final = re.compile(r'[A-Za-z_][\w-]*(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{')
_HEREDOC: Final = re.compile(r"<<-?([A-Za-z_][\w-]*)\s*$")


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file holds, what of it could not be read, and what it says to checking tools."""

    body: Body
    problems: tuple[Problem, ...] = ()
    comments: tuple[Comment, ...] = ()


def parse_hcl(text: str, *, file: str) -> ParsedFile:
    r"""Return the blocks and attributes of a file in HCL.

    A block with an error in it becomes a Problem with its line; the others are still there.

    Examples
    --------
    >>> parsed = parse_hcl('locals {\n  a = 1\n}\nresource "x" {\n', file="main.tf")
    >>> [b.type for b in parsed.body.blocks], [str(p) for p in parsed.problems]
    (['locals'], ['main.tf:4: A block is not closed.'])
    """
    text = text.replace("\r\n", "\n")
    tree, source = parse_tree(text.encode())
    if tree.root_node.has_error:
        found = _read_chunks(source, file)
    else:
        found = _read(source, tree.root_node, file, 0)
    if not found.comments:
        return found
    blocks = with_remarks(found.body.blocks, found.comments, text)
    return replace(found, body=replace(found.body, blocks=blocks))


def _read_chunks(source: bytes, file: str) -> ParsedFile:
    bodies: list[Body] = []
    problems: list[Problem] = []
    comments: list[Comment] = []
    for line, part in _chunks(source.decode()):
        found = _read_chunk(part.encode(), file, line)
        bodies.append(found.body)
        problems.extend(found.problems)
        comments.extend(found.comments)
    return ParsedFile(_joined(bodies), tuple(problems), tuple(comments))


def parse_template(text: str) -> Expr:
    """Return the expression of a bare template: a file's text, or a string of tf.json.

    Raises
    ------
    SyntaxProblem
        If it does not parse; the line counts within the text.
    """
    if "${" not in text and "%{" not in text:
        return Literal(text)
    source, added = heredoc_source(text)
    parsed = _sole_expression(source, line_offset=1)
    return _without_end(parsed, added)


def parse_expression(text: str) -> Expr:
    """Return the expression a text holds; raise SyntaxProblem when it does not parse."""
    return _sole_expression(f"x = {text}\n".encode(), line_offset=0)


def _sole_expression(source: bytes, *, line_offset: int) -> Expr:
    tree, source = parse_tree(source)
    root = tree.root_node
    if root.has_error:
        message, line = _first_error(root)
        raise SyntaxProblem(message, max(1, line - line_offset))
    bodies = inner(root)
    nodes = inner(bodies[0]) if bodies else []
    if len(nodes) != 1:
        raise SyntaxProblem("This is not one expression.", 1)
    return ExpressionReader(source).read(inner(nodes[0])[1])


def _without_end(expression: Expr, added: int) -> Expr:
    """Drop the line end that the heredoc around a bare template needed."""
    if not added:
        return expression
    if isinstance(expression, Literal):
        return Literal(expression.value[:-added])
    if isinstance(expression, Template):
        *parts, last = expression.parts
        kept = (*parts, last[:-added]) if isinstance(last, str) else expression.parts
        kept = tuple(p for p in kept if p != "")
        only = kept[0] if len(kept) == 1 else ""
        return Template(kept) if isinstance(only, str) else only
    return expression


def _read_chunk(source: bytes, file: str, line: int) -> ParsedFile:
    tree, source = parse_tree(source)
    root = tree.root_node
    if not root.has_error:
        return _read(source, root, file, line)
    message, at = _first_error(root)
    return ParsedFile(Body(), (_problem(message, file, at + line),))


def _joined(bodies: list[Body]) -> Body:
    attributes = {name: a for body in bodies for name, a in body.attributes.items()}
    return Body(attributes, tuple(block for body in bodies for block in body.blocks))


def _problem(message: str, file: str, line: int) -> Problem:
    return Problem(message, Position(file, line), _NEXT_STEP)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Cut a file before each block that starts at the left margin, outside of heredocs."""
    lines = text.splitlines(keepends=True)
    start, heredoc = 0, ""
    for number, line in enumerate(lines):
        if heredoc:
            heredoc = "" if line.strip() == heredoc else heredoc
            continue
        found = _HEREDOC.search(line)
        if _HEADER.match(line) and number > start:
            yield start, "".join(lines[start:number])
            start = number
        heredoc = found[1] if found else ""
    yield start, "".join(lines[start:])


def _first_error(root: Node) -> tuple[str, int]:
    """Return what is wrong first, and its line."""
    stack, found = [root], root
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found = node
            break
        stack.extend(reversed([c for c in node.children if c.has_error or c.is_missing]))
    line = found.start_point.row + 1
    if found.is_missing and "block_end" in (found.type, getattr(found.parent, "type", "")):
        opened = _block_around(found)
        return "A block is not closed.", (opened or found).start_point.row + 1
    if found.is_missing:
        return f"{found.type!r} is missing.", line
    if any(c.kind_id == KIND["block_start"] for c in found.children):
        text = root.text or b""
        if text.count(b"{") > text.count(b"}"):
            return "A block is not closed.", line
        found = found.children[-1]
    shown = (found.text or b"").decode("utf-8", "replace").strip().split("\n", 1)[0][:40]
    return f"Unexpected {shown!r}.", found.start_point.row + 1


def _block_around(node: Node) -> Node | None:
    around: Node | None = node
    while around is not None and around.kind_id != KIND["block"]:
        around = around.parent
    return around


def _read(source: bytes, root: Node, file: str, line: int) -> ParsedFile:
    reader = _BodyReader(source, file, line)
    bodies = inner(root)
    comments = tuple(find_comments(source, root, line))
    if not bodies:
        return ParsedFile(Body(), (), comments)
    return ParsedFile(reader.top(bodies[0]), tuple(reader.problems), comments)


@dataclass
class _BodyReader:
    """Reads the blocks and attributes of one syntax tree."""

    source: bytes
    file: str
    line: int
    problems: list[Problem] = field(default_factory=list)
    depth: int = 0
    last_row: int = -1

    def __post_init__(self) -> None:
        self.expressions = ExpressionReader(self.source)

    def top(self, node: Node) -> Body:
        """Return the outermost body; each thing in it stands or falls alone."""
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        for child in inner(node):
            try:
                self._add(child, attributes, blocks)
            except SyntaxProblem as error:
                self.problems.append(_problem(error.message, self.file, error.line + self.line))
                self.depth = 0
        return Body(attributes, tuple(blocks))

    def _body(self, node: Node) -> Body:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SyntaxProblem("Blocks are nested too deeply.", node.start_point.row + 1)
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        for child in inner(node):
            self._add(child, attributes, blocks)
        self.depth -= 1
        return Body(attributes, tuple(blocks))

    def _add(self, node: Node, attributes: dict[str, Attribute], blocks: list[Block]) -> None:
        row = node.start_point.row
        if row == self.last_row:
            raise SyntaxProblem("Each attribute and each block needs a line of its own.", row + 1)
        self.last_row = -1
        if node.kind_id == KIND["attribute"]:
            added = self._attribute(node)
            if added.name in attributes:
                raise SyntaxProblem(f"{added.name!r} is set twice.", row + 1)
            attributes[added.name] = added
        elif node.kind_id == KIND["block"]:
            blocks.append(self._block(node))
        self.last_row = node.end_point.row

    def _attribute(self, node: Node) -> Attribute:
        name, value = inner(node)
        expression = self.expressions.read(value)
        return Attribute(self.expressions.text(name), expression, self._position(node))

    def _block(self, node: Node) -> Block:
        words: list[str] = []
        body = Body()
        for child in inner(node):
            if child.kind_id == KIND["identifier"]:
                words.append(self.expressions.text(child))
            elif child.kind_id == KIND["string_lit"]:
                words.append(self.expressions.text(child)[1:-1])
            elif child.kind_id == KIND["body"]:
                body = self._body(child)
        return Block(words[0], tuple(words[1:]), body, self._position(node))

    def _position(self, node: Node) -> Position:
        first, last = node.start_point.row, node.end_point.row
        return Position(self.file, first + 1 + self.line, last + 1 + self.line)
