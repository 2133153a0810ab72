"""The trust part of the one gate: a session may do what its trust allows, on top of its role."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dharma_core.errors import PermissionDenied, StepUpRequired
from dharma_core.events import Event, EventType
from dharma_core.trust.rules import Ask, Demand, Sensitivity, Verdict, judge
from dharma_core.trust.score import WEIGHTS, component_value, level_of, two_decimals
from dharma_core.trust.tightening import Ruling, question

if TYPE_CHECKING:
    from dharma_core.identity import About, Actor
    from dharma_core.storage.settings import Settings
    from dharma_core.trust.book import TrustBook
    from dharma_core.trust.evaluations import Evaluation
    from dharma_core.trust.tightening import TeamPolicies

__all__ = ["EVALUATION", "demand_trust", "event_of", "tightened", "warm_policies"]

EVALUATION = "trv"
"""The prefix of an evaluation's id; its event has the same id after another prefix."""


def demand_trust(settings: Settings, actor: Actor, permission: str, about: About) -> None:
    """Let an actor's session pass, or raise; an actor without a session passes.

    Parameters
    ----------
    about : About
        Its resource class and sensitivity count; the permission's noun, and what its class has,
        where they are not known.

    Raises
    ------
    StepUpRequired
        If a second factor would do.
    PermissionDenied
        If the session is not trusted enough. One whose trust nobody knows has none.
    """
    if not actor.session:
        return
    from dharma_core.storage.trust_facts import load_trust_book

    book = load_trust_book(settings.trust.rules)
    noun, _, verb = permission.partition(":")
    ask = Ask(about.resource_class or noun, verb, _sensitivity(about.sensitivity))
    exact = Decimal(0) if actor.trust is None else component_value("session", actor.trust)
    demand = book.rules.demand(ask)
    ruling = _ruled(actor, exact, demand, book)
    ruling = tightened(settings, ruling, _asked(actor, ask, demand), _trust(exact))
    if ruling.verdict is not Verdict.ALLOW:
        raise _refusal(actor, permission, exact, demand, ruling)


def tightened(
    settings: Settings, ruling: Ruling, asked: Mapping[str, Any], trust: Mapping[str, Any]
) -> Ruling:
    """Return a ruling after a team's own Rego had its say, which only ever tightens.

    Parameters
    ----------
    asked, trust : mapping
        What the policies see as ``input``.
    """
    if not settings.trust.policies or ruling.verdict is Verdict.DENY:
        return ruling
    from dharma_core.errors import InputError
    from dharma_core.runners.trust_rego import shared_trust_rego
    from dharma_core.storage.trust_policies import load_trust_policies
    from dharma_core.trust.tightening import tightened as joined

    try:
        policies: TeamPolicies = load_trust_policies(settings.trust.policies)
    except InputError as error:
        return Ruling(Verdict.DENY, "[trust] policies", (f"{error}", *ruling.reasons))
    engine = shared_trust_rego(os.getpid())
    return joined(ruling, engine.ask(policies, question(asked, ruling, trust)))


def warm_policies(settings: Settings) -> None:
    """Start the engine of a team's own Rego; what is wrong with it is said to who asks first."""
    if not settings.trust.policies:
        return
    from dharma_core.errors import InputError
    from dharma_core.runners.trust_rego import shared_trust_rego
    from dharma_core.storage.trust_policies import load_trust_policies

    with suppress(InputError):
        shared_trust_rego(os.getpid()).warm(load_trust_policies(settings.trust.policies))


def event_of(found: Evaluation, actor: Actor) -> Event:
    """Return the chain's event of a decision; whose trust it was stands in the history alone.

    A name in the chain could never be forgotten; the event names the row that has it.
    """
    return Event(
        id=f"evt{found.id.removeprefix(EVALUATION)}",
        type=EventType.TRUST_EVALUATED,
        aggregate_type="trust_evaluation",
        aggregate_id=found.id,
        time=found.at,
        tenant=actor.tenant,
        user=actor.user,
        address=actor.address,
        agent=actor.agent,
        success=found.decision is Verdict.ALLOW,
        data={
            "decision": found.decision.value,
            "trust_score": f"{two_decimals(found.score)}",
            "trust_level": found.level.value,
            "required_level": found.required.value,
            "rule": found.rule,
            "resource": found.resource,
            "action": found.action,
            "session": found.session,
            "lowered": dict(found.lowered),
        },
        correlation_id=actor.correlation_id,
    )


def _sensitivity(word: str) -> Sensitivity | None:
    """Return a sensitivity; a word that is none counts as the highest."""
    if not word:
        return None
    known = {sensitivity.value: sensitivity for sensitivity in Sensitivity}
    return known.get(word, Sensitivity.RESTRICTED)


def _ruled(actor: Actor, exact: Decimal, demand: Demand, book: TrustBook) -> Ruling:
    gain = WEIGHTS["user"] * book.weights.user.no_second_factor
    verdict, rule = judge(
        exact,
        demand,
        second_factor=actor.second_factor,
        with_second_factor=exact if actor.trust is None else exact + gain,
        fresh=actor.fresh_factor,
    )
    return Ruling(verdict, rule.id)


def _asked(actor: Actor, ask: Ask, demand: Demand) -> dict[str, Any]:
    return {
        "user": actor.user,
        "tenant": actor.tenant,
        "roles": list(actor.roles),
        "resource": ask.resource,
        "resource_class": ask.resource_class,
        "action": ask.verb,
        "sensitivity": demand.sensitivity.value,
        "second_factor": actor.second_factor,
        "address": actor.address,
    }


def _trust(exact: Decimal) -> dict[str, Any]:
    shown = float(two_decimals(exact))
    return {"trust_score": shown, "trust_level": level_of(exact).value}


def _refusal(
    actor: Actor, permission: str, exact: Decimal, demand: Demand, ruling: Ruling
) -> PermissionDenied:
    asked = demand.rule.requires
    stands = (
        "the trust of the session is not known"
        if actor.trust is None
        else f"the session's trust is {two_decimals(exact)} ({level_of(exact).value})"
    )
    by_team = ruling.rule not in {demand.rule.id, demand.factor.id if demand.factor else ""}
    why = f"{ruling.rule} asks for {asked.value} ({asked.floor})"
    if by_team:
        why = " ".join(ruling.reasons)
    elif exact >= asked.floor:
        again = " again: the last one was a while ago" if actor.second_factor else ""
        why = f"{ruling.rule} asks for a second factor{again}"
    details = {
        "permission": permission,
        "rule": ruling.rule,
        "trust_score": float(two_decimals(exact)),
        "required_level": asked.value,
    }
    if ruling.verdict is Verdict.STEP_UP:
        return StepUpRequired(
            f"{actor.user} may not {permission} yet: {stands}; {why}.",
            next_step="Pass your second factor, then try again.",
            details=details,
        )
    return PermissionDenied(
        f"{actor.user} may not {permission}: {stands}; {why}.",
        next_step="Page Trust says what lowers the score; sign in again from a network and device "
        "that are known.",
        details=details,
    )
