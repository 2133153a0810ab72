"""Overview: spend, findings, what runs or waits, and what happened last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import standing_of
from app.session import now, workbench
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, go_to, heading, section
from app.widgets.messages import empty, guarded, say_later, say_now
from app.widgets.style import colour_mode
from app.widgets.tables import plain_table
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.views.designs import Standing, overview_headlines, waiting_sentence
from dharma_core.views.figures import cost_by_design
from dharma_core.views.tables import deployments_table, events_table
from dharma_core.views.words import count, deployment_label

if TYPE_CHECKING:
    from dharma_core.blueprints.records import BlueprintSummary
    from dharma_core.workbench import Workbench

_DESIGNS = 12
_EVENTS = 8
_EXAMPLE = "three-tier-web"


def page() -> None:
    heading("overview")
    with guarded():
        bench = workbench()
        say_now()
        designs = bench.blueprints(page_size=_DESIGNS)
        if not designs.total:
            _first_steps(bench)
            return
        context_line(f"tenant {bench.actor.tenant}", count(designs.total, "design"))
        with st.skeleton(height=320):
            standings = {b.id: standing_of(bench, b) for b in designs.items}
            deployments = bench.deployments()
        figures(
            overview_headlines(list(standings.values()), deployments, bench.settings.budget_for)
        )
        _waiting(deployments)
        _costs(designs.items, standings)
        _lately(bench, deployments)


def _first_steps(bench: Workbench) -> None:
    empty(
        "Nothing is stored yet",
        "Start with the bundled design: a load balancer, two web servers and a database. "
        "It can be checked, priced and deployed on the embedded simulator, all offline.",
    )
    if st.button("Store the three-tier example", type="primary", key="store_example"):
        stored = bench.save_blueprint(bench.template(_EXAMPLE), file=f"{_EXAMPLE}.yaml")
        say_later(f"{stored.name} {stored.version} is stored.")
        st.rerun()
    go_to("guardrails", "Check a plan of your own")


def _waiting(deployments: Sequence[Deployment]) -> None:
    for d in deployments:
        if d.state is DeploymentState.AWAITING_APPROVAL:
            section("Waiting for a decision")
            go_to("deployments", waiting_sentence(d), deployment=deployment_label(d))


def _costs(designs: Sequence[BlueprintSummary], standings: Mapping[str, Standing]) -> None:
    costs = {b.name: standings[b.id].estimate.total.amount for b in designs}
    chart(cost_by_design(costs, colour_mode()), key="cost_by_design")


def _lately(bench: Workbench, deployments: Sequence[Deployment]) -> None:
    if deployments:
        section("Last deployments")
        rows = deployments_table(deployments[:5], now())
        plain_table(
            rows.only("name", "state", "environment", "estimate", "created", "took"),
            caption="Last deployments",
        )
    section("What happened last")
    rows = events_table(bench.events(limit=_EVENTS))
    plain_table(
        rows.only("time", "type", "about", "aggregate_id", "user", "outcome"), caption="Events"
    )
    section("Next")
    with st.container(horizontal=True):
        go_to("blueprints", "Designs")
        go_to("guardrails", "Fix findings")
        go_to("costs", "See costs")
        go_to("deployments", "Deploy")
        go_to("audit", "Prove it")


page()
