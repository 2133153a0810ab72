"""What a waiver has to say before the store keeps it."""

from dataclasses import replace
from datetime import date

import pytest

from dharma_core.errors import InputError
from dharma_core.policies.findings import Effect, Rule, Severity
from dharma_core.policies.waiver_giving import checked_waiver
from dharma_core.policies.waivers import Form, Waiver

RULE = Rule("DH_1", "t", Severity.HIGH, Effect.DENY, "security", "aws", (), twins=("CKV_AWS_1",))
TODAY = date(2026, 11, 30)
DRAFT = Waiver("dh_1", "", Form.STORE, "  a  reason ", TODAY, address="x_y.a")


def check(**changes):
    needs = changes.pop("needs_expiry", True)
    return checked_waiver(replace(DRAFT, **changes), [RULE], today=TODAY, needs_expiry=needs)


def test_the_rule_gets_its_own_spelling_and_texts_are_trimmed():
    found = check()
    assert (found.rule, found.reason, found.until) == ("DH_1", "a reason", TODAY)
    assert check(rule="ckv_aws_1").rule == "CKV_AWS_1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "DH_2"}, "There is no rule 'DH_2'"),
        ({"reason": " "}, "gives no reason"),
        ({"address": ""}, "names no resource"),
        ({"until": None}, "has no last day"),
        ({"until": date(2026, 11, 29)}, "2026-11-29 is past"),
        ({"reason": "x" * 2001}, "2001 characters"),
    ],
    ids=["rule", "reason", "address", "no day", "past", "long"],
)
def test_what_is_missing_or_wrong_is_refused(changes, said):
    with pytest.raises(InputError, match=said) as caught:
        check(**changes)
    assert caught.value.next_step


def test_a_misspelt_rule_is_refused_with_the_nearest_and_where_one_s_own_belong():
    with pytest.raises(InputError) as caught:
        check(rule="CKV_AWS_11")
    assert caught.value.next_step == (
        "Did you mean 'CKV_AWS_1'? A rule of your own needs its folder under [policies]."
    )


def test_no_last_day_is_fine_where_the_settings_ask_for_none():
    assert check(until=None, needs_expiry=False).until is None
