"""Deployments: what runs, what waits for a decision, and how each one went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.session import now, workbench
from app.widgets.deployments import follow, start
from app.widgets.frame import PICKER_PX, context_line, figures, heading, section
from app.widgets.messages import empty, guarded, say_now
from app.widgets.tables import table
from dharma_core.views.headlines import deployments_headlines
from dharma_core.views.tables import deployments_table
from dharma_core.views.words import count, deployment_label

if TYPE_CHECKING:
    from dharma_core.deployments.values import Deployment
    from dharma_core.workbench import Workbench

_LIMIT = 100
_COLUMNS = ("name", "state", "environment", "executor", "estimate", "created", "took", "user", "id")


def page() -> None:
    heading("deployments")
    with guarded():
        bench = workbench()
        say_now()
        with st.skeleton(height=240):
            deployments = bench.deployments(page_size=_LIMIT)
        if not deployments:
            empty(
                "Nothing was deployed yet",
                "Choose a design below. It goes to the embedded AWS simulator on this machine; "
                "a real account is never a default.",
            )
            start(bench)
            return
        context_line(f"tenant {bench.actor.tenant}", count(len(deployments), "deployment"))
        figures(deployments_headlines(deployments))
        _chosen(bench, deployments)
        section("All deployments, newest first")
        table(
            deployments_table(deployments, now()),
            key="run", noun="deployment", columns=_COLUMNS, page_rows=10,
        )  # fmt: skip
        section("Deploy another")
        start(bench)


def _chosen(bench: Workbench, deployments: tuple[Deployment, ...]) -> None:
    by_label = {deployment_label(d): d for d in deployments}
    section("One deployment")
    chosen = st.selectbox(
        "Deployment", list(by_label), key="deployment", bind="query-params", width=PICKER_PX
    )
    follow(bench, by_label[str(chosen)])


page()
