"""A list or a map as rows: each can be changed and taken away, a last row adds another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.form_context import (
    FormContext,
    faults,
    field_label,
    heading_row,
    keep_shown,
    plain_label,
    refusal,
)
from app.widgets.form_entry import field_help, write_as_text
from app.widgets.messages import note
from dharma_core.blueprints.form_entries import read_entry, written
from dharma_core.blueprints.form_fields import Entry, FormField, item_field
from dharma_core.blueprints.inner_edits import (
    add_item,
    add_row,
    remove_item,
    rename_row,
    set_at,
)

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from dharma_core.plan import Path

__all__ = ["NEW", "draw_rows", "one_row"]

NEW = -1  # the place of an entry that has no place of its own so far


def draw_rows(form: FormContext, field: FormField, *, titled: bool = True) -> None:
    """Draw a list or a map; ``titled`` says what it is called."""
    as_text = ("As text", lambda: write_as_text(form, field.path, as_text=True))
    title = field_label(field) if titled else ""
    heading_row(title, form.key(field.path), as_text, meaning=field_help(field) or "")
    with st.container(gap="xsmall", key=form.key(field.path, "rows")):
        if field.entry is Entry.MAP:
            for name in dict(field.value or {}):
                _pair(form, field, name)
            _new_pair(form, field)
        else:
            for number in range(len(field.value or ())):
                _item(form, field, number)
            _new_item(form, field)
    for words in form.told(field.path):
        note(words)


def one_row() -> DeltaGenerator:
    """Return a container whose parts stand beside each other, on a phone too."""
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False)


def _remove_button(form: FormContext, item: FormField) -> None:
    """Draw a cross; its words are there for screen readers."""
    st.button(
        plain_label(f"Remove {item.name}"), key=form.key(item.path, "drop"), type="tertiary",
        icon=":material/close:", on_click=_remove, args=(form, item.path),
    )  # fmt: skip


def _item(form: FormContext, field: FormField, number: int) -> None:
    item = item_field(field, number)
    key = form.key(item.path)
    with one_row():
        _value(form, item, key)
        _remove_button(form, item)
    faults(form, item.path, key)


def _pair(form: FormContext, field: FormField, name: str) -> None:
    item = item_field(field, name)
    key, name_key = form.key(item.path), form.key(item.path, "name_of_row")
    place = form.place((*item.path, "its name"))
    with one_row():
        keep_shown(form.draft, place, name_key, name)
        st.text_input(
            f"Name of {item.name}", key=name_key, label_visibility="collapsed",
            on_change=_rename, args=(form, item.path, name_key),
        )  # fmt: skip
        _value(form, item, key)
        _remove_button(form, item)
    refusal(form.draft, place, name_key)
    faults(form, item.path, key)


def _value(form: FormContext, item: FormField, key: str) -> None:
    keep_shown(form.draft, form.place(item.path), key, written(item, item.value))
    secret = item.sensitive and "${" not in str(item.value)
    st.text_input(
        item.name, key=key, label_visibility="collapsed", on_change=_enter, args=(form, item, key),
        type="password" if secret else "default",
    )  # fmt: skip


def _enter(form: FormContext, item: FormField, key: str) -> None:
    entered = st.session_state[key]
    if isinstance(item.path[-1], int) and not str(entered).strip():
        _remove(form, item.path)
        return

    def value() -> object:
        read = read_entry(item, entered)
        return "" if read is None else read

    form.edit(lambda design: set_at(design, form.sheet, item.path, value()), item.path, entered)


def _rename(form: FormContext, path: Path, key: str) -> None:
    entered = str(st.session_state[key]).strip()
    taken = form.edit(
        lambda design: rename_row(design, form.sheet, path, entered),
        (*path, "its name"), entered,
    )  # fmt: skip
    if taken:
        new = form.place((*path[:-1], entered))
        form.draft.form = form.draft.form.renamed(form.place(path), new)


def _remove(form: FormContext, path: Path) -> None:
    taken = form.edit(lambda design: remove_item(design, form.sheet, path), path)
    if taken and isinstance(path[-1], int):
        form.draft.form = form.draft.form.removed(form.place(path))
    form.draft.form = form.draft.form.ask(form.place(path[:-2]), str(path[-2]))


def _new_item(form: FormContext, field: FormField) -> None:
    number = len(field.value or ())
    key = form.key((*field.path, number), "new")
    place = form.place((*field.path, NEW))
    with st.form(f"form_{key}", border=False), one_row():
        keep_shown(form.draft, place, key, "")
        st.text_input(
            f"Another of {field.name}", key=key, label_visibility="collapsed",
            placeholder="another" if number else "first",
        )  # fmt: skip
        st.form_submit_button(
            "Add", key=f"add_{key}", on_click=_add_item, args=(form, field, key),
        )  # fmt: skip
    refusal(form.draft, place, key)


def _add_item(form: FormContext, field: FormField, key: str) -> None:
    entered = st.session_state[key]
    if not str(entered).strip():
        return
    item = replace(item_field(field, len(field.value or ())), name=field.name)
    form.edit(
        lambda design: add_item(design, form.sheet, field, read_entry(item, entered))[0],
        (*field.path, NEW), entered,
    )  # fmt: skip


def _new_pair(form: FormContext, field: FormField) -> None:
    rows: Mapping[str, object] = field.value or {}
    key = form.key((*field.path, len(rows)), "new")
    place = form.place((*field.path, NEW))
    refused = form.draft.form.refused.get(place)
    name, value = refused.entered if refused else ("", "")
    with st.form(f"form_{key}", border=False), one_row():
        st.session_state.setdefault(f"name_{key}", name)
        st.session_state.setdefault(key, value)
        st.text_input(
            f"Name of another of {field.name}", key=f"name_{key}", placeholder="name",
            label_visibility="collapsed",
        )  # fmt: skip
        st.text_input(
            f"Value of another of {field.name}", key=key, placeholder="value",
            label_visibility="collapsed",
        )  # fmt: skip
        st.form_submit_button(
            "Add", key=f"add_{key}", on_click=_add_pair, args=(form, field, key),
        )  # fmt: skip
    refusal(form.draft, place, key)


def _add_pair(form: FormContext, field: FormField, key: str) -> None:
    name, entered = str(st.session_state[f"name_{key}"]).strip(), st.session_state[key]
    if not name and not str(entered).strip():
        return
    item = item_field(field, name)

    def value() -> object:
        read = read_entry(item, entered)
        return "" if read is None else read

    form.edit(
        lambda design: add_row(design, form.sheet, field.path, name, value()),
        (*field.path, NEW), (name, entered),
    )  # fmt: skip
