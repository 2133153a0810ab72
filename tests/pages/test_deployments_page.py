from __future__ import annotations

import pytest

from dharma_core.deployments.values import DeploymentRequest, DeploymentState
from dharma_core.workbench import Workbench


@pytest.fixture
def queued(stored: Workbench):
    return stored.deploy(stored.read("three-tier-web"), DeploymentRequest(), wait=False)


def test_a_queued_deployment_shows_its_way_and_can_be_cancelled(stored, queued, dashboard) -> None:
    page = dashboard.open("deployments")
    assert "dh-timeline" in page.text
    assert "validating" in page.text
    page.click("cancel")
    assert stored.deployment(queued.id).state is DeploymentState.CANCELLED


def test_a_waiting_deployment_asks_for_a_decision(stored, queued, dashboard, monkeypatch) -> None:
    approved: list[str] = []
    _move(stored, queued.id, "validating", "planning", "awaiting_approval")
    monkeypatch.setattr(
        Workbench, "approve_deployment", lambda _self, id_, **_named: approved.append(id_)
    )
    page = dashboard.open("deployments")
    assert "needs a decision" in page.text
    page.click("approve")
    assert approved == [queued.id]


def test_a_deployment_is_asked_for_with_the_form(stored, dashboard, monkeypatch) -> None:
    monkeypatch.setattr("app.widgets.deployments.ensure_worker", lambda: None)
    page = dashboard.open("deployments")
    page.widget("selectbox", "source").select("three-tier-web 1.0.0").run()
    page.widget("selectbox", "environment").select("production")
    page.widget("text_input", "deploy_budget").set_value("500")
    page.click("deploy_now")
    (deployment,) = stored.deployments()
    assert deployment.request.environment == "production"
    assert str(deployment.request.budget) == "500"
    assert deployment.id in page.text


def test_a_budget_that_is_no_number_starts_nothing(stored, dashboard) -> None:
    page = dashboard.open("deployments")
    page.widget("text_input", "deploy_budget").set_value("abc")
    page.click("deploy_now")
    assert "not a number" in page.text
    assert stored.deployments() == ()


def _move(bench: Workbench, deployment_id: str, *states: str) -> None:
    with bench.store.transaction(bench.actor) as uow:
        for state in states:
            uow.deployments.change_state(deployment_id, DeploymentState(state))
