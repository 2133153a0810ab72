"""Guardrails: findings by severity, service and framework, worst first, with their lines."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.assessments import Source, checked_of, plan_of, taken_away
from app.session import workbench
from app.widgets.charts import chart
from app.widgets.cite import claims
from app.widgets.findings import filtered, one_finding
from app.widgets.fix_finding import fix_findings
from app.widgets.frame import context_line, figures, go_to, heading, section
from app.widgets.messages import empty, failure, guarded, say_now
from app.widgets.sources import chosen_source
from app.widgets.style import colour_mode
from app.widgets.tables import table
from app.widgets.waive import waive
from dharma_core.errors import DharmaError
from dharma_core.policies.citations import verdict_citation
from dharma_core.views.check_formats import CHECK_FORMATS
from dharma_core.views.checked import Checked
from dharma_core.views.exports import to_csv
from dharma_core.views.figures import findings_by_service
from dharma_core.views.headlines import check_headlines
from dharma_core.views.tables import findings_table
from dharma_core.views.words import count, verdict
from dharma_core.workbench import Workbench

_COLUMNS = ("severity", "title", "address", "service", "effect", "remediation", "rule_id")
_TAKEN_AWAY = ("json", "sarif", "junit", "markdown")


def page() -> None:
    heading("guardrails")
    with guarded():
        bench = workbench()
        source = chosen_source(bench)
        if source is None:
            return
        try:
            with st.skeleton(height=320):
                plan = plan_of(bench, source)
                checked = checked_of(bench, source)
        except DharmaError as error:
            failure(error, text=source.text)
            return
        report = checked.report
        context_line(plan.name, plan.region, count(len(report.rules_run), "rule"), verdict(report))
        figures(check_headlines(report))
        _evidence(bench, source, checked)
        waive(bench, report, plan.name)
        say_now()
        fix_findings(bench, plan, report)
        claims("verdict", (verdict_citation(report, plan.origin),))
        _take_away(bench, checked, source)


def _evidence(bench: Workbench, source: Source, checked: Checked) -> None:
    report = checked.report
    if not report.findings:
        section("Nothing to fix")
        empty(
            "No rule found anything",
            f"{count(len(report.rules_run), 'rule')} looked at "
            f"{count(report.resources, 'resource')}.",
        )
        return
    chart(findings_by_service(report, bench.catalog, colour_mode()), key="findings_by_service")
    section("What to fix first")
    told = filtered(checked.told, bench.catalog)
    if not told:
        empty("No finding matches", "Take a filter away to see the others.")
        return
    one_finding(bench, source, told)
    section("All of them, worst first")
    left = replace(report, findings=tuple(one.finding for one in told))
    table(findings_table(left, bench.catalog), key="finding", noun="finding", columns=_COLUMNS)


def _take_away(bench: Workbench, checked: Checked, source: Source) -> None:
    section("Next")
    name = f"findings-{source.label.replace(' ', '-')}"
    with st.container(horizontal=True):
        for form_name in _TAKEN_AWAY:
            form = CHECK_FORMATS[form_name]
            st.download_button(
                f"Export {form.title}",
                lambda form=form: form.write(taken_away(bench, checked)).encode(),
                f"{name}.{form.suffix}",
                form.mime,
                key=f"findings_{form_name}",
                on_click="ignore",
            )
        st.download_button(
            "Export CSV",
            lambda: to_csv(findings_table(bench.leaving(checked.report), bench.catalog)),
            f"{name}.csv",
            "text/csv",
            key="findings_csv",
            on_click="ignore",
        )
    go_to("compliance", "See which controls fail")
    go_to("costs", "See what it costs")


page()
