"""A trust decision as history keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from dharma_core.trust.decision import Decision
from dharma_core.trust.explain import shown_lowerings
from dharma_core.trust.rules import Ask, Verdict
from dharma_core.trust.score import Level, level_of, two_decimals

__all__ = ["SESSION", "Evaluation", "Who", "evaluation_of"]

SESSION = "session"
"""The resource of an evaluation that scored a session and answered no access question."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One decision about one person, or one scoring of a session (with no resource and action).

    Parameters
    ----------
    subject : str
        Whose trust it was.
    session : str
        Id of the session, empty when there was none.
    score, with_second_factor : Decimal
        The exact score, and what it would have been with a second factor.
    device, user, context : Decimal
        Its parts.
    required : Level
        What the deciding rule asked for.
    lowered : mapping
        What lowered the score, by key, in points of its 100.
    """

    id: str
    subject: str
    session: str
    at: datetime
    decision: Verdict
    score: Decimal
    with_second_factor: Decimal
    second_factor: bool
    device: Decimal
    user: Decimal
    context: Decimal
    required: Level
    resource: str
    action: str
    rule: str
    reasons: tuple[str, ...] = ()
    lowered: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The level of the score."""
        return level_of(self.score)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.id,
            "user": self.subject,
            "session": self.session,
            "time": self.at.isoformat(),
            "decision": self.decision.value,
            "trust_score": float(two_decimals(self.score)),
            "trust_level": self.level.value,
            "breakdown": {
                "device_trust": float(two_decimals(self.device)),
                "user_trust": float(two_decimals(self.user)),
                "context_trust": float(two_decimals(self.context)),
            },
            "required_level": self.required.value,
            "resource": self.resource,
            "action": self.action,
            "rule": self.rule,
            "reasons": list(self.reasons),
            "lowered": {key: float(points) for key, points in self.lowered.items()},
        }


@dataclass(frozen=True, slots=True)
class Who:
    """Whose trust is judged.

    Parameters
    ----------
    session : str
        Its id, empty when there is none.
    second_factor : bool
        Whether the session has passed one.
    """

    user: str
    session: str = ""
    second_factor: bool = False


def evaluation_of(
    decision: Decision,
    ask: Ask,
    who: Who,
    at: datetime,
    id: str,  # noqa: A002 - the domain's word
) -> Evaluation:
    """Return a decision as history keeps it."""
    score = decision.score
    return Evaluation(
        id=id,
        subject=who.user,
        session=who.session,
        at=at,
        decision=decision.decision,
        score=score.exact,
        with_second_factor=score.with_second_factor,
        second_factor=who.second_factor,
        device=score.device.value,
        user=score.user.value,
        context=score.context.value,
        required=decision.required,
        resource=ask.resource,
        action=ask.action,
        rule=decision.rule,
        reasons=decision.reasons,
        lowered={low.key: str(low.points) for low in shown_lowerings(score)},
    )
