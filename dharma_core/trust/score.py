"""How far somebody is trusted: three parts from 0 to 100, their weights, and the level of the sum.

Everything is `Decimal`, so that a score at the edge of a level is on the side where arithmetic
puts it. A level is taken from the exact score and never from the one that is shown: rounding
lifts nobody over a bar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from dharma_core.errors import InputError

__all__ = [
    "COMPONENTS",
    "FULL_TRUST",
    "KEYS",
    "SECOND_FACTOR",
    "WEIGHTS",
    "Assessment",
    "Deduction",
    "Level",
    "Score",
    "assess",
    "component_of_text",
    "component_value",
    "is_number",
    "level_of",
    "score",
    "stated",
    "two_decimals",
]

FULL_TRUST = Decimal(100)
WEIGHTS: Mapping[str, Decimal] = {
    "device": Decimal("0.35"),
    "user": Decimal("0.40"),
    "context": Decimal("0.25"),
}
COMPONENTS = tuple(WEIGHTS)
SECOND_FACTOR = "user.second_factor"
"""The key of the deduction that a second factor takes away."""

KEYS = (
    "device.compliance", "device.compliance_unknown", "device.disk", "device.disk_unknown",
    "device.firewall", "device.firewall_unknown", "device.managed", "device.managed_unknown",
    "device.jailbreak", "device.jailbreak_unknown", "device.patches", "device.patches_unknown",
    "device.stated",
    "user.second_factor", "user.failed_logins", "user.failed_logins_unknown", "user.history",
    "user.hour", "user.place", "user.place_unknown", "user.stated",
    "context.network_known", "context.network_unknown", "context.network_anonymising",
    "context.place_unknown", "context.country", "context.travel", "context.time",
    "context.moved_address", "context.moved_program", "context.sensitivity", "context.action",
    "context.stated",
)  # fmt: skip
"""Of everything that can lower a score."""

_CENT = Decimal("0.01")
# Finer steps than these are cut off, so that sums stay exact within Decimal's 28 digits.
_FINEST = Decimal("1e-12")
_FINEST_EXPONENT = -12
_LONGEST_SHOWN = 10**30
_SHOWN = 40
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


class Level(StrEnum):
    """What a score amounts to; each begins where the one before ends."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    FULL = "full"

    @property
    def floor(self) -> Decimal:
        """The lowest score of this level.

        Examples
        --------
        >>> [int(level.floor) for level in Level]
        [0, 20, 40, 60, 80]
        """
        return _FLOORS[self]

    def raised(self, levels: int = 1) -> Level:
        """Return the level so many steps higher, the highest at most.

        Examples
        --------
        >>> Level.MEDIUM.raised().value, Level.FULL.raised().value
        ('high', 'full')
        """
        ordered = tuple(Level)
        return ordered[min(ordered.index(self) + levels, len(ordered) - 1)]


_FLOORS = {
    Level.NONE: Decimal(0),
    Level.LOW: Decimal(20),
    Level.MEDIUM: Decimal(40),
    Level.HIGH: Decimal(60),
    Level.FULL: Decimal(80),
}
_FROM_THE_TOP = tuple(reversed(_FLOORS.items()))


@dataclass(frozen=True, slots=True)
class Deduction:
    """One thing that lowers a component.

    Parameters
    ----------
    key : str
        ``device.firewall``: the component and the fact.
    reason : str
        In words, as it is shown.
    points : Decimal
        Of the component's 100.
    """

    key: str
    reason: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """One component of the score with what lowered it.

    Parameters
    ----------
    component : str
        One of `COMPONENTS`.
    deductions : tuple of Deduction
        Each takes more than 0 points.
    value : Decimal
        What they leave of 100, never below 0.
    """

    component: str
    deductions: tuple[Deduction, ...] = ()
    value: Decimal = field(init=False)

    def __post_init__(self) -> None:
        left = FULL_TRUST
        for deduction in self.deductions:
            left -= deduction.points
        object.__setattr__(self, "value", left if left > 0 else Decimal(0))

    def without(self, key: str) -> Decimal:
        """Return what the component would be without one of its deductions."""
        owed = sum((d.points for d in self.deductions if d.key != key), Decimal(0))
        return max(Decimal(0), FULL_TRUST - owed)


