"""A waiver: who lets which rule rest for which resources, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dharma_core.provenance import Position

__all__ = ["Form", "Standing", "Waiver", "WaiverUse", "matches", "rule_key"]


class Form(StrEnum):
    """Where a waiver was written, and in whose words."""

    DHARMA = "dharma"
    CHECKOV = "checkov"
    TFSEC = "tfsec"
    TRIVY = "trivy"
    FILE = "file"
    STORE = "store"

    @property
    def is_ours(self) -> bool:
        """Whether reason and expiry are needed, as Dharma's own waivers do."""
        return self in (Form.DHARMA, Form.FILE, Form.STORE)


class Standing(StrEnum):
    """What became of a waiver in one check."""

    USED = "used"
    UNUSED = "unused"
    EXPIRED = "expired"
    REFUSED = "refused"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One rule at rest for some resources.

    Parameters
    ----------
    rule : str
        An id of Dharma's or of the same check in another tool; ``*`` stands for any characters
        where another tool's comment has it.
    where : str
        ``main.tf:12``, ``dharma-waivers.yaml:3`` or the id of a stored one.
    until : date or None
        The last day on which it holds.
    address : str
        A pattern for whole addresses in which ``*`` stands for any characters.
    at : frozenset of str
        The exact addresses beside it, for a comment.
    design : str
        A pattern for the name of the design.
    problem, next_step : str
        Why it cannot hold, when it was written wrongly.
    """

    rule: str
    where: str
    form: Form
    reason: str = ""
    until: date | None = None
    owner: str = ""
    ticket: str = ""
    address: str = ""
    at: frozenset[str] = frozenset()
    design: str = "*"
    position: Position | None = None
    problem: str = ""
    next_step: str = ""

    def covers(self, address: str) -> bool:
        """Whether it speaks of a resource.

        Examples
        --------
        >>> waiver = Waiver("DH_1", "w.yaml:1", Form.FILE, address="aws_s3_bucket.logs[*]")
        >>> [waiver.covers(f"aws_s3_bucket.{n}") for n in ("logs[0]", "logs", "logs_old[0]")]
        [True, False, False]
        """
        return address in self.at or (bool(self.address) and matches(self.address, address))

    def is_expired(self, today: date) -> bool:
        """Whether its last day is past."""
        return self.until is not None and self.until < today

    def as_dict(self) -> dict[str, Any]:
        """Return who, why, until when and where, as the command line's JSON says it."""
        return {
            "rule": self.rule,
            "reason": self.reason,
            "until": self.until.isoformat() if self.until else None,
            "owner": self.owner,
            "ticket": self.ticket,
            "where": self.where,
            "form": self.form.value,
            "note": "" if self.until else "without expiry",
        }


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What became of a waiver: how many findings it answers, or why none.

    Parameters
    ----------
    message : str
        For people; empty for a waiver in use.
    """

    waiver: Waiver
    standing: Standing
    findings: int = 0
    message: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            **self.waiver.as_dict(),
            "standing": self.standing.value,
            "findings": self.findings,
            "message": self.message,
        }


def rule_key(rule: str) -> str:
    """Return what two ways to write one rule's id have in common.

    Examples
    --------
    >>> rule_key("avd-aws-0088") == rule_key("AWS-0088")
    True
    """
    return rule.upper().removeprefix("AVD-")


def matches(pattern: str, text: str) -> bool:
    """Whether a whole text fits a pattern in which only ``*`` has a meaning.

    Examples
    --------
    >>> matches("module.*.aws_vpc.main", "module.net[0].aws_vpc.main"), matches("a[0]", "a0")
    (True, False)
    """
    key, star = '["*"]', '["\0"]'  # an index that is a star is no pattern
    pattern, text = pattern.replace(key, star), text.replace(key, star)
    first, *middle = pattern.split("*")
    if not middle:
        return pattern == text
    last = middle.pop()
    if not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return at <= end
