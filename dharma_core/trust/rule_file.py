"""Access rules as people write them, and a team's rules laid over ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.trust.reading import Reader
from dharma_core.trust.rules import ACTION_KINDS, AccessRule, AccessRules, Sensitivity
from dharma_core.trust.score import KEYS, Level

__all__ = ["known_words", "read_rules"]

_KEYS = (
    "id",
    "title",
    "resources",
    "sensitivities",
    "actions",
    "when",
    "requires",
    "second_factor",
)
_NOTHING = AccessRules((), {}, {})


def read_rules(parts: Mapping[str, Reader], *, over: AccessRules = _NOTHING) -> AccessRules:
    """Return the rules of a file laid over others.

    Parameters
    ----------
    parts : mapping
        ``resources``, ``actions`` and ``rules`` of a file, as far as it has them.
    over : AccessRules
        What holds where the file says nothing: a rule with the id of one of these changes what
        it says of that one, a class or verb gets another meaning.

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
        rules |= _rules(parts["rules"], _Words(resources, kinds), rules)
    _refuse_a_gap(rules.values())
    return AccessRules(tuple(rules.values()), resources, kinds)


def known_words(part: Reader, allowed: Iterable[str]) -> frozenset[str]:
    """Return the words of a list, each of them known.

    Raises
    ------
    InputError
        If one is not allowed, or there is none; the nearest is named.
    """
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


def _kinds(part: Reader) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, verbs in part.fields(ACTION_KINDS).items():
        for verb in verbs.elements():
            name = verb.text().lower()
            if name in found:
                raise verb.refused(f"{name!r} stands under {found[name]} too", "Keep one of them.")
            found[name] = kind
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """What rules may name."""

    resources: Mapping[str, Sensitivity]
    kinds: Mapping[str, str]


def _rules(part: Reader, words: _Words, over: Mapping[str, AccessRule]) -> dict[str, AccessRule]:
    found: dict[str, AccessRule] = {}
    for entry in part.elements():
        rule = _rule(entry, words, over)
        if rule.id in found:
            raise entry.refused(f"has the id {rule.id!r} of another one", "Give it its own.")
        found[rule.id] = rule
    return found


def _rule(entry: Reader, words: _Words, over: Mapping[str, AccessRule]) -> AccessRule:
    said = entry.fields(_KEYS)
    id_ = said["id"].text() if "id" in said else ""
    missing = next((n for n in ("id", "requires") if n not in said), "")
    if missing and id_ not in over:
        raise entry.refused(f"has no {missing}", f"A rule has {', '.join(_KEYS)}.")
    base = over.get(id_) or AccessRule(id_, id_, Level.FULL)
    changes: dict[str, Any] = {
        name: known_words(said[name], allowed)
        for name, allowed in (
            ("resources", words.resources),
            ("actions", (*ACTION_KINDS, *words.kinds)),
            ("when", KEYS),
        )
        if name in said
    }
    if "title" in said:
        changes["title"] = said["title"].text()
    if "requires" in said:
        changes["requires"] = said["requires"].choice(Level)
    if "sensitivities" in said:
        chosen = (element.choice(Sensitivity) for element in said["sensitivities"].elements())
        changes["sensitivities"] = frozenset(chosen)
    if "second_factor" in said:
        changes["second_factor"] = said["second_factor"].truth()
    return replace(base, where=entry.where, **changes)


def _refuse_a_gap(rules: Iterable[AccessRule]) -> None:
    everything = tuple(rules)
    if not any(rule.matches_all for rule in everything):
        changed = next((r for r in everything if r.id == "anything"), None)
        where = f"{changed.where}: " if changed else ""
        raise InputError(
            f"{where}no access rule matches everything, so that some actions would have none.",
            next_step="Keep a rule without resources, sensitivities, actions and when.",
        )
