"""One level of a form: its plain fields, then its blocks, each a group that opens and closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from app.widgets.form_context import FormContext, field_label, heading_row, plain_label
from app.widgets.form_entry import draw_entry, draw_text, field_help, write_as_text
from app.widgets.form_rows import draw_rows
from app.widgets.form_sources import offer_sources
from app.widgets.messages import note
from dharma_core.blueprints.form_entries import summary
from dharma_core.blueprints.form_fields import Entry, FormField
from dharma_core.blueprints.form_problems import said_by
from dharma_core.blueprints.inner_edits import add_item, move_item, remove_item, set_at
from dharma_core.blueprints.inner_values import items_of
from dharma_core.plan import FrozenMap
from dharma_core.views.words import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dharma_core.blueprints.form_fields import Level
    from dharma_core.plan import Path

__all__ = ["add_block", "draw_block_group", "draw_field", "draw_level"]


_EMPTY: Any = FrozenMap()


def draw_level(form: FormContext, path: Path, *, inner: bool = False) -> None:
    """Draw the fields of a level that are needed, set or asked for, and a way to the others.

    Parameters
    ----------
    inner : bool
        Whether this level is drawn inside another one; its own blocks are then gone into.
    """
    level = form.level(path)
    asked = form.draft.form.asked.get(form.place(path), ())
    drawn = [f for f in level.fields if f.required or f.value is not None or f.name in asked]
    plain = [f for f in drawn if not f.is_block]
    for field in plain:
        draw_field(form, field)
    for field in drawn:
        if field.is_block and inner:
            _way_in(form, field)
        elif field.is_block:
            draw_block_group(form, field)
    _another(form, path, level, drawn)
    offer_sources(form, path, level)


def draw_block_group(form: FormContext, field: FormField, *, titled: bool = True) -> None:
    """Draw the blocks of a property, one group each, with a way to add another.

    Parameters
    ----------
    titled : bool
        Whether to say what the property is called.
    """
    if form.place(field.path) in form.draft.form.as_text:
        draw_text(form, field)
        return
    items = items_of(field.path, field.value)
    buttons = [("As text", lambda: write_as_text(form, field.path, as_text=True))]
    if not field.full:
        buttons.insert(0, ("Add", lambda: add_block(form, field)))
    more = "" if field.most == 1 else count(len(items), "item") if items else "none so far"
    with st.container(gap="xsmall", key=form.key(field.path, "blocks")):
        title = field_label(field) if titled else ""
        heading_row(
            title, form.key(field.path), *buttons, more=more, meaning=field_help(field) or ""
        )
        for words in form.told(field.path):
            if field.value is None or isinstance(field.value, tuple):
                note(words)
        for path, item in items:
            _block(form, field, path, item, len(items))


def draw_field(form: FormContext, field: FormField) -> None:
    """Draw a property that holds no properties of its own."""
    if field.is_structure and form.place(field.path) in form.draft.form.as_text:
        draw_text(form, field)
    elif field.entry in (Entry.LIST, Entry.MAP):
        draw_rows(form, field)
    else:
        draw_entry(form, field)


def _block(
    form: FormContext, field: FormField, path: Path, item: Mapping[str, Any], of: int
) -> None:
    place, key = form.place(path), form.key(path, "open")
    st.session_state[key] = place in form.draft.form.opened
    number = path[-1] + 1 if isinstance(path[-1], int) else 1
    first = f"{number} · " if field.most != 1 else ""
    wrong = form.to_correct(path)
    words = plain_label(f"{first}{summary(item)}") + (f" · **{wrong} to correct**" if wrong else "")
    group = st.expander(words, key=key, type="compact", on_change=_toggle, args=(form, place, key))
    if not group.open:
        return
    with group, st.container(key=form.key(path, "inside"), gap="xsmall"):
        fields = form.level(path).fields
        for told in form.told(path):
            if not said_by(fields, told):
                note(told)
        draw_level(form, path, inner=True)
        _item_buttons(form, path, number=number, of=of)


def _toggle(form: FormContext, place: Path, key: str) -> None:
    state = form.draft.form
    form.draft.form = state.open(place) if st.session_state[key] else state.close(place)


def _item_buttons(form: FormContext, path: Path, *, number: int, of: int) -> None:
    with st.container(horizontal=True, gap="small"):
        if of > 1:
            st.button(
                "Move up", key=form.key(path, "up"), type="tertiary", disabled=number == 1,
                on_click=_move, args=(form, path, -1),
            )  # fmt: skip
            st.button(
                "Move down", key=form.key(path, "down"), type="tertiary", disabled=number == of,
                on_click=_move, args=(form, path, 1),
            )  # fmt: skip
        st.button(
            "Remove", key=form.key(path, "remove"), type="tertiary",
            on_click=_remove, args=(form, path),
        )  # fmt: skip


def _move(form: FormContext, path: Path, by: int) -> None:
    if form.edit(lambda design: move_item(design, form.sheet, path, by=by), path):
        form.draft.form = form.draft.form.moved(form.place(path), by=by)


def _remove(form: FormContext, path: Path) -> None:
    if not isinstance(path[-1], int):
        form.edit(lambda design: set_at(design, form.sheet, path, None), path)
        return
    if form.edit(lambda design: remove_item(design, form.sheet, path), path):
        form.draft.form = form.draft.form.removed(form.place(path))


def add_block(form: FormContext, field: FormField, item: Any = _EMPTY) -> None:
    """Add a block and open it with what it may hold."""
    added: list[Path] = []

    def make(design: Any) -> Any:
        edit, at = add_item(design, form.sheet, field, item)
        added.append(at)
        return edit

    if not form.edit(make, field.path):
        return
    state = form.draft.form.open(form.place(added[0]), alone=True)
    for name in form.form.level(added[0]).suggested:
        state = state.ask(form.place(added[0]), name)
    form.draft.form = state


def _way_in(form: FormContext, field: FormField) -> None:
    """Draw the row that leads into a block of a block."""
    items = items_of(field.path, field.value)
    wrong = form.to_correct(field.path)
    more = summary(items[0][1]) if len(items) == 1 else count(len(items), "item")
    words = f"{wrong} to correct" if wrong else more if items else "none so far"
    heading_row(
        field_label(field), form.key(field.path),
        ("Go in" if items else "Add", lambda: _go_in(form, field)), more=words,
    )  # fmt: skip


def _go_in(form: FormContext, field: FormField) -> None:
    if not items_of(field.path, field.value):
        add_block(form, field)
    state = form.draft.form.go_into(form.place(field.path))
    items = items_of(field.path, field.value)
    form.draft.form = state.open(form.place(items[0][0])) if len(items) == 1 else state


def _another(form: FormContext, path: Path, level: Level, drawn: list[FormField]) -> None:
    rest = [f.name for f in level.fields if f not in drawn]
    if not rest and not level.is_open:
        return
    key = f"{form.key(path, 'more_of')}_{len(drawn)}"
    st.selectbox(
        "Another property", rest, index=None, key=key, on_change=_show,
        args=(form, path, key), accept_new_options=level.is_open,
        placeholder=f"Search {len(rest)} more" if rest else "Write its name",
    )  # fmt: skip


def _show(form: FormContext, path: Path, key: str) -> None:
    chosen = str(st.session_state[key] or "").strip()
    if not chosen:
        return
    field = form.form.level(path).field(chosen)
    if field is not None and field.is_block:
        add_block(form, field)
    else:
        form.draft.form = form.draft.form.ask(form.place(path), chosen)
