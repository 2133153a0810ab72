"""Who may do what: the one gate that every write of the workbench passes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dharma_core.errors import InputError, PermissionDenied, nearest
from dharma_core.identity.actors import Actor
from dharma_core.identity.patterns import covers

__all__ = ["ROLES", "authorise", "is_allowed"]

ROLES: Mapping[str, tuple[str, ...]] = {
    "admin": (
        "blueprint:*",
        "deployment:*",
        "audit:*",
        "sandbox:*",
        "user:*",
        "settings:*",
        "policy:*",
        "token:*",
    ),
    "developer": (
        "blueprint:read",
        "blueprint:create",
        "blueprint:update",
        "blueprint:reveal",
        "deployment:read",
        "deployment:create",
        "sandbox:start",
        "audit:write",
        "policy:read",
        "policy:waive",
        "policy:baseline",
        "token:own",
    ),
    "viewer": ("blueprint:read", "deployment:read", "policy:read", "token:own"),
}
_PERMISSION = re.compile(r"[a-z_]+:[a-z_]+", re.ASCII)


def is_allowed(actor: Actor, permission: str) -> bool:
    """Return whether any of the actor's roles grants ``noun:verb``; an unknown role grants nothing.

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
    if _PERMISSION.fullmatch(permission) is None:
        raise InputError(
            f"{permission!r} is not a permission.", next_step="Write one as blueprint:read."
        )
    return _role_grants(actor, permission) and _scope_grants(actor, permission)


def authorise(actor: Actor, permission: str) -> None:
    """Let the actor pass, or raise.

    Raises
    ------
    PermissionDenied
        If no role grants it; the message names the roles that would.
    InputError
        If ``permission`` is not one noun and one verb.
    """
    if is_allowed(actor, permission):
        return
    if _role_grants(actor, permission):
        raise PermissionDenied(
            f"The token may not {permission}: its scopes are {', '.join(actor.scopes or ())}.",
            next_step=f"Make a token with the scope {permission}.",
            details={"permission": permission, "scopes": list(actor.scopes or ())},
        )
    able = [role for role in ROLES if _grants(role, permission)]
    unknown = [role for role in actor.roles if role not in ROLES]
    hints = [f"There is no role {role!r}. {nearest(role, ROLES)}" for role in unknown]
    raise PermissionDenied(
        f"{actor.user} may not {permission}: it needs the role {' or '.join(able) or 'of an owner'}"
        f", and has {', '.join(actor.roles) or 'none'}.",
        next_step=" ".join(hints) or "Ask an administrator for the role.",
        details={"permission": permission, "roles": list(actor.roles)},
    )


def _role_grants(actor: Actor, permission: str) -> bool:
    if actor.granted is not None:
        return covers(actor.granted, permission)
    return any(_grants(role, permission) for role in actor.roles)


def _scope_grants(actor: Actor, permission: str) -> bool:
    return actor.scopes is None or covers(actor.scopes, permission)


def _grants(role: str, permission: str) -> bool:
    return covers(ROLES.get(role, ()), permission)
