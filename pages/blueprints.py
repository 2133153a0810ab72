"""Blueprints: stored designs with version, cost and posture; versions, export; templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import standing_of
from app.session import workbench
from app.widgets.design_versions import keep_and_share, recover, versions
from app.widgets.designs import edit
from app.widgets.frame import PICKER_PX, context_line, figures, go_to, heading, section
from app.widgets.messages import empty, guarded, say_now
from app.widgets.tables import plain_table
from app.widgets.template_gallery import template_gallery
from dharma_core.blueprints.records import STATUSES
from dharma_core.views.designs import designs_headlines, designs_table
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.blueprints.records import BlueprintSummary, Page
    from dharma_core.workbench import Workbench

_PAGE_ROWS = 10
_OURS, _TEMPLATES = "Our designs", "Templates"
_ANY = "any"
_DELETED = "deleted"
_COLUMNS = (
    "name", "version", "status", "posture", "findings", "monthly_cost", "resources", "updated",
    "id",
)  # fmt: skip


def page() -> None:
    heading("blueprints")
    with guarded():
        bench = workbench()
        say_now()
        shown = st.segmented_control(
            "Show", [_OURS, _TEMPLATES], default=_OURS, required=True, key="of_kind",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        if shown == _TEMPLATES:
            template_gallery(bench)
        else:
            _ours(bench)


def _ours(bench: Workbench) -> None:
    found = _found(bench)
    if not found.items:
        _nothing(bench)
        return
    if st.session_state.get("of_status") == _DELETED:
        _deleted(bench, found)
        return
    with st.skeleton(height=240):
        standings = {b.id: standing_of(bench, b) for b in found.items}
    page_of = f"page {found.number} of {found.pages}" if found.pages > 1 else ""
    context_line(f"tenant {bench.actor.tenant}", count(found.total, "design"), page_of)
    figures(designs_headlines(found.total, list(standings.values())))
    section("Designs, last changed first")
    plain_table(designs_table(found.items, standings).only(*_COLUMNS), caption="Designs")
    _one(bench, found.items)


def _found(bench: Workbench) -> Page[BlueprintSummary]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "Search", key="find", bind="query-params", width=PICKER_PX,
            placeholder="Words of name, description, tags, region or types",
        )  # fmt: skip
        status = st.selectbox("Status", [_ANY, *STATUSES, _DELETED], key="of_status", width=160)
        number = st.number_input("Page", 1, key="designs_page", bind="query-params", width=140)
    return bench.blueprints(
        search=search or "",
        page=int(number),
        page_size=_PAGE_ROWS,
        status="" if status in (_ANY, _DELETED) else str(status),
        deleted=status == _DELETED,
    )


def _nothing(bench: Workbench) -> None:
    narrowed = st.session_state.get("find") or st.session_state.get("of_status") != _ANY
    if narrowed or int(st.session_state.get("designs_page") or 1) > 1:
        empty("No design is here", "Change search, status or page to see the others.")
        return
    empty("No design is stored yet", "Take a bundled one, change what you like, and store it.")
    template_gallery(bench)


def _deleted(bench: Workbench, found: Page[BlueprintSummary]) -> None:
    context_line(f"tenant {bench.actor.tenant}", count(found.total, "deleted design"))
    columns = ("name", "version", "resources", "updated", "author", "id")
    plain_table(designs_table(found.items, {}).only(*columns), caption="Deleted designs")
    recover(bench, found.items)


def _one(bench: Workbench, designs: tuple[BlueprintSummary, ...]) -> None:
    by_label = {f"{d.name} {d.version}": d for d in designs}
    section("One design")
    label = st.selectbox(
        "Design", list(by_label), key="design", bind="query-params", width=PICKER_PX
    )
    design = by_label[str(label)]
    if design.description:
        context_line(design.description)
    text, story, away = st.tabs(["Design", "Versions", "Share and keep"])
    with text:
        edit(bench, design)
    with story:
        versions(bench, design)
    with away:
        keep_and_share(bench, design)
    with st.container(horizontal=True):
        source = f"{design.name} {design.version}"
        go_to("designer", "Open it on the canvas", designing=source)
        go_to("guardrails", "Is it safe?", source=source)
        go_to("costs", "What will it cost?", source=source)
        go_to("generate", "What would I commit?", source=source)
        go_to("deployments", "Deploy it", source=source)


page()
