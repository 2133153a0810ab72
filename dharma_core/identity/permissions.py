"""Who may do what: the one gate that every write of the workbench passes."""

from __future__ import annotations

from collections.abc import Iterable

from dharma_core.errors import PermissionDenied, nearest
from dharma_core.identity.actors import DEFAULT_TENANT, Actor
from dharma_core.identity.conditions import About, refusal
from dharma_core.identity.patterns import any_matches, checked_permission, missing
from dharma_core.identity.roles import MACHINE, OWNER, ROLES, grants_of

__all__ = ["authorise", "is_allowed", "not_held"]


def is_allowed(actor: Actor, permission: str, about: About | None = None) -> bool:
    """Return whether roles, scopes and attribute rules all let the actor do ``noun:verb``.

    Raises
    ------
    InputError
        If ``permission`` is not one noun and one verb: a wildcard is for roles only.

    Examples
    --------
    >>> viewer = Actor("ann", "default", ("viewer",))
    >>> is_allowed(viewer, "blueprint:read"), is_allowed(viewer, "blueprint:delete")
    (True, False)
    """
    try:
        authorise(actor, permission, about)
    except PermissionDenied:
        return False
    return True


def authorise(actor: Actor, permission: str, about: About | None = None) -> None:
    """Let the actor pass, or raise.

    Parameters
    ----------
    about : About, optional
        What the act is about; attribute rules ask for it.

    Raises
    ------
    PermissionDenied
        If no role grants it, the token's scopes do not, or an attribute rule refuses; the message
        names what would do.
    InputError
        If ``permission`` is not one noun and one verb.
    """
    checked_permission(permission)
    if actor.tenant != DEFAULT_TENANT and any_matches(MACHINE, permission):
        raise PermissionDenied(
            f"{actor.user} may not {permission}: it is the machine's, and {actor.tenant} is one of "
            "its tenants.",
            next_step=f"Ask somebody of the tenant {DEFAULT_TENANT}.",
            details={"permission": permission, "tenant": actor.tenant},
        )
    if not any_matches(_granted(actor), permission):
        raise _no_role(actor, permission)
    if actor.scopes is not None and not any_matches(actor.scopes, permission):
        raise PermissionDenied(
            f"The token of {actor.user} does not reach {permission}: its scopes are "
            f"{', '.join(actor.scopes) or 'none'}.",
            next_step=f"Use a token with the scope {permission}.",
            details={"permission": permission, "scopes": list(actor.scopes)},
        )
    concerned = (r for r in actor.rules if r.concerns(actor.user, actor.roles, permission))
    if refused := refusal(concerned, about or About()):
        rule, words = refused
        raise PermissionDenied(
            f"{actor.user} may not {permission} here: rule {rule.name!r} refuses; {words}.",
            next_step="Stay within the rule, or ask an administrator to change it.",
            details={"permission": permission, "rule": rule.name},
        )


def not_held(actor: Actor, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns that the actor does not hold in full: it may hand on none of them.

    Examples
    --------
    >>> not_held(Actor("ann", "default", ("viewer",)), ("blueprint:read", "blueprint:*"))
    ('blueprint:*',)
    """
    patterns = tuple(wanted)
    lacking = missing(_granted(actor), patterns)
    if actor.scopes is None:
        return lacking
    return tuple(dict.fromkeys((*lacking, *missing(actor.scopes, patterns))))


def _granted(actor: Actor) -> tuple[str, ...]:
    return grants_of(actor.roles) if actor.granted is None else actor.granted


def _no_role(actor: Actor, permission: str) -> PermissionDenied:
    able = [
        role for role, grants in ROLES.items() if role != OWNER and any_matches(grants, permission)
    ]
    unknown = [role for role in actor.roles if role not in ROLES] if actor.granted is None else []
    hints = [f"There is no role {role!r}. {nearest(role, ROLES)}" for role in unknown]
    return PermissionDenied(
        f"{actor.user} may not {permission}: it needs the role {' or '.join(able) or OWNER}"
        f", and has {', '.join(actor.roles) or 'none'}.",
        next_step=" ".join(hints) or "Ask an administrator for the role.",
        details={"permission": permission, "roles": list(actor.roles)},
    )
