"""A notebook's kernel runs an event loop: deployments work there too."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from dharma_core.deployments.values import DeploymentRequest, DeploymentState
from dharma_core.workbench import Workbench


def test_a_deployment_runs_where_an_event_loop_runs():
    bench = Workbench.open()

    async def deploy():
        return bench.deploy(bench.read("serverless-api"), DeploymentRequest(budget=Decimal(0)))

    done = asyncio.run(deploy())
    assert done.state is DeploymentState.FAILED
    assert "budget" in done.reason
