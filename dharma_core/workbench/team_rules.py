"""A team's own roles and attribute rules, made and changed through the one gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dharma_core.errors import ConflictError, PermissionDenied
from dharma_core.identity import ROLES, Role, not_held
from dharma_core.identity.patterns import ANYTHING
from dharma_core.workbench.charge import (
    keep_one_in_charge,
    refuse_unheld_grants,
    refuse_unknown_roles,
    refuse_way_out,
)
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.identity import AttributeRule

__all__ = ["TeamRules"]


class TeamRules(Context):
    """The part of the workbench that says what roles grant, and what narrows them.

    A role never grants more than its author holds, and nobody takes a rule away that binds them.
    """

    def roles(self) -> Mapping[str, tuple[str, ...]]:
        """Return every role with what it grants: the built-in ones first, then the team's own."""
        return {**ROLES, **{name: role.grants for name, role in self.team_roles().items()}}

    def team_roles(self) -> dict[str, Role]:
        """Return the team's own roles by name."""
        self.allow("role:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.roles.all()

    def create_role(self, name: str, grants: Iterable[str], *, title: str = "") -> Role:
        """Make a role.

        Raises
        ------
        PermissionDenied
            If the actor may not, or does not hold all that it grants.
        InputError
            If the name or a pattern cannot be taken.
        ConflictError
            If the name is taken.
        """
        self.allow("role:create")
        role = Role(name, tuple(dict.fromkeys(grants)), title)
        with self._acting("role:create") as uow:
            refuse_unheld_grants(self.actor, role.grants, what=f"the role {name}")
            return uow.identity.roles.add(role)

    def change_role(self, name: str, grants: Iterable[str], *, title: str | None = None) -> Role:
        """Change what a role of the team grants; it holds for everybody who has it, at once.

        Raises
        ------
        PermissionDenied
            If the actor may not, or does not hold all that it grants, before and after.
        NotFoundError
            If the team has no such role.
        """
        self.allow("role:update")
        with self._acting("role:update") as uow:
            before = uow.identity.roles.get(name)
            wanted = tuple(dict.fromkeys(grants))
            role = Role(name, wanted, before.title if title is None else title)
            what = f"the role {name}"
            refuse_unheld_grants(self.actor, (*before.grants, *role.grants), what=what)
            kept = uow.identity.roles.change(role)
            for account in uow.identity.accounts.all():
                if name in account.roles:
                    refuse_way_out(uow.identity, self.actor, account)
            return kept

    def delete_role(self, name: str) -> Role:
        """Take a role of the team away.

        Raises
        ------
        ConflictError
            If somebody has it, or a rule names it.
        PermissionDenied
            If the actor may not, or does not hold all that it grants.
        """
        self.allow("role:delete")
        with self._acting("role:delete") as uow:
            found = uow.identity.roles.get(name)
            refuse_unheld_grants(self.actor, found.grants, what=f"the role {name}")
            holders = [a.name for a in uow.identity.accounts.all() if name in a.roles]
            naming = [f"rule {r.name}" for r in uow.identity.rules.all() if name in r.roles]
            if users := (*holders, *naming):
                raise ConflictError(
                    f"The role {name!r} is in use: {', '.join(users[:5])}.",
                    next_step="Give them other roles first: dharma user roles USER ROLE...",
                )
            return uow.identity.roles.delete(name)

    def attribute_rules(self) -> tuple[AttributeRule, ...]:
        """Return the team's attribute rules by name."""
        self.allow("rule:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.rules.all()

    def add_attribute_rule(self, rule: AttributeRule) -> AttributeRule:
        """Narrow what roles grant; it holds at once, for sessions that are open too.

        Raises
        ------
        NotFoundError
            If it names a user or a role that is not there.
        ConflictError
            If the name is taken, or nobody would be left in charge.
        """
        self.allow("rule:create")
        with self._acting("rule:create") as uow:
            refuse_unknown_roles(uow.identity, rule.roles)
            for user in rule.users:
                uow.identity.accounts.get(user)
            kept = uow.identity.rules.add(rule)
            keep_one_in_charge(uow.identity, f"Rule {rule.name!r} binds every owner")
            return kept

    def remove_attribute_rule(self, name: str) -> AttributeRule:
        """Take a rule away and return what it was.

        Raises
        ------
        NotFoundError
            If there is no such rule.
        PermissionDenied
            If the rule binds the actor, who is no owner.
        """
        self.allow("rule:delete")
        with self._acting("rule:delete") as uow:
            rule = uow.identity.rules.get(name)
            bound = rule.binds(self.actor.user, self.actor.roles)
            if bound and not_held(self.actor, (ANYTHING,)):
                raise PermissionDenied(
                    f"Rule {name!r} binds {self.actor.user}.",
                    next_step="Ask the owner, or somebody whom it does not bind.",
                    details={"rule": name},
                )
            return uow.identity.rules.remove(name)
