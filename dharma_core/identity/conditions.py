"""Attribute rules: what narrows a role by environment, cloud, cost and hour.

A role says what somebody may do at all; a rule of this file only ever takes away. A deny rule that
fits refuses. Where allow rules concern the actor and the permission, one of them has to fit. A fact
that is not told counts against the actor: it meets no allow rule, and every deny rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dharma_core.errors import InputError, nearest
from dharma_core.identity.patterns import checked_pattern, matches
from dharma_core.identity.texts import checked_line, checked_word

__all__ = ["CLOUDS", "WEEKDAYS", "About", "AttributeRule", "Effect", "Hours", "refusal"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOUDS = ("aws", "azure", "gcp")
_MOST_NAMES = 100
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class About:
    """What an act is about, as far as it is known; an empty text and None are not known.

    Parameters
    ----------
    environment, cloud : str
        Such as ``production`` and ``aws``.
    monthly_cost : Decimal, optional
        Dollars a month.
    at : datetime, optional
        When, with a zone.
    resource_class, sensitivity : str
        Of what is acted on; read by rules over trust.
    """

    environment: str = ""
    cloud: str = ""
    monthly_cost: Decimal | None = None
    at: datetime | None = None
    resource_class: str = ""
    sensitivity: str = ""


class Effect(StrEnum):
    """What a rule does where it fits."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a day on some weekdays, by the clock of a place.

    Parameters
    ----------
    start, end : str
        ``08:00`` to ``18:00``: the start belongs to it, the end does not. An end before the start
        reaches into the next day; both the same are the whole day.
    weekdays : tuple of str
        ``mon`` to ``sun``, of the day the hours start on.
    zone : str
        Of the IANA data base, such as ``Europe/Berlin``.

    Examples
    --------
    >>> from datetime import UTC
    >>> office = Hours("08:00", "18:00", ("mon", "tue"), "UTC")
    >>> office.hold(datetime(2026, 3, 2, 8, tzinfo=UTC))  # a Monday
    True
    >>> office.hold(datetime(2026, 3, 2, 18, tzinfo=UTC))
    False
    """

    start: str = "00:00"
    end: str = "00:00"
    weekdays: tuple[str, ...] = WEEKDAYS
    zone: str = "UTC"

    def __post_init__(self) -> None:
        for said in (self.start, self.end):
            _time_of_day(said)
        for day in self.weekdays:
            if day not in WEEKDAYS:
                raise InputError(f"{day!r} is no weekday.", next_step=nearest(day, WEEKDAYS))
        if not self.weekdays:
            raise InputError("The hours hold on no day.", next_step="Name a weekday, such as mon.")
        _zone(self.zone)

    def hold(self, moment: datetime) -> bool:
        """Return whether a moment, with a zone, lies inside."""
        local = moment.astimezone(_zone(self.zone))
        start, end, now = _time_of_day(self.start), _time_of_day(self.end), local.time()
        today, yesterday = local.weekday(), (local.weekday() - 1) % len(WEEKDAYS)
        if start < end:
            return start <= now < end and self._on(today)
        return (now >= start and self._on(today)) or (now < end and self._on(yesterday))

    def _on(self, day: int) -> bool:
        return WEEKDAYS[day] in self.weekdays

    def __str__(self) -> str:
        return f"{self.start}-{self.end} on {', '.join(self.weekdays)} ({self.zone})"


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """One rule of a team that narrows what roles grant.

    Parameters
    ----------
    name : str
        Unique in its tenant.
    effect : Effect
    permission : str
        A pattern: ``deployment:create``, ``deployment:*`` or ``*:*``.
    users, roles : tuple of str
        Whom it concerns; both empty: everybody.
    environments, clouds : tuple of str
        Where it fits; empty: anywhere.
    cost_limit : Decimal, optional
        Dollars a month. An allow rule fits up to it, a deny rule above it.
    hours : Hours, optional
        When it fits; left out: always.

    Raises
    ------
    InputError
        If a name, a pattern, a cloud or the limit cannot be one.
    """

    name: str
    effect: Effect
    permission: str
    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    clouds: tuple[str, ...] = ()
    cost_limit: Decimal | None = None
    hours: Hours | None = None

    def __post_init__(self) -> None:
        checked_word(self.name, what="The name of a rule")
        checked_pattern(self.permission)
        for names in (self.users, self.roles, self.environments, self.clouds):
            if len(names) > _MOST_NAMES:
                raise InputError(
                    f"Rule {self.name!r} lists {len(names)} names; {_MOST_NAMES} at most.",
                    next_step="Write it for a role, or in two rules.",
                )
        for said in (*self.users, *self.roles, *self.environments):
            checked_line(said, what=f"A name in rule {self.name!r}", most=100)
        for cloud in self.clouds:
            if cloud not in CLOUDS:
                raise InputError(f"{cloud!r} is no cloud.", next_step=nearest(cloud, CLOUDS))
        limit = self.cost_limit
        if limit is not None and not (limit.is_finite() and limit >= 0):
            raise InputError(
                f"The cost limit of rule {self.name!r} is {limit}.",
                next_step="Give dollars a month, 0 or more.",
            )

    def binds(self, user: str, roles: Iterable[str]) -> bool:
        """Return whether the rule speaks of this person at all."""
        named = user in self.users or any(role in self.roles for role in roles)
        return named or not (self.users or self.roles)

    def concerns(self, user: str, roles: Iterable[str], permission: str) -> bool:
        """Return whether the rule speaks of this person and this permission."""
        return self.binds(user, roles) and matches(self.permission, permission)

    def fits(self, about: About) -> bool:
        """Return whether every condition is met; what is not told meets a deny rule only."""
        return all(met for met, _ in self._conditions(about))

    def unmet(self, about: About) -> tuple[str, ...]:
        """Return in words the conditions that are not met, each with what would be."""
        return tuple(words for met, words in self._conditions(about) if not met)

    def _conditions(self, about: About) -> Iterator[tuple[bool, str]]:
        if self.environments:
            yield self._one_of("environment", about.environment, self.environments)
        if self.clouds:
            yield self._one_of("cloud", about.cloud, self.clouds)
        if self.cost_limit is not None:
            yield self._cost(about.monthly_cost, self.cost_limit)
        if self.hours is not None:
            told = about.at is not None
            met = self.hours.hold(about.at) if about.at is not None else self._denies
            yield met, f"{'the time' if told else 'the time, not told,'} within {self.hours}"

    def _one_of(self, what: str, told: str, allowed: tuple[str, ...]) -> tuple[bool, str]:
        same = {name.strip().casefold() for name in allowed}
        met = told.strip().casefold() in same if told.strip() else self._denies
        said = repr(told) if told.strip() else "not told"
        return met, f"{what} {' or '.join(allowed)} (it is {said})"

    def _cost(self, told: Decimal | None, limit: Decimal) -> tuple[bool, str]:
        if told is None or not told.is_finite():
            return self._denies, f"at most ${limit} a month (the cost is not known)"
        met = told > limit if self._denies else told <= limit
        return met, f"at most ${limit} a month (it costs ${told})"

    @property
    def _denies(self) -> bool:
        return self.effect is Effect.DENY

    def __str__(self) -> str:
        who = ", ".join((*self.users, *(f"role {name}" for name in self.roles))) or "everybody"
        where = [
            *([f"in {' or '.join(self.environments)}"] if self.environments else []),
            *([f"on {' or '.join(self.clouds)}"] if self.clouds else []),
        ]
        if self.cost_limit is not None:
            where.append(f"{'above' if self._denies else 'up to'} ${self.cost_limit} a month")
        if self.hours is not None:
            where.append(f"at {self.hours}")
        return " ".join((f"{self.effect.value} {self.permission} to {who}", *where))


def refusal(rules: Iterable[AttributeRule], about: About) -> tuple[AttributeRule, str] | None:
    """Return the rule that refuses an act and what would be allowed; None when none does.

    Parameters
    ----------
    rules : iterable of AttributeRule
        Those that concern the actor and the permission.

    Examples
    --------
    >>> rule = AttributeRule("tests", Effect.ALLOW, "deployment:create", environments=("test",))
    >>> refusal([rule], About(environment="test")) is None
    True
    >>> refusal([rule], About(environment="prod"))[1]
    "allowed is: environment test (it is 'prod')"
    """
    known = tuple(rules)
    for rule in known:
        if rule.effect is Effect.DENY and rule.fits(about):
            return rule, f"it says: {rule}"
    allowing = [rule for rule in known if rule.effect is Effect.ALLOW]
    if not allowing or any(rule.fits(about) for rule in allowing):
        return None
    nearest_rule = min(allowing, key=lambda rule: len(rule.unmet(about)))
    return nearest_rule, f"allowed is: {' and '.join(nearest_rule.unmet(about))}"


def _time_of_day(said: str) -> time:
    if _CLOCK.fullmatch(said) is None:
        raise InputError(
            f"{said!r} is no time of day.", next_step="Write hours and minutes, such as 08:00."
        )
    return time.fromisoformat(said)


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f"There is no time zone {name!r}.", next_step="Write one such as Europe/Berlin or UTC."
        ) from None
