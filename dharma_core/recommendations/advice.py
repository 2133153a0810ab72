"""One piece of advice: what to change, what it saves, what may go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dharma_core.money import plain
from dharma_core.recommendations.changes import Change

__all__ = ["Advice", "Proposal", "Risk"]

_MONTHS = 12


class Risk(StrEnum):
    """How much can go wrong when the advice is followed."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that an advisor thinks of, before anything has priced it.

    Parameters
    ----------
    rule : str
        ``volume-generation``, ``idle-part`` ...
    title : str
        In the imperative: ``Use gp3 instead of gp2``.
    address : str
        The resource it is about.
    changes : tuple of Change
        Empty when it is no change of the design: a commitment, which is bought.
    why : str
        The reason and what to look out for.
    monthly_saving : Decimal or None
        Where pricing the changed design would not show it.
    assumed : bool
        Whether the saving rests on an assumption, which ``why`` tells.
    whole : bool
        Whether it is about the design as a whole, so that advice for its parts saves less with it.
    """

    rule: str
    title: str
    address: str
    changes: tuple[Change, ...]
    risk: Risk
    why: str
    monthly_saving: Decimal | None = None
    assumed: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """A proposal with what it saves.

    Parameters
    ----------
    id : str
        ``rule:address``, of the whole design ``rule:name``; the same in the next run.
    monthly_saving : Decimal or None
        None when it depends on usage that nobody gave.
    currency : str
    """

    id: str
    proposal: Proposal
    monthly_saving: Decimal | None
    currency: str = "USD"

    @property
    def yearly_saving(self) -> Decimal | None:
        """Twelve months of it."""
        return None if self.monthly_saving is None else self.monthly_saving * _MONTHS

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form: decimals as strings, unknown as null."""
        proposal = self.proposal
        return {
            "id": self.id,
            "rule": proposal.rule,
            "title": proposal.title,
            "address": proposal.address,
            "monthly_saving": _text(self.monthly_saving),
            "yearly_saving": _text(self.yearly_saving),
            "currency": self.currency,
            "risk": proposal.risk.value,
            "why": proposal.why,
            "assumed": proposal.assumed,
            "changes": [str(change) for change in proposal.changes],
        }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
