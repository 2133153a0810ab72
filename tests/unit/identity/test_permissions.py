"""Who may do what: every role against every permission, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dharma_core.errors import InputError, PermissionDenied
from dharma_core.identity import (
    ROLES,
    About,
    Actor,
    AttributeRule,
    Effect,
    authorise,
    is_allowed,
    not_held,
)

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


DENY = AttributeRule("no-nights", Effect.DENY, "deployment:create", environments=("production",))


def test_what_is_granted_by_the_gate_counts_and_not_the_names_of_roles() -> None:
    actor = Actor("ann", "default", ("reviewer",), granted=("policy:*",))
    assert is_allowed(actor, "policy:waive")
    assert not is_allowed(actor, "blueprint:read")
    assert not is_allowed(replace(actor, roles=("admin",)), "blueprint:read")


def test_a_custom_role_is_not_taken_for_a_misspelt_one() -> None:
    actor = Actor("ann", "default", ("develper",), granted=("policy:*",))
    with pytest.raises(PermissionDenied) as refused:
        authorise(actor, "blueprint:read")
    assert refused.value.next_step == "Ask an administrator for the role."


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (None, True),
        ((), False),
        (("blueprint:read",), True),
        (("blueprint:*",), True),
        (("*:*",), True),
        (("deployment:read",), False),
    ],
)
def test_the_scopes_of_a_token_have_to_grant_too(scopes, allowed) -> None:
    actor = replace(_actor("viewer"), scopes=scopes)
    assert is_allowed(actor, "blueprint:read") is allowed


def test_scopes_never_grant_what_the_roles_do_not() -> None:
    assert not is_allowed(replace(_actor("viewer"), scopes=("*:*",)), "blueprint:create")


def test_a_refusal_by_scope_names_the_scope_that_would_do() -> None:
    with pytest.raises(PermissionDenied) as refused:
        authorise(replace(_actor("viewer"), scopes=("deployment:read",)), "blueprint:read")
    assert refused.value.message == (
        "The token of ann does not reach blueprint:read: its scopes are deployment:read."
    )
    assert refused.value.details == {"permission": "blueprint:read", "scopes": ["deployment:read"]}
    with pytest.raises(PermissionDenied, match="its scopes are none"):
        authorise(replace(_actor("viewer"), scopes=()), "blueprint:read")


def test_an_attribute_rule_narrows_a_role_and_is_named() -> None:
    actor = replace(_actor("developer"), rules=(DENY,))
    authorise(actor, "deployment:create", About(environment="test"))
    with pytest.raises(PermissionDenied) as refused:
        authorise(actor, "deployment:create", About(environment="production"))
    assert refused.value.message == (
        "ann may not deployment:create here: rule 'no-nights' refuses; it says: "
        "deny deployment:create to everybody in production."
    )
    assert refused.value.details == {"permission": "deployment:create", "rule": "no-nights"}


def test_a_rule_that_nothing_is_told_to_refuses() -> None:
    assert not is_allowed(replace(_actor("developer"), rules=(DENY,)), "deployment:create")


def test_a_rule_for_somebody_else_or_something_else_refuses_nothing() -> None:
    for other in (replace(DENY, users=("bob",)), replace(DENY, permission="blueprint:*")):
        assert is_allowed(replace(_actor("developer"), rules=(other,)), "deployment:create")


def test_a_rule_never_widens_a_role() -> None:
    allow = AttributeRule("all", Effect.ALLOW, "*:*")
    assert not is_allowed(replace(_actor("viewer"), rules=(allow,)), "blueprint:create")


def test_is_allowed_asks_what_the_act_is_about() -> None:
    actor = replace(_actor("developer"), rules=(DENY,))
    assert is_allowed(actor, "deployment:create", About(environment="test"))


@pytest.mark.parametrize("permission", ["settings:update", "sandbox:stop", "tenant:create"])
def test_what_is_the_machines_is_out_of_reach_for_another_tenants_owner(permission) -> None:
    assert is_allowed(Actor("ann", "default", ("owner",)), permission)
    with pytest.raises(PermissionDenied) as refused:
        authorise(Actor("eve", "other", ("owner",)), permission)
    assert "one of its tenants" in refused.value.message
    assert refused.value.details == {"permission": permission, "tenant": "other"}


def test_another_tenants_owner_reaches_what_is_the_tenants() -> None:
    assert is_allowed(Actor("eve", "other", ("owner",)), "user:delete")


@pytest.mark.parametrize(
    ("actor", "wanted", "lacking"),
    [
        (Actor("ann", "default", ("viewer",)), ("blueprint:read",), ()),
        (
            Actor("ann", "default", ("viewer",)),
            ("blueprint:*", "user:read"),
            ("blueprint:*", "user:read"),
        ),
        (Actor("ann", "default", ("admin",)), ("*:*",), ("*:*",)),
        (Actor("ann", "default", ("owner",)), ("*:*", "user:*"), ()),
        (Actor("ann", "default", ("owner",), scopes=("user:*",)), ("user:read", "*:*"), ("*:*",)),
        (Actor("ann", "default", ("viewer",), scopes=()), ("user:read",), ("user:read",)),
        (Actor("ann", "default", ("viewer",), scopes=("user:*",)), ("user:read",), ("user:read",)),
        (Actor("ann", "default", (), granted=("user:*",)), ("user:read",), ()),
    ],
    ids=range(8),
)
def test_nobody_holds_more_than_roles_and_scopes_grant(actor, wanted, lacking) -> None:
    assert not_held(actor, wanted) == lacking
