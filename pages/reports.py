"""Reports: what makes itself and when, the latest of each, and what can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.session import workbench
from app.widgets.frame import PICKER_PX, context_line, figures, heading, section, sentence
from app.widgets.messages import empty, guarded
from app.widgets.tables import plain_table, table
from dharma_core.errors import DharmaError
from dharma_core.views.report_schedules import (
    report_headlines,
    report_label,
    reports_table,
    schedules_table,
)
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.automation import ReportRun, ScheduledReport
    from dharma_core.workbench import Workbench

_HOW = "dharma report schedule monthly-cost-review --cron '0 7 1 * *'"


def page() -> None:
    heading("reports")
    with guarded():
        bench = workbench()
        with st.skeleton(height=240):
            held = bench.report_schedules()
            found = bench.leaving(held)
        context_line(f"tenant {bench.actor.tenant}", count(len(found), "schedule"))
        figures(report_headlines(found))
        if found:
            table(schedules_table(found), key="schedule", noun="schedule")
            _latest(bench, held)
        else:
            empty(
                "No report is scheduled yet",
                "This makes one at seven (UTC) on the first of each month, by this server and with "
                "the rights you have then.",
            )
            st.code(_HOW, language="bash")
        section("Notebooks", "dharma report run NAME makes one now.")
        plain_table(reports_table(bench.report_notebooks()), caption="notebook")


def _latest(bench: Workbench, found: tuple[ScheduledReport, ...]) -> None:
    section("The latest report", "One file with working charts, to open or to send on.")
    made = {report_label(one): one.made for one in found if one.made}
    own = {report_label(one): one.made for one in found if bench.may_open_report(one)}
    if not own:
        others = "Reports of others open to whoever may report:open."
        sentence(others if made else "The first one comes at the next time.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Report", list(own), key="report", width=PICKER_PX)
        run = own[str(chosen)]
        if run is not None:
            _download(bench, run)


def _download(bench: Workbench, run: ReportRun) -> None:
    try:
        name, content = bench.report_file(run.id)
    except DharmaError as error:
        sentence(f"{error.message} {error.next_step}")
        return
    st.download_button(
        "Download HTML", content, name, "text/html", key="report_html", on_click="ignore"
    )


page()
