"""Everything wrong with one file, gathered first and told in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan import Path
from dharma_core.provenance import Position

__all__ = ["Problem", "Problems", "SourceMap"]

MAX_TOLD = 50
"""Lines of one message; its details list every problem."""


@dataclass(frozen=True, eq=False)
class SourceMap:
    """Where each part of a document stands in its file.

    Two maps always compare equal: where something was read from is no part of what it is.

    Parameters
    ----------
    file : str
        As the user named it.
    places : mapping of path to Position
        ``("resources", 0, "properties", "ami")``.
    """

    file: str = "blueprint"
    places: Mapping[Path, Position] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceMap)

    def __hash__(self) -> int:
        return 0

    def at(self, path: Path) -> Position:
        """Return the place of ``path``, or of the nearest part around it.

        Examples
        --------
        >>> places = SourceMap("web.yaml", {("resources",): Position("web.yaml", 7)})
        >>> str(places.at(("resources", 0, "type")))
        'web.yaml:7'
        """
        for end in range(len(path), -1, -1):
            found = self.places.get(path[:end])
            if found is not None:
                return found
        return Position(self.file)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct: where, what, and what would be right."""

    place: Position
    path: Path
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.hint}".rstrip()

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as plain JSON values."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "path": ".".join(map(str, self.path)),
            "message": self.message,
            "hint": self.hint,
        }


class Problems:
    """A list of problems that grows while one document is checked."""

    def __init__(self, source: SourceMap) -> None:
        self.source = source
        self._found: dict[tuple[Path, str], Problem] = {}

    def add(self, path: Path, message: str, hint: str = "") -> None:
        """Note a problem at ``path``; the same one twice counts once."""
        problem = Problem(self.source.at(path), path, message, hint)
        self._found.setdefault((path, message), problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note problems found elsewhere in the same document."""
        for problem in problems:
            self._found.setdefault((problem.path, problem.message), problem)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._sorted())

    def _sorted(self) -> list[Problem]:
        return sorted(self._found.values(), key=lambda p: p.place.line or 0)

    def raise_any(self) -> None:
        """Raise one InputError that tells all problems in the order of the file; none, no error.

        Raises
        ------
        InputError
            ``details["errors"]`` lists file, line, path, message and hint of each.
        """
        found = self._sorted()
        if not found:
            return
        details = {"errors": [p.as_dict() for p in found]}
        if len(found) == 1:
            only = found[0]
            message = f"{only.place}: {only.message}"
            raise InputError(message, next_step=only.hint, details=details)
        told = [f"  {p}" for p in found[:MAX_TOLD]]
        if len(found) > MAX_TOLD:
            told.append(f"  and {len(found) - MAX_TOLD:,} more.")
        lines = "\n".join(told)
        raise InputError(
            f"{self.source.file} has {len(found):,} errors:\n{lines}\n",
            next_step="Correct these lines and try again.",
            details=details,
        )
