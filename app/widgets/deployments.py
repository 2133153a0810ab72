"""Starting a deployment, following it live, and deciding on it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import plan_of
from app.session import ensure_worker, now, reader_zone
from app.widgets.charts import chart
from app.widgets.frame import figures, go_to, section
from app.widgets.messages import failure, note, say_later
from app.widgets.sources import pick_source
from app.widgets.style import colour_mode
from app.widgets.tables import plain_table, table
from dharma_core.deployments.decisions import CANCELLABLE
from dharma_core.deployments.values import DeploymentRequest, DeploymentState
from dharma_core.errors import DharmaError
from dharma_core.money import parse_amount
from dharma_core.views.deployment_markup import log_html, timeline_html
from dharma_core.views.figures import state_durations
from dharma_core.views.headlines import deployment_headlines
from dharma_core.views.tables import confirmed_table, outputs_table
from dharma_core.views.words import STATE_TONES, deployment_label

if TYPE_CHECKING:
    from dharma_core.deployments.values import Deployment
    from dharma_core.workbench import Workbench

__all__ = ["follow", "start"]

_EVERY_S = 1.0
_LOG_LINES = 200
_LOG_PX = 320
_SHORT_LOG = 12
_ENVIRONMENTS = ("development", "staging", "production")
_EXECUTORS = ("cloudformation", "terraform")


def start(bench: Workbench) -> None:
    """Draw the form that asks for a deployment."""
    source = pick_source(bench)
    with st.form("deploy", border=False):
        left, right = st.columns(2)
        environment = left.selectbox(
            "Environment", _ENVIRONMENTS, key="environment",
            help="Production waits for an approval.",
        )  # fmt: skip
        executor = right.selectbox("Executor", _EXECUTORS, key="executor")
        budget = left.text_input(
            "Stop above this budget, dollars a month", key="deploy_budget", placeholder="none"
        )
        rollback = right.checkbox("Roll back when it fails", value=True, key="rollback")
        wanted = st.form_submit_button("Deploy to the sandbox", type="primary", key="deploy_now")
    if not wanted or source is None:
        return
    try:
        request = DeploymentRequest(
            environment=str(environment),
            executor=str(executor),
            budget=_budget(budget or ""),
            rollback_on_failure=rollback,
        )
        started = bench.deploy(plan_of(bench, source), request, wait=False)
        ensure_worker()
    except DharmaError as error:
        failure(error, text=source.text)
        return
    st.session_state["deployment"] = deployment_label(started)
    say_later(f"Deployment {started.id} of {started.name} is on its way.")
    st.rerun()


def _budget(written: str) -> Decimal | None:
    return parse_amount(written, what="budget") if written.strip() else None


def follow(bench: Workbench, deployment: Deployment) -> None:
    """Draw one deployment; while it goes on, once a second anew."""
    every = None if deployment.state.final else _EVERY_S
    st.fragment(_live, run_every=every)(bench, deployment.id, every)
    if not deployment.state.final:
        return
    _results(deployment)


def _live(bench: Workbench, deployment_id: str, every: float | None) -> None:
    deployment = bench.deployment(deployment_id)
    figures(deployment_headlines(deployment, now()))
    st.html(timeline_html(deployment, now(), reader_zone()))
    if deployment.reason:
        note(deployment.reason, tone=STATE_TONES.get(deployment.state, "muted"))
    _decide(bench, deployment)
    lines = tuple(line for _, line in bench.deployment_log(deployment_id))[-_LOG_LINES:]
    height = _LOG_PX if len(lines) > _SHORT_LOG else "content"
    with (
        st.expander("Log", expanded=not deployment.state.final, key="log"),
        st.container(height=height, border=False, autoscroll=True),
    ):
        st.html(log_html(lines, reader_zone()))
    if every is not None and deployment.state.final:
        st.rerun()


def _decide(bench: Workbench, deployment: Deployment) -> None:
    with st.container(horizontal=True):
        waiting = deployment.state is DeploymentState.AWAITING_APPROVAL
        if waiting and st.button("Approve", type="primary", key="approve"):
            _told(lambda: bench.approve_deployment(deployment.id, wait=False), "approved")
        if deployment.state in CANCELLABLE and st.button("Cancel", key="cancel"):
            _told(lambda: bench.cancel_deployment(deployment.id), "told to stop")


def _told(act: Callable[[], object], word: str) -> None:
    try:
        act()
    except DharmaError as error:
        failure(error)
        return
    say_later(f"The deployment is {word}.")
    st.rerun()


def _results(deployment: Deployment) -> None:
    if deployment.resources:
        section("Each resource, as its own service answered")
        table(confirmed_table(deployment), key="made", noun="resource", page_rows=10)
    if deployment.outputs:
        section("Outputs")
        plain_table(outputs_table(deployment.outputs), caption="Outputs")
    chart(state_durations(deployment, now(), colour_mode()), key="state_durations")
    if deployment.violations:
        design = f"{deployment.name} {deployment.blueprint_version}".strip()
        go_to("guardrails", "See what the guardrails stopped", source=design)
