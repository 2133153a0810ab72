"""Where a fact came from: a place in a user's file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Position"]


@dataclass(frozen=True, slots=True)
class Position:
    """A range of lines in a user's file; lines count from 1, None where not known."""

    file: str
    line: int | None = None
    end_line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"
