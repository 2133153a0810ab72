"""Roles as values: the four that are always there, and those a team makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dharma_core.errors import InputError
from dharma_core.identity.patterns import ANYTHING, checked_pattern
from dharma_core.identity.texts import checked_line, checked_word

__all__ = ["MACHINE", "OWN", "OWNER", "ROLES", "Role", "grants_of"]

OWNER = "owner"
# What everybody may do who has an account: care for it.
OWN = ("profile:*",)
# What there is one of on a machine, whatever its tenants: only the first tenant reaches it.
# One chain and one set of keys carry the events of all tenants.
MACHINE = (
    "settings:*",
    "sandbox:*",
    "tenant:*",
    "audit:archive",
    "audit:rotate_key",
    "audit:sign",
    "report:work",
    "report:own_files",
)
_MOST_GRANTS = 100

ROLES: Mapping[str, tuple[str, ...]] = {
    OWNER: (ANYTHING,),
    "admin": (
        "blueprint:*",
        "deployment:*",
        "audit:*",
        "sandbox:*",
        "user:*",
        "settings:*",
        "policy:*",
        "role:*",
        "rule:*",
        "token:*",
        "trust:*",
        "billing:*",
        "budget:*",
        "report:*",
        "profile:*",
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
        "billing:read",
        "budget:read",
        "report:read",
        "report:make",
        "report:schedule",
        "profile:*",
    ),
    "viewer": (
        "blueprint:read",
        "deployment:read",
        "policy:read",
        "billing:read",
        "budget:read",
        "report:read",
        "profile:*",
    ),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a team made.

    Parameters
    ----------
    name : str
        Unique in its tenant, and none of the built-in names.
    grants : tuple of str
        Patterns of permissions.
    title : str
        What it is for, in one line.

    Raises
    ------
    InputError
        If the name is taken by Dharma itself or cannot be one, or a pattern is none.

    Examples
    --------
    >>> Role("reviewer", ("blueprint:read", "policy:*")).grants
    ('blueprint:read', 'policy:*')
    """

    name: str
    grants: tuple[str, ...]
    title: str = ""

    def __post_init__(self) -> None:
        checked_word(self.name, what="The name of a role")
        checked_line(self.title, what="What the role is for", least=0, most=200)
        if self.name in ROLES:
            raise InputError(
                f"The role {self.name!r} is built in.", next_step="Choose another name."
            )
        if not 1 <= len(self.grants) <= _MOST_GRANTS:
            raise InputError(
                f"The role {self.name!r} grants {len(self.grants)} patterns.",
                next_step=f"Give 1 to {_MOST_GRANTS}, such as blueprint:read.",
            )
        for pattern in self.grants:
            checked_pattern(pattern)


def grants_of(names: Iterable[str], custom: Mapping[str, Role] | None = None) -> tuple[str, ...]:
    """Return every pattern that these roles grant, each once; an unknown role grants nothing.

    Examples
    --------
    >>> "blueprint:read" in grants_of(["viewer"]), grants_of(["nobody"])
    (True, ())
    """
    made = custom or {}
    found = (ROLES.get(name) or (made[name].grants if name in made else ()) for name in names)
    return tuple(dict.fromkeys(pattern for grants in found for pattern in grants))
