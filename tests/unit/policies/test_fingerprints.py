from __future__ import annotations

from dataclasses import replace

import pytest

from dharma_core.policies.findings import Effect, Finding, Severity
from dharma_core.policies.fingerprints import fingerprints
from dharma_core.provenance import Position

ONE = Finding(
    "DH_1", Severity.HIGH, Effect.DENY, "security", "aws_s3_bucket.a", "said",
    position=Position("main.tf", 3), evidence={"attribute": "rule[0].acl", "value": "public"},
)  # fmt: skip
SAME = {
    "line": {"position": Position("main.tf", 90)},
    "file": {"position": Position("other.tf", 3)},
    "severity": {"severity": Severity.LOW},
    "wording": {"message": "said otherwise", "title": "New"},
    "place in a list": {"evidence": {"attribute": "rule[7].acl", "value": "public"}},
    "value": {"evidence": {"attribute": "rule[0].acl", "value": "public-read"}},
    "waiver": {"waived": True},
}
OTHER = {
    "rule": {"rule_id": "DH_2"},
    "resource": {"address": "aws_s3_bucket.b"},
    "attribute": {"evidence": {"attribute": "rule[0].policy"}},
    "not known before apply": {"evidence": {"unknown": ["rule[0].acl"]}},
}


@pytest.mark.parametrize("change", SAME.values(), ids=list(SAME))
def test_a_fingerprint_survives_a_change_of(change):
    assert fingerprints([replace(ONE, **change)]) == fingerprints([ONE])


@pytest.mark.parametrize("change", OTHER.values(), ids=list(OTHER))
def test_a_fingerprint_tells_apart_by(change):
    assert fingerprints([replace(ONE, **change)]) != fingerprints([ONE])


def test_findings_that_are_alike_have_names_of_their_own():
    assert len(set(fingerprints([ONE, ONE, ONE]))) == 3


def test_policies_that_failed_are_told_apart_by_what_they_say():
    errors = [
        replace(ONE, rule_id="policy_error", address="", evidence={}, message=m) for m in "ab"
    ]
    first, second = fingerprints(errors)
    assert first != second
