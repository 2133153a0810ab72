"""Policy editor: a rule as it is written, and what it finds in a chosen design."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import plan_of
from app.session import workbench
from app.widgets.frame import context_line, figures, go_to, heading, section
from app.widgets.messages import empty, failure, guarded, note
from app.widgets.policy_desk import begin_from_draft, keep_or_drop, policy_text
from app.widgets.sources import chosen_source
from app.widgets.tables import table
from dharma_core.errors import DharmaError
from dharma_core.views.headlines import policy_headlines
from dharma_core.views.tables import findings_table

if TYPE_CHECKING:
    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport
    from dharma_core.workbench import Workbench

_COLUMNS = ("severity", "title", "address", "service", "effect", "where")


def page() -> None:
    heading("policies")
    with guarded():
        bench = workbench()
        source = chosen_source(bench)
        if source is None:
            return
        try:
            plan = plan_of(bench, source)
        except DharmaError as error:
            failure(error, text=source.text)
            return
        context_line(plan.name, plan.region, "nothing is recorded while you write")
        begin_from_draft(bench, plan)
        text = policy_text(bench, plan)
        _live(bench, text, plan)
        keep_or_drop(bench, text)
        go_to("guardrails", "See what all rules find")


def _live(bench: Workbench, text: str, plan: Plan) -> None:
    """Draw what the policy says of the design, or what is wrong with it."""
    try:
        with st.skeleton(height=160):
            report = bench.try_policy(text, plan)
    except DharmaError as error:
        failure(error)
        return
    figures(policy_headlines(report))
    section("What it finds here")
    for fault in report.policy_errors:
        note(fault.message, tone="critical")
    _findings(bench, report)


def _findings(bench: Workbench, report: CheckReport) -> None:
    found = tuple(f for f in report.findings if not f.is_policy_error)
    rows = findings_table(replace(report, findings=found), bench.catalog)
    if len(rows):
        table(rows, key="draft_finding", noun="finding", columns=_COLUMNS)
    elif not report.policy_errors:
        empty("It finds nothing here", "Choose a design that breaks the rule, to see it fire.")


page()
