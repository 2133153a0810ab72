"""Compliance: would a design pass a framework, by which evidence, and what can code not see."""

from __future__ import annotations

import streamlit as st

from app.assessments import Source, checked_of, compliance_of, plan_of, taken_away
from app.session import workbench
from app.widgets.charts import chart
from app.widgets.frame import PICKER_PX, context_line, figures, go_to, heading, section, sentence
from app.widgets.messages import empty, failure, guarded
from app.widgets.sources import chosen_source
from app.widgets.style import colour_mode
from app.widgets.tables import plain_table, table
from dharma_core.errors import DharmaError
from dharma_core.plan import Plan
from dharma_core.policies.compliance import ComplianceReport, Standing
from dharma_core.views.checked import Checked
from dharma_core.views.compliance import (
    STANDING_WORDS,
    compliance_headlines,
    controls_table,
    frameworks_table,
    standing_sentence,
)
from dharma_core.views.compliance_figures import controls_by_section
from dharma_core.views.compliance_page import compliance_page, control_findings
from dharma_core.views.exports import to_csv, to_json
from dharma_core.views.finding_markup import finding_html
from dharma_core.views.words import count
from dharma_core.workbench import Workbench

_WITH_EVIDENCE = (Standing.FAILING, Standing.CANNOT_TELL, Standing.WAIVED)
_COLUMNS = ("id", "title", "standing", "evidence")
_CLOUDS = {"aws": "CIS AWS", "azurerm": "CIS Azure", "google": "CIS GCP"}


def page() -> None:
    heading("compliance")
    with guarded():
        bench = workbench()
        source = chosen_source(bench)
        if source is None:
            return
        try:
            with st.skeleton(height=320):
                plan = plan_of(bench, source)
                checked = checked_of(bench, source)
                report = compliance_of(bench, source, _framework(bench, plan))
        except DharmaError as error:
            failure(error, text=source.text)
            return
        context_line(plan.name, report.framework.title, count(report.resources, "resource"))
        figures(compliance_headlines(report))
        chart(controls_by_section(report, colour_mode()), key="controls_by_section")
        _evidence(report, checked)
        _controls(report)
        _frameworks(bench, source)
        _take_away(bench, report, checked, source)


def _framework(bench: Workbench, plan: Plan) -> str:
    """Draw the choice of framework; the benchmark of the design's own cloud stands first."""
    names = [framework.name for framework in bench.frameworks()]
    own = _CLOUDS.get(plan.provider, "")
    names.sort(key=lambda name: not (own and name.startswith(own)))
    return str(
        st.selectbox("Framework", names, key="framework", bind="query-params", width=PICKER_PX)
    )


def _evidence(report: ComplianceReport, checked: Checked) -> None:
    against = {f"{r.control.id} {r.control.title}": r for r in report.standing(*_WITH_EVIDENCE)}
    section("What stands against a pass?", standing_sentence(report))
    if not against:
        empty("Nothing was found", "What no rule speaks to is listed below.")
        return
    label = st.selectbox(
        "Control", list(against), key="control_shown", bind="query-params", width=PICKER_PX * 2
    )
    result = against.get(str(label)) or next(iter(against.values()))
    sentence(f"{STANDING_WORDS[result.standing].capitalize()}: {result.control.title}.")
    for told in control_findings(result, checked):
        st.html(finding_html(told))
    if result.control.rest:
        sentence(f"Code cannot see the rest: {result.control.rest}.")


def _controls(report: ComplianceReport) -> None:
    section("Every control")
    words = [STANDING_WORDS[s] for s in Standing if report.counts[s]]
    chosen = st.pills("Stands", words, selection_mode="multi", key="standing", bind="query-params")
    rows = controls_table(report).where("standing", list(chosen))
    table(rows, key="control", noun="control", columns=_COLUMNS)


def _frameworks(bench: Workbench, source: Source) -> None:
    section("The same design, by every framework")
    reports = [compliance_of(bench, source, framework.name) for framework in bench.frameworks()]
    plain_table(frameworks_table(reports), caption="framework")


def _take_away(
    bench: Workbench, report: ComplianceReport, checked: Checked, source: Source
) -> None:
    section("Next")
    name = f"{report.framework.slug}-{source.label.replace(' ', '-')}"
    forms = (
        (
            "HTML",
            "html",
            "text/html",
            lambda: compliance_page(bench.leaving(report), taken_away(bench, checked)).encode(),
        ),
        ("JSON", "json", "application/json", lambda: to_json(bench.leaving(report).as_dict())),
        ("CSV", "csv", "text/csv", lambda: to_csv(controls_table(bench.leaving(report)))),
    )
    with st.container(horizontal=True):
        for word, suffix, mime, make in forms:
            st.download_button(
                f"Export {word}", make, f"{name}.{suffix}", mime, key=f"compliance_{suffix}",
                on_click="ignore",
            )  # fmt: skip
    go_to("guardrails", "See the findings", asked_for=report.framework.name)


page()
