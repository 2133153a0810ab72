"""Findings on a page: filters, one finding with its lines, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.frame import PICKER_PX
from dharma_core.policies.findings import Severity
from dharma_core.views.finding_markup import finding_html
from dharma_core.views.tables import service_of

if TYPE_CHECKING:
    from app.assessments import Source
    from dharma_core.plan import Catalog
    from dharma_core.views.checked import Told
    from dharma_core.workbench import Workbench

__all__ = ["ACTIONS", "filtered", "finding_actions", "one_finding"]

Action = Callable[["Workbench", "Source", "Told"], None]

ACTIONS: tuple[Action, ...] = ()
"""What is drawn below a finding, in this order: each gets the workbench, the source and it."""

_ALL = "All frameworks"


def filtered(told: Sequence[Told], catalog: Catalog) -> tuple[Told, ...]:
    """Draw the filters by severity, service and framework; return the findings they leave."""
    services = sorted({service_of(one.finding.address, catalog) for one in told})
    frameworks = sorted({name for one in told for name in _frameworks(one)})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        severities = st.pills(
            "Severity",
            [s.value for s in Severity],
            selection_mode="multi",
            key="severity",
            bind="query-params",
        )
        chosen = st.multiselect(
            "Service", services, key="service",
            bind="query-params", placeholder="All services", width=260,
        )  # fmt: skip
        framework = st.selectbox(
            "Asked for by", [_ALL, *frameworks], key="asked_for", bind="query-params", width=220
        )
    return tuple(
        one
        for one in told
        if (not severities or one.finding.severity.value in severities)
        and (not chosen or service_of(one.finding.address, catalog) in chosen)
        and (framework == _ALL or framework in _frameworks(one))
    )


def one_finding(bench: Workbench, source: Source, told: Sequence[Told]) -> None:
    """Draw one finding, the worst unless another is chosen: its lines, and what can be done."""
    by_label = {_label(one, number): one for number, one in enumerate(told, 1)}
    label = st.selectbox(
        "Finding", list(by_label), key="finding_shown", bind="query-params", width=PICKER_PX * 2,
        help="What the filters above leave, worst first.",
    )  # fmt: skip
    one = by_label.get(str(label))
    if one is None:
        return
    st.html(finding_html(one))
    finding_actions(bench, source, one)


def finding_actions(bench: Workbench, source: Source, told: Told) -> None:
    """Draw everything that can be done about a finding; nothing about a policy that failed."""
    if told.finding.is_policy_error:
        return
    for act in ACTIONS:
        act(bench, source, told)


def _frameworks(told: Told) -> Sequence[str]:
    return list(told.rule.frameworks) if told.rule else []


def _label(told: Told, number: int) -> str:
    finding = told.finding
    return f"{number}. {finding.severity.value}: {finding.title}, {finding.address or 'a policy'}"
