"""Users, roles, rules and tenants: who may change whom, and that nobody gains by it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dharma_core.deployments.values import DeploymentRequest
from dharma_core.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    PermissionDenied,
    SignInRequired,
)
from dharma_core.events import EventType
from dharma_core.identity import AttributeRule, Effect, Hours, local_actor
from dharma_core.workbench import Workbench
from tests.house import OWNER_PASSWORD, PASSWORD

RULE = AttributeRule("no-prod", Effect.DENY, "deployment:create", environments=("production",))
HOSTILE = [
    "' OR '1'='1",
    "'; DROP TABLE users;--",
    "<script>alert(1)</script>",
    "a\x00b",
    "../x",
    "",
]


@pytest.fixture
def owner(house):
    return house.owner()


@pytest.fixture
def bench(house, owner):
    return house.bench(owner)


def _last(house):
    with house.store.reading() as uow:
        return uow.events.tail(1)[0].event


def test_a_user_is_made_with_a_password_that_is_shown_once(house, bench):
    made = bench.create_user("Bob", roles=["viewer", "viewer"], title="Bob Ray")
    assert (made.account.name, made.account.roles, made.account.title) == (
        "bob",
        ("viewer",),
        "Bob Ray",
    )
    assert made.one_time_password not in repr(made)
    event = _last(house)
    assert (event.type, event.user, event.aggregate_id) == (
        EventType.USER_CREATED,
        "olga",
        made.account.id,
    )
    assert event.after["roles"] == ["viewer"]
    assert made.as_dict()["one_time_password"] == made.one_time_password


def test_nobody_is_made_before_the_owner(house):
    with pytest.raises(ConflictError, match="no owner yet"):
        house.bench(local_actor()).create_user("bob")
    assert house.gate.mode == "demo"


def test_the_command_line_asks_for_a_sign_in_once_there_is_an_owner(house):
    assert Workbench.open().actor.user == "local"
    house.owner()
    with pytest.raises(SignInRequired) as refused:
        Workbench.open()
    assert "DHARMA_TOKEN" in refused.value.next_step


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_name_makes_nobody_and_nothing(bench, name):
    before = [user.name for user in bench.users()]
    for act in (
        lambda: bench.create_user(name),
        lambda: bench.create_role(name, ["blueprint:read"]),
        lambda: bench.create_tenant(name, "mia"),
        lambda: bench.create_tenant("other", name),
        lambda: bench.change_user(name, title="x"),
        lambda: bench.create_user("bob", roles=[name]),
        lambda: bench.delete_role(name),
        lambda: bench.remove_attribute_rule(name),
        lambda: bench.delete_user(name),
        lambda: bench.end_own_session(name),
    ):
        with pytest.raises(InputError):
            act()
    assert [user.name for user in bench.users()] == before


def test_sql_in_a_title_is_text_and_stays(bench):
    title = "Robert'); DROP TABLE users;--"
    assert bench.create_user("bob", title=title).account.title == title
    assert bench.user("bob").title == title


@pytest.mark.parametrize("title", ["<b>Bob</b>", "x" * 201, "a\nb", " "], ids=range(4))
def test_what_is_no_title_is_refused(bench, title):
    bench.create_user("bob")
    with pytest.raises(InputError):
        bench.change_user("bob", title=title)


def test_a_name_is_given_once_for_ever(bench):
    bench.create_user("bob")
    with pytest.raises(ConflictError, match="a user 'bob' already"):
        bench.create_user("BOB")
    bench.delete_user("bob")
    with pytest.raises(ConflictError, match="deleted: a name is given once"):
        bench.create_user("bob")
    with pytest.raises(NotFoundError):
        bench.user("bob")
    assert [user.name for user in bench.users()] == ["olga"]


def test_a_change_that_changes_nothing_leaves_no_event(house, bench):
    bench.create_user("bob", roles=["viewer"])
    before = house.kinds()
    bench.change_user("bob", roles=["viewer"])
    assert house.kinds() == before


def test_a_reset_gives_a_new_password_and_ends_sessions_factor_and_lock(house, bench, owner):
    bob = house.user(owner, "bob", "viewer")
    for _ in range(5):
        with pytest.raises(SignInRequired):
            house.gate.sign_in("bob", "wrong")
    made = bench.reset_user("bob")
    assert bench.user_sessions("bob") == ()
    with pytest.raises(SignInRequired):
        house.gate.sign_in("bob", PASSWORD)
    assert house.gate.sign_in("bob", made.one_time_password).must_change
    assert bob.user == "bob"


def test_all_sessions_of_a_user_can_be_ended(house, bench, owner):
    house.user(owner, "bob", "viewer")
    assert len(bench.user_sessions("bob")) == 2
    assert bench.end_user_sessions("bob") == 2
    assert bench.end_user_sessions("bob") == 0


LAST_OWNER = {
    "delete": lambda b: b.delete_user("olga"),
    "disable": lambda b: b.disable_user("olga"),
    "roles": lambda b: b.change_user("olga", roles=["admin"]),
    "no roles": lambda b: b.change_user("olga", roles=[]),
    "rule for all": lambda b: b.add_attribute_rule(AttributeRule("r", Effect.DENY, "user:update")),
    "rule by name": lambda b: b.add_attribute_rule(
        AttributeRule("r", Effect.ALLOW, "role:*", users=("olga",), hours=Hours("08:00", "18:00"))
    ),
    "rule by role": lambda b: b.add_attribute_rule(
        AttributeRule("r", Effect.DENY, "*:*", roles=("owner",))
    ),
}


@pytest.mark.parametrize("act", LAST_OWNER.values(), ids=LAST_OWNER)
def test_the_last_owner_cannot_be_locked_out(house, bench, act):
    before = house.kinds()
    with pytest.raises(ConflictError, match="nobody would be left to look after"):
        act(bench)
    assert house.kinds() == before
    assert bench.user("olga").roles == ("owner",)


def test_one_of_two_owners_may_go(house, bench, owner):
    house.user(owner, "otto", "owner")
    bench.add_attribute_rule(AttributeRule("r", Effect.DENY, "user:update", users=("otto",)))
    with pytest.raises(ConflictError):
        bench.delete_user("olga")
    bench.remove_attribute_rule("r")
    assert bench.delete_user("olga").deleted


@pytest.fixture
def admin(house, owner):
    return house.bench(house.user(owner, "adam", "admin"))


@pytest.fixture
def keeper(house, bench, owner):
    """Somebody who looks after people and may do nothing else."""
    bench.create_role("keeper", ["user:*", "role:*", "rule:*"])
    return house.bench(house.user(owner, "kim", "keeper"))


ESCALATIONS = {
    "makes an owner": lambda b: b.create_user("evil", roles=["owner"]),
    "becomes an owner": lambda b: b.change_user(b.actor.user, roles=["owner"]),
    "makes a role of everything": lambda b: b.create_role("all", ["*:*"]),
    "takes the owner's password": lambda b: b.reset_user("olga"),
    "disables the owner": lambda b: b.disable_user("olga"),
    "deletes the owner": lambda b: b.delete_user("olga"),
    "demotes the owner": lambda b: b.change_user("olga", roles=["viewer"]),
    "renames the owner": lambda b: b.change_user("olga", title="nobody"),
    "ends the owner's sessions": lambda b: b.end_user_sessions("olga"),
    "makes a tenant": lambda b: b.create_tenant("mine", "evil"),
}


@pytest.mark.parametrize("act", ESCALATIONS.values(), ids=ESCALATIONS)
@pytest.mark.parametrize("who", ["admin", "keeper"])
def test_nobody_gains_more_than_they_hold(request, house, who, act):
    mine = request.getfixturevalue(who)
    before = house.kinds()
    with pytest.raises(PermissionDenied):
        act(mine)
    changed = [kind for kind in house.kinds()[len(before) :] if kind != "PermissionDenied"]
    assert changed == []


NARROW = {
    "hands on what another role grants": lambda b: b.create_user("evil", roles=["developer"]),
    "widens the own role": lambda b: b.change_role("keeper", ["user:*", "deployment:*"]),
    "widens a verb to a noun": lambda b: b.create_role("r", ["blueprint:*"]),
    "takes over who may more": lambda b: b.reset_user("dora"),
    "takes a stranger's role away": lambda b: b.delete_role("deployer"),
    "narrows a stranger's role": lambda b: b.change_role("deployer", ["user:read"]),
}


@pytest.mark.parametrize("act", NARROW.values(), ids=NARROW)
def test_who_looks_after_people_gains_nothing_else(house, bench, owner, keeper, act):
    bench.create_role("deployer", ["deployment:*"])
    house.user(owner, "dora", "deployer")
    with pytest.raises(PermissionDenied):
        act(keeper)
    assert bench.team_roles()["deployer"].grants == ("deployment:*",)
    assert bench.team_roles()["keeper"].grants == ("user:*", "role:*", "rule:*")


def test_who_looks_after_people_hands_on_what_they_hold(keeper):
    assert keeper.create_role("reader", ["user:read"]).grants == ("user:read",)
    assert keeper.create_user("ron", roles=["reader"]).account.roles == ("reader",)
    assert keeper.change_user("ron", roles=[]).roles == ()


def test_a_token_hands_on_no_more_than_its_scopes(house, owner):
    narrow = house.bench(replace(owner, scopes=("user:*", "role:*")))
    with pytest.raises(PermissionDenied, match="does not hold"):
        narrow.create_user("evil", roles=["viewer"])
    with pytest.raises(PermissionDenied, match="does not hold"):
        narrow.reset_user("olga")
    assert narrow.create_role("reader", ["user:read"])


def test_nobody_takes_a_rule_away_that_binds_them_and_the_owner_does(house, bench, admin):
    bench.add_attribute_rule(RULE)
    bound = house.bench(house.gate.actor_of_session(_secret(house, "adam")))
    with pytest.raises(PermissionDenied, match="'no-prod' binds adam"):
        bound.remove_attribute_rule("no-prod")
    assert bench.remove_attribute_rule("no-prod") == RULE
    assert bench.attribute_rules() == ()


def _secret(house, name):
    return house.gate.sign_in(name, PASSWORD).session_secret


WAYS_OUT = {
    "by another user": lambda b: b.create_user("evil", roles=["admin"]),
    "by an accomplice": lambda b: b.change_user("vera", roles=["admin"]),
}


@pytest.mark.parametrize("act", WAYS_OUT.values(), ids=WAYS_OUT)
def test_a_rule_by_name_is_not_walked_around(house, bench, owner, admin, act):
    house.user(owner, "vera", "viewer")
    bench.add_attribute_rule(replace(RULE, users=("adam",)))
    bound = house.bench(house.actor(_secret(house, "adam")))
    with pytest.raises(PermissionDenied, match="binds adam and would not bind"):
        act(bound)
    assert bound.create_user("fine", roles=["viewer"]).account.roles == ("viewer",)


def test_a_rule_by_role_is_not_walked_around_by_a_role_of_ones_own(house, bench, admin):
    bench.add_attribute_rule(replace(RULE, roles=("admin",)))
    bound = house.bench(house.actor(_secret(house, "adam")))
    bound.create_role("free", ["deployment:*", "user:*", "role:*"])
    with pytest.raises(PermissionDenied, match="would not bind adam"):
        bound.change_user("adam", roles=["free"])


def test_a_role_that_others_have_is_not_widened_past_a_rule(house, bench, owner, admin):
    bench.create_role("reader", ["blueprint:read"])
    house.user(owner, "vera", "reader")
    bench.add_attribute_rule(replace(RULE, users=("adam",)))
    bound = house.bench(house.actor(_secret(house, "adam")))
    with pytest.raises(PermissionDenied, match="would not bind vera"):
        bound.change_role("reader", ["deployment:create"])
    assert bench.team_roles()["reader"].grants == ("blueprint:read",)


def test_a_role_in_use_stays(house, bench, owner):
    bench.create_role("reader", ["blueprint:read"], title="Reads")
    house.user(owner, "vera", "reader")
    with pytest.raises(ConflictError, match="in use: vera"):
        bench.delete_role("reader")
    bench.change_user("vera", roles=[])
    bench.add_attribute_rule(replace(RULE, roles=("reader",)))
    with pytest.raises(ConflictError, match="in use: rule no-prod"):
        bench.delete_role("reader")
    bench.remove_attribute_rule("no-prod")
    assert bench.delete_role("reader").title == "Reads"
    assert "reader" not in bench.roles()


def test_roles_are_changed_and_listed_behind_the_built_in_ones(house, bench):
    bench.create_role("reader", ["blueprint:read"], title="Reads")
    changed = bench.change_role("reader", ["policy:read"])
    assert (changed.grants, changed.title) == (("policy:read",), "Reads")
    assert bench.change_role("reader", ["policy:read"], title="T").title == "T"
    assert list(bench.roles())[-1] == "reader"
    event = _last(house)
    assert (event.before["title"], event.after["title"]) == ("Reads", "T")
    with pytest.raises(ConflictError, match="a role 'reader' already"):
        bench.create_role("reader", ["policy:read"])
    with pytest.raises(NotFoundError, match="built in"):
        bench.change_role("admin", ["policy:read"])


def test_a_rule_names_users_and_roles_that_are_there_and_has_its_name_alone(bench):
    for wrong in (replace(RULE, users=("nobody",)), replace(RULE, roles=("nothing",))):
        with pytest.raises(NotFoundError):
            bench.add_attribute_rule(wrong)
    whole = replace(
        RULE, roles=("viewer",), clouds=("aws",), cost_limit=Decimal("9.50"), hours=Hours("08:00")
    )
    assert bench.add_attribute_rule(whole) == whole
    assert bench.attribute_rules() == (whole,)
    with pytest.raises(ConflictError, match="a rule 'no-prod' already"):
        bench.add_attribute_rule(RULE)


def test_another_tenant_is_made_by_the_owner_and_sees_nothing_of_the_first(house, bench, owner):
    made = bench.create_tenant("other", "mia")
    first = house.gate.sign_in("mia", made.one_time_password, tenant="other")
    house.bench(house.actor(first.session_secret)).change_password(made.one_time_password, PASSWORD)
    mia = house.bench(
        house.actor(house.gate.sign_in("mia", PASSWORD, tenant="other").session_secret)
    )
    assert [user.name for user in mia.users()] == ["mia"]
    with pytest.raises(ConflictError, match="a tenant 'other' already"):
        bench.create_tenant("other", "mallory")
    with pytest.raises(PermissionDenied, match="one of its tenants"):
        mia.create_tenant("third", "x")
    with pytest.raises(SignInRequired):
        house.gate.sign_in("mia", PASSWORD)


def test_the_ids_of_another_tenant_are_not_found(house, bench, owner):
    made = bench.create_tenant("other", "mia")
    first = house.gate.sign_in("mia", made.one_time_password, tenant="other")
    mia = house.bench(replace(house.actor(first.session_secret), granted=("*:*",)))
    bob = house.user(owner, "bob", "viewer")
    bench.create_role("reader", ["blueprint:read"])
    bench.add_attribute_rule(RULE)
    ours = bench.user("bob").id
    for act in (
        lambda: mia.user(ours), lambda: mia.change_user(ours, title="x"),
        lambda: mia.disable_user(ours), lambda: mia.enable_user(ours),
        lambda: mia.delete_user(ours), lambda: mia.reset_user(ours),
        lambda: mia.user_sessions(ours), lambda: mia.end_user_sessions("bob"),
        lambda: mia.end_own_session(bob.session), lambda: mia.change_role("reader", ["user:read"]),
        lambda: mia.delete_role("reader"), lambda: mia.create_user("x", roles=["reader"]),
        lambda: mia.remove_attribute_rule("no-prod"),
    ):  # fmt: skip
        with pytest.raises(NotFoundError):
            act()
    assert bench.user("bob").active


def test_a_deployment_is_held_against_environment_cloud_and_cost(house, bench, owner):
    dora = house.user(owner, "dora", "developer")
    rules = (
        RULE,
        AttributeRule("cheap", Effect.ALLOW, "deployment:create", cost_limit=Decimal(1)),
        AttributeRule("not-azure", Effect.DENY, "deployment:create", clouds=("azure",)),
    )
    ruled = house.bench(replace(dora, rules=rules))
    plan = ruled.read("three-tier-web")
    with pytest.raises(PermissionDenied, match="no-prod"):
        ruled.deploy(plan, DeploymentRequest(environment="Production"), wait=False)
    with pytest.raises(PermissionDenied, match=r"cheap.*at most \$1 a month"):
        ruled.deploy(plan, DeploymentRequest(environment="test"), wait=False)
    moved = ruled.retarget("serverless-api", provider="azure", region="westeurope")
    with pytest.raises(PermissionDenied, match="not-azure"):
        ruled.deploy(ruled.sketch(moved.blueprint), DeploymentRequest(), wait=False)


def test_who_may_not_approve_cannot_let_a_deployment_approve_itself(house, owner):
    dora = house.bench(house.user(owner, "dora", "developer"))
    request = DeploymentRequest(environment=" PRODUCTION ", auto_approve=True)
    with pytest.raises(PermissionDenied, match="deployment:approve"):
        dora.deploy(dora.read("serverless-api"), request, wait=False)


def test_saving_is_held_against_the_tag_of_the_environment_and_the_cost(house, bench, owner):
    dora = house.user(owner, "dora", "developer")
    free = house.bench(dora)
    text = free.template("serverless-api")
    cheap = AttributeRule("cheap", Effect.ALLOW, "blueprint:*", cost_limit=Decimal(100_000))
    kept = house.bench(replace(dora, rules=(cheap,))).save_blueprint(text)
    dear = AttributeRule("dear", Effect.DENY, "blueprint:*", cost_limit=Decimal(0))
    ruled = house.bench(replace(dora, rules=(replace(dear, permission="blueprint:update"),)))
    with pytest.raises(PermissionDenied, match="dear"):
        ruled.save_blueprint(free.template("three-tier-web"), id=kept.id)
    assert free.blueprint(kept.id).version == "1.0.0"


def test_a_refusal_by_rule_is_on_record_with_its_name(house, bench, owner):
    ruled = house.bench(replace(owner, rules=(replace(RULE, permission="user:read"),)))
    with pytest.raises(PermissionDenied):
        ruled.users()
    event = _last(house)
    assert (event.type, event.success, event.data) == (
        EventType.PERMISSION_DENIED,
        False,
        {"rule": "no-prod"},
    )


def test_a_rule_by_hours_goes_by_the_clock(house, owner):
    office = AttributeRule("office", Effect.ALLOW, "user:read", hours=Hours("08:00", "18:00"))
    ruled = house.bench(replace(owner, rules=(office,)))
    assert ruled.users()
    house.later(hours=9)
    with pytest.raises(PermissionDenied, match="office"):
        ruled.users()
    assert house.gate.sign_in("olga", OWNER_PASSWORD)
