"""What pages remember of one design: each question has its own answers."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.assessments import Source, check_of, estimate_of, plan_of
from dharma_core.workbench import Workbench


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Return a workbench and a template as the source; the store is a fresh one."""
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    return Workbench.open(), Source("web-server", "Web server", store=str(tmp_path))


def test_the_same_question_is_answered_once_and_questions_do_not_mix(asked):
    bench, source = asked

    plan, report = plan_of(bench, source), check_of(bench, source)

    assert plan_of(bench, source) is plan
    assert check_of(bench, source) is report
    assert type(plan) is not type(report)


def test_what_else_is_asked_and_the_source_tell_answers_apart(asked):
    bench, source = asked

    usual = estimate_of(bench, source, None)

    assert estimate_of(bench, source, None) is usual
    assert estimate_of(bench, source, None, "", load=Decimal(2)) is not usual
    assert plan_of(bench, replace(source, store="another")) is not plan_of(bench, source)
