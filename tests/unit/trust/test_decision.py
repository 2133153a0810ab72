"""The answer to an access question: verdict, reasons and rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.trust.decision import decide
from dharma_core.trust.rules import AccessRule, AccessRules, Ask, Sensitivity, Verdict
from dharma_core.trust.score import Deduction, Level, assess, score

RULES = AccessRules(
    (
        AccessRule("anything", "All need some", Level.LOW),
        AccessRule("delete", "Deletes need much", Level.HIGH, actions=frozenset({"delete"})),
        AccessRule("key", "Keys", Level.LOW, resources=frozenset({"key"}), second_factor=True),
        AccessRule("rooted", "No rooted device", Level.FULL, when=frozenset({"device.jailbreak"})),
    ),
    {"blueprint": Sensitivity.INTERNAL},
    {"delete": "destroying"},
)
DELETE = Ask("blueprint", "delete")
NO_FACTOR = Deduction("user.second_factor", "no second factor was passed", Decimal(30))


def test_an_allow_says_what_was_asked_for():
    found = decide(score(60, 60, 60), DELETE, RULES, second_factor=False)
    assert (found.decision, found.rule, found.required) == (Verdict.ALLOW, "delete", Level.HIGH)
    assert found.allowed
    assert (found.trust_score, found.level) == (Decimal("60.00"), Level.HIGH)
    assert found.reasons == ("The trust score is 60.00 (high); delete asks for high (60).",)


def test_a_deny_names_the_three_things_that_lowered_the_score_most():
    parts = [Deduction(f"device.{n}", f"fact {n}", Decimal(10 + n)) for n in range(5)]
    found = decide(score(assess("device", parts), 40, 100), DELETE, RULES, second_factor=True)
    assert (found.decision, found.allowed) == (Verdict.DENY, False)
    # Device 40: 14 + 16 + 25 = 55; the user's 60 points weigh 24.
    assert found.reasons == (
        "The trust score is 55.00 (medium); delete asks for high (60): Deletes need much.",
        "User trust was given as 40 of 100 (-24.00).",
        "Fact 4 (-4.90).",
        "Fact 3 (-4.55).",
    )


def test_a_step_up_says_that_a_second_factor_would_do():
    found = decide(score(50, assess("user", [NO_FACTOR]), 50), DELETE, RULES, second_factor=False)
    # 17.5 + 28 + 12.5 = 58, and 12 more with a second factor.
    assert found.decision is Verdict.STEP_UP
    assert found.reasons[:2] == (
        "The trust score is 58.00 (medium); delete asks for high (60): Deletes need much.",
        "A second factor would lift it over that.",
    )
    assert found.reasons[2] == "Device trust was given as 50 of 100 (-17.50)."


def test_a_step_up_may_be_asked_for_although_the_score_is_enough():
    found = decide(score(90, 90, 90), Ask("key", "read"), RULES, second_factor=False)
    assert (found.decision, found.rule, found.required) == (Verdict.STEP_UP, "key", Level.LOW)
    assert found.reasons == (
        "The trust score is 90.00 (full), which is enough; key asks for a second factor too.",
    )
    assert decide(score(90, 90, 90), Ask("key", "read"), RULES, second_factor=True).allowed


def test_a_score_too_low_for_the_rule_that_asks_for_a_factor_is_explained_by_its_level():
    found = decide(score(10, 10, 10), Ask("key", "read"), RULES, second_factor=False)
    assert (found.decision, found.rule) == (Verdict.DENY, "anything")
    assert found.reasons[0].startswith(
        "The trust score is 10.00 (none); anything asks for low (20)"
    )


@pytest.mark.parametrize(
    ("number", "verdict", "first"),
    [
        (80, "step_up", "which is enough; both asks for a second factor too."),
        (79, "deny", "both asks for full (80): Both."),
    ],
)
def test_a_rule_that_asks_for_level_and_factor_is_explained_by_what_is_missing(
    number, verdict, first
):
    both = AccessRule("both", "Both", Level.FULL, second_factor=True)
    rules = AccessRules((both,), {}, {})
    score_of = score(number, number, number)
    found = decide(score_of, Ask("key", "read"), rules, second_factor=False)
    assert found.decision.value == verdict
    assert found.reasons[0].endswith(first)
    assert len(found.reasons) == (1 if verdict == "step_up" else 4)


@pytest.mark.parametrize(("user", "verdict"), [(100, "deny"), (0, "deny")])
def test_no_good_score_makes_up_for_a_jailbroken_device(user, verdict):
    rooted = assess("device", [Deduction("device.jailbreak", "it is rooted", Decimal(100))])
    found = decide(score(rooted, user, 100), Ask("blueprint", "read"), RULES, second_factor=True)
    assert (found.decision.value, found.rule) == (verdict, "rooted")


def test_the_json_form_is_the_contract_of_the_command_line():
    said = decide(score(95, 100, 75), DELETE, RULES, second_factor=True).as_dict()
    assert list(said)[:4] == ["decision", "trust_score", "reasons", "rule"]
    assert (said["decision"], said["trust_score"], said["rule"]) == ("allow", 92.0, "delete")
    assert (said["trust_level"], said["required_level"]) == ("full", "high")
    assert said["breakdown"]["device_trust"] == 95.0
    assert [low["points"] for low in said["lowered_by"]] == [6.25, 1.75]
