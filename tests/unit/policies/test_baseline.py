from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dharma_core.errors import InputError
from dharma_core.policies.baseline import baseline_text, parse_baseline
from dharma_core.policies.findings import CheckReport, Effect, Finding, Severity
from dharma_core.provenance import Position


def finding(rule="DH_1", address="aws_vpc.a", **parts):
    return Finding(rule, Severity.HIGH, Effect.DENY, "security", address, "m", **parts)


def report(*findings):
    return CheckReport.of(findings, (), 1)


def known(*findings):
    return parse_baseline(baseline_text(report(*findings)), file="b.json")


def test_a_known_finding_is_marked_and_fails_nothing():
    found = known(finding()).apply(report(finding()))
    assert found.findings[0].baselined
    assert found.passed
    assert not found.fails_at(Severity.LOW)


def test_a_new_finding_beside_a_known_one_fails():
    found = known(finding()).apply(report(finding(), finding("DH_2")))
    assert [f.rule_id for f in found.violations] == ["DH_2"]
    assert not found.passed


def test_a_second_finding_of_the_same_kind_is_new():
    found = known(finding()).apply(report(finding(), finding()))
    assert len(found.violations) == 1


def test_a_move_of_lines_changes_nothing():
    moved = replace(finding(), position=Position("x.tf", 99))
    assert known(replace(finding(), position=Position("x.tf", 3))).apply(report(moved)).passed


def test_a_policy_that_failed_is_never_known():
    error = Finding("policy_error", Severity.HIGH, Effect.DENY, "security", "", "broken")
    assert not known(error).apply(report(error)).passed


def test_a_waiver_that_does_not_hold_is_never_known():
    error = finding("waiver_error", "")
    assert known(error).known == {}
    assert not known(error).apply(report(error)).passed


def test_what_was_fixed_is_told():
    assert known(finding(), finding("DH_2")).gone(report(finding())) == ("DH_2 aws_vpc.a",)


def test_a_waived_finding_is_not_written():
    assert known(finding(waived=True)).known == {}


def test_the_text_does_not_depend_on_the_order_of_findings():
    one, two = finding(), finding("DH_2", "aws_vpc.b")
    assert baseline_text(report(one, two)) == baseline_text(report(two, one))


BAD = {
    "no JSON": ("{", "not valid JSON"),
    "another format": ('{"format": "x"}', "its format is not"),
    "a list": ("[]", "its format is not"),
    "no list of findings": ('{"format": "dharma-baseline/1"}', "'findings' is not a list"),
    "an entry without a name": (
        json.dumps({"format": "dharma-baseline/1", "findings": [{"fingerprint": "a"}, {}]}),
        "finding 2 has no fingerprint",
    ),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=list(BAD))
def test_a_file_that_is_no_baseline_is_refused_with_the_way_to_make_one(text, said):
    with pytest.raises(InputError, match=said) as caught:
        parse_baseline(text, file="b.json")
    assert "b.json" in caught.value.message
    assert "--write-baseline" in caught.value.next_step
