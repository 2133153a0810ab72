"""Random writes by random people: never a write without its event, nor an event without its write.

After each step the tables about people are read whole. What changed in them has to be told by the
events that the step appended, and a step that was refused has to leave every table as it was.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dharma_core.errors import DharmaError
from dharma_core.identity import AttributeRule, Effect, passwords
from dharma_core.storage import identity_tables as t
from tests.house import CHEAP, OWNER_PASSWORD, open_house

PEOPLE = ("olga", "adam", "dora", "vera", "nora")
NAMES = ("bob", "dora", "vera", "new", "adam")
ROLES = ("owner", "admin", "developer", "viewer", "keeper", "reader", "none")
GRANTS = ("user:*", "role:*", "rule:*", "blueprint:read", "*:*", "user:read", "no pattern")
# Which events may tell of a change in which table; the last use of a session is told by none.
TOLD_BY = {
    "users": {
        "UserCreated", "UserChanged", "UserDeleted", "PasswordChanged", "SecondFactorChanged",
        "SecondFactorPassed", "OwnerRecovered",
    },
    "roles": {"RoleCreated", "RoleChanged", "RoleDeleted"},
    "attribute_rules": {"AttributeRuleAdded", "AttributeRuleRemoved"},
    "sessions": {"SessionStarted", "SessionEnded", "SessionMoved", "SecondFactorPassed"},
    "recovery_codes": {"SecondFactorChanged", "RecoveryCodeUsed", "UserDeleted", "UserChanged"},
    "sign_in_failures": {
        "SignInFailed", "SecondFactorFailed", "SignInSucceeded", "PasswordChanged", "UserChanged",
    },
    "challenges": {"SignInFailed", "SignInSucceeded", "SecondFactorFailed", "OwnerPrepared"},
    "tickets": {"SessionEnded", "SessionMoved"},
}  # fmt: skip
# What these events tell of is a row in these tables, new or changed.
WRITES = {
    "UserCreated": "users", "UserChanged": "users", "UserDeleted": "users",
    "PasswordChanged": "users", "RoleCreated": "roles", "RoleChanged": "roles",
    "RoleDeleted": "roles", "AttributeRuleAdded": "attribute_rules",
    "AttributeRuleRemoved": "attribute_rules", "SessionStarted": "sessions",
    "SessionEnded": "sessions", "SignInFailed": "sign_in_failures",
}  # fmt: skip

name, role = st.sampled_from(NAMES), st.lists(st.sampled_from(ROLES), max_size=2)
grants = st.lists(st.sampled_from(GRANTS), min_size=1, max_size=3)
STEPS = st.one_of(
    st.tuples(st.just("create_user"), name, role),
    st.tuples(st.just("change_user"), name, role),
    st.tuples(st.just("disable_user"), name),
    st.tuples(st.just("enable_user"), name),
    st.tuples(st.just("delete_user"), name),
    st.tuples(st.just("reset_user"), name),
    st.tuples(st.just("end_user_sessions"), name),
    st.tuples(st.just("create_role"), st.sampled_from(("keeper", "reader", "admin")), grants),
    st.tuples(st.just("change_role"), st.sampled_from(("keeper", "reader")), grants),
    st.tuples(st.just("delete_role"), st.sampled_from(("keeper", "reader"))),
    st.tuples(st.just("add_rule"), st.sampled_from(("r1", "r2")), name, st.sampled_from(GRANTS)),
    st.tuples(st.just("remove_attribute_rule"), st.sampled_from(("r1", "r2"))),
    st.tuples(st.just("change_password"), st.sampled_from((OWNER_PASSWORD, "wrong"))),
    st.tuples(st.just("sign_in"), st.sampled_from(PEOPLE), st.sampled_from(("wrong", "right"))),
)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    monkeypatch.setattr(passwords, "COST", CHEAP)


def _tables(house):
    """Return every row of the tables about people, by its key."""
    found = {}
    with house.store.reading() as uow:
        for name in TOLD_BY:
            table = getattr(t, name)
            key = [column.name for column in table.primary_key]
            rows = uow.scope.rows(select(table))
            for row in rows:
                row.pop("last_used", None)
            found[name] = {tuple(row[k] for k in key): row for row in rows}
    return found


def _events(house, after):
    with house.store.reading() as uow:
        return [entry for entry in uow.events.all() if entry.seq > after]


def _do(house, bench, step):
    kind, *said = step
    if kind == "create_user":
        bench.create_user(said[0], roles=said[1])
    elif kind == "change_user":
        bench.change_user(said[0], roles=said[1])
    elif kind == "add_rule":
        bench.add_attribute_rule(AttributeRule(said[0], Effect.DENY, said[2], users=(said[1],)))
    elif kind == "change_password":
        bench.change_password(said[0], "nine silent orchards")
    elif kind == "sign_in":
        house.gate.sign_in(said[0], OWNER_PASSWORD if said[1] == "right" else "wrong")
    else:
        getattr(bench, kind)(*said)


def _house():
    house = open_house(lock_after=3)
    house.settings.home.joinpath("dharma.db").unlink(missing_ok=True)
    house = open_house(lock_after=3)
    owner = house.owner()
    bench = house.bench(owner)
    for user, held in (("adam", ["admin"]), ("dora", ["developer"]), ("vera", []), ("nora", [])):
        bench.create_user(user, roles=held)
    return house, owner


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), STEPS), min_size=1, max_size=12))
def test_no_write_is_without_its_event_and_no_event_without_its_write(steps):
    house, owner = _house()
    with house.store:
        actors = {"olga": owner}
        with house.store.reading() as uow:
            from dharma_core.workbench.acting import Caller, account_actor

            for user in PEOPLE[1:]:
                ready = replace(uow.identity.accounts.get(user), password_until=None)
                actors[user] = account_actor(uow.identity, ready, Caller())
        for who, step in steps:
            before, seq = _tables(house), len(_events(house, 0))
            try:
                _do(house, house.bench(actors[who]), step)
                refused = False
            except DharmaError:
                refused = True
            after, fresh = _tables(house), _events(house, seq)
            kinds = [entry.event.type.value for entry in fresh]
            changed = {name for name in TOLD_BY if before[name] != after[name]}
            for table in changed:
                assert set(kinds) & TOLD_BY[table], (step, table, kinds)
            for kind in kinds:
                assert WRITES.get(kind, "") in changed | {""}, (step, kind)
            if refused:
                assert changed <= {"sign_in_failures", "challenges"}, (step, changed)
        assert house.bench(owner).verify_audit().valid
