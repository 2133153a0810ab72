"""Comments in a source that speak to checking tools, and which block each of them means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dharma_core.plan.values import Remark
from dharma_core.provenance import Position

__all__ = ["MARK", "Comment", "attach", "remarks_of"]

MARK: Final = re.compile(r"\b[a-z]{2,}:(?:ignore|skip)\b", re.IGNORECASE)
"""How a comment begins that speaks to a tool: ``dharma:ignore``, ``checkov:skip``."""

_SIGNS: Final = re.compile(r"^\s*(?:#+|//+|/\*+|\*+(?!/))?\s*|\s*\*/\s*$")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of a file.

    Parameters
    ----------
    first, last : int
        Its lines, from 1.
    column : int
        How many characters stand before it on its first line.
    alone : bool
        Whether those are blanks.
    """

    text: str
    first: int
    last: int
    column: int
    alone: bool


def remarks_of(comment: Comment, file: str) -> Iterator[Remark]:
    r"""Yield the lines of a comment that speak to a tool, without the signs of the comment.

    Examples
    --------
    >>> block = Comment("/* Public by design.\n * tfsec:ignore:aws-s3-x */", 4, 5, 2, True)
    >>> [(r.text, str(r.position)) for r in remarks_of(block, "main.tf")]
    [('tfsec:ignore:aws-s3-x', 'main.tf:5')]
    """
    for offset, line in enumerate(comment.text.splitlines()):
        if MARK.search(line):
            text = _SIGNS.sub("", line).strip()
            yield Remark(text, Position(file, comment.first + offset))


def attach(
    comments: Iterable[Comment],
    blocks: Sequence[tuple[int, int, int]],
    is_comment: Callable[[int], bool],
    *,
    by_column: bool = False,
) -> dict[int, list[Comment]]:
    """Return the comments that stand inside each block, or directly above it.

    Parameters
    ----------
    blocks : sequence of (first line, last line, column)
        In the order of the file.
    is_comment : callable
        Whether a line, from 1, holds a comment and nothing else.
    by_column : bool
        Whether the column alone tells what stands inside, as in YAML: a comment above a block and
        not deeper than it belongs to that block, whatever block ends there.

    Returns
    -------
    dict
        By the block's place in ``blocks``.
    """
    starts = [first for first, _, _ in blocks]
    found: dict[int, list[Comment]] = {}
    for comment in comments:
        place = _inside(comment, blocks, starts, by_column=by_column)
        if place is None and comment.alone:
            place = _below(comment, blocks, starts, is_comment)
        if place is not None:
            found.setdefault(place, []).append(comment)
    return found


def _inside(
    comment: Comment, blocks: Sequence[tuple[int, int, int]], starts: list[int], *, by_column: bool
) -> int | None:
    place = bisect_right(starts, comment.first) - 1
    if place < 0 or comment.first > blocks[place][1]:
        return None
    if by_column and comment.alone and comment.column <= blocks[place][2]:
        return None
    return place


def _below(
    comment: Comment,
    blocks: Sequence[tuple[int, int, int]],
    starts: list[int],
    is_comment: Callable[[int], bool],
) -> int | None:
    """Return the block that begins right under a comment and the comments under it."""
    place = bisect_right(starts, comment.last)
    if place == len(blocks) or comment.column > blocks[place][2]:
        return None
    between = range(comment.last + 1, starts[place])
    return place if all(map(is_comment, between)) else None
