from __future__ import annotations

from decimal import Decimal

from dharma_core.deployments.values import DeploymentRequest


def test_the_first_step_stores_the_example(dashboard, bench) -> None:
    page = dashboard.run().click("store_example")
    assert "three-tier-web 1.0.0 is stored." in page.text
    assert [b.name for b in bench.blueprints().items] == ["three-tier-web"]


def test_the_total_is_the_sum_of_all_designs(stored, dashboard) -> None:
    costs = [stored.estimate(stored.read(b.id)).total for b in stored.blueprints().items]
    total = costs[0] + costs[1]
    assert f">{total.text()}<" in dashboard.run().text
    assert total.amount > Decimal(100)


def test_a_running_deployment_is_counted(stored, dashboard) -> None:
    stored.deploy(stored.read("three-tier-web"), DeploymentRequest(), wait=False)
    page = dashboard.run()
    assert "queued" in page.text
    assert "Deployment requested" in page.text or "Deployment" in page.text
