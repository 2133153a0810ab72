"""``dharma user``, ``role``, ``rule``, ``tenant``; the first start of a server that asks people."""

import json
from dataclasses import replace

import pytest

from dharma_core.identity import passwords
from dharma_core.workbench import facade
from tests.house import CHEAP, OWNER_PASSWORD, open_house


@pytest.fixture
def signed_in(monkeypatch):
    """Make an owner, and let the command line act for them as a token would."""
    monkeypatch.setattr(passwords, "COST", CHEAP)
    house = open_house()
    owner = replace(house.owner(), session="")
    monkeypatch.setattr(facade, "actor_of_command_line", lambda *_: owner)
    return house


def _json(ran):
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_before_the_owner_there_is_nobody_and_a_secret_to_make_one(dharma):
    assert "No user yet" in dharma("user", "list").out
    refused = dharma("user", "add", "ann")
    assert (refused.code, "dharma user owner" in refused.err) == (2, True)
    made = _json(dharma("user", "owner", "--format", "json"))
    assert made["one_time_secret"].startswith("dhc_")
    assert open_house().gate.set_up_owner(made["one_time_secret"], "olga", OWNER_PASSWORD)
    assert dharma("user", "owner").code == 2


def test_with_an_owner_a_command_asks_who_it_is(dharma, monkeypatch):
    monkeypatch.setattr(passwords, "COST", CHEAP)
    open_house().owner()
    ran = dharma("user", "list", "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err)["error"]["code"] == "sign_in_required"


def test_a_user_goes_through_life(dharma, signed_in):
    made = _json(dharma("user", "add", "ann", "--role", "viewer", "--format", "json"))
    assert (made["name"], made["roles"]) == ("ann", ["viewer"])
    assert signed_in.gate.sign_in("ann", made["one_time_password"]).must_change
    assert _json(dharma("user", "roles", "ann", "developer", "--format", "json"))["roles"] == [
        "developer"
    ]
    assert "ann: disabled; roles: developer." in dharma("user", "disable", "ann").out
    assert "ann: to choose a password" in dharma("user", "enable", "ann").out
    again = dharma("user", "reset", "ann").out
    assert "One-time password of ann:" in again
    table = dharma("user", "list").out
    assert "olga" in table
    assert "active" in table
    assert "ann: deleted; roles: none." in dharma("user", "delete", "ann").out
    assert [u["name"] for u in _json(dharma("user", "list", "--format", "json"))["users"]] == [
        "olga"
    ]


def test_roles_are_made_changed_listed_and_deleted(dharma, signed_in):
    dharma("role", "add", "reviewer", "blueprint:read", "--title", "Reviews")
    changed = _json(dharma("role", "change", "reviewer", "policy:*", "--format", "json"))
    assert changed == {"name": "reviewer", "title": "Reviews", "grants": ["policy:*"]}
    listed = _json(dharma("role", "list", "--format", "json"))["roles"]
    assert listed[-1] == {"name": "reviewer", "built_in": False, "grants": ["policy:*"]}
    assert "built in" in dharma("role", "list").out
    assert "reviewer grants policy:*." in dharma("role", "delete", "reviewer").out


def test_rules_are_made_listed_and_removed(dharma, signed_in):
    added = _json(
        dharma(
            "rule", "add", "office", "--allow", "deployment:create", "--role", "developer",
            "--environment", "test", "--cloud", "aws", "--cost-limit", "500",
            "--hours", "08:00-18:00", "--on", "mon", "--zone", "Europe/Berlin", "--format", "json",
        )
    )  # fmt: skip
    assert added == {
        "name": "office", "effect": "allow", "permission": "deployment:create", "users": [],
        "roles": ["developer"], "environments": ["test"], "clouds": ["aws"], "cost_limit": "500",
        "hours": {
            "start": "08:00", "end": "18:00", "weekdays": ["mon"], "zone": "Europe/Berlin",
        },
    }  # fmt: skip
    assert "up to $500 a month" in dharma("rule", "list").out
    assert [r["name"] for r in _json(dharma("rule", "list", "--format", "json"))["rules"]] == [
        "office"
    ]
    assert "office: allow" in dharma("rule", "remove", "office").out
    assert "No rule narrows" in dharma("rule", "list").out


@pytest.mark.parametrize("said", [[], ["--allow", "a:b", "--deny", "a:b"]], ids=["none", "both"])
def test_a_rule_either_allows_or_denies(dharma, signed_in, said):
    ran = dharma("rule", "add", "r", *said)
    assert (ran.code, "either allows or denies" in ran.err) == (2, True)


def test_a_tenant_gets_its_owner(dharma, signed_in):
    made = _json(dharma("tenant", "add", "other", "mia", "--format", "json"))
    first = signed_in.gate.sign_in("mia", made["one_time_password"], tenant="other")
    assert signed_in.actor(first.session_secret).tenant == "other"


def test_a_server_that_asks_people_prints_the_owners_secret_once(dharma, monkeypatch):
    served = []
    monkeypatch.setattr(
        "dharma_core.runners.dashboard.serve_dashboard", lambda **said: served.append(said)
    )
    monkeypatch.delenv("DHARMA_SIGN_IN", raising=False)
    assert "One-time secret" not in dharma("serve").err
    asked = dharma("serve", "--sign-in")
    assert "There is no owner yet. One-time secret, good for 24 hours: dhc_" in asked.err
    monkeypatch.setattr(passwords, "COST", CHEAP)
    secret = asked.err.split("24 hours: ")[1].split()[0]
    open_house().gate.set_up_owner(secret, "olga", OWNER_PASSWORD)
    assert "One-time secret" not in dharma("serve", "--sign-in").err
    assert len(served) == 3
    monkeypatch.delenv("DHARMA_SIGN_IN")


def test_an_owner_who_is_locked_out_comes_back(dharma, monkeypatch):
    monkeypatch.setattr(passwords, "COST", CHEAP)
    house = open_house()
    assert dharma("user", "recover", "olga").code == 2
    house.owner()
    made = _json(dharma("user", "recover", "olga", "--format", "json"))
    assert (made["name"], made["must_change_password"]) == ("olga", True)
    assert open_house().gate.sign_in("olga", made["one_time_password"]).must_change
    assert "One-time password of olga" in dharma("user", "recover", "olga").out
    refused = dharma("user", "recover", "olgo")
    assert (refused.code, "Did you mean 'olga'?" in refused.err) == (2, True)
