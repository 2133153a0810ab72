"""Waivers over a report: what they hide, and above all what they never hide."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dharma_core.policies.findings import CheckReport, Effect, Finding, Rule, Severity
from dharma_core.policies.ports import RegoProblem
from dharma_core.policies.verdicts import policy_error
from dharma_core.policies.waivers import Form, Standing, Waiver, matches, rule_key
from dharma_core.policies.waiving import Terms, apply_waivers

TODAY = date(2026, 11, 30)
LATER, PAST = date(2027, 1, 31), date(2026, 11, 29)


def rule(id_, *twins):
    return Rule(id_, id_, Severity.HIGH, Effect.DENY, "security", "aws", (), twins=twins)


RULES = (rule("DH_1", "CKV_AWS_1", "AVD-AWS-0001"), rule("DH_2", "CKV_AWS_2"), rule("DH_3"))


def finding(rule_id, address):
    twins = next(r.twins for r in RULES if r.id == rule_id)
    return Finding(rule_id, Severity.HIGH, Effect.DENY, "security", address, rule_id, twins=twins)


def report(*pairs):
    return CheckReport.of([finding(*pair) for pair in pairs], RULES, 3)


def waiver(rule_id="DH_1", address="x_y.a", until=LATER, form=Form.FILE, reason="why", **more):
    return Waiver(
        rule_id, more.pop("where", "w.yaml:1"), form, reason, until, address=address, **more
    )


def apply(found, *waivers, **options):
    return apply_waivers(found, waivers, Terms(TODAY, **options))


def test_a_waived_finding_stays_listed_and_counts_no_more():
    made = apply(report(("DH_1", "x_y.a"), ("DH_2", "x_y.a")), waiver(owner="ann"))
    assert [(f.rule_id, f.waived) for f in made.findings] == [("DH_1", True), ("DH_2", False)]
    assert len(made.violations) == 1
    told = made.as_dict()
    assert (told["summary"]["waived"], told["violations"]) == (1, 1)
    assert told["findings"][0]["waiver"] == {
        "rule": "DH_1", "reason": "why", "until": "2027-01-31", "owner": "ann", "ticket": "",
        "where": "w.yaml:1", "form": "file", "note": "", "expired": False,
    }  # fmt: skip
    assert told["findings"][1]["waiver"] is None
    assert told["waivers"][0]["standing"] == "used"


def test_an_expired_waiver_lets_its_finding_count_and_is_told():
    made = apply(report(("DH_1", "x_y.a")), waiver(until=PAST))
    assert len(made.violations) == 1
    assert made.as_dict()["findings"][0]["waiver"]["expired"] is True
    (use,) = made.waivers
    assert (use.standing, use.findings) == (Standing.EXPIRED, 1)
    assert "2026-11-29" in use.message


def test_one_in_force_wins_over_an_expired_one():
    made = apply(report(("DH_1", "x_y.a")), waiver(until=PAST), waiver(where="w.yaml:9"))
    assert made.passed
    assert made.findings[0].waiver.where == "w.yaml:9"


def test_a_waiver_that_no_finding_answers_to_is_told():
    (use,) = apply(report(("DH_2", "x_y.a")), waiver()).waivers
    assert use.standing is Standing.UNUSED
    assert "remove it" in use.message


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": None}, "it has no last day"),
        ({"reason": ""}, "it gives no reason"),
    ],
    ids=["no last day", "no reason"],
)
@pytest.mark.parametrize("form", [Form.DHARMA, Form.FILE], ids=["comment", "file"])
def test_a_waiver_of_ours_that_lacks_something_is_a_warning_and_hides_nothing(form, changes, said):
    made = apply(report(("DH_1", "x_y.a")), waiver(form=form, **changes))
    error = next(f for f in made.findings if f.rule_id == "waiver_error")
    assert (error.effect, error.waived) == (Effect.WARN, False)
    assert said in error.message
    assert error.remediation
    assert (len(made.violations), len(made.warnings)) == (1, 1)
    assert made.waivers[0].standing is Standing.REFUSED


@pytest.mark.parametrize("form", [Form.DHARMA, Form.FILE], ids=["comment", "file"])
def test_a_misspelt_rule_is_refused_with_the_nearest_right_one(form):
    made = apply(report(("DH_1", "x_y.a")), waiver("CKV_AWS_11", form=form))
    (use,) = made.waivers
    assert use.standing is Standing.REFUSED
    assert use.message.startswith("There is no rule 'CKV_AWS_11'. Did you mean 'CKV_AWS_1'?")
    (error,) = [f for f in made.findings if f.rule_id == "waiver_error"]
    assert error.message == (
        "w.yaml:1: this waiver does not hold, because there is no rule 'CKV_AWS_11'."
    )
    assert "--policy DIR" in error.remediation
    assert len(made.violations) == 1


def test_a_stored_waiver_of_another_project_s_rule_is_unused():
    (use,) = apply(report(("DH_1", "x_y.a")), waiver("mine.deny", form=Form.STORE)).waivers
    assert use.standing is Standing.UNUSED


@pytest.mark.parametrize("name", ["DH_AZ", "ckv_azure_7"], ids=["ours", "a twin's"])
@pytest.mark.parametrize("form", [Form.DHARMA, Form.FILE], ids=["comment", "file"])
def test_a_rule_of_a_cloud_that_was_not_checked_is_known(name, form):
    others = lambda: (rule("DH_AZ", "CKV_AZURE_7"),)  # noqa: E731 - one line says it
    made = apply(report(("DH_1", "x_y.a")), waiver(name, form=form), others=others)
    assert [u.standing for u in made.waivers] == [Standing.UNUSED]


def test_the_other_rules_are_read_once_and_only_for_a_name_that_did_not_run():
    asked = []

    def others():
        asked.append(1)
        return ()

    found = report(("DH_1", "x_y.a"))
    apply(found, waiver(), waiver("CKV_AWS_2"), others=others)
    assert asked == []
    apply(found, waiver("DH_8"), waiver("DH_9"), waiver("CKV_*", form=Form.CHECKOV), others=others)
    assert asked == [1]


def test_a_comment_at_several_resources_is_refused_once():
    beside = waiver(address="", at=frozenset({"x_y.a", "x_y.b"}), reason="", form=Form.DHARMA)
    made = apply(report(("DH_1", "x_y.a"), ("DH_1", "x_y.b")), beside, replace(beside, rule="DH_2"))
    assert [f.address for f in made.findings if f.rule_id == "waiver_error"] == ["x_y.a"]


@pytest.mark.parametrize(
    ("require_expiry", "form", "holds"),
    [
        (None, Form.CHECKOV, True),
        (True, Form.CHECKOV, False),
        (None, Form.DHARMA, False),
        (False, Form.DHARMA, True),
    ],
)
def test_the_setting_decides_who_needs_a_last_day(require_expiry, form, holds):
    open_end = waiver(until=None, form=form)
    made = apply(report(("DH_1", "x_y.a")), open_end, require_expiry=require_expiry)
    assert made.findings[0].waived is holds
    if holds:
        assert made.as_dict()["findings"][0]["waiver"]["note"] == "without expiry"


@pytest.mark.parametrize("name", ["CKV_AWS_1", "AVD-AWS-0001", "aws-0001", "dh_1"])
def test_a_rule_may_be_named_as_another_tool_does(name):
    assert apply(report(("DH_1", "x_y.a")), waiver(name, form=Form.TRIVY)).passed


def test_another_tool_s_rule_that_dharma_has_not_is_no_fault():
    made = apply(report(("DH_1", "x_y.a")), waiver("CKV_AWS_999", form=Form.CHECKOV))
    assert made.waivers[0].standing is Standing.FOREIGN
    assert len(made.findings) == 1


def test_a_waiver_for_another_design_does_not_speak_here():
    made = apply(report(("DH_1", "x_y.a")), waiver(design="shop-*"), design="bank")
    assert (made.waivers, len(made.violations)) == ((), 1)
    assert apply(report(("DH_1", "x_y.a")), waiver(design="shop-*"), design="shop-eu").passed


def test_what_is_wrong_with_a_policy_is_never_waived():
    broken = policy_error(RegoProblem("a.rego", 1, "broken"))
    found = CheckReport.of([broken], RULES, 1)
    made = apply(found, waiver("policy_error", "*"), waiver("*", "*", form=Form.TFSEC))
    assert not made.passed
    assert not made.findings[0].waived


_ADDRESSES = ("x_y.a", "x_y.b", "x_y.a[0]", "module.m.x_y.a")
_NAMES = ("DH_1", "DH_2", "DH_3", "CKV_AWS_1", "CKV_AWS_2", "AVD-AWS-0001", "DH_9", "aws-0001")
_pairs = st.tuples(st.sampled_from([r.id for r in RULES]), st.sampled_from(_ADDRESSES))
_waivers = st.tuples(
    st.sampled_from(_NAMES),
    st.sampled_from((*_ADDRESSES, "x_y.*", "*.a", "*[0]", "module.*")),
    st.sampled_from((None, PAST, TODAY, LATER)),
    st.sampled_from(list(Form)),
    st.sampled_from(("", "why")),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_pairs, unique=True, max_size=8), st.lists(_waivers, max_size=6))
def test_a_waiver_never_hides_another_rule_s_or_another_address_s_finding(pairs, written):
    found, waivers = report(*pairs), [waiver(*parts) for parts in written]
    made = apply(found, *waivers)
    for one in made.findings:
        if not one.waived:
            continue
        names = {rule_key(n) for n in (one.rule_id, *one.twins)}
        assert any(
            rule_key(w.rule) in names
            and matches(w.address, one.address)
            and (w.until is None or w.until >= TODAY)
            for w in waivers
        )
        assert one.waiver.reason or not one.waiver.form.is_ours
    kept = [f for f in made.findings if f.rule_id != "waiver_error"]
    assert [replace(f, waived=False, waiver=None) for f in kept] == list(found.findings)
