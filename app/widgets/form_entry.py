"""One plain property as a widget: text, number, switch, choice, references, or text in YAML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.widgets.form_context import FormContext, faults, field_label, keep_shown
from dharma_core.blueprints.form_entries import read_entry, written
from dharma_core.blueprints.form_fields import Entry, FormField
from dharma_core.blueprints.inner_edits import set_at

if TYPE_CHECKING:
    from dharma_core.plan import Path

__all__ = ["draw_entry", "draw_text", "field_help", "write_as_text"]

_YAML_PX = 140


def draw_entry(form: FormContext, field: FormField) -> None:
    """Draw a field that one widget holds, with what is wrong beside it."""
    key = form.key(field.path)
    rest: dict[str, Any] = {
        "key": key, "help": field_help(field), "on_change": _enter, "args": (form, field, key),
    }  # fmt: skip
    if field.entry is Entry.REFERENCES:
        _several(form, field, rest)
    elif field.entry in (Entry.SWITCH, Entry.CHOICE, Entry.SUGGESTED, Entry.REFERENCE):
        _one_of(form, field, rest)
    elif field.entry is Entry.YAML:
        _area(form, field, rest)
    else:
        _line(form, field, rest)
    faults(form, field.path, key)


def draw_text(form: FormContext, field: FormField) -> None:
    """Draw a structure as the text that it is written as."""
    draw_entry(form, replace(field, entry=Entry.YAML))
    st.button(
        "Edit as a form", key=form.key(field.path, "as_form"), type="tertiary",
        on_click=write_as_text, args=(form, field.path), kwargs={"as_text": False},
    )  # fmt: skip


def write_as_text(form: FormContext, path: Path, *, as_text: bool) -> None:
    """Turn a structure into text for editing, or back; what was refused before is dropped."""
    place = form.place(path)
    form.draft.form = form.draft.form.accept(place).write(place, as_text=as_text)


def field_help(field: FormField) -> str | None:
    """Return what is known of a field beside its name, for its tooltip; None for nothing."""
    kind = "" if field.type in ("string", "bool", "any", "object") else f"Type: {field.type}."
    replaces = "A change makes a new resource." if field.replaces else ""
    return " ".join(part for part in (field.meaning, kind, replaces) if part) or None


def _line(form: FormContext, field: FormField, rest: dict[str, Any]) -> None:
    keep_shown(form.draft, form.place(field.path), rest["key"], written(field, field.value))
    secret = field.sensitive and "${" not in str(field.value)
    st.text_input(
        field_label(field), type="password" if secret else "default",
        placeholder=_placeholder(field), **rest,
    )  # fmt: skip


def _area(form: FormContext, field: FormField, rest: dict[str, Any]) -> None:
    keep_shown(form.draft, form.place(field.path), rest["key"], written(field, field.value))
    label = f"{field_label(field)}, as YAML"
    st.text_area(label, height=_YAML_PX, placeholder=_placeholder(field), **rest)


def _several(form: FormContext, field: FormField, rest: dict[str, Any]) -> None:
    chosen = [str(v) for v in field.value or ()]
    keep_shown(form.draft, form.place(field.path), rest["key"], chosen)
    shown = st.session_state[rest["key"]]
    options = list(dict.fromkeys((*map(str, shown), *map(str, field.allowed))))
    st.multiselect(
        field_label(field), options, accept_new_options=True, placeholder="Choose or write", **rest
    )


def _one_of(form: FormContext, field: FormField, rest: dict[str, Any]) -> None:
    present = written(field, field.value) or None
    keep_shown(form.draft, form.place(field.path), rest["key"], present)
    shown = st.session_state[rest["key"]]
    options = list(dict.fromkeys((*map(str, field.allowed), *((str(shown),) if shown else ()))))
    st.selectbox(
        field_label(field), options, index=None, placeholder=_placeholder(field) or "not set",
        accept_new_options=field.entry is not Entry.CHOICE, **rest,
    )  # fmt: skip


def _enter(form: FormContext, field: FormField, key: str) -> None:
    entered = st.session_state[key]
    taken = form.edit(
        lambda design: set_at(design, form.sheet, field.path, read_entry(field, entered)),
        field.path, entered,
    )  # fmt: skip
    if taken:  # a field that was just emptied stays, so that it can be filled in again
        form.draft.form = form.draft.form.ask(form.place(field.path[:-1]), field.name)


def _placeholder(field: FormField) -> str:
    return "" if field.default is None else f"default: {written(field, field.default)}"
