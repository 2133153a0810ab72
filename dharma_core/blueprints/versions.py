"""Semantic versions of designs: read, compared and bumped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

from dharma_core.errors import InputError

__all__ = ["Version"]

_NUMBER = r"0|[1-9]\d*"
_WORD = r"(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
_FORM = re.compile(
    rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-({_WORD}(?:\.{_WORD})*))?"
    r"(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?",
    re.ASCII,
)
_LEVELS = ("major", "minor", "patch")


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A version as semver.org 2.0 defines it; the build part does not count when comparing.

    Examples
    --------
    >>> Version.parse("1.2.0-rc.1") < Version.parse("1.2.0")
    True
    """

    major: int
    minor: int = 0
    patch: int = 0
    prerelease: tuple[str, ...] = ()
    build: str = ""

    @classmethod
    def parse(cls, text: str) -> Version:
        """Return the version written in ``text``.

        Raises
        ------
        InputError
            If it is not of the form ``1.2.3``, ``1.2.3-rc.1`` or ``1.2.3+build``.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise InputError(
                f"{text!r} is not a semantic version.",
                next_step="Write three numbers, such as 1.0.0, or 1.0.0-rc.1 before a release.",
            )
        numbers = (int(match[1]), int(match[2]), int(match[3]))
        prerelease = tuple(match[4].split(".")) if match[4] else ()
        return cls(*numbers, prerelease, match[5] or "")

    def __str__(self) -> str:
        before = "-" + ".".join(self.prerelease) if self.prerelease else ""
        build = f"+{self.build}" if self.build else ""
        return f"{self.major}.{self.minor}.{self.patch}{before}{build}"

    @property
    def _rank(self) -> tuple[object, ...]:
        words = tuple((0, int(w), "") if w.isdigit() else (1, 0, w) for w in self.prerelease)
        return (self.major, self.minor, self.patch, not self.prerelease, words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._rank == other._rank

    def __hash__(self) -> int:
        return hash(self._rank)

    def __lt__(self, other: Version) -> bool:
        return self._rank < other._rank

    def bump(self, level: str) -> Version:
        """Return the next ``major``, ``minor`` or ``patch`` version; a prerelease is finished.

        Examples
        --------
        >>> str(Version(1, 4, 2).bump("minor")), str(Version.parse("2.0.0-rc.1").bump("patch"))
        ('1.5.0', '2.0.0')
        """
        if level not in _LEVELS:
            raise InputError(f"{level!r} is no part of a version.", next_step="major, minor, patch")
        numbers = [self.major, self.minor, self.patch]
        place = _LEVELS.index(level)
        if not (self.prerelease and not any(numbers[place + 1 :])):
            numbers[place] += 1
            numbers[place + 1 :] = [0] * (2 - place)
        return Version(numbers[0], numbers[1], numbers[2])
