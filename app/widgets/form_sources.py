"""Let a field read a value from elsewhere: a variable, or a part of another resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.form_context import FormContext, refusal
from dharma_core.blueprints.form_fields import Entry, FormField
from dharma_core.blueprints.form_sources import parts_to_read, reference_to, sources_for
from dharma_core.blueprints.inner_edits import add_item, set_at

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.edits import Edited
    from dharma_core.blueprints.form_fields import Level
    from dharma_core.plan import Path

__all__ = ["offer_output", "offer_sources"]

_LISTS = (Entry.LIST, Entry.REFERENCES)


def offer_sources(form: FormContext, path: Path, level: Level) -> None:
    """Draw the small form that makes a property read a variable or another resource."""
    key = form.key(path, "reads")
    with st.popover(
        "Read a value from elsewhere", key=key, type="tertiary", on_change="rerun"
    ) as found:
        if not found.open:
            return
        names = [f.name for f in level.fields if not f.is_block]
        name = st.selectbox("Property", names, index=None, key=f"{key}_property")
        field = level.field(str(name)) if name else None
        if field is not None:
            _source(form, field, key)


def _source(form: FormContext, field: FormField, key: str) -> None:
    design = form.draft.blueprint
    sources = sources_for(design, form.sheet.resource, field.type)
    source = st.selectbox("Reads from", sources, index=None, key=f"{key}_source")
    if not source:
        return
    parts = parts_to_read(design, source, form.form.catalog, type_=field.type)
    part = st.selectbox("Which part", parts, key=f"{key}_part") if parts else ""
    st.button(
        "Use it", key=f"{key}_use", type="primary", on_click=_use,
        args=(form, field, source, str(part or "")),
    )  # fmt: skip
    refusal(form.draft, form.place((*field.path, "reads")), key)


def _use(form: FormContext, field: FormField, source: str, part: str) -> None:
    def make(design: Blueprint) -> Edited:
        text = reference_to(design, source, part, type_=field.type)
        if field.entry in _LISTS and not source.startswith("var."):
            return add_item(design, form.sheet, field, text)[0]
        return set_at(design, form.sheet, field.path, text)

    form.edit(make, (*field.path, "reads"))


def offer_output(form: FormContext, key: str) -> str:
    """Draw the choice of what an output shows and return the reference, empty while not chosen."""
    design = form.draft.blueprint
    source = st.selectbox("Shows", sources_for(design, "", "any"), index=None, key=f"{key}_source")
    if not source:
        return ""
    parts = parts_to_read(design, source, form.form.catalog, type_="any")
    part = st.selectbox("Which part", parts, key=f"{key}_part") if parts else ""
    return reference_to(design, source, str(part or ""), type_="any")
