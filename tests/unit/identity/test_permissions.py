"""Who may do what: every role against every permission, and what is refused."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError, PermissionDenied
from dharma_core.identity import ROLES, Actor, authorise, is_allowed

PERMISSIONS = (
    "blueprint:read",
    "blueprint:create",
    "blueprint:update",
    "blueprint:delete",
    "deployment:read",
    "deployment:create",
    "deployment:approve",
    "deployment:cancel",
    "audit:read",
    "audit:write",
    "sandbox:start",
    "sandbox:stop",
    "user:delete",
    "settings:update",
    "weather:change",
)
# Written out by hand, not taken from ROLES.
ALLOWED = {
    "owner": set(PERMISSIONS),
    "admin": set(PERMISSIONS) - {"weather:change"},
    "developer": {
        "blueprint:read",
        "blueprint:create",
        "blueprint:update",
        "deployment:read",
        "deployment:create",
        "audit:write",
        "sandbox:start",
    },
    "viewer": {"blueprint:read", "deployment:read"},
}


def _actor(*roles: str) -> Actor:
    return Actor("ann", "default", roles)


def test_every_role_is_tried() -> None:
    assert set(ALLOWED) == set(ROLES)


@pytest.mark.parametrize("role", ALLOWED)
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_role_grants_exactly_this(role: str, permission: str) -> None:
    assert is_allowed(_actor(role), permission) is (permission in ALLOWED[role])


def test_roles_add_up() -> None:
    both = _actor("viewer", "developer")
    assert is_allowed(both, "blueprint:create")
    assert is_allowed(both, "deployment:read")


@pytest.mark.parametrize("roles", [(), ("boss",), ("Admin",), ("*",), ("*:*",)])
def test_no_role_and_an_unknown_role_grant_nothing(roles: tuple[str, ...]) -> None:
    assert not any(is_allowed(_actor(*roles), permission) for permission in PERMISSIONS)


@pytest.mark.parametrize(
    "permission",
    [
        "",
        "blueprint",
        "blueprint:",
        ":read",
        "blueprint:*",
        "*",
        "a:b:c",
        "Blueprint:read",
        "a:b\n",
    ],
)
def test_what_is_no_permission_is_refused_even_to_the_admin(permission: str) -> None:
    for check in (is_allowed, authorise):
        with pytest.raises(InputError, match="is not a permission"):
            check(_actor("admin"), permission)


def test_authorise_lets_pass_who_may() -> None:
    authorise(_actor("viewer"), "blueprint:read")


def test_authorise_says_which_role_would_do() -> None:
    with pytest.raises(PermissionDenied) as refused:
        authorise(_actor("viewer"), "blueprint:create")
    assert refused.value.message == (
        "ann may not blueprint:create: it needs the role admin or developer, and has viewer."
    )
    assert refused.value.next_step == "Ask an administrator for the role."
    assert refused.value.details == {"permission": "blueprint:create", "roles": ["viewer"]}


def test_authorise_says_when_no_role_would_do() -> None:
    with pytest.raises(PermissionDenied, match="needs the role owner, and has none"):
        authorise(_actor(), "weather:change")


def test_authorise_names_the_role_that_was_meant() -> None:
    with pytest.raises(PermissionDenied, match=r"no role 'develper'\. Did you mean 'developer'\?"):
        authorise(_actor("develper"), "blueprint:create")
