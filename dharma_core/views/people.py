"""Accounts, sessions, roles and rules as figures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from dharma_core.identity import ROLES, AttributeRule
from dharma_core.identity.accounts import Account
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Table
from dharma_core.views.words import count

__all__ = [
    "SessionShown",
    "account_headlines",
    "people_headlines",
    "roles_table",
    "rules_table",
    "sessions_table",
    "users_table",
]

_FEW_CODES = 3


class SessionShown(Protocol):
    """What is shown of a session."""

    @property
    def id(self) -> str: ...  # pragma: no cover # noqa: D102 - named by the class
    @property
    def started(self) -> datetime: ...  # pragma: no cover # noqa: D102
    @property
    def last_used(self) -> datetime: ...  # pragma: no cover # noqa: D102
    @property
    def address(self) -> str: ...  # pragma: no cover # noqa: D102
    @property
    def agent(self) -> str: ...  # pragma: no cover # noqa: D102
    @property
    def second_factor_at(self) -> datetime | None: ...  # pragma: no cover # noqa: D102


def account_headlines(
    account: Account, sessions: Sequence[SessionShown], codes_left: int
) -> tuple[Headline, ...]:
    """Return how safe an account is: its second factor, its way back, its sessions."""
    on = account.has_second_factor
    few = codes_left < _FEW_CODES
    return (
        Headline(
            "Second factor",
            "On" if on else "Off",
            note="asked at every sign-in" if on else "set one up below",
            tone="ok" if on else "high",
        ),
        Headline(
            "Recovery codes",
            str(codes_left) if on else "none",
            note="make new ones" if on and few else "for a lost phone",
            tone="medium" if on and few else "",
        ),
        Headline("Signed in", f"{len(sessions)}", note=count(len(sessions), "session")),
    )


def people_headlines(users: Sequence[Account]) -> tuple[Headline, ...]:
    """Return how many may sign in, how many of them are in charge, how many lack a factor."""
    active = [user for user in users if user.active]
    charge = sum("owner" in user.roles or "admin" in user.roles for user in active)
    bare = sum(not user.has_second_factor for user in active)
    return (
        Headline("May sign in", f"{len(active)}", note=f"of {count(len(users), 'user')}"),
        Headline("In charge", f"{charge}", note="owner or admin"),
        Headline(
            "Without second factor",
            f"{bare}",
            note="ask them to set one up" if bare else "everybody has one",
            tone="high" if bare else "ok",
        ),
    )


def users_table(users: Iterable[Account]) -> Table:
    """Return one row a user."""
    columns = (
        Column("name", "User", lead=True),
        Column("title", "Title"),
        Column("roles", "Roles"),
        Column("state", "State", Kind.STATE),
        Column("factor", "Second factor", Kind.STATE),
        Column("created", "Since", Kind.TIME),
        Column("id", "Id", Kind.ID),
    )
    rows = tuple(
        {
            "name": user.name,
            "title": user.title or None,
            "roles": ", ".join(user.roles) or None,
            "state": _state(user),
            "factor": "on" if user.has_second_factor else "off",
            "created": user.created,
            "id": user.id,
        }
        for user in users
    )
    return Table(columns, rows)


def _state(user: Account) -> str:
    if user.deleted:
        return "deleted"
    if user.disabled:
        return "disabled"
    return "first sign-in pending" if user.must_change else "active"


def sessions_table(sessions: Iterable[SessionShown], own: str = "") -> Table:
    """Return one row a session; ``own`` is the id of the reader's."""
    columns = (
        Column("address", "From", lead=True),
        Column("agent", "With"),
        Column("started", "Since", Kind.TIME),
        Column("last_used", "Last used", Kind.TIME),
        Column("factor", "Second factor", Kind.STATE),
        Column("which", "", unknown=""),
    )
    rows = tuple(
        {
            "address": session.address,
            "agent": _program(session.agent),
            "started": session.started,
            "last_used": session.last_used,
            "factor": "passed" if session.second_factor_at else "not asked",
            "which": "this one" if session.id == own else None,
        }
        for session in sessions
    )
    return Table(columns, rows)


def _program(agent: str) -> str | None:
    """Return a browser's short name; a user agent is a line that nobody reads.

    Examples
    --------
    >>> _program("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
    'Firefox'
    """
    for sign, name in (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
                       ("Safari/", "Safari")):  # fmt: skip
        if sign in agent:
            return name
    return agent[:40] or None


def roles_table(roles: Mapping[str, Sequence[str]], users: Iterable[Account]) -> Table:
    """Return one row a role: what it grants, and how many have it."""
    holders: dict[str, int] = {}
    for user in users:
        for role in user.roles if user.active else ():
            holders[role] = holders.get(role, 0) + 1
    columns = (
        Column("name", "Role", lead=True),
        Column("grants", "Grants", Kind.CODE),
        Column("holders", "Users", Kind.NUMBER),
        Column("origin", "Made by"),
    )
    rows = tuple(
        {
            "name": name,
            "grants": ", ".join(grants),
            "holders": holders.get(name, 0),
            "origin": "Dharma" if name in ROLES else "this team",
        }
        for name, grants in roles.items()
    )
    return Table(columns, rows)


def rules_table(rules: Iterable[AttributeRule]) -> Table:
    """Return one row an attribute rule, in its own words."""
    columns = (
        Column("name", "Rule", lead=True),
        Column("effect", "Effect", Kind.STATE),
        Column("permission", "Permission", Kind.CODE),
        Column("words", "In words"),
    )
    rows = tuple(
        {
            "name": rule.name,
            "effect": rule.effect.value,
            "permission": rule.permission,
            "words": str(rule),
        }
        for rule in rules
    )
    return Table(columns, rows)
