"""``dharma trust``: the contract other programs rely on."""

from __future__ import annotations

import json

import pytest

GOOD = {
    "compliance": 96, "disk_encrypted": True, "firewall": True, "patch_age_days": 4,
    "managed": True, "jailbroken": False,
}  # fmt: skip
CONTEXT = {"mfa": True, "failed_logins": 0, "address": "10.1.2.3", "place": "Berlin"}


def _score(dharma, device, user, context):
    options = ("--device", device, "--user", user, "--context", context)
    return dharma("trust", "score", *options, "--format", "json")


@pytest.mark.parametrize(
    ("parts", "overall", "level"),
    [(("95", "100", "75"), 92.0, "full"), (("20", "30", "25"), 25.25, "low")],
    ids=["92", "25.25"],
)
def test_score_prints_score_level_and_breakdown(dharma, parts, overall, level):
    ran = _score(dharma, *parts)
    said = json.loads(ran.out)
    assert (ran.code, said["overall_score"], said["trust_level"]) == (0, overall, level)
    assert list(said["breakdown"].values()) == [float(part) for part in parts]
    assert list(said["breakdown"]) == ["device_trust", "user_trust", "context_trust"]
    assert sum(low["points"] for low in said["lowered_by"]) == pytest.approx(100 - overall)


@pytest.mark.parametrize("bad", ["-1", "101", "nan", "inf", "text", ""])
@pytest.mark.parametrize("place", range(3), ids=["device", "user", "context"])
def test_score_refuses_what_is_no_number_from_0_to_100(dharma, bad, place):
    parts = ["50", "50", "50"]
    parts[place] = bad
    ran = _score(dharma, *parts)
    assert (ran.code, ran.out) == (2, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == "input_error"
    assert error["details"]["component"] == ("device", "user", "context")[place]


def test_score_for_people_says_what_lowered_it(dharma):
    ran = dharma("trust", "score", "--device", "95", "--user", "100", "--context", "75")
    assert "Trust score 92.00: full" in ran.out
    assert "context trust was given as 75 of 100" in ran.out
    full = dharma("trust", "score", "--device", "100", "--user", "100", "--context", "100")
    assert full.out.strip() == "Trust score 100.00: full"


def _verify(dharma, *options, device=GOOD, context=CONTEXT):
    facts = ("--device", json.dumps(device), "--context", json.dumps(context))
    return dharma("trust", "verify", "--user", "ann", *options, *facts)


def test_verify_prints_decision_score_reasons_and_rule(dharma):
    ran = _verify(dharma, "--resource", "blueprint", "--action", "update", "--format", "json")
    said = json.loads(ran.out)
    assert (ran.code, said["decision"], said["rule"]) == (0, "allow", "change")
    assert isinstance(said["trust_score"], float)
    assert said["reasons"][0].startswith(f"The trust score is {said['trust_score']:.2f} (full)")


def test_verify_ends_with_1_unless_it_is_allowed(dharma):
    asked = ("--resource", "user", "--action", "delete")
    step_up = _verify(dharma, *asked, context=CONTEXT | {"mfa": False})
    assert step_up.code == 1
    assert "Step up (destroy-restricted)" in step_up.out
    denied = dharma("trust", "verify", "--user", "eve", *asked)
    assert denied.code == 1
    assert "Deny (change-restricted)" in denied.out
    assert "nobody tells whether the disk is encrypted" in denied.out


def test_verify_names_the_fact_that_was_meant(dharma):
    ran = _verify(dharma, "--resource", "b", "--action", "read", device={"firewal": True})
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean 'firewall'?" in ran.err


def test_history_shows_decisions_newest_first(dharma):
    for action in ("read", "update"):
        _verify(dharma, "--resource", "blueprint", "--action", action)
    said = json.loads(dharma("trust", "history", "--user", "ann", "--format", "json").out)
    assert [one["action"] for one in said["evaluations"]] == ["update", "read"]
    assert said["changes"] == []
    table = dharma("trust", "history").out
    assert "update blueprint" in table


def test_rules_lists_what_is_in_force(dharma):
    said = json.loads(dharma("trust", "rules", "--format", "json").out)
    assert {"anything", "destroy", "jailbroken"} <= {rule["id"] for rule in said["rules"]}
    assert "high (60) and a second" in dharma("trust", "rules").out
