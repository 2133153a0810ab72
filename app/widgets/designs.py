"""Editing, comparing and taking away one stored design."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.session import reader_zone
from app.widgets.frame import PICKER_PX, context_line, section
from app.widgets.messages import empty, failure, note, say_later
from app.widgets.tables import table
from dharma_core.errors import DharmaError
from dharma_core.views.tables import changes_table
from dharma_core.views.words import count, local_time

if TYPE_CHECKING:
    from dharma_core.blueprints.records import BlueprintSummary
    from dharma_core.workbench import Workbench

__all__ = ["compare", "edit", "new_from_template", "take_away"]

_EDITOR_PX = 460


def edit(bench: Workbench, design: BlueprintSummary) -> None:
    """Draw the editor of a stored design: check it, or save it as a new version."""
    stored = bench.blueprint_text(f"{design.id}@{design.version}")
    key = f"text_{design.id}_{design.version}"
    text = st.text_area("Blueprint (YAML)", stored, key=key, height=_EDITOR_PX)
    with st.container(horizontal=True):
        check = st.button("Check", key="check_text")
        save = st.button("Save as a new version", type="primary", key="save_text")
    file = f"{design.name}.yaml"
    if check:
        _check(bench, text, file)
    if save and text == stored:
        note("Nothing changed, so there is nothing to save.")
    elif save:
        _save(bench, text, file, design)


def _check(bench: Workbench, text: str, file: str) -> None:
    try:
        plan = bench.read_text(text, name=file)
    except DharmaError as error:
        failure(error, text=text)
        return
    note(f"Valid: {count(len(plan.managed), 'resource')} in {plan.region}.", tone="ok")


def _save(bench: Workbench, text: str, file: str, design: BlueprintSummary) -> None:
    try:
        stored = bench.save_blueprint(
            text, file=file, id=design.id, expected_version=design.version
        )
    except DharmaError as error:
        failure(error, text=text)
        return
    say_later(f"{stored.name} {stored.version} is saved.")
    st.rerun()


def compare(bench: Workbench, design: BlueprintSummary) -> None:
    """Draw the versions of a design and what differs between two of them."""
    history = bench.blueprint_history(design.id)
    zone = reader_zone()
    labels = {v.version: f"{v.version}, {local_time(v.created, zone)}, {v.author}" for v in history}
    versions = list(labels)
    if len(versions) < 2:
        empty("One version so far", "Save a change, and this place shows what it changed.")
        return
    left, right = st.columns(2)
    old = left.selectbox("From", versions, 1, format_func=labels.__getitem__, key="version_from")
    new = right.selectbox("To", versions, 0, format_func=labels.__getitem__, key="version_to")
    changes = bench.diff_blueprint(design.id, str(old), str(new))
    if not changes:
        empty("No resource differs", f"{old} and {new} lead to the same plan.")
        return
    section(
        f"{count(len(changes), 'resource')} differ" if len(changes) > 1 else "1 resource differs"
    )
    table(changes_table(changes), key="change", noun="difference")


def take_away(bench: Workbench, design: BlueprintSummary) -> None:
    """Draw export and deletion; deletion asks once more."""
    reference = f"{design.id}@{design.version}"
    with st.container(horizontal=True):
        for word, syntax, mime in (
            ("YAML", "yaml", "application/yaml"),
            ("JSON", "json", "application/json"),
        ):
            st.download_button(
                f"Export {word}",
                lambda syntax=syntax: bench.blueprint_text(reference, syntax=syntax),
                f"{design.name}-{design.version}.{syntax}",
                mime,
                key=f"blueprint_{syntax}",
                on_click="ignore",
            )
        if st.button("Delete ...", key="delete"):
            _confirm_deletion(bench, design)


@st.dialog("Delete this design?")
def _confirm_deletion(bench: Workbench, design: BlueprintSummary) -> None:
    st.write(
        f"{design.name} leaves the lists. Its {count(design.versions, 'version')} and every event "
        "about it stay in the record."
    )
    with st.container(horizontal=True):
        if st.button("Delete", type="primary", key="confirm_delete"):
            bench.delete_blueprint(design.id)
            say_later(f"{design.name} is deleted.")
            st.rerun()
        if st.button("Keep it", key="keep"):
            st.rerun()


def new_from_template(bench: Workbench) -> None:
    """Draw the form that makes a new design from a bundled one."""
    templates = {t.name: t.description for t in bench.templates()}
    name = st.selectbox("Template", list(templates), key="template", width=PICKER_PX)
    context_line(templates[str(name)])
    text = st.text_area(
        "Blueprint (YAML)", bench.template(str(name)), key=f"new_{name}", height=_EDITOR_PX
    )
    if st.button("Store this design", type="primary", key="store_new"):
        try:
            stored = bench.save_blueprint(text, file=f"{name}.yaml")
        except DharmaError as error:
            failure(error, text=text)
            return
        say_later(f"{stored.name} {stored.version} is stored.")
        st.rerun()
