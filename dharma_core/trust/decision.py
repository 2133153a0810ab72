"""The answer to an access question: allow, step up or deny, with score, reasons and rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.trust.explain import Lowering, score_document, shown_lowerings
from dharma_core.trust.rules import AccessRule, AccessRules, Ask, Demand, Verdict, judge
from dharma_core.trust.score import Level, Score

__all__ = ["Decision", "decide"]

_NAMED = 3
"""How many of the things that lowered the score a refusal names."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and why.

    Parameters
    ----------
    required : Level
        What the deciding rule asks for.
    reasons : tuple of str
        Sentences, the deciding one first.
    rule : str
        Id of the deciding rule; a team's own Rego is named by its file.
    """

    decision: Verdict
    score: Score
    required: Level
    reasons: tuple[str, ...]
    rule: str

    @property
    def allowed(self) -> bool:
        """Whether it may be done now."""
        return self.decision is Verdict.ALLOW

    @property
    def trust_score(self) -> Decimal:
        """The score with two decimals, as it is shown."""
        return self.score.overall

    @property
    def level(self) -> Level:
        """The level of the score."""
        return self.score.level

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        said = score_document(self.score)
        return {
            "decision": self.decision.value,
            "trust_score": said["overall_score"],
            "reasons": list(self.reasons),
            "rule": self.rule,
            "required_level": self.required.value,
            **{name: said[name] for name in ("trust_level", "breakdown", "lowered_by")},
        }


def decide(score: Score, ask: Ask, rules: AccessRules, *, second_factor: bool) -> Decision:
    """Return whether so trusted a session may do this.

    Parameters
    ----------
    second_factor : bool
        Whether the session has passed one.
    """
    demand = rules.demand(ask, score.lowered)
    verdict, rule = judge(
        score.exact,
        demand,
        second_factor=second_factor,
        with_second_factor=score.with_second_factor,
    )
    return Decision(
        decision=verdict,
        score=score,
        required=demand.rule.requires,
        reasons=_reasons(score, demand, verdict, rule),
        rule=rule.id,
    )


def _reasons(score: Score, demand: Demand, verdict: Verdict, rule: AccessRule) -> tuple[str, ...]:
    asked = demand.rule.requires
    stands = f"The trust score is {score.overall} ({score.level})"
    if verdict is Verdict.ALLOW:
        return (f"{stands}; {rule.id} asks for {asked} ({asked.floor}).",)
    if rule is demand.factor and score.exact >= asked.floor:
        return (f"{stands}, which is enough; {rule.id} asks for a second factor too.",)
    first = f"{stands}; {rule.id} asks for {asked} ({asked.floor}): {rule.title}."
    lowered = tuple(map(_sentence, shown_lowerings(score)[:_NAMED]))
    if verdict is Verdict.STEP_UP:
        return (first, "A second factor would lift it over that.", *lowered)
    return (first, *lowered)


def _sentence(low: Lowering) -> str:
    return f"{low.reason[:1].upper()}{low.reason[1:]} (-{low.points})."
