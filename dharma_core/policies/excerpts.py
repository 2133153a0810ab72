"""The lines of the source that a finding is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dharma_core.policies.findings import Finding

__all__ = ["Excerpt", "excerpt_of"]

_MOST_LINES = 24
_LONGEST_LINE = 200
_KEY = re.compile(r"""^\s*(?:-\s+)?["']?([\w-]+)["']?\s*(?:=(?!=)|:|\{|"[^"]*"\s*\{)""")
_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a source, and the one to look at.

    Parameters
    ----------
    first : int
        The number of the first line; lines count from 1.
    marked : int
        The number of the line that says what the finding is about: the attribute's where it is
        written, else the first of the resource.
    """

    file: str
    first: int
    lines: tuple[str, ...]
    marked: int

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.lines) - 1

    @property
    def marked_line(self) -> str:
        """The line to look at."""
        return self.lines[self.marked - self.first]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"first_line": self.first, "marked_line": self.marked, "text": self.text}


def excerpt_of(
    finding: Finding, lines: Sequence[str], mask: Callable[[str], str]
) -> Excerpt | None:
    """Return the lines of a source that a finding is about; None when it names no line of it.

    Parameters
    ----------
    lines : sequence of str
        Of the whole file that the finding's position names.
    mask : callable
        Takes what must not be shown out of one line.

    Examples
    --------
    >>> from dharma_core.policies.findings import Effect, Severity
    >>> from dharma_core.provenance import Position
    >>> finding = Finding(
    ...     "X_1",
    ...     Severity.HIGH,
    ...     Effect.DENY,
    ...     "security",
    ...     "aws_db_instance.a",
    ...     "",
    ...     position=Position("main.tf", 2, 4),
    ...     evidence={"attribute": "storage_encrypted"},
    ... )
    >>> lines = ["", 'resource "aws_db_instance" "a" {', "  storage_encrypted = false", "}"]
    >>> found = excerpt_of(finding, lines, str)
    >>> found.first, found.marked, found.marked_line
    (2, 3, '  storage_encrypted = false')
    """
    place = finding.position
    if place is None or place.line is None or not 1 <= place.line <= len(lines):
        return None
    end = min(max(place.end_line or place.line, place.line), len(lines))
    marked = _attribute_line(lines[place.line - 1 : end], finding.evidence) + place.line
    first, last = _window(place.line, end, marked)
    shown = tuple(_clipped(mask(line)) for line in lines[first - 1 : last])
    return Excerpt(place.file, first, shown, marked)


def _window(first: int, last: int, marked: int) -> tuple[int, int]:
    """Return which lines to show of a long block: its head, or those around the marked one."""
    if last - first < _MOST_LINES:
        return first, last
    start = first if marked < first + _MOST_LINES else marked - _MOST_LINES // 2
    return start, min(start + _MOST_LINES - 1, last)


def _attribute_line(block: Sequence[str], evidence: Mapping[str, Any]) -> int:
    """Return where, from 0, a block writes the attribute that a finding names; 0 when nowhere."""
    unknown = evidence.get("unknown")
    path = evidence.get("attribute") or (unknown[0] if isinstance(unknown, (list, tuple)) else "")
    keys = [_plain(found[1]) if (found := _KEY.match(line)) else "" for line in block]
    at = 0
    for name, index in _STEP.findall(str(path or "")):
        places = [i for i, key in enumerate(keys) if i > at and key == _plain(name)]
        if not places:
            break
        at = places[min(int(index or 0), len(places) - 1)]
    return at


def _plain(name: str) -> str:
    """Return a key as every format writes it: ``storage_encrypted``, ``StorageEncrypted``."""
    return name.replace("_", "").replace("-", "").casefold()


def _clipped(line: str) -> str:
    flat = line.rstrip().replace("\t", "    ")
    return flat if len(flat) <= _LONGEST_LINE else f"{flat[: _LONGEST_LINE - 1]}…"
