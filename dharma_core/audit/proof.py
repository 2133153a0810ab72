"""What the whole evidence says together: chain, signed log, keys, and the log noted outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.audit.chain import ChainHead
from dharma_core.audit.checkpoints import LogReport, Record
from dharma_core.audit.verification import ChainReport

__all__ = ["AuditReport", "Outside", "Problem", "compare_outside", "noted_heads"]

NO_OUTSIDE = (
    "No checkpoint was found outside the database: that its newest events were cut off, or an "
    "older copy was put back, cannot be excluded."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    where : str
        ``chain``, ``checkpoints``, ``outside``, ``keys`` or ``archive``.
    reason : str
    first_bad : int
        The first event that nothing vouches for any more.
    """

    where: str
    reason: str
    first_bad: int


@dataclass(frozen=True, slots=True)
class Outside:
    """What the log outside the database says.

    Parameters
    ----------
    name : str
        The file or bucket; empty when there is none.
    state : str
        ``none``, ``agrees``, ``differs`` or ``unreachable``.
    records : int
        How many records it holds.
    fault : str
        Why it is unreachable.
    """

    name: str = ""
    state: str = "none"
    records: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The verdict on chain, checkpoints, keys and the log outside.

    Parameters
    ----------
    chain : ChainReport
    log : LogReport
        Of the signed log in the database.
    outside : Outside
    problems : tuple of Problem
        Empty when everything holds.
    notices : tuple of str
        What cannot be excluded, and what is due.
    cold_events : int
        How many of the events stand in archived files.
    deleted_events : int
        How many were deleted when their time was over.
    """

    chain: ChainReport
    log: LogReport
    outside: Outside
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    cold_events: int = 0
    deleted_events: int = 0

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def events(self) -> int:
        """How many events were found sound before the first bad one, or in all."""
        return self.chain.events

    @property
    def head(self) -> ChainHead:
        """The last sound event."""
        return self.chain.head

    @property
    def first_bad(self) -> int | None:
        """The first event that is bad, or that nothing vouches for any more."""
        return min((problem.first_bad for problem in self.problems), default=None)

    @property
    def reason(self) -> str:
        """What is wrong, the first bad event first; empty when nothing is."""
        ordered = sorted(self.problems, key=lambda problem: problem.first_bad)
        return " ".join(dict.fromkeys(problem.reason for problem in ordered))

    @property
    def covered(self) -> int:
        """The last event that a signature reaches."""
        return self.log.last.seq if self.log.last else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            **self.chain.as_dict(),
            "valid": self.valid,
            "first_bad": self.first_bad,
            "reason": self.reason or None,
            "checkpoints": self.log.records,
            "signed_up_to": self.covered,
            "keys": list(self.log.keys),
            "outside": {
                "name": self.outside.name or None,
                "state": self.outside.state,
                "records": self.outside.records,
            },
            "cold_events": self.cold_events,
            "deleted_events": self.deleted_events,
            "problems": [
                {"where": p.where, "first_bad": p.first_bad, "reason": p.reason}
                for p in self.problems
            ],
            "notices": list(self.notices),
        }


def noted_heads(records: Iterable[Record]) -> Mapping[int, str]:
    """Return the hash that was signed for each event number; the first one that was holds."""
    found: dict[int, str] = {}
    for record in records:
        found.setdefault(record.seq, record.event_hash)
    return found


def compare_outside(
    outside: Iterator[Record], inside: Iterator[Record], name: str
) -> tuple[Outside, Problem | None]:
    """Return how the log outside compares with the one in the database, read side by side.

    The database may be ahead by what could not be noted yet; it may not lack or change a record.
    """
    count, last_seq = 0, 0
    for record in outside:
        count += 1
        own = next(inside, None)
        if own != record:
            first = min(last_seq, record.seq) + 1
            rest = sum(1 for _ in outside)
            problem = Problem("outside", _difference(own, record), first)
            return Outside(name, "differs", count + rest), problem
        last_seq = record.seq
    return Outside(name, "agrees" if count else "none", count), None


def _difference(own: Record | None, noted: Record) -> str:
    if own is None:
        return (
            f"Checkpoint {noted.number} (event {noted.seq}) was noted outside and is not in the "
            "database: it was cut, or an older copy of it was put back."
        )
    if noted.number == 1:
        return "The first key is not the one that was noted outside: everything was signed anew."
    return (
        f"Checkpoint {noted.number} is not the one that was noted outside: the database went back "
        "to an older copy and on from there, or was signed anew."
    )
