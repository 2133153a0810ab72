"""Access rules as people write them, and a team's rules laid over ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dharma_core.errors import InputError, nearest
from dharma_core.trust.reading import Reader
from dharma_core.trust.rules import ACTION_KINDS, AccessRule, AccessRules, Sensitivity
from dharma_core.trust.score import Level

__all__ = ["read_rules"]

_KEYS = ("id", "title", "resources", "sensitivities", "actions", "requires", "second_factor")
_NOTHING = AccessRules((), {}, {})


def read_rules(parts: Mapping[str, Reader], *, over: AccessRules = _NOTHING) -> AccessRules:
    """Return the rules of a file laid over others.

    Parameters
    ----------
    parts : mapping
        ``resources``, ``actions`` and ``rules`` of a file, as far as it has them.
    over : AccessRules
        What holds where the file says nothing: a rule with the id of one of these takes its
        place, a class or verb its meaning.

    Raises
    ------
    InputError
        If something is unknown, missing or said twice, or if no rule matches everything.
    """
    resources = dict(over.resources)
    if "resources" in parts:
        said = parts["resources"].items()
        resources |= {name.lower(): value.choice(Sensitivity) for name, value in said.items()}
    kinds = dict(over.kinds)
    if "actions" in parts:
        kinds |= _kinds(parts["actions"])
    rules = {rule.id: rule for rule in over.rules}
    if "rules" in parts:
        rules |= _rules(parts["rules"], resources, kinds)
    _refuse_a_gap(rules.values())
    return AccessRules(tuple(rules.values()), resources, kinds)


def _kinds(part: Reader) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, verbs in part.fields(ACTION_KINDS).items():
        for verb in verbs.elements():
            name = verb.text().lower()
            if name in found:
                raise verb.refused(f"{name!r} stands under {found[name]} too", "Keep one of them.")
            found[name] = kind
    return found


def _rules(
    part: Reader, resources: Mapping[str, Sensitivity], kinds: Mapping[str, str]
) -> dict[str, AccessRule]:
    found: dict[str, AccessRule] = {}
    for entry in part.elements():
        rule = _rule(entry, resources, kinds)
        if rule.id in found:
            raise entry.refused(f"has the id {rule.id!r} of another one", "Give it its own.")
        found[rule.id] = rule
    return found


def _rule(
    entry: Reader, resources: Mapping[str, Sensitivity], kinds: Mapping[str, str]
) -> AccessRule:
    said = entry.fields(_KEYS)
    for name in ("id", "requires"):
        if name not in said:
            raise entry.refused(f"has no {name}", f"A rule has {', '.join(_KEYS)}.")
    id_ = said["id"].text()
    sensitivities = said["sensitivities"].elements() if "sensitivities" in said else ()
    return AccessRule(
        id=id_,
        title=said["title"].text() if "title" in said else id_,
        requires=said["requires"].choice(Level),
        resources=_known(said.get("resources"), resources),
        sensitivities=frozenset(s.choice(Sensitivity) for s in sensitivities),
        actions=_known(said.get("actions"), (*ACTION_KINDS, *kinds)),
        second_factor=said["second_factor"].truth() if "second_factor" in said else False,
        where=entry.where,
    )


def _known(part: Reader | None, allowed: Iterable[str]) -> frozenset[str]:
    if part is None:
        return frozenset()
    known = tuple(allowed)
    found = set()
    for element in part.elements():
        word = element.text().lower()
        if word not in known:
            step = nearest(word, known)
            raise element.refused(f"is {word!r}, which nothing is called", step)
        found.add(word)
    if not found:
        raise part.refused("is empty", "Leave it out where the rule holds for all of them.")
    return frozenset(found)


def _refuse_a_gap(rules: Iterable[AccessRule]) -> None:
    everything = tuple(rules)
    if not any(rule.matches_all for rule in everything):
        changed = next((r for r in everything if r.id == "anything"), None)
        where = f"{changed.where}: " if changed else ""
        raise InputError(
            f"{where}no access rule matches everything, so that some actions would have none.",
            next_step="Keep a rule without resources, sensitivities and actions.",
        )
