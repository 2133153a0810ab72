"""What nobody may do to people, whatever their role: hand on or take over more than they hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dharma_core.errors import ConflictError, NotFoundError, PermissionDenied, nearest
from dharma_core.identity import OWNER, ROLES, Actor, grants_of, not_held
from dharma_core.identity.patterns import overlap

if TYPE_CHECKING:
    from dharma_core.identity import AttributeRule
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.identity_records import IdentityRecords

__all__ = [
    "keep_one_in_charge",
    "refuse_lesser",
    "refuse_unheld",
    "refuse_unheld_grants",
    "refuse_unknown_roles",
    "refuse_way_out",
]

# Whoever holds these looks after the tenant's people.
_CHARGE = ("user:*", "role:*", "rule:*")


def refuse_unheld(records: IdentityRecords, actor: Actor, roles: Iterable[str]) -> None:
    """Raise unless the roles exist and the actor holds all that they grant.

    Raises
    ------
    NotFoundError
        If there is no such role; the nearest is named.
    PermissionDenied
        If the actor does not hold all of it.
    """
    names, made = tuple(roles), records.roles.all()
    refuse_unknown_roles(records, names)
    refuse_unheld_grants(actor, grants_of(names, made), what=f"the roles {', '.join(names)}")


def refuse_unknown_roles(records: IdentityRecords, roles: Iterable[str]) -> None:
    """Raise NotFoundError when a role is not there; the nearest is named."""
    known = (*ROLES, *records.roles.all())
    for name in roles:
        if name not in known:
            raise NotFoundError(f"No role {name[:100]!r}.", next_step=nearest(name[:100], known))


def refuse_unheld_grants(actor: Actor, grants: Iterable[str], *, what: str) -> None:
    """Raise PermissionDenied unless the actor holds every pattern: nobody hands on more."""
    if lacking := not_held(actor, grants):
        raise PermissionDenied(
            f"{actor.user} may not do this with {what}: they grant {', '.join(lacking)}, which "
            f"{actor.user} does not hold.",
            next_step="Leave these permissions out, or ask somebody who holds them.",
            details={"lacking": list(lacking)},
        )


def refuse_lesser(records: IdentityRecords, actor: Actor, account: Account) -> None:
    """Raise PermissionDenied when the account may do more than the actor: it is not theirs."""
    grants = grants_of(account.roles, records.roles.all())
    refuse_unheld_grants(actor, grants, what=f"{account.name} and their roles")


def refuse_way_out(records: IdentityRecords, actor: Actor, account: Account) -> None:
    """Raise when an account would be free of a rule that binds the actor: a way around it.

    Raises
    ------
    PermissionDenied
        If a rule concerns the actor and a permission of the account, and not the account.
    """
    grants = grants_of(account.roles, records.roles.all())
    for rule in actor.rules:
        if rule.binds(account.name, account.roles) or not _touches(rule, grants):
            continue
        raise PermissionDenied(
            f"Rule {rule.name!r} binds {actor.user} and would not bind {account.name}.",
            next_step="Ask somebody whom the rule does not bind.",
            details={"rule": rule.name},
        )


def keep_one_in_charge(records: IdentityRecords, why: str) -> None:
    """Raise when no owner is left who may look after people; nothing is kept then.

    Parameters
    ----------
    why : str
        What took the last one away, as the message begins.

    Raises
    ------
    ConflictError
        If every owner is gone, disabled or bound by a rule about users, roles or rules.
    """
    accounts, rules = records.accounts.all(), records.rules.all()
    # Before there is an owner this machine's user looks after everything.
    if records.accounts.tenant_is_there() and not any(
        a.active and _in_charge(a, rules) for a in accounts
    ):
        raise ConflictError(
            f"{why}: nobody would be left to look after users, roles and rules.",
            next_step="Give somebody else the role owner first, or leave owners out of the rule.",
        )


def _in_charge(account: Account, rules: Iterable[AttributeRule]) -> bool:
    if OWNER not in account.roles:
        return False
    mine = [rule for rule in rules if rule.binds(account.name, account.roles)]
    return not any(_touches(rule, _CHARGE) for rule in mine)


def _touches(rule: AttributeRule, grants: Iterable[str]) -> bool:
    return any(overlap(rule.permission, grant) for grant in grants)
