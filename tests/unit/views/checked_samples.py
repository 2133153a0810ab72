"""A check with every kind of finding, for the tests of its forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from dharma_core.policies.excerpts import Excerpt
from dharma_core.policies.findings import CheckReport, Effect, Finding, Rule, Severity
from dharma_core.policies.fingerprints import fingerprints
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.provenance import Position
from dharma_core.views.checked import Checked

MADE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def rule(id_, severity=Severity.HIGH, effect=Effect.DENY, **parts):
    known = {
        "description": "Why | <b>",
        "service": "S3",
        "remediation": "Turn it on.",
        "references": ("https://docs.example.org/s3",),
        "frameworks": {"SOC 2": ("CC6.1",)},
    }
    return Rule(
        id_, f"Fault {id_}", severity, effect, "security", "aws", ("aws_s3_bucket",),
        **{**known, **parts},
    )  # fmt: skip


RULES = (
    rule("DH_2"),
    rule("DH_1", Severity.CRITICAL),
    rule("DH_3", Severity.LOW, Effect.WARN, frameworks={}),
    rule("DH_QUIET", Severity.MEDIUM),
)


def finding(rule_id, address="aws_s3_bucket.logs", *, line=7, **parts):
    known = {r.id: r for r in RULES}[rule_id]
    place = Position("infra/main file.tf", line, line + 2) if line else None
    return Finding(
        rule_id, known.severity, known.effect, known.group, address,
        f"{address}: is <b>| wrong\x07.", title=known.title, remediation=known.remediation,
        position=place, evidence={"attribute": "acl", "value": "public"}, twins=("CKV_AWS_1",),
        **parts,
    )  # fmt: skip


WAIVER = Waiver("DH_2", "main.tf:3", Form.CHECKOV, "public on | purpose", date(2027, 1, 31), "ann")
ERROR = Finding(
    "policy_error", Severity.CRITICAL, Effect.DENY, "compliance", "", "a.rego:3: nonsense",
    title="Policy cannot be run", position=Position("a.rego", 3),
)  # fmt: skip
FINDINGS = (
    finding("DH_1"),
    replace(finding("DH_2"), waived=True, waiver=WAIVER),
    replace(finding("DH_2", "aws_s3_bucket.old"), baselined=True),
    finding("DH_3", 'aws_s3_bucket.q["a|b"]', line=None),
    replace(finding("DH_2", "aws_s3_bucket.later"), evidence={"unknown": ["acl"]}),
)


def checked(*findings, compared=False):
    report = CheckReport.of(findings, RULES, 4)
    excerpts = {
        name: Excerpt("infra/main file.tf", 7, ('resource "x" {', '  acl = "```<b>"', "}"), 8)
        for name, one in zip(fingerprints(report.findings), report.findings, strict=True)
        if one.position and one.position.file.endswith(".tf")
    }
    return Checked(
        report, "shop", "infra", "terraform", MADE, excerpts, "0.1.0", compared=compared
    )  # fmt: skip
