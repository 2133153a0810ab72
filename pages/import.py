"""Import: what somebody has already - read, shown with what was not understood, and kept."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import Source, plan_of
from app.session import workbench
from app.widgets.frame import PICKER_PX, context_line, figures, go_to, heading, section
from app.widgets.messages import empty, failure, guarded, note, say_later, say_now
from app.widgets.sources import UPLOAD, UPLOAD_LABEL, drop_zone
from app.widgets.tables import plain_table, table
from dharma_core.errors import DharmaError
from dharma_core.views.imports import (
    import_headlines,
    problems_table,
    read_types_table,
    unknown_table,
)
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.generation.blueprint_drafting import DraftedBlueprint
    from dharma_core.plan import Plan
    from dharma_core.workbench import Workbench

_KINDS = {
    "terraform": "a Terraform configuration",
    "terraform-plan": "a Terraform plan",
    "terraform-state": "a Terraform state",
    "cloudformation": "a CloudFormation template",
    "arm": "an ARM template",
    "blueprint": "a blueprint",
}


def page() -> None:
    heading("import")
    with guarded():
        bench = workbench()
        say_now()
        source = drop_zone(bench, UPLOAD_LABEL, key="import_file")
        if source is None:
            empty(
                "Nothing is given yet",
                "Drop a file above: 100 MB at most. It is read here, in this process; nothing "
                "leaves this machine, and nothing is stored until you save it.",
            )
            return
        try:
            with st.skeleton(height=320):
                plan = plan_of(bench, source)
        except DharmaError as error:
            failure(error, text=source.text)
            return
        context_line(source.label, _KINDS.get(plan.kind, plan.kind), plan.region)
        figures(import_headlines(plan, bench.catalog))
        _evidence(plan, bench)
        _keep(bench, plan, source)


def _evidence(plan: Plan, bench: Workbench) -> None:
    if plan.problems:
        section("What was not read")
        plain_table(problems_table(plan), caption="What was not read")
    section("What was read")
    table(read_types_table(plan, bench.catalog), key="read_type", noun="type")
    unknown = unknown_table(plan, bench.catalog)
    if len(unknown):
        section("What only apply will tell", "Rules and prices that need these values say so.")
        table(unknown, key="unknown", noun="value")


def _keep(bench: Workbench, plan: Plan, source: Source) -> None:
    section("Next")
    with st.container(horizontal=True):
        go_to("guardrails", "Is it safe?", source=UPLOAD)
        go_to("costs", "What will it cost?", source=UPLOAD)
        go_to("generate", "See it as code", source=UPLOAD)
    if not plan.managed:
        return
    section("Keep it as a design")
    name = st.text_input("Name", _name(source), key=f"name_{source.digest}", width=PICKER_PX)
    try:
        draft = bench.draft_blueprint(plan, name=name.strip())
    except DharmaError as error:
        failure(error)
        return
    _tell(draft)
    if st.button("Save as a design", type="primary", key="save_import"):
        _save(bench, draft)


def _tell(draft: DraftedBlueprint) -> None:
    if draft.left_out:
        note(f"Left out: {'; '.join(draft.left_out)}.", tone="medium")
    for words in draft.notes:
        note(words)
    kept = count(len(draft.blueprint.resources), "resource")
    context_line(f"{kept} become a design of {draft.blueprint.provider}")


def _save(bench: Workbench, draft: DraftedBlueprint) -> None:
    try:
        stored = bench.save_imported(draft)
    except DharmaError as error:
        failure(error)
        return
    say_later(f"{stored.name} {stored.version} is stored. The Designer opens it.")
    st.rerun()


def _name(source: Source) -> str:
    word = re.sub(r"[^A-Za-z0-9_-]+", "-", PurePath(source.name).name.split(".")[0]).strip("-")
    return word if len(word) >= 3 else f"imported-{word}".strip("-")


page()
