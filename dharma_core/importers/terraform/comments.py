"""Comments of HCL that speak to checking tools: found by the syntax tree, never inside a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tree_sitter import Node

from dharma_core.importers.terraform.grammar import KIND
from dharma_core.importers.terraform.syntax import Block
from dharma_core.plan.remarks import MARK, Comment, attach, remarks_of

__all__ = ["find_comments", "with_remarks"]

_SIGNS: Final = ("#", "//")


def find_comments(source: bytes, root: Node, line: int) -> Iterator[Comment]:
    """Yield the comments of a syntax tree that speak to a tool.

    Parameters
    ----------
    line : int
        How many lines of the file stand before the tree.
    """
    done = -1
    text = source.decode("latin-1")  # one character a byte: places in it are places in the tree
    for found in MARK.finditer(text):
        at = found.start()
        if at < done:
            continue
        node = root.descendant_for_byte_range(at, at + 1)
        if node is None or node.kind_id != KIND["comment"]:
            continue
        done = node.end_byte
        first, column = node.start_point
        before = source[node.start_byte - column : node.start_byte]
        said = source[node.start_byte : done].decode("utf-8", "replace").rstrip("\n")
        last = first + said.count("\n")
        yield Comment(said, first + 1 + line, last + 1 + line, column, not before.strip())


def with_remarks(
    blocks: tuple[Block, ...], comments: Iterable[Comment], text: str
) -> tuple[Block, ...]:
    """Return a file's blocks with what the comments in them and directly above them say."""
    lines = text.split("\n")
    ranges = [
        (b.position.line or 1, b.position.end_line or b.position.line or 1, 0) for b in blocks
    ]
    found = attach(comments, ranges, lambda n: lines[n - 1].lstrip().startswith(_SIGNS))
    return tuple(
        replace(block, remarks=tuple(r for c in found[n] for r in remarks_of(c, _file(block))))
        if n in found
        else block
        for n, block in enumerate(blocks)
    )


def _file(block: Block) -> str:
    return block.position.file
