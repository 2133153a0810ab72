from __future__ import annotations

from dataclasses import replace

import pytest

from dharma_core.plan import Address, Plan, make_resource
from dharma_core.policies.compliance import Standing, judge_compliance
from dharma_core.policies.findings import CheckReport, Effect, Finding, Rule, Severity
from dharma_core.policies.frameworks import Control, Framework

FRAMEWORK = Framework(
    "F 1", "F", "P", "https://x", "2024", "2026", "with a list",
    (Control("1", "checked", "S"), Control("2", "people", "S", cannot="people"),
     Control("3", "later", "S")),
)  # fmt: skip
PLAN = Plan((make_resource(Address("aws_s3_bucket", "a"), {}),))
BUCKETS = Rule(
    "R1", "t", Severity.HIGH, Effect.DENY, "security", "aws", ("aws_s3_bucket",),
    frameworks={"F 1": ("1",)},
)  # fmt: skip
QUEUES = replace(BUCKETS, id="R2", resource_types=("aws_sqs_queue",))
BROKEN = Finding("R1", Severity.HIGH, Effect.DENY, "security", "aws_s3_bucket.a", "m")
UNKNOWN = replace(BROKEN, evidence={"unknown": ["acl"]})
WARNED = replace(BROKEN, effect=Effect.WARN)
CASES = {
    "a finding": ([BUCKETS], [BROKEN], Standing.FAILING),
    "a warning": ([BUCKETS], [WARNED], Standing.FAILING),
    "a finding that a baseline knows": (
        [BUCKETS], [replace(BROKEN, baselined=True)], Standing.FAILING,
    ),
    "what only apply will tell": ([BUCKETS], [UNKNOWN], Standing.CANNOT_TELL),
    "an unknown beside a finding": ([BUCKETS], [UNKNOWN, BROKEN], Standing.FAILING),
    "a waived finding": ([BUCKETS], [replace(BROKEN, waived=True)], Standing.WAIVED),
    "an unknown beside a waived one": (
        [BUCKETS], [replace(BROKEN, waived=True), UNKNOWN], Standing.CANNOT_TELL,
    ),
    "nothing found in a bucket": ([BUCKETS], [], Standing.MET),
    "no resource of the rule's types": ([QUEUES], [], Standing.NOT_APPLICABLE),
    "one rule of two with a resource": ([QUEUES, BUCKETS], [], Standing.MET),
    "a rule for all types": ([replace(QUEUES, resource_types=())], [], Standing.MET),
    "no rule": ([], [], Standing.NO_RULE),
}  # fmt: skip


def judged(rules, findings):
    return judge_compliance(PLAN, CheckReport.of(findings, rules, 1), FRAMEWORK)


@pytest.mark.parametrize(("rules", "findings", "standing"), CASES.values(), ids=list(CASES))
def test_a_control_stands_by(rules, findings, standing):
    assert judged(rules, findings).results[0].standing is standing


def test_a_control_that_code_cannot_check_says_why():
    result = judged([BUCKETS], []).results[1]
    assert result.standing is Standing.NOT_CHECKABLE
    assert result.control.cannot == "people"


def test_findings_are_the_evidence_worst_first_and_unknown_last():
    low = replace(BROKEN, severity=Severity.LOW)
    result = judged([BUCKETS], [UNKNOWN, low, BROKEN]).results[0]
    assert result.findings == (BROKEN, low, UNKNOWN)
    assert result.resources == 1


def test_every_control_is_counted_once():
    report = judged([BUCKETS], [BROKEN])
    assert sum(report.counts.values()) == 3
    assert report.as_dict()["summary"]["failing"] == 1
    assert not report.passed


def test_a_policy_that_failed_is_no_pass():
    error = Finding("policy_error", Severity.HIGH, Effect.DENY, "security", "", "broken")
    report = judged([BUCKETS], [error])
    assert report.counts[Standing.FAILING] == 0
    assert not report.passed


def test_a_rule_of_a_cloud_that_is_not_there_has_nothing_to_check():
    report = CheckReport.of([], [], 1)
    result = judge_compliance(PLAN, report, FRAMEWORK, others=[QUEUES]).results[0]
    assert result.standing is Standing.NOT_APPLICABLE
