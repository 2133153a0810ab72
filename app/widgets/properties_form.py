"""The form beside the canvas: what is selected, typed, errors beside the fields they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.design_form import design_form
from app.widgets.form_context import (
    FormContext,
    form_title,
    keep_shown,
    plain_label,
    refusal,
)
from app.widgets.form_level import draw_block_group, draw_level
from app.widgets.messages import note
from app.widgets.overrides_form import overrides_form
from dharma_core.blueprints.editing import rename_resource, set_count, set_region
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.form_fields import Sheet
from dharma_core.blueprints.form_levels import SheetForm
from dharma_core.blueprints.form_problems import problems_by_place, said_by
from dharma_core.blueprints.inner_values import spelt
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.regions import refusal_of_region

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from app.drafts import Draft
    from dharma_core.blueprints.model import ResourceSpec
    from dharma_core.plan import Path
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment

__all__ = ["properties_form"]

_ARROW = '<span class="dh-way" aria-hidden="true">›</span>'


def properties_form(draft: Draft, bench: Workbench, assessment: DraftAssessment) -> None:
    """Draw the form of the selected resource, or of the design when none is selected."""
    with st.container(key="design_form"):
        name = draft.drawing.selected
        if not name or draft.blueprint.resource(name) is None:
            design_form(draft, bench, assessment)
            return
        problems = problems_by_place(assessment.problems, draft.blueprint, name)
        form = _form_of(draft, bench, Sheet(name), problems)
        inside = _inside(form)
        if inside:
            _inner_level(form, inside)
            return
        _way(draft)
        _resource(draft, name, bench)
        _troubles(form, assessment)
        draw_level(form, ())
        if find_kind(get_spec(draft.blueprint, name).type):
            overrides_form(draft, name, bench, assessment)


def _form_of(
    draft: Draft, bench: Workbench, sheet: Sheet, problems: Mapping[Path, tuple[str, ...]]
) -> FormContext:
    return FormContext(draft, SheetForm(draft.blueprint, sheet, bench.catalog), problems)


def _inside(form: FormContext) -> Path:
    """Return the block that is gone into, as far as it is still there."""
    place, start = form.draft.form.inside, form.place(())
    if place[: len(start)] != start:
        return ()
    path = place[len(start) :]
    while path and form.level(path[:-1]).field(str(path[-1])) is None:
        path = path[:-1]
    return path


def _inner_level(form: FormContext, path: Path) -> None:
    """Draw one block property alone, below the way that leads to it."""
    with _way(form.draft):
        _step(form, (), form.sheet.resource)
        begin = 0
        for end in range(1, len(path)):
            if isinstance(path[end - 1], str) and _is_shown(form, path[:end]):
                follows = end < len(path) and isinstance(path[end], int)
                words = spelt(path[begin : end + 1] if follows else path[begin:end])
                _step(form, path[:end], words)
                begin = end + 1 if follows else end
    form_title(str(path[-1]), f"Inside {spelt(path[:-1])} of {form.sheet.resource}.")
    field = form.level(path[:-1]).field(str(path[-1]))
    if field is not None:
        draw_block_group(form, field, titled=False)


def _way(draft: Draft) -> DeltaGenerator:
    """Draw the first step of the way to what is shown: back to the design itself."""
    way = st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="form_way")
    way.button(
        plain_label(draft.blueprint.name), key="way_to_design", type="tertiary",
        on_click=_select_nothing, args=(draft,),
    )  # fmt: skip
    way.html(_ARROW, width="content")
    return way


def _select_nothing(draft: Draft) -> None:
    draft.drawing = draft.drawing.looking_at("")


def _is_shown(form: FormContext, path: Path) -> bool:
    field = form.level(path[:-1]).field(str(path[-1]))
    return field is not None and field.is_block


def _step(form: FormContext, path: Path, words: str) -> None:
    st.button(
        plain_label(words), key=form.key(path, "way"), type="tertiary",
        on_click=_go, args=(form, path),
    )  # fmt: skip
    st.html(_ARROW, width="content")


def _go(form: FormContext, path: Path) -> None:
    form.draft.form = form.draft.form.go_into(form.place(path) if path else ())


def _resource(draft: Draft, name: str, bench: Workbench) -> None:
    spec = get_spec(draft.blueprint, name)
    kind = find_kind(spec.type)
    facts = kind or bench.catalog.find(spec.type)
    form_title(name, f"{facts.title}, {spec.type}" if facts else spec.type)
    left, right = st.columns([2, 1])
    key, at = f"name_of_{name}", (name, "name of it")
    with left:
        keep_shown(draft, at, key, name)
        st.text_input("Name in the design", key=key, on_change=_rename, args=(draft, name, key))
    refusal(draft, at, key)
    key, at = f"count_of_{name}", (name, "count of it")
    with right:
        keep_shown(draft, at, key, "" if spec.count is None else str(spec.count))
        st.text_input(
            "How many", key=key, placeholder="one", on_change=_count, args=(draft, name, key)
        )
    refusal(draft, at, key)
    if not refusal_of_region(draft.blueprint, spec.type):
        _region(draft, spec, bench)
    if spec.depends_on:
        st.caption(f"Comes after {', '.join(spec.depends_on)}.")


def _rename(draft: Draft, name: str, key: str) -> None:
    new = str(st.session_state[key]).strip()
    taken = draft.edit(
        lambda design: rename_resource(design, name, new), at=(name, "name of it"), entered=new
    )
    if taken:
        draft.form = draft.form.renamed((name,), (new,))


def _count(draft: Draft, name: str, key: str) -> None:
    text = str(st.session_state[key]).strip()
    number = int(text) if text.isdecimal() else text or None
    draft.edit(
        lambda design: set_count(design, name, number), at=(name, "count of it"), entered=text
    )


def _region(draft: Draft, spec: ResourceSpec, bench: Workbench) -> None:
    key, at = f"region_of_{spec.name}", (spec.name, "region of it")
    keep_shown(draft, at, key, spec.region)
    st.text_input(
        "Region", key=key, placeholder=f"the design's: {draft.blueprint.region}",
        on_change=_move, args=(draft, spec.name, key, bench),
    )  # fmt: skip
    refusal(draft, at, key)


def _move(draft: Draft, name: str, key: str, bench: Workbench) -> None:
    text = str(st.session_state[key]).strip()
    known = bench.sizes.regions(draft.blueprint.provider)
    draft.edit(
        lambda design: set_region(design, name, text, known),
        at=(name, "region of it"),
        entered=text,
    )


def _troubles(form: FormContext, assessment: DraftAssessment) -> None:
    """Draw what is wrong with a resource as a whole; fields and blocks tell what is theirs."""
    fields = form.level(()).fields
    known = {f.name for f in fields}
    for place, told in form.problems.items():
        if place[:1] == ("properties",) and len(place) > 1 and place[1] in known:
            continue
        for problem in told:
            if not said_by(fields, problem):
                note(problem)
    mark = assessment.marks.get(form.sheet.resource)
    for finding in mark.findings if mark else ():
        remedy = f" {finding.remediation}" if finding.remediation else ""
        words = f"{finding.severity.value}: {finding.title or finding.message}.{remedy}"
        note(words, tone=finding.severity.value)
