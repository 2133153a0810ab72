"""Where a fact came from: a place in a file, or a named source with its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Position", "Sourced"]


@dataclass(frozen=True, slots=True)
class Position:
    """A range of lines in a user's file; lines count from 1, None where not known."""

    file: str
    line: int | None = None
    end_line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Sourced:
    """The name of a public source and the day its fact was true."""

    source: str
    as_of: date
