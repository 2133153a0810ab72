from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.deployments.values import (
    Deployment,
    DeploymentRequest,
    DeploymentState,
    LogLine,
)
from dharma_core.views.deployment_markup import log_html, states_ahead, timeline_html
from dharma_core.views.timeline import state_spans, took


@pytest.mark.parametrize(
    ("state", "environment", "expected"),
    [
        ("queued", "development", ["validating", "planning", "approved", "applying", "completed"]),
        ("planning", "production", ["awaiting_approval", "approved", "applying", "completed"]),
        ("awaiting_approval", "development", ["approved", "applying", "completed"]),
        ("rolling_back", "development", ["rolled_back"]),
        ("failed", "development", []),
    ],
)
def test_the_states_ahead_follow_the_environment(
    deployment: Deployment, state: str, environment: str, expected: list[str]
) -> None:
    asked = replace(
        deployment,
        state=DeploymentState(state),
        request=DeploymentRequest(environment=environment),
    )
    assert [s.value for s in states_ahead(asked)] == expected


def test_a_lasting_state_ends_now_and_a_final_one_at_its_start(
    deployment: Deployment, noon: datetime
) -> None:
    later = noon + timedelta(seconds=200)
    assert took(deployment, later) == timedelta(seconds=95)
    applying = replace(deployment, state=DeploymentState.APPLYING, history=deployment.history[:-1])
    assert took(applying, later) == timedelta(seconds=200)
    assert state_spans(applying, later)[-1].open


def test_a_deployment_without_history_has_one_span(deployment: Deployment, noon: datetime) -> None:
    fresh = replace(deployment, state=DeploymentState.QUEUED, history=())
    (span,) = state_spans(fresh, noon)
    assert span.state is DeploymentState.QUEUED


def test_the_timeline_marks_the_present_state(deployment: Deployment, noon: datetime) -> None:
    html = timeline_html(deployment, noon)
    assert html.count('aria-current="step"') == 1
    assert "1 min 30 s" in html
    assert "dh-ahead" not in html


def test_the_log_escapes_and_names_levels_that_matter() -> None:
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    html = log_html(
        [LogLine(at, "info", "<b>made</b>", "apply"), LogLine(at, "error", "no", "apply")]
    )
    assert "&lt;b&gt;made" in html
    assert html.count("dh-badge") == 1
    assert ">12:00:00<" in html
