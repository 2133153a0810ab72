"""Who may do what: the one gate that every write of the workbench passes."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from dharma_core.errors import PermissionDenied
from dharma_core.identity.actors import Actor

__all__ = ["ROLES", "authorise", "is_allowed"]

ROLES: Mapping[str, tuple[str, ...]] = {
    "admin": ("blueprint:*", "deployment:*", "audit:*", "sandbox:*", "user:*", "settings:*"),
    "developer": (
        "blueprint:read",
        "blueprint:create",
        "blueprint:update",
        "deployment:read",
        "deployment:create",
        "sandbox:start",
        "audit:write",
    ),
    "viewer": ("blueprint:read", "deployment:read"),
}


def is_allowed(actor: Actor, permission: str) -> bool:
    """Return whether any of the actor's roles grants ``noun:verb``.

    Examples
    --------
    >>> viewer = Actor("ann", "default", ("viewer",))
    >>> is_allowed(viewer, "blueprint:read"), is_allowed(viewer, "blueprint:delete")
    (True, False)
    """
    grants = (grant for role in actor.roles for grant in ROLES.get(role, ()))
    return any(fnmatchcase(permission, grant) for grant in grants)


def authorise(actor: Actor, permission: str) -> None:
    """Let the actor pass, or raise.

    Raises
    ------
    PermissionDenied
        If no role grants it; the message names the roles that would.
    """
    if is_allowed(actor, permission):
        return
    able = [
        role for role, grants in ROLES.items() if any(fnmatchcase(permission, g) for g in grants)
    ]
    raise PermissionDenied(
        f"{actor.user} may not {permission}: it needs the role {' or '.join(able) or 'of an owner'}"
        f", and has {', '.join(actor.roles) or 'none'}.",
        next_step="Ask an administrator for the role.",
        details={"permission": permission, "roles": list(actor.roles)},
    )
