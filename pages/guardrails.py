"""Guardrails: findings by severity and service, worst first, with what to do."""

from __future__ import annotations

import streamlit as st

from app.assessments import Source, check_of, plan_of
from app.session import workbench
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, go_to, heading, section
from app.widgets.messages import empty, failure, guarded
from app.widgets.sources import chosen_source
from app.widgets.style import colour_mode
from app.widgets.tables import table
from app.widgets.waive import waive
from dharma_core.errors import DharmaError
from dharma_core.plan import Catalog
from dharma_core.policies.findings import CheckReport, Severity
from dharma_core.views.exports import to_csv, to_json
from dharma_core.views.figures import findings_by_service
from dharma_core.views.headlines import check_headlines
from dharma_core.views.tables import findings_table
from dharma_core.views.words import count, verdict

_COLUMNS = ("severity", "title", "address", "service", "effect", "remediation", "rule_id")


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
                report = check_of(bench, source)
        except DharmaError as error:
            failure(error, text=source.text)
            return
        context_line(plan.name, plan.region, count(len(report.rules_run), "rule"), verdict(report))
        figures(check_headlines(report))
        _evidence(report, bench.catalog)
        waive(bench, report, plan.name)
        _take_away(report, bench.catalog, source)


def _evidence(report: CheckReport, catalog: Catalog) -> None:
    if not report.findings:
        section("Nothing to fix")
        empty(
            "No rule found anything",
            f"{count(len(report.rules_run), 'rule')} looked at "
            f"{count(report.resources, 'resource')}.",
        )
        return
    chart(findings_by_service(report, catalog, colour_mode()), key="findings_by_service")
    section("What to fix, worst first")
    rows = findings_table(report, catalog)
    with st.container(horizontal=True):
        severities = st.pills(
            "Severity",
            [s.value for s in Severity],
            selection_mode="multi",
            key="severity",
            bind="query-params",
        )
        services = st.multiselect(
            "Service", sorted(map(str, rows.values("service"))), key="service",
            bind="query-params", placeholder="All services", width=260,
        )  # fmt: skip
    rows = rows.where("severity", [Severity(s) for s in severities])
    rows = rows.where("service", services)
    if not len(rows):
        empty("No finding matches", "Take a filter away to see the others.")
        return
    table(rows, key="finding", noun="finding", columns=_COLUMNS)


def _take_away(report: CheckReport, catalog: Catalog, source: Source) -> None:
    section("Next")
    name = f"findings-{source.label.replace(' ', '-')}"
    with st.container(horizontal=True):
        st.download_button(
            "Export JSON",
            lambda: to_json(report.as_dict()),
            f"{name}.json",
            "application/json",
            key="findings_json",
            on_click="ignore",
        )
        st.download_button(
            "Export CSV",
            lambda: to_csv(findings_table(report, catalog)),
            f"{name}.csv",
            "text/csv",
            key="findings_csv",
            on_click="ignore",
        )
    go_to("costs", "See what it costs")


page()
