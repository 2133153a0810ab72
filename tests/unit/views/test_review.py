from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

import pytest

from dharma_core.audit import ChainEntry, verify_chain
from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import Deployment
from dharma_core.generation.output import CheckResult, GeneratedFile, Generation
from dharma_core.plan import Catalog, Plan
from dharma_core.policies.findings import CheckReport
from dharma_core.views.review import Review, render_review


@pytest.fixture
def review(
    plan: Plan, report: CheckReport, estimate: Estimate, catalog: Catalog, noon: datetime
) -> Review:
    generation = Generation(
        "terraform",
        (
            GeneratedFile(
                "main.tf", 'resource "aws_vpc" "main" {\n  # <script>alert(1)</script>\n}\n'
            ),
        ),
        (CheckResult("terraform validate", "passed"), CheckResult("tflint", "skipped", "not here")),
        ("aws_new.thing",),
    )
    return Review(plan, report, estimate, (generation,), catalog, noon)


def test_a_review_is_self_contained_and_escapes_what_it_shows(review: Review) -> None:
    html = render_review(review)
    assert re.findall(r"""(?:src|href)=["'](?!#)""", html) == []
    assert "<script" not in html
    assert re.findall(r"url\((?!data:)|@import", html) == []
    assert "&lt;DH_AWS_S3_001&gt;" in html


def test_a_review_says_what_is_not_known_in_words(review: Review) -> None:
    html = render_review(review)
    assert "$15.18" in html
    assert "1 resource depends on usage and 1 resource has no price." in html
    assert "Stopped: 2 violations must be fixed first." in html
    assert "aws_new.thing" in html


def test_a_review_without_deployment_and_chain_leaves_their_sections_out(review: Review) -> None:
    html = render_review(review)
    assert 'id="deployment"' not in html
    assert 'id="audit"' not in html


def test_a_full_review_tells_deployment_budget_and_chain(
    review: Review, deployment: Deployment, entries: tuple[ChainEntry, ...]
) -> None:
    from dataclasses import replace

    full = replace(review, deployment=deployment, chain=verify_chain(entries), budget=Decimal(10))
    html = render_review(full)
    assert "+$5.18" in html
    assert "completed on sandbox" in html
    assert "vpc-1" in html
    assert "2 events verified" in html
    assert entries[-1].hash in html


def test_a_review_is_the_same_twice(review: Review) -> None:
    assert render_review(review) == render_review(review)
