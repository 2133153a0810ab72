"""Variables, outputs and tags of a design: each a group or a row, added and removed in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.widgets.form_context import FormContext, form_title, keep_shown, plain_label, refusal
from app.widgets.form_entry import draw_entry, draw_text
from app.widgets.form_rows import NEW, draw_rows, one_row
from app.widgets.form_sources import offer_output
from app.widgets.messages import note
from dharma_core.blueprints.design_parts import (
    VARIABLE_TYPES,
    add_output,
    add_variable,
    remove_output,
    remove_variable,
    rename_output,
    rename_variable,
    set_output,
    set_variable,
    uses_of,
)
from dharma_core.blueprints.form_entries import brief
from dharma_core.blueprints.form_fields import Entry, FormField, entry_of
from dharma_core.blueprints.model import OutputSpec, VariableSpec

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.edits import Edited
    from dharma_core.plan import Path

__all__ = ["outputs_form", "tags_form", "variables_form"]

_USES_SHOWN = 3


def variables_form(form: FormContext) -> None:
    """Draw what may vary from one use of the design to the next."""
    variables = form.draft.blueprint.variables
    form_title("Variables", "What may vary; properties read them as ${var.name}.")
    for name, variable in variables.items():
        secret = variable.sensitive or variable.default is None
        told = variable.type if secret else brief(variable.default)
        group = _group(form, ("variables", name), f"{name} · {told}")
        if group.open:
            with group, st.container(key=form.key(("variables", name), "inside"), gap="xsmall"):
                _variable(form, name, variable)
    _add(form, "variables", "variable", add_variable)


def outputs_form(form: FormContext) -> None:
    """Draw what is worth showing once the design is built."""
    form_title("Outputs", "What is shown once it is built.")
    for name, output in form.draft.blueprint.outputs.items():
        group = _group(form, ("outputs", name), f"{name} · {brief(output.value)}")
        if group.open:
            with group, st.container(key=form.key(("outputs", name), "inside"), gap="xsmall"):
                _output(form, name, output)
    _add_output(form)


def tags_form(form: FormContext) -> None:
    """Draw the tags that every resource gets."""
    form_title("Tags", "Every resource gets them.")
    tags = form.draft.blueprint.tags
    field = FormField("tags", "map(string)", Entry.MAP, tags, path=("tags",))
    if form.place(field.path) in form.draft.form.as_text:
        draw_text(form, field)
    else:
        draw_rows(form, field, titled=False)


def _group(form: FormContext, path: Path, words: str) -> ExpanderContainer:
    place, key = form.place(path), form.key(path, "open")
    st.session_state[key] = place in form.draft.form.opened
    wrong = form.to_correct(path)
    label = plain_label(words) + (f" · **{wrong} to correct**" if wrong else "")
    return st.expander(label, key=key, type="compact", on_change=_toggle, args=(form, place, key))


def _toggle(form: FormContext, place: Path, key: str) -> None:
    state = form.draft.form
    form.draft.form = state.open(place) if st.session_state[key] else state.close(place)


def _variable(form: FormContext, name: str, variable: VariableSpec) -> None:
    path: Path = ("variables", name)
    _name(form, path, rename_variable)
    key = form.key((*path, "type"))
    keep_shown(form.draft, form.place((*path, "type")), key, variable.type)
    st.selectbox(
        "Type", VARIABLE_TYPES, key=key, on_change=_set,
        args=(form, path, "type", key, set_variable),
    )  # fmt: skip
    refusal(form.draft, form.place((*path, "type")), key)
    _default(form, path, variable)
    _rest(form, path, variable, set_variable)
    uses = uses_of(form.draft.blueprint, name)
    more = f" and {len(uses) - _USES_SHOWN} more" if len(uses) > _USES_SHOWN else ""
    st.caption(f"Read by {', '.join(uses[:_USES_SHOWN])}{more}." if uses else "Nothing reads it.")
    _remove(form, path, remove_variable)


def _default(form: FormContext, path: Path, variable: VariableSpec) -> None:
    entry = entry_of(variable.type, variable.default)
    field = FormField(
        "Default", variable.type, entry, variable.default, path=(*path, "default"),
        allowed=("true", "false") if entry is Entry.SWITCH else (), sensitive=variable.sensitive,
        meaning="What holds when nothing is given; without it a value must be given.",
    )  # fmt: skip
    if entry in (Entry.LIST, Entry.MAP):
        draw_rows(form, field)
    else:
        draw_entry(form, field)


def _output(form: FormContext, name: str, output: OutputSpec) -> None:
    path: Path = ("outputs", name)
    _name(form, path, rename_output)
    key, place = form.key((*path, "value")), form.place((*path, "value"))
    keep_shown(form.draft, place, key, str(output.value))
    st.text_input("Value", key=key, on_change=_set, args=(form, path, "value", key, set_output))
    refusal(form.draft, place, key)
    for words in form.told(path):
        note(words)
    _rest(form, path, output, set_output)
    _remove(form, path, remove_output)


def _name(form: FormContext, path: Path, rename: Callable[..., Edited]) -> None:
    key, place = form.key((*path, "name")), form.place((*path, "name"))
    keep_shown(form.draft, place, key, path[-1])
    st.text_input("Name", key=key, on_change=_rename, args=(form, path, key, rename))
    refusal(form.draft, place, key)


def _rename(form: FormContext, path: Path, key: str, rename: Callable[..., Edited]) -> None:
    new, old = str(st.session_state[key]).strip(), str(path[-1])
    if form.edit(lambda design: rename(design, old, new), (*path, "name"), new):
        places = form.place(path), form.place((*path[:-1], new))
        form.draft.form = form.draft.form.renamed(*places)


def _rest(
    form: FormContext, path: Path, part: VariableSpec | OutputSpec, change: Callable[..., Edited]
) -> None:
    key = form.key((*path, "description"))
    keep_shown(form.draft, form.place((*path, "description")), key, part.description)
    st.text_input(
        "What it is for", key=key, on_change=_set, args=(form, path, "description", key, change)
    )
    key = form.key((*path, "sensitive"))
    st.session_state[key] = part.sensitive
    st.checkbox(
        "A secret: masked wherever it is shown", key=key, on_change=_set,
        args=(form, path, "sensitive", key, change),
    )  # fmt: skip


def _set(form: FormContext, path: Path, part: str, key: str, change: Callable[..., Edited]) -> None:
    entered: Any = st.session_state[key]
    value = entered.strip() if isinstance(entered, str) else entered
    form.edit(lambda design: change(design, str(path[-1]), **{part: value}), (*path, part), entered)


def _remove(form: FormContext, path: Path, remove: Callable[..., Edited]) -> None:
    key, place = form.key(path, "remove"), form.place((*path, "remove"))
    st.button(
        "Remove", key=key, type="tertiary",
        on_click=_take_away, args=(form, path, remove),
    )  # fmt: skip
    refused = form.draft.form.refused.get(place)
    if refused is not None:
        note(refused.reason, tone="critical")


def _add(form: FormContext, part: str, noun: str, add: Callable[[Blueprint, str], Edited]) -> None:
    number = len(getattr(form.draft.blueprint, part))
    key, place = form.key((part, number), "new"), form.place((part, NEW))
    with st.form(f"form_{key}", border=False), one_row():
        keep_shown(form.draft, place, key, "")
        st.text_input(
            f"Name of a new {noun}", key=key, label_visibility="collapsed",
            placeholder=f"name of a new {noun}",
        )  # fmt: skip
        st.form_submit_button(
            "Add", key=f"add_{key}", on_click=_add_named, args=(form, part, key, add)
        )
    refusal(form.draft, place, key)


def _take_away(form: FormContext, path: Path, remove: Callable[..., Edited]) -> None:
    form.edit(lambda design: remove(design, str(path[-1])), (*path, "remove"))


def _add_named(
    form: FormContext, part: str, key: str, add: Callable[[Blueprint, str], Edited]
) -> None:
    name = str(st.session_state[key]).strip()
    if name and form.edit(lambda design: add(design, name), (part, NEW), name):
        form.draft.form = form.draft.form.open(form.place((part, name)), alone=True)


def _add_output(form: FormContext) -> None:
    number = len(form.draft.blueprint.outputs)
    key, place = form.key(("outputs", number), "new"), form.place(("outputs", NEW))
    with st.popover(
        "Add an output", key=f"{key}_form", type="tertiary", on_change="rerun"
    ) as found:
        if not found.open:
            return
        st.text_input("Name", key=f"{key}_name")
        value = offer_output(form, key)
        st.button(
            "Add", key=f"{key}_add", type="primary",
            on_click=lambda: _new_output(form, key, value),
        )  # fmt: skip
        refused = form.draft.form.refused.get(place)
        if refused is not None:
            note(refused.reason, tone="critical")


def _new_output(form: FormContext, key: str, value: str) -> None:
    name = str(st.session_state[f"{key}_name"]).strip()
    form.edit(lambda design: add_output(design, name, value), ("outputs", NEW))