@dataclass(frozen=True, slots=True)
class Score:
    """The three components and what they come to.

    Parameters
    ----------
    exact : Decimal
        The weighted sum, not rounded.
    """

    device: Assessment
    user: Assessment
    context: Assessment
    exact: Decimal

    @property
    def overall(self) -> Decimal:
        """The score as it is shown: two decimals, a half goes up."""
        return two_decimals(self.exact)

    @property
    def level(self) -> Level:
        """The level of the exact score."""
        return level_of(self.exact)

    @property
    def lowered(self) -> tuple[str, ...]:
        """The keys of what lowered it."""
        parts = (self.device, self.user, self.context)
        return tuple([d.key for part in parts for d in part.deductions])

    @property
    def with_second_factor(self) -> Decimal:
        """What the score would be once a second factor was passed."""
        gained = self.user.without(SECOND_FACTOR) - self.user.value
        return self.exact + gained * WEIGHTS["user"]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            "overall_score": float(self.overall),
            "trust_level": self.level.value,
            "breakdown": {
                "device_trust": float(two_decimals(self.device.value)),
                "user_trust": float(two_decimals(self.user.value)),
                "context_trust": float(two_decimals(self.context.value)),
            },
        }


def score(device: object, user: object, context: object) -> Score:
    """Return the trust score of three components.

    Parameters
    ----------
    device, user, context : Assessment or number
        A number (int, float or Decimal) is 0 to 100.

    Raises
    ------
    InputError
        If a component is no number from 0 to 100; it is named.

    Examples
    --------
    >>> found = score(95, 100, 75)
    >>> str(found.overall), found.level.value
    ('92.00', 'full')
    >>> str(score(20, 30, 25).overall)
    '25.25'
    """
    parts = (_assessed("device", device), _assessed("user", user), _assessed("context", context))
    one, two, three = [WEIGHTS[part.component] * part.value for part in parts]
    return Score(*parts, exact=one + two + three)


def level_of(exact: Decimal) -> Level:
    """Return the level of a score from 0 to 100.

    Examples
    --------
    >>> level_of(Decimal("59.999")).value, level_of(Decimal(60)).value
    ('medium', 'high')
    """
    return next(level for level, floor in _FROM_THE_TOP if exact >= floor)


def two_decimals(number: Decimal) -> Decimal:
    """Return a number with two decimals; a half goes up.

    Examples
    --------
    >>> str(two_decimals(Decimal("25.245")))
    '25.25'
    """
    return number.quantize(_CENT, rounding=ROUND_HALF_UP)


def assess(component: str, deductions: Iterable[Deduction]) -> Assessment:
    """Return a component from what lowers it; what takes nothing is left out.

    Examples
    --------
    >>> assess("device", [Deduction("device.firewall", "off", Decimal(10))]).value
    Decimal('90')
    """
    return Assessment(component, tuple([d for d in deductions if d.points > 0]))


def stated(component: str, number: object) -> Assessment:
    """Return a component that somebody else has judged, from its number.

    Raises
    ------
    InputError
        If it is no number from 0 to 100.
    """
    value = component_value(component, number)
    reason = f"{component} trust was given as {value.normalize():f} of 100"
    return assess(component, [Deduction(f"{component}.stated", reason, FULL_TRUST - value)])


def component_value(component: str, number: object) -> Decimal:
    """Return a component's number as a Decimal, a float as it is written.

    Raises
    ------
    InputError
        If it is no number (text, a truth value), not finite, or outside 0 to 100.

    Examples
    --------
    >>> component_value("device", 59.9)
    Decimal('59.9')
    """
    if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
        raise _refused(component, number)
    comparable = number.is_finite() if isinstance(number, Decimal) else True
    if not comparable or not 0 <= number <= FULL_TRUST:
        raise _refused(component, number)
    value = Decimal(repr(float(number))) if isinstance(number, float) else Decimal(number)
    if int(value.as_tuple().exponent) < _FINEST_EXPONENT:
        value = value.quantize(_FINEST, rounding=ROUND_DOWN)
    return abs(value)


def component_of_text(component: str, text: str) -> Decimal:
    """Return a component that somebody typed.

    Raises
    ------
    InputError
        If it is no number from 0 to 100.

    Examples
    --------
    >>> component_of_text("user", "100")
    Decimal('100')
    """
    if not is_number(text):
        raise _refused(component, text)
    return component_value(component, Decimal(text.strip()))


def is_number(text: str) -> bool:
    """Return whether a text is a number as people write one.

    Examples
    --------
    >>> is_number("95.5"), is_number("nan"), is_number("1_0")
    (True, False, False)
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def _assessed(component: str, given: object) -> Assessment:
    if not isinstance(given, Assessment):
        return stated(component, given)
    if given.component != component:
        raise InputError(
            f"The {component} trust was given the assessment of the {given.component}.",
            next_step=f"Give the three in the order {', '.join(COMPONENTS)}.",
        )
    return given


def _refused(component: str, given: object) -> InputError:
    is_long = isinstance(given, int) and abs(given) > _LONGEST_SHOWN
    shown = "a very large number" if is_long else str(given)
    if isinstance(given, str):
        shown = repr(given[:_SHOWN])
    return InputError(
        f"The {component} trust is {shown}, which is no number from 0 to 100.",
        next_step=f"Give {component} as a number from 0 to 100.",
        details={"component": component, "allowed": [0, 100]},
    )
