"""Designer: the canvas, the properties beside it, live cost and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.drafts import Draft, drafts
from app.session import workbench
from app.widgets.canvas import draw_canvas
from app.widgets.design_actions import actions, as_text
from app.widgets.design_picker import pick_draft
from app.widgets.frame import context_line, figures, heading, section
from app.widgets.messages import guarded, say_now
from app.widgets.properties_form import properties_form
from app.widgets.tables import table
from dharma_core.views.headlines import draft_headlines
from dharma_core.views.tables import findings_table
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment

_COLUMNS = ("severity", "title", "address", "remediation")


def page() -> None:
    heading("designer")
    with guarded():
        bench = workbench()
        say_now()
        label = pick_draft(bench)
        if label:
            _studio(bench, label)


@st.fragment
def _studio(bench: Workbench, label: str) -> None:
    """Draw one draft; its edits draw this part alone anew."""
    with guarded():
        draft = drafts()[label]
        assessment = draft.assessment(bench)
        _answer(draft, assessment)
        left, right = st.columns([9, 4], gap="medium")
        with right:
            properties_form(draft, bench, assessment)
        actions(draft, label, bench)
        _evidence(assessment, bench)
        as_text(draft, label)
        with left:  # last: its next operation must meet fields that show this state already
            draw_canvas(draft, bench, assessment, key=f"canvas_{label}")


def _answer(draft: Draft, assessment: DraftAssessment) -> None:
    design = draft.blueprint
    state = "changes are not saved" if draft.changed else "no changes"
    context_line(draft.origin.label, f"{design.provider}, {design.region}", state)
    figures(draft_headlines(assessment.report, assessment.estimate, len(assessment.problems)))


def _evidence(assessment: DraftAssessment, bench: Workbench) -> None:
    whole = [p for p in assessment.problems if not p.path or p.path[0] != "resources"]
    if whole:
        section("What is missing in the design as a whole")
        for problem in whole:
            st.write(f"{problem.message} {problem.hint}")
    if assessment.report.findings:
        section(f"{count(len(assessment.report.findings), 'finding')}, worst first")
        rows = findings_table(assessment.report, bench.catalog)
        table(rows, key="draft_finding", noun="finding", columns=_COLUMNS)


page()
