"""Pieces of Markdown that a stranger's text cannot break, within what a comment can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["clipped", "code", "fenced", "row", "table", "text"]

_MOST_CHARACTERS = 60_000  # a comment on GitHub holds 65,536
_MARKS = re.compile(r"[\\|<>*_\[\]]")
_MENTION = re.compile("@")


def clipped(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines up to what a comment can hold."""
    room = _MOST_CHARACTERS
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            yield from ("", "</details>", "", "The comment is cut here: it would be too long.")
            return
        yield line


def table(heads: Sequence[str], aligned: Sequence[str]) -> Iterator[str]:
    """Yield the head of a table; a column is set flush right where ``aligned`` is not empty."""
    yield row([text(head) for head in heads])
    yield row(["--:" if right else "---" for right in aligned])


def row(cells: Iterable[str]) -> str:
    """Return one row of a table."""
    return f"| {' | '.join(cells)} |"


def text(words: str) -> str:
    r"""Return a text that means nothing to Markdown or HTML, on one line.

    Examples
    --------
    >>> text("a | <b>")
    'a \\| \\<b\\>'
    """
    return _MARKS.sub(lambda found: f"\\{found[0]}", " ".join(words.split()))


def code(words: str) -> str:
    """Return a name set as code: HTML, so that no mark in it ends the code or the cell."""
    flat = " ".join(words.split())
    for mark, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;")):
        flat = flat.replace(mark, safe)
    return f"<code>{_MENTION.sub('@&#8203;', flat)}</code>"


def fenced(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines between fences longer than any in them."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield fence
    yield from lines
    yield fence
