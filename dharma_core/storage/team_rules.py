"""A team's own roles and attribute rules in the database; every change leaves its event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update

from dharma_core.errors import ConflictError, NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.identity import ROLES, AttributeRule, Effect, Hours, Role
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.identity_tables import attribute_rules, roles
from dharma_core.storage.scope import Scope

__all__ = ["AttributeRuleRepository", "RoleRepository", "rule_dict"]


class RoleRepository:
    """The roles that the actor's tenant made."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def all(self) -> dict[str, Role]:
        """Return the tenant's own roles by name."""
        mine = roles.c.tenant == self._scope.actor.tenant
        rows = self._scope.rows(select(roles).where(mine).order_by(roles.c.name))
        return {row["name"]: Role(row["name"], tuple(row["grants"]), row["title"]) for row in rows}

    def get(self, name: str) -> Role:
        """Return one of the tenant's own roles.

        Raises
        ------
        NotFoundError
            If there is none; the nearest is named.
        """
        known = self.all()
        if name not in known:
            built_in = " It is built in and stays as it is." if name in ROLES else ""
            raise NotFoundError(
                f"The team has no role {name[:100]!r}.{built_in}",
                next_step=nearest(name[:100], known) or "Make one with 'dharma role add'.",
            )
        return known[name]

    def add(self, role: Role) -> Role:
        """Keep a new role; raise ConflictError when the name is taken."""
        if role.name in self.all():
            raise ConflictError(
                f"There is a role {role.name!r} already.", next_step="Take another name."
            )
        owner, now = self._scope.actor, self._scope.now
        row = {"id": new_id("rol"), "tenant": owner.tenant, "user": owner.user}
        said = {"name": role.name, **_grants(role), "created": now, "updated": now}
        self._scope.write(insert(roles).values(**row, **said))
        self._emit(EventType.ROLE_CREATED, role, after=_grants(role))
        return role

    def change(self, role: Role) -> Role:
        """Keep what a role grants now; nothing is written when nothing differs."""
        before = self.get(role.name)
        if before == role:
            return role
        values = {**_grants(role), "updated": self._scope.now, "user": self._scope.actor.user}
        self._scope.write(update(roles).where(self._one(role.name)).values(**values))
        self._emit(EventType.ROLE_CHANGED, role, before=_grants(before), after=_grants(role))
        return role

    def delete(self, name: str) -> Role:
        """Take a role away; whoever still has its name is granted nothing by it."""
        gone = self.get(name)
        self._scope.write(delete(roles).where(self._one(name)))
        self._emit(EventType.ROLE_DELETED, gone, before=_grants(gone))
        return gone

    def _one(self, name: str) -> Any:
        return (roles.c.tenant == self._scope.actor.tenant) & (roles.c.name == name)

    def _emit(self, kind: EventType, role: Role, **states: Any) -> None:
        self._events.append(self._scope.event(kind, ("role", role.name), **states))


class AttributeRuleRepository:
    """The attribute rules of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def all(self) -> tuple[AttributeRule, ...]:
        """Return the rules by name."""
        mine = attribute_rules.c.tenant == self._scope.actor.tenant
        query = select(attribute_rules).where(mine).order_by(attribute_rules.c.name)
        return tuple(map(_rule, self._scope.rows(query)))

    def get(self, name: str) -> AttributeRule:
        """Return a rule; raise NotFoundError naming the nearest."""
        known = {rule.name: rule for rule in self.all()}
        if name not in known:
            raise NotFoundError(
                f"No rule {name[:100]!r}.",
                next_step=nearest(name[:100], known) or "Run 'dharma rule list'.",
            )
        return known[name]

    def add(self, rule: AttributeRule) -> AttributeRule:
        """Keep a new rule; raise ConflictError when the name is taken."""
        if any(rule.name == known.name for known in self.all()):
            raise ConflictError(
                f"There is a rule {rule.name!r} already.", next_step="Remove it first."
            )
        owner = self._scope.actor
        row = {**rule_dict(rule), "id": new_id("arl"), "created": self._scope.now}
        row |= {"tenant": owner.tenant, "user": owner.user}
        self._scope.write(insert(attribute_rules).values(**row))
        self._emit(EventType.ATTRIBUTE_RULE_ADDED, rule, after=rule_dict(rule))
        return rule

    def remove(self, name: str) -> AttributeRule:
        """Take a rule away and return what it was."""
        gone = self.get(name)
        mine = attribute_rules.c.tenant == self._scope.actor.tenant
        self._scope.write(delete(attribute_rules).where(mine, attribute_rules.c.name == name))
        self._emit(EventType.ATTRIBUTE_RULE_REMOVED, gone, before=rule_dict(gone))
        return gone

    def _emit(self, kind: EventType, rule: AttributeRule, **states: Any) -> None:
        self._events.append(self._scope.event(kind, ("rule", rule.name), **states))


def rule_dict(rule: AttributeRule) -> dict[str, Any]:
    """Return a rule as JSON values: what is stored, put on record and printed."""
    hours = rule.hours
    return {
        "name": rule.name,
        "effect": rule.effect.value,
        "permission": rule.permission,
        "users": list(rule.users),
        "roles": list(rule.roles),
        "environments": list(rule.environments),
        "clouds": list(rule.clouds),
        "cost_limit": None if rule.cost_limit is None else str(rule.cost_limit),
        "hours": None if hours is None else {**asdict(hours), "weekdays": list(hours.weekdays)},
    }


def _grants(role: Role) -> dict[str, Any]:
    return {"title": role.title, "grants": list(role.grants)}


def _rule(row: Mapping[str, Any]) -> AttributeRule:
    hours, limit = row["hours"], row["cost_limit"]
    return AttributeRule(
        name=row["name"],
        effect=Effect(row["effect"]),
        permission=row["permission"],
        users=tuple(row["users"]),
        roles=tuple(row["roles"]),
        environments=tuple(row["environments"]),
        clouds=tuple(row["clouds"]),
        cost_limit=None if limit is None else Decimal(limit),
        hours=hours and Hours(**{**hours, "weekdays": tuple(hours["weekdays"])}),
    )
