"""What can be done with a draft: check, save, take away as text, discard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.drafts import forget_draft
from app.widgets.design_picker import choose_draft
from app.widgets.messages import failure, note, say_later
from dharma_core.blueprints import dump_blueprint, parse_blueprint
from dharma_core.blueprints.edits import Edited
from dharma_core.errors import DharmaError, InputError
from dharma_core.views.words import count

if TYPE_CHECKING:
    from app.drafts import Draft
    from dharma_core.workbench import Workbench

__all__ = ["actions", "as_text"]

_EDITOR_PX = 420


def actions(draft: Draft, label: str, bench: Workbench) -> None:
    """Draw the buttons of a draft and do what they say."""
    with st.container(horizontal=True, key="design_actions"):
        check = st.button("Check", key="check_draft")
        save = st.button("Save as a new version", type="primary", key="save_draft")
        st.download_button(
            "Download YAML", lambda: dump_blueprint(draft.blueprint),
            f"{draft.blueprint.name}.yaml", "application/yaml", key="draft_yaml",
            on_click="ignore", disabled=not draft.blueprint.resources,
        )  # fmt: skip
        discard = st.button("Discard changes", key="discard_draft", disabled=not draft.changed)
    if check:
        _check(draft, bench)
    if save:
        _save(draft, label, bench)
    if discard:
        forget_draft(label)
        say_later(f"{label} is as it was.", tone="muted")
        st.rerun()


def _check(draft: Draft, bench: Workbench) -> None:
    text = dump_blueprint(draft.blueprint)
    try:
        plan = bench.read_text(text, name=f"{draft.blueprint.name}.yaml")
    except DharmaError as error:
        failure(error, text=text)
        return
    note(f"Valid: {count(len(plan.managed), 'resource')} in {plan.region}.", tone="ok")


def _save(draft: Draft, label: str, bench: Workbench) -> None:
    if draft.origin.blueprint_id and not draft.changed:
        note("Nothing changed, so there is nothing to save.")
        return
    try:
        stored = bench.save_draft(draft.blueprint, draft.origin)
    except DharmaError as error:
        failure(error, text=dump_blueprint(draft.blueprint))
        return
    forget_draft(label)
    choose_draft(f"{stored.name} {stored.version}")
    say_later(f"{stored.name} {stored.version} is saved.")
    st.rerun()


def as_text(draft: Draft, label: str) -> None:
    """Draw the design's text, which may be edited too."""
    with st.expander("The design as text"):
        if not draft.blueprint.resources:
            st.caption("A design without resources has no text yet.")
            return
        key = f"text_of_{label}"
        if draft.text_error is None:
            st.session_state[key] = dump_blueprint(draft.blueprint)
        st.text_area(
            "Blueprint (YAML); a change holds when you leave the field", height=_EDITOR_PX,
            key=key, on_change=_take, args=(draft, key),
        )  # fmt: skip
        if draft.text_error is not None:
            failure(draft.text_error, text=str(st.session_state[key]))


def _take(draft: Draft, key: str) -> None:
    draft.text_error = None
    try:
        taken = parse_blueprint(str(st.session_state[key]), file=f"{draft.blueprint.name}.yaml")
    except InputError as error:
        draft.text_error = error
        return
    draft.edit(lambda _: Edited(taken, "The text is taken."))
