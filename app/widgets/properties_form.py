"""The form beside the canvas: the properties of what is selected, typed, errors beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st
from markupsafe import Markup

from app.widgets.messages import note
from app.widgets.overrides_form import overrides_form
from dharma_core.blueprints.editing import (
    describe,
    rename_resource,
    set_count,
    set_property,
)
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.form_fields import Entry, FormField, form_fields, read_entry, written
from dharma_core.blueprints.kinds.library import find_kind

if TYPE_CHECKING:
    from app.drafts import Draft
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment

__all__ = ["properties_form"]

_YAML_PX = 120


def properties_form(draft: Draft, bench: Workbench, assessment: DraftAssessment) -> None:
    """Draw the form of the selected resource, or of the design when none is selected."""
    with st.container(key="design_form"):
        name = draft.drawing.selected
        if not name or draft.blueprint.resource(name) is None:
            _design(draft)
            return
        _resource(draft, name, bench)
        fields = form_fields(draft.blueprint, name, bench.catalog)
        _troubles(assessment, name, [f.name for f in fields if f.missing])
        _fields(draft, name, fields)
        if find_kind(get_spec(draft.blueprint, name).type):
            overrides_form(draft, name, bench, assessment)


def _design(draft: Draft) -> None:
    _title("The design", "Select a resource to see its properties.")
    design = draft.blueprint
    parts = {"name": "Name", "region": "Region", "description": "What it is for"}
    for part, label in parts.items():
        key = f"design_{part}"
        _sync(draft, ("", part), key, getattr(design, part))
        st.text_input(label, key=key, on_change=_describe, args=(draft, part, key))
        _error(draft, ("", part))


def _describe(draft: Draft, part: str, key: str) -> None:
    text = str(st.session_state[key]).strip()
    draft.edit(lambda design: describe(design, **{part: text}), at=("", part))


def _resource(draft: Draft, name: str, bench: Workbench) -> None:
    spec = get_spec(draft.blueprint, name)
    kind = find_kind(spec.type)
    type_ = None if kind else bench.catalog.find(spec.type)
    facts = kind or type_
    _title(name, f"{facts.title}, {spec.type}" if facts else spec.type)
    left, right = st.columns([2, 1])
    key = f"name_of_{name}"
    _sync(draft, (name, "name of it"), key, name)
    left.text_input("Name in the design", key=key, on_change=_rename, args=(draft, name, key))
    _error(draft, (name, "name of it"))
    key = f"count_of_{name}"
    _sync(draft, (name, "count of it"), key, "" if spec.count is None else str(spec.count))
    right.text_input(
        "How many", key=key, placeholder="one", on_change=_count, args=(draft, name, key)
    )
    _error(draft, (name, "count of it"))
    if spec.depends_on:
        st.caption(f"Comes after {', '.join(spec.depends_on)}.")


def _rename(draft: Draft, name: str, key: str) -> None:
    new = str(st.session_state[key]).strip()
    draft.edit(lambda design: rename_resource(design, name, new), at=(name, "name of it"))


def _count(draft: Draft, name: str, key: str) -> None:
    text = str(st.session_state[key]).strip()
    count = int(text) if text.isdecimal() else text or None
    draft.edit(lambda design: set_count(design, name, count), at=(name, "count of it"))


def _troubles(assessment: DraftAssessment, name: str, missing: Sequence[str]) -> None:
    """Draw what is wrong with a resource; what a field below says itself is left out."""
    mark = assessment.marks.get(name)
    if mark is None:
        return
    for problem in mark.problems:
        if not any(f"needs the property {m!r}" in problem for m in missing):
            note(problem)
    for finding in mark.findings:
        remedy = f" {finding.remediation}" if finding.remediation else ""
        words = f"{finding.severity.value}: {finding.title or finding.message}.{remedy}"
        note(words, tone=finding.severity.value)


def _fields(draft: Draft, name: str, fields: Sequence[FormField]) -> None:
    asked = draft.shown.get(name, [])
    drawn = [f for f in fields if f.required or f.value is not None or f.name in asked]
    for field in drawn:
        _field(draft, name, field)
    rest = [f.name for f in fields if f not in drawn]
    if rest:
        key = f"more_of_{name}_{len(drawn)}"
        st.selectbox(
            "Another property", rest, index=None, key=key, on_change=_show,
            args=(draft, name, key), placeholder=f"Search {len(rest)} more",
        )  # fmt: skip


def _show(draft: Draft, name: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen:
        draft.shown.setdefault(name, []).append(str(chosen))


def _field(draft: Draft, name: str, field: FormField) -> None:
    key = f"property_{name}_{field.name}"
    unit = f", {field.unit}" if field.unit else ""
    label = f"{field.name}{unit}{' (needed)' if field.missing else ''}"
    rest: dict[str, Any] = {
        "key": key, "help": _help(field), "on_change": _enter, "args": (draft, name, field, key),
    }  # fmt: skip
    at = (name, field.name)
    if field.entry in (Entry.REFERENCES, Entry.LIST) and not isinstance(field.value, str):
        chosen = [str(v) for v in field.value or ()]
        _sync(draft, at, key, chosen)
        options = list(dict.fromkeys((*chosen, *map(str, field.allowed))))
        st.multiselect(label, options, accept_new_options=True, **rest)
    elif field.entry in (Entry.SWITCH, Entry.CHOICE, Entry.REFERENCE):
        _one_of(draft, field, label, rest, at)
    elif field.entry is Entry.YAML:
        _sync(draft, at, key, written(field, field.value))
        st.text_area(label, height=_YAML_PX, placeholder=_placeholder(field), **rest)
    else:
        _sync(draft, at, key, written(field, field.value))
        kind = "password" if field.sensitive and "${" not in str(field.value) else "default"
        st.text_input(label, type=kind, placeholder=_placeholder(field), **rest)
    _error(draft, at)


def _one_of(
    draft: Draft, field: FormField, label: str, rest: dict[str, Any], at: tuple[str, str]
) -> None:
    given = ("true", "false") if field.entry is Entry.SWITCH else tuple(map(str, field.allowed))
    present = written(field, field.value) or None
    _sync(draft, at, rest["key"], present)
    options = list(dict.fromkeys((*given, *((present,) if present else ()))))
    st.selectbox(
        label, options, index=None, placeholder=_placeholder(field) or "not set",
        accept_new_options=field.entry is not Entry.CHOICE, **rest,
    )  # fmt: skip


def _enter(draft: Draft, name: str, field: FormField, key: str) -> None:
    entered = st.session_state[key]
    draft.edit(
        lambda design: set_property(design, name, field.name, read_entry(field, entered)),
        at=(name, field.name),
    )


def _placeholder(field: FormField) -> str:
    return "" if field.default is None else f"default: {written(field, field.default)}"


def _help(field: FormField) -> str:
    parts = [field.meaning, f"Type: {field.type}."]
    if field.replaces:
        parts.append("A change makes a new resource.")
    return " ".join(part for part in parts if part)


def _sync(draft: Draft, at: tuple[str, str], key: str, value: Any) -> None:
    """Show what the design says, unless the entry was refused and still stands to be corrected."""
    if at not in draft.errors:
        st.session_state[key] = value


def _error(draft: Draft, at: tuple[str, str]) -> None:
    if at in draft.errors:
        note(draft.errors[at], tone="critical")


def _title(title: str, words: str) -> None:
    st.html(Markup('<div class="dh-form-title"><h2>{}</h2><p>{}</p></div>').format(title, words))
