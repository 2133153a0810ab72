"""Which trust an action asks for: rules as data, of which the strictest that matches decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dharma_core.trust.score import Level

__all__ = [
    "ACTION_KINDS",
    "DEFAULT_KIND",
    "AccessRule",
    "AccessRules",
    "Ask",
    "Demand",
    "Sensitivity",
    "Verdict",
    "judge",
    "verdict_on",
]

ACTION_KINDS = ("reading", "changing", "destroying", "deciding")
DEFAULT_KIND = "changing"
_MOST_REMEMBERED = 4_096


class Sensitivity(StrEnum):
    """How much harm it does when a resource is seen or changed by the wrong person."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class Verdict(StrEnum):
    """The answer to an access question, from the mildest to the strictest."""

    ALLOW = "allow"
    STEP_UP = "step_up"
    DENY = "deny"

    @property
    def strictness(self) -> int:
        """0 for the mildest.

        Examples
        --------
        >>> [verdict.strictness for verdict in Verdict]
        [0, 1, 2]
        """
        return tuple(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants to do.

    Parameters
    ----------
    resource : str
        ``blueprint``, or ``blueprint:bp_1``: its class stands before the colon or slash.
    action : str
        ``delete``, or ``blueprint:delete``: the verb stands last.
    sensitivity : Sensitivity, optional
        Of this resource; that of its class when left out.
    resource_class : str
        The class of the resource.
    verb : str
        The action without its noun.

    Examples
    --------
    >>> Ask("Deployment/dep_1", "approve").resource_class
    'deployment'
    >>> Ask("blueprint", "blueprint:Delete").verb
    'delete'
    """

    resource: str
    action: str
    sensitivity: Sensitivity | None = None
    resource_class: str = field(init=False, repr=False)
    verb: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        noun = self.resource.partition(":")[0].partition("/")[0]
        object.__setattr__(self, "resource_class", noun.strip().lower())
        object.__setattr__(self, "verb", self.action.rpartition(":")[2].strip().lower())


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One rule; an empty set matches everything.

    Parameters
    ----------
    actions : frozenset of str
        Verbs and kinds of `ACTION_KINDS`.
    when : frozenset of str
        Keys of what lowers a score (`score.KEYS`): the rule speaks only of scores that one of
        them has lowered.
    second_factor : bool
        Whether one is asked for even where the score is high enough.
    where : str
        File and line, for messages.
    """

    id: str
    title: str
    requires: Level
    resources: frozenset[str] = frozenset()
    sensitivities: frozenset[Sensitivity] = frozenset()
    actions: frozenset[str] = frozenset()
    when: frozenset[str] = frozenset()
    second_factor: bool = False
    where: str = ""

    @property
    def matches_all(self) -> bool:
        """Whether no action escapes it."""
        return not (self.resources or self.sensitivities or self.actions or self.when)

    def matches(self, resource_class: str, sensitivity: Sensitivity, actions: set[str]) -> bool:
        """Return whether it speaks of such an action; ``actions`` are its verb and kind.

        What lowered the score (``when``) is not looked at.
        """
        return (
            (not self.resources or resource_class in self.resources)
            and (not self.sensitivities or sensitivity in self.sensitivities)
            and (not self.actions or not self.actions.isdisjoint(actions))
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.id,
            "title": self.title,
            "resources": sorted(self.resources),
            "sensitivities": sorted(self.sensitivities),
            "actions": sorted(self.actions),
            "when": sorted(self.when),
            "requires": self.requires.value,
            "second_factor": self.second_factor,
            "where": self.where,
        }


@dataclass(frozen=True, slots=True)
class Demand:
    """What all matching rules come to.

    Parameters
    ----------
    rule : AccessRule
        The one that asks for most trust.
    factor : AccessRule or None
        The one that asks for a second factor, if one does.
    sensitivity : Sensitivity
        By which the rules were chosen.
    kind : str
        Of the action.
    """

    rule: AccessRule
    factor: AccessRule | None
    sensitivity: Sensitivity
    kind: str


@dataclass(frozen=True, slots=True)
class AccessRules:
    """All rules in force.

    Parameters
    ----------
    rules : tuple of AccessRule
        At least one of them matches all.
    resources : mapping
        Class of resource to its sensitivity; one that stands nowhere is confidential.
    kinds : mapping
        Verb to its kind; one that stands nowhere is changing.
    """

    rules: tuple[AccessRule, ...]
    resources: Mapping[str, Sensitivity]
    kinds: Mapping[str, str]
    _known: dict[tuple[str, Sensitivity | None, str, frozenset[str]], Demand] = field(
        default_factory=dict, repr=False, compare=False
    )
    _watched: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        watched = frozenset(key for rule in self.rules for key in rule.when)
        object.__setattr__(self, "_watched", watched)

    def demand(self, ask: Ask, lowered: Collection[str] = ()) -> Demand:
        """Return what the rules ask for.

        Parameters
        ----------
        lowered : collection of str
            Keys of what lowered the score, for the rules that speak of them.
        """
        found = self._watched.intersection(lowered)
        key = (ask.resource_class, ask.sensitivity, ask.verb, found)
        demand = self._known.get(key)
        if demand is None:
            demand = self._demand(*key)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[key] = demand
        return demand

    def sensitivity_of(self, resource_class: str) -> Sensitivity:
        """Return how sensitive a class is; one nobody has placed counts as confidential."""
        return self.resources.get(resource_class, Sensitivity.CONFIDENTIAL)

    def kind_of(self, verb: str) -> str:
        """Return the kind of a verb."""
        return self.kinds.get(verb, DEFAULT_KIND)

    def _demand(
        self, resource_class: str, said: Sensitivity | None, verb: str, lowered: frozenset[str]
    ) -> Demand:
        sensitivity = said or self.sensitivity_of(resource_class)
        kind = self.kind_of(verb)
        matching = sorted(
            (
                rule
                for rule in self.rules
                if rule.matches(resource_class, sensitivity, {verb, kind})
                and (not rule.when or not rule.when.isdisjoint(lowered))
            ),
            key=lambda rule: (-rule.requires.floor, rule.id),
        )
        factor = next((rule for rule in matching if rule.second_factor), None)
        return Demand(matching[0], factor, sensitivity, kind)


def judge(
    exact: Decimal,
    demand: Demand,
    *,
    second_factor: bool,
    with_second_factor: Decimal,
    fresh: bool = True,
) -> tuple[Verdict, AccessRule]:
    """Return the verdict on a score and the rule that gave it.

    Parameters
    ----------
    exact : Decimal
        The score, not rounded.
    second_factor : bool
        Whether this session has passed one.
    with_second_factor : Decimal
        What the score would be if it passed one.
    fresh : bool
        Whether the one it passed is recent; a rule that asks for one means that.
    """
    verdict = verdict_on(
        exact,
        demand.rule.requires.floor,
        second_factor=second_factor,
        with_second_factor=with_second_factor,
    )
    if verdict is Verdict.ALLOW and demand.factor is not None and not (second_factor and fresh):
        return Verdict.STEP_UP, demand.factor
    return verdict, demand.rule


def verdict_on(
    exact: Decimal, bar: Decimal, *, second_factor: bool, with_second_factor: Decimal
) -> Verdict:
    """Return the verdict on a score against a bar: step up where a second factor would lift it."""
    if exact >= bar:
        return Verdict.ALLOW
    return Verdict.STEP_UP if with_second_factor >= bar and not second_factor else Verdict.DENY
