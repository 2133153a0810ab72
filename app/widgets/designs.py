"""Editing one stored design as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.messages import failure, note, say_later
from dharma_core.errors import DharmaError
from dharma_core.views.words import count, join_words

if TYPE_CHECKING:
    from dharma_core.blueprints.records import BlueprintSummary
    from dharma_core.workbench import Workbench

__all__ = ["edit"]

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
        _check(bench, text, file, design)
    if save and text == stored:
        note("Nothing changed, so there is nothing to save.")
    elif save:
        _save(bench, text, file, design)


def _check(bench: Workbench, text: str, file: str, design: BlueprintSummary) -> None:
    try:
        plan = bench.read_text(text, name=file, partial=True)
        proposal = bench.propose_version(text, id=design.id, file=file)
    except DharmaError as error:
        failure(error, text=text)
        return
    why = f", because {join_words(list(proposal.reasons[:3]))}" if proposal.reasons else ""
    note(
        f"Valid: {count(len(plan.managed), 'resource')} in {plan.region}. Saving it makes version "
        f"{proposal.version} ({proposal.level}{why}).",
        tone="ok",
    )


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
