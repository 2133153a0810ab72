"""Who may do what: the one gate that every write of the workbench passes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dharma_core.errors import InputError, PermissionDenied, nearest
from dharma_core.identity.actors import Actor

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
        "trust:*",
    ),
    "developer": (
        "blueprint:read",
        "blueprint:create",
        "blueprint:update",
        "deployment:read",
        "deployment:create",
        "sandbox:start",
        "audit:write",
        "policy:read",
        "policy:waive",
        "policy:baseline",
    ),
    "viewer": ("blueprint:read", "deployment:read", "policy:read"),
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
    return any(_grants(role, permission) for role in actor.roles)


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
    able = [role for role in ROLES if _grants(role, permission)]
    unknown = [role for role in actor.roles if role not in ROLES]
    hints = [f"There is no role {role!r}. {nearest(role, ROLES)}" for role in unknown]
    raise PermissionDenied(
        f"{actor.user} may not {permission}: it needs the role {' or '.join(able) or 'of an owner'}"
        f", and has {', '.join(actor.roles) or 'none'}.",
        next_step=" ".join(hints) or "Ask an administrator for the role.",
        details={"permission": permission, "roles": list(actor.roles)},
    )


def _grants(role: str, permission: str) -> bool:
    noun = permission.partition(":")[0]
    granted = ROLES.get(role, ())
    return permission in granted or f"{noun}:*" in granted
