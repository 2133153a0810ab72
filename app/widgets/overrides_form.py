"""What a portable resource becomes on its cloud, and single attributes of that set otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from app.widgets.form_context import FormContext, form_title
from app.widgets.form_level import add_block, draw_block_group, draw_field
from dharma_core.blueprints.editing import clear_override
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.form_entries import written
from dharma_core.blueprints.form_fields import Entry, FormField, Sheet
from dharma_core.blueprints.form_levels import SheetForm
from dharma_core.blueprints.form_problems import problems_by_place
from dharma_core.blueprints.inner_edits import set_at
from dharma_core.blueprints.inner_values import without_unknown
from dharma_core.plan import FrozenMap
from dharma_core.views.canvas import CLOUDS

if TYPE_CHECKING:
    from app.drafts import Draft
    from dharma_core.plan import Resource
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment

__all__ = ["overrides_form"]

_PREFIXES = ("aws_", "azurerm_", "google_")


def overrides_form(draft: Draft, name: str, bench: Workbench, assessment: DraftAssessment) -> None:
    """Draw what a portable resource lowers to, with a way to set one attribute, and back."""
    cloud = CLOUDS[draft.blueprint.provider]
    lowered = [r for r in assessment.plan if r.design == name]
    form_title(f"On {cloud}", "What it becomes there. An override holds for this cloud alone.")
    problems = problems_by_place(assessment.problems, draft.blueprint, name)
    primary = next((r.type for r in lowered if r.name == name), "")
    for sheet in _sheets(draft, name, primary):
        form = FormContext(draft, SheetForm(draft.blueprint, sheet, bench.catalog), problems)
        _overridden(form)
    if not lowered:
        st.caption("It becomes nothing until its needed properties are there.")
        return
    by_label = {f"{r.type} {r.name}": r for r in lowered}
    label = st.selectbox("Native resource", list(by_label), key=f"native_of_{name}")
    resource = by_label.get(str(label), lowered[0])
    sheet = _sheet(draft, name, "" if resource.name == name else resource.type, resource.type)
    form = FormContext(draft, SheetForm(draft.blueprint, sheet, bench.catalog), problems)
    _attributes(form, resource)


def _sheet(draft: Draft, name: str, satellite: str, type_: str) -> Sheet:
    root = ("overrides", draft.blueprint.provider)
    return Sheet(name, (*root, satellite) if satellite else root, type_)


def _sheets(draft: Draft, name: str, primary: str) -> Iterator[Sheet]:
    """Yield the sheets that hold overrides: the main resource's, then those beside it."""
    own = get_spec(draft.blueprint, name).overrides.get(draft.blueprint.provider) or {}
    beside = [k for k, v in own.items() if isinstance(v, Mapping) and k.startswith(_PREFIXES)]
    if set(own) - set(beside):
        yield _sheet(draft, name, "", primary)
    yield from (_sheet(draft, name, key, key) for key in beside)


def _overridden(form: FormContext) -> None:
    satellite = str(form.sheet.root[2]) if len(form.sheet.root) > 2 else ""
    for field in form.level(()).fields:
        if field.value is None or field.name.startswith(_PREFIXES):
            continue
        with st.container(key=form.key(field.path, "overridden"), gap="xsmall"):
            _draw(
                form, replace(field, name=f"{satellite}.{field.name}" if satellite else field.name)
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html('<p class="dh-field"><span>overridden</span></p>', width="content")
                st.button(
                    "Take back", key=form.key(field.path, "back"), type="tertiary",
                    on_click=_take_back, args=(form, field.name, satellite),
                )  # fmt: skip


def _draw(form: FormContext, field: FormField) -> None:
    if field.is_block:
        draw_block_group(form, field)
    else:
        draw_field(form, field)


def _take_back(form: FormContext, name: str, satellite: str) -> None:
    form.edit(
        lambda design: clear_override(design, form.sheet.resource, name, satellite=satellite),
        (name,),
    )


def _attributes(form: FormContext, resource: Resource) -> None:
    """Draw the picker of a native resource's attributes, and the one that was picked."""
    free = [f.name for f in form.level(()).fields if f.value is None]
    key = form.key((resource.type,), "attribute_of")
    chosen = st.selectbox(
        "Attribute", sorted(free), index=None, key=key, placeholder="Search attributes to override"
    )
    field = form.level(()).field(str(chosen)) if chosen else None
    if field is None:
        _present(resource)
        return
    present = without_unknown(resource.attributes.get(field.name))
    if field.is_structure or field.entry is Entry.YAML:
        st.button(
            f"Override {field.name}", key=form.key(field.path, "begin"),
            on_click=_begin, args=(form, field, present),
        )  # fmt: skip
    else:
        draw_field(form, replace(field, default=present))


def _begin(form: FormContext, field: FormField, present: object) -> None:
    """Override a structure: it starts as what the kind makes of it."""
    if field.is_block and present is None:
        add_block(form, field)
        return
    value = FrozenMap() if present is None and field.entry is Entry.MAP else present or ()
    form.edit(lambda design: set_at(design, form.sheet, field.path, value), field.path)


def _present(resource: Resource) -> None:
    """List the plain attributes as they are."""
    rows = Markup("").join(
        Markup("<tr><td>{}</td><td>{}</td></tr>").format(k, written(_ANY, v))
        for k, v in sorted(resource.attributes.items())
        if isinstance(v, (str, int, float, bool)) and v not in ("", None)
    )
    st.html(Markup('<table class="dh-pairs"><tbody>{}</tbody></table>').format(rows))


_ANY = FormField("", "any", Entry.TEXT)
