"""Costs: the total, what it leaves out, where it goes, and each price with its source."""

from __future__ import annotations

import streamlit as st

from app.assessments import Source, estimate_by_bill, estimate_of, measured_of, plan_of
from app.session import workbench
from app.widgets.bill_usage import bill_switch, measured_section
from app.widgets.charts import chart
from app.widgets.cite import claims
from app.widgets.costs import confidence, cost_inputs, downloads, groups
from app.widgets.frame import context_line, figures, go_to, heading, section, sentence
from app.widgets.messages import empty, guarded
from app.widgets.price_rows import price_rows
from app.widgets.sources import chosen_source, source_failure
from app.widgets.style import colour_mode
from app.widgets.tables import exports, plain_table, table
from app.widgets.what_if import what_if_section
from dharma_core.costs.estimates import Estimate
from dharma_core.errors import DharmaError
from dharma_core.plan import Plan
from dharma_core.views.citations import cost_claims
from dharma_core.views.figures import cost_treemap
from dharma_core.views.headlines import cost_headlines
from dharma_core.views.tables import (
    components_table,
    cost_states_table,
    resource_costs_table,
)
from dharma_core.views.words import not_known, priced_as_of
from dharma_core.workbench import Workbench

_BY_RESOURCE, _BY_COMPONENT = "By resource", "By component"
_COMPONENT_COLUMNS = (
    "name", "address", "state", "monthly_quantity", "unit", "unit_price", "monthly_cost",
    "basis", "source", "as_of", "quality",
)  # fmt: skip


def page() -> None:
    heading("costs")
    with guarded():
        bench = workbench()
        source = chosen_source(bench)
        if source is None:
            return
        answer = st.container()
        given = cost_inputs()
        bill = bill_switch(bench)
        try:
            with st.skeleton(height=320):
                plan = plan_of(bench, source)
                usage = (given.usage, given.preset)
                estimate = (
                    estimate_by_bill(bench, source, bill, usage)
                    if bill
                    else estimate_of(bench, source, *usage)
                )
        except DharmaError as error:
            source_failure(error, source, given.usage)
            return
        with answer:
            context_line(
                plan.name,
                estimate.region or plan.region,
                priced_as_of(estimate),
                "with a usage file" if given.usage else "",
                f"usage measured by {estimate.measured_by}" if estimate.measured_by else "",
                f"usage assumed {given.preset}" if given.preset else "",
            )
            figures(cost_headlines(estimate, given.budget))
        _evidence(bench, estimate)
        if bill:
            measured_section(measured_of(bench, source, bill), estimate)
        claims("costs", cost_claims(plan, estimate))
        what_if_section(bench, source, estimate, usage, bill)
        _take_away(estimate, plan, source)


def _evidence(bench: Workbench, estimate: Estimate) -> None:
    chart(cost_treemap(estimate, colour_mode()), key="cost_treemap")
    section("What is known, and what is not")
    sentence(not_known(estimate) or "Every price of this design is known.")
    plain_table(cost_states_table(estimate), caption="States of knowing")
    confidence(estimate)
    groups(estimate)
    section("Components and their prices")
    by_component = components_table(estimate)
    by_resource = resource_costs_table(estimate)
    view = st.segmented_control(
        "Rows", [_BY_RESOURCE, _BY_COMPONENT], default=_BY_RESOURCE, required=True,
        key="rows", bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    if view == _BY_COMPONENT and not len(by_component):
        empty("Nothing here is billed", "Every resource of this design is free of charge.")
    elif view == _BY_COMPONENT:
        table(by_component, key="component", noun="component", columns=_COMPONENT_COLUMNS)
    else:
        table(by_resource, key="resource", noun="resource")
    price_rows(bench, estimate)


def _take_away(estimate: Estimate, plan: Plan, source: Source) -> None:
    section("Next", "Take the estimate away, or build the design.")
    name = f"costs-{source.label.replace(' ', '-')}"
    downloads(estimate, plan, name)
    exports(components_table(estimate), key="components", name=name)
    go_to("deployments", "Deploy it")


page()
