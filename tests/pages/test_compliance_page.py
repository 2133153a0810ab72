from __future__ import annotations

import pytest


@pytest.fixture
def page(stored, dashboard):
    page = dashboard.open("compliance")
    page.widget("selectbox", "source").select("legacy-shop 1.0.0").run()
    return page


def test_the_benchmark_of_the_designs_own_cloud_comes_first(page):
    assert page.widget("selectbox", "framework").value == "CIS AWS 3.0"


def test_a_failing_control_shows_its_evidence_with_the_line(page):
    chooser = page.widget("selectbox", "control_shown")
    chooser.select(next(o for o in chooser.options if o.startswith("2.3.1"))).run()
    assert "storage_encrypted: false" in page.text
    assert "DH_AWS_RDS_002" in page.text


def test_another_framework_answers_with_its_own_controls(page):
    page.widget("selectbox", "framework").select("HIPAA").run()
    controls = page.widget("selectbox", "control_shown").options
    assert any(o.startswith("164.312(a)(2)(iv)") for o in controls)
    assert 'role="alert"' not in page.text


def test_a_standing_keeps_only_its_controls(page):
    page.widget("pills", "standing").set_value(["not checkable by code"]).run()
    assert "a setting of the account" in page.text
    assert "14 of 14" in page.text or "14 controls" in page.text


def test_every_framework_is_compared_on_the_same_design(page):
    for name in ("CIS Azure 2.1", "NIST 800-53 r5", "PCI DSS 4.0.1", "SOC 2"):
        assert name in page.text
