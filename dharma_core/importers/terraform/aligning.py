"""Lines up ``=`` and comments in the bodies of a block, as ``terraform fmt`` does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tree_sitter import Node

from dharma_core.importers.terraform.grammar import KIND

__all__ = ["aligned"]


@dataclass(frozen=True, slots=True)
class _Line:
    """One assignment on a line of its own."""

    row: int
    name: str
    value: str
    comment: str
    indent: str


def aligned(source: bytes, block: Node) -> bytes:
    """Return the source with each run of one-line assignments in a block in columns."""
    lines = source.split(b"\n")
    for body in _bodies(block):
        for run in _runs(_lines(body, lines)):
            for line, text in _columns(run):
                lines[line.row] = text.encode()
    return b"\n".join(lines)


def _bodies(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        found = stack.pop()
        if found.kind_id in (KIND["body"], KIND["object"]):
            yield found
        stack.extend(found.named_children)


def _lines(body: Node, lines: list[bytes]) -> Iterator[_Line]:
    comments = {c.start_point.row: c for c in body.children if c.kind_id == KIND["comment"]}
    for node in body.children:
        if node.kind_id not in (KIND["attribute"], KIND["object_elem"]) or len(node.children) < 3:
            continue
        row = node.start_point.row
        line = lines[row]
        indent = line[: node.start_point.column]
        comment = comments.get(row)
        end = comment.start_point.column if comment else len(line)
        if node.end_point.row != row or indent.strip() or line[node.end_point.column : end].strip():
            continue
        value = line[node.children[2].start_point.column : node.end_point.column]
        name = line[node.start_point.column : node.children[0].end_point.column]
        yield _Line(row, name.decode(), value.decode(), line[end:].decode().rstrip(),
                    indent.decode())  # fmt: skip


def _runs(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    numbered = enumerate(sorted(lines, key=lambda line: line.row))
    for _, run in groupby(numbered, key=lambda pair: pair[1].row - pair[0]):
        yield [line for _, line in run]


def _columns(run: list[_Line]) -> Iterator[tuple[_Line, str]]:
    width = max(len(line.name) for line in run)
    texts = [f"{x.indent}{x.name.ljust(width)} = {x.value}" for x in run]
    pairs = zip(run, texts, strict=True)
    for commented, group in groupby(pairs, key=lambda pair: bool(pair[0].comment)):
        members = list(group)
        longest = max(len(text) for _, text in members)
        for line, text in members:
            yield line, f"{text.ljust(longest)} {line.comment}" if commented else text
