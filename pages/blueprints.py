"""Blueprints: the stored designs with version, cost and posture; editing, versions, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import standing_of
from app.session import workbench
from app.widgets.designs import compare, edit, new_from_template, take_away
from app.widgets.frame import PICKER_PX, context_line, figures, go_to, heading, section
from app.widgets.messages import empty, guarded, say_now
from app.widgets.tables import plain_table
from dharma_core.views.designs import designs_headlines, designs_table
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.blueprints.records import BlueprintSummary, Page
    from dharma_core.workbench import Workbench

_PAGE_ROWS = 10
_NEW = "A new design from a template"
_COLUMNS = (
    "name", "version", "posture", "findings", "monthly_cost", "resources", "updated", "id",
)  # fmt: skip


def page() -> None:
    heading("blueprints")
    with guarded():
        bench = workbench()
        say_now()
        found = _found(bench)
        if not found.total:
            _nothing(bench)
            return
        with st.skeleton(height=240):
            standings = {b.id: standing_of(bench, b) for b in found.items}
        context_line(f"tenant {bench.actor.tenant}", count(found.total, "design"))
        figures(designs_headlines(found.total, list(standings.values())))
        section("Designs, last changed first")
        plain_table(designs_table(found.items, standings).only(*_COLUMNS), caption="Designs")
        _one(bench, found.items)


def _found(bench: Workbench) -> Page[BlueprintSummary]:
    search = str(st.session_state.get("find") or "")
    number = int(st.session_state.get("designs_page") or 1)
    found = bench.blueprints(search=search, page=number, page_size=_PAGE_ROWS)
    if search or found.total > _PAGE_ROWS:
        with st.container(horizontal=True):
            st.text_input("Search", key="find", bind="query-params", placeholder="Name")
            st.number_input(
                "Page", 1, found.pages, key="designs_page", bind="query-params", width=140
            )
    return found


def _nothing(bench: Workbench) -> None:
    if st.session_state.get("find"):
        empty("No design has that name", "Change the search to see the others.")
        return
    empty("No design is stored yet", "Take a bundled one, change what you like, and store it.")
    new_from_template(bench)


def _one(bench: Workbench, designs: tuple[BlueprintSummary, ...]) -> None:
    by_label = {f"{d.name} {d.version}": d for d in designs}
    section("One design")
    label = st.selectbox(
        "Design", [*by_label, _NEW], key="design", bind="query-params", width=PICKER_PX
    )
    if label == _NEW:
        new_from_template(bench)
        return
    design = by_label[str(label)]
    if design.description:
        context_line(design.description)
    text, versions, away = st.tabs(["Design", "Versions", "Export and delete"])
    with text:
        edit(bench, design)
    with versions:
        compare(bench, design)
    with away:
        take_away(bench, design)
    with st.container(horizontal=True):
        source = f"{design.name} {design.version}"
        go_to("guardrails", "Is it safe?", source=source)
        go_to("costs", "What will it cost?", source=source)
        go_to("deployments", "Deploy it", source=source)


page()
