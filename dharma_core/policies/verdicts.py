"""Turn what the engine returned into findings: message, evidence, place; unknown is said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dharma_core.plan import UNKNOWN, Plan, Resource
from dharma_core.plan.frozen import Path, freeze, thaw
from dharma_core.policies.attributes import (
    Attribute,
    at,
    is_set_by_reference,
    look_up,
    refers_to_managed,
    shown,
)
from dharma_core.policies.findings import Effect, Finding, Rule, Severity
from dharma_core.policies.likeness import cannot_be, is_known_to_be_none_of
from dharma_core.policies.metadata import Policy
from dharma_core.policies.ports import RegoProblem
from dharma_core.policies.relations import Relations
from dharma_core.provenance import Position

__all__ = ["classic_findings", "judge", "policy_error"]

_ADDRESS_PIECES = re.compile(r'[\w.\-]+(?:\[(?:\d+|"[^"]*")\][\w.\-]*)*')


def policy_error(problem: RegoProblem) -> Finding:
    """Return the finding that says a policy could not be used."""
    place = Position(problem.file, problem.line)
    return Finding(
        rule_id="policy_error",
        severity=Severity.HIGH,
        effect=Effect.DENY,
        group="compliance",
        address="",
        message=f"{place}: {problem.reason}.",
        title="A policy could not be used",
        remediation="Correct or remove this policy file; the others were run.",
        position=place,
        evidence={"reason": problem.reason},
    )


def judge(
    resources: Iterable[Resource],
    policy: Policy,
    failing: Mapping[str, Path],
    relations: Relations,
    plan: Plan,
) -> Iterator[Finding]:
    """Yield a finding for each resource that breaks a native rule or that it cannot tell about.

    A resource is "cannot tell" when the rule's attributes are unknown: all of them where the rule
    fired (it may have fired for want of a value), any of them where it did not. An unknown that a
    reference settles is none of the values that the rule looks for.

    Parameters
    ----------
    failing : mapping of address to path
        Where exactly it is wrong; an empty path when the policy does not say.
    """
    loose = tuple(str(r.address) for r in relations.loose(policy.related))
    for resource in resources:
        looked = [a for p in policy.attributes for a in look_up(resource, p, policy.defaults)]
        open_ = [a for a in looked if a.value is UNKNOWN]
        unknown = [a.text for a in open_ if not _settled(plan, resource, a, policy)]
        place = failing.get(str(resource.address))
        unseen = bool(open_) and len(open_) == len(looked)
        fired = place is not None and not (unseen and not unknown)
        if fired and (loose or unseen):
            yield _cannot_tell(resource, policy.rule, unknown or loose)
        elif fired:
            exact = [at(resource, place)] if place else looked
            yield _broken(resource, policy.rule, exact)
        elif unknown and not _out_of_question(looked, policy):
            yield _cannot_tell(resource, policy.rule, unknown)


def _settled(plan: Plan, resource: Resource, attribute: Attribute, policy: Policy) -> bool:
    """Whether an unknown value can make no difference to the rule."""
    pattern, path = attribute.pattern, attribute.path
    if pattern in policy.set_is_enough and is_set_by_reference(resource, path):
        return True
    if pattern in policy.looks_for and cannot_be(resource, path, policy.looks_for[pattern]):
        return True
    types = policy.settled_by_reference.get(pattern)
    return types is not None and refers_to_managed(plan, resource, path, types)


def _out_of_question(looked: Iterable[Attribute], policy: Policy) -> bool:
    """Whether an attribute is known to be none of the values without which the rule is silent."""
    return any(
        is_known_to_be_none_of((a.value for a in looked if a.pattern == pattern), wanted)
        for pattern, wanted in policy.only_where.items()
    )


def _broken(resource: Resource, rule: Rule, looked: list[Attribute]) -> Finding:
    evidence = _evidence(looked)
    said = ""
    if evidence:
        said = f" ({evidence['attribute']} is {shown(evidence['value'])})"
    return _finding(resource, rule, f"{resource.address}: {rule.title}{said}.", evidence)


def _evidence(looked: list[Attribute]) -> Mapping[str, Any]:
    """Name the first attribute with a value, or the first of all when none is set."""
    if not looked:
        return {}
    first = next((a for a in looked if a.known), looked[0])
    return {"attribute": first.text, "value": thaw(first.value)}


def _cannot_tell(resource: Resource, rule: Rule, unknown: Iterable[str]) -> Finding:
    names = list(dict.fromkeys(unknown))
    message = (
        f"{resource.address}: cannot tell before apply, because {', '.join(names)} is not known "
        f"yet: {rule.title}."
    )
    return _finding(resource, rule, message, {"unknown": names}, effect=Effect.WARN)


def _finding(
    resource: Resource | None,
    rule: Rule,
    message: str,
    evidence: Mapping[str, Any],
    *,
    effect: Effect | None = None,
) -> Finding:
    return Finding(
        rule_id=rule.id,
        severity=rule.severity,
        effect=effect or rule.effect,
        group=rule.group,
        address=str(resource.address) if resource else "",
        message=message,
        title=rule.title,
        remediation=rule.remediation,
        position=resource.position if resource else None,
        evidence=freeze(evidence),
        twins=rule.twins,
        fixable=rule.fix is not None and resource is not None and "unknown" not in evidence,
    )


def classic_findings(plan: Plan, rule: Rule, value: Any) -> Iterator[Finding]:
    """Yield a finding for each message of a user's deny, warn or violation rule.

    A rule may return a set or array of texts or objects (``msg``), an object keyed by message (the
    old partial set), one text, or true.
    """
    for entry in _entries(value):
        said = _said(entry, rule)
        yield _finding(_guess(plan, entry, said), rule, said, _details(entry))


def _entries(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [_unquoted(k) if v is True else v for k, v in value.items()]
    if isinstance(value, list):
        return value
    return [value] if value is True or isinstance(value, str) else []


def _unquoted(key: str) -> Any:
    """Return the object behind a key: sets of objects come back keyed by their JSON text."""
    if key[:1] not in ("{", "["):
        return key
    try:
        return json.loads(key, strict=False)
    except ValueError:
        return key


def _said(entry: Any, rule: Rule) -> str:
    if isinstance(entry, Mapping):
        text = entry.get("msg") or entry.get("message") or entry.get("reason")
        return str(text) if text else f"{rule.title}: {json.dumps(entry, ensure_ascii=False)}"
    if entry is True:
        return rule.title
    return entry if isinstance(entry, str) else f"{rule.title}: {json.dumps(entry)}"


def _details(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        return {}
    return {k: v for k, v in entry.items() if k not in ("msg", "message", "reason")}


def _guess(plan: Plan, entry: Any, said: str) -> Resource | None:
    """Return the resource that an entry names, in a field of its own or in its message."""
    fields = [str(v) for v in _details(entry).values() if isinstance(v, str)]
    pieces = (p.strip(".-") for text in (*fields, said) for p in _ADDRESS_PIECES.findall(text))
    return next((plan.by_address[p] for p in pieces if p in plan.by_address), None)
