"""What a check needs from outside: something that runs Rego and survives hostile policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = [
    "BUILTIN",
    "PolicySource",
    "RegoAsk",
    "RegoProblem",
    "RegoResult",
    "RegoRunner",
    "RegoSession",
    "RegoUnit",
]

BUILTIN = "dharma/packs"  # the pack of Dharma's own rules; no folder can have this name


@dataclass(frozen=True, slots=True)
class PolicySource:
    """One policy file as it was found.

    Parameters
    ----------
    file : str
        How people know it: a path relative to its folder.
    text : str
        Its Rego; empty when it could not be taken.
    pack : str
        ``BUILTIN`` for Dharma's own, the folder's name for a user's.
    problem : str
        Why the text could not be taken (not UTF-8, too large, outside its folder).
    """

    file: str
    text: str
    pack: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RegoUnit:
    """What is compiled together: one policy file first, then the files it needs.

    Parameters
    ----------
    entrypoints : tuple of str
        Rules of the first file to ask for, as ``package/path/rule``.
    data : mapping
        What the policy sees as ``data``, besides its own packages.
    shared : tuple of str
        Entrypoints of every unit with the same modules, so that they are compiled once for all;
        a fault in one file is then a fault of all. Empty when it stands alone.
    trusted : bool
        Whether the files are Dharma's own, whose calls the tests have audited.
    """

    key: str
    modules: tuple[PolicySource, ...]
    entrypoints: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class RegoProblem:
    """Why a policy was refused, stopped or failed; ``line`` counts from 1."""

    file: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RegoResult:
    """A unit's answers: one mapping of rule name to JSON value per input, or its problem.

    A rule that is undefined has the value None.
    """

    values: tuple[Mapping[str, Any], ...] = ()
    problem: RegoProblem | None = None


RegoAsk = tuple[RegoUnit, Sequence[str]]
"""A unit, and the inputs (JSON texts) it is to be run over."""


class RegoSession(Protocol):
    """One engine, started; used for one check."""

    def evaluate(
        self, units: Sequence[RegoUnit], inputs: Iterable[str]
    ) -> Mapping[str, RegoResult]:
        """Run every unit over every input document (JSON texts); results by unit key."""
        ...  # pragma: no cover

    def each(self, asks: Iterable[RegoAsk]) -> Iterator[RegoResult]:
        """Answer questions in their order, as soon as each is known.

        Questions are drawn while earlier ones are being answered: nothing they are made of may
        depend on an answer.
        """
        ...  # pragma: no cover


class RegoRunner(Protocol):
    """Starts sessions."""

    def session(self) -> AbstractContextManager[RegoSession]:
        """Start an engine and stop it at the end."""
        ...  # pragma: no cover
