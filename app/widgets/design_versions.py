"""The life of one stored design: versions, what differs, restoring, tags, status, copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from app.session import reader_zone
from app.widgets.frame import PICKER_PX, section
from app.widgets.messages import empty, failure, say_later
from app.widgets.tables import plain_table, table
from dharma_core.blueprints.records import STATUSES, VISIBILITIES
from dharma_core.errors import DharmaError
from dharma_core.views.designs import document_changes_table, versions_table
from dharma_core.views.tables import changes_table
from dharma_core.views.words import count, local_time

if TYPE_CHECKING:
    from dharma_core.blueprints.records import BlueprintSummary, BlueprintVersion
    from dharma_core.workbench import Workbench

__all__ = ["keep_and_share", "recover", "versions"]

_SEERS = {
    "private": "Its owner and administrators",
    "tenant": "Everyone here",
    "public": "Every tenant",
}


def versions(bench: Workbench, design: BlueprintSummary) -> None:
    """Draw the versions of a design, what differs between two of them, and the way back."""
    history = bench.blueprint_history(design.id)
    plain_table(versions_table(history), caption="Versions")
    _tag(bench, design, history)
    if len(history) < 2:
        empty("One version so far", "Save a change, and this place shows what it changed.")
        return
    old, new = _two_of(history)
    _differences(bench, design, old, new)
    if old != design.version and st.button(f"Restore {old} as a new version", key="restore"):
        _act(
            lambda: bench.restore_blueprint(design.id, old, expected_version=design.version),
            f"{design.name} says again what {old} said.",
        )


def _two_of(history: tuple[BlueprintVersion, ...]) -> tuple[str, str]:
    zone = reader_zone()
    labels = {v.version: f"{v.version}, {local_time(v.created, zone)}, {v.author}" for v in history}
    names = list(labels)
    left, right = st.columns(2)
    old = left.selectbox("From", names, 1, format_func=labels.__getitem__, key="version_from")
    new = right.selectbox("To", names, 0, format_func=labels.__getitem__, key="version_to")
    return str(old), str(new)


def _differences(bench: Workbench, design: BlueprintSummary, old: str, new: str) -> None:
    edits = bench.diff_documents(design.id, old, new)
    section(f"{count(len(edits), 'place')} of the design differ" if edits else "The designs agree")
    if edits:
        table(document_changes_table(edits), key="edit", noun="place")
    changes = bench.diff_blueprint(design.id, old, new)
    if not changes:
        empty("Nothing differs in the cloud", f"{old} and {new} lead to the same plan.")
        return
    section(f"{count(len(changes), 'resource')} would change")
    table(changes_table(changes), key="change", noun="difference")


def _tag(bench: Workbench, design: BlueprintSummary, history: tuple[BlueprintVersion, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = st.text_input("Tag", key="tag_word", placeholder="live", width=200)
        names = [v.version for v in history]
        version = st.selectbox("names version", names, key="tag_version", width=200)
        if st.button("Set tag", key="set_tag", disabled=not word):
            _act(
                lambda: bench.tag_blueprint(design.id, word.strip(), str(version)),
                f"{word} names {design.name} {version}.",
            )
        taken = [tag for v in history for tag in v.tags]
        if word in taken and st.button("Take tag away", key="unset_tag"):
            _act(lambda: bench.untag_blueprint(design.id, word), f"{word} names no version now.")


def keep_and_share(bench: Workbench, design: BlueprintSummary) -> None:
    """Draw status, who sees it, copies, exports and deletion."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        status = st.selectbox(
            "Status", STATUSES, STATUSES.index(design.status), key=f"status_{design.id}", width=200
        )
        seen = st.selectbox(
            "Seen by", VISIBILITIES, VISIBILITIES.index(design.visibility),
            key=f"seen_{design.id}", format_func=_SEERS.__getitem__, width=280,
        )  # fmt: skip
        changed = (status, seen) != (design.status, design.visibility)
        if st.button("Set", key="set_marks", disabled=not changed):
            _act(
                lambda: bench.mark_blueprint(design.id, status=str(status), visibility=str(seen)),
                f"{design.name} is {status}.",
            )
    _clone(bench, design)
    _take_away(bench, design)


def _clone(bench: Workbench, design: BlueprintSummary) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "A copy under the name", f"{design.name}-copy", key=f"clone_{design.id}",
            width=PICKER_PX,
        )  # fmt: skip
        if st.button("Copy", key="clone"):
            _act(lambda: bench.clone_blueprint(design.id, name.strip()), f"{name} is stored.")


def _take_away(bench: Workbench, design: BlueprintSummary) -> None:
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
        "about it stay in the record, and it can be recovered."
    )
    with st.container(horizontal=True):
        if st.button("Delete", type="primary", key="confirm_delete"):
            bench.delete_blueprint(design.id)
            say_later(f"{design.name} is deleted.")
            st.rerun()
        if st.button("Keep it", key="keep"):
            st.rerun()


def recover(bench: Workbench, designs: tuple[BlueprintSummary, ...]) -> None:
    """Draw the way back for a deleted design."""
    by_label = {f"{d.name} {d.version}": d for d in designs}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox("Deleted design", list(by_label), key="deleted", width=PICKER_PX)
        if st.button("Recover", type="primary", key="recover"):
            chosen = by_label[str(label)]
            _act(lambda: bench.recover_blueprint(chosen.id), f"{chosen.name} is back.")


def _act(do: Callable[[], object], words: str) -> None:
    """Do one thing, tell it after the page was drawn anew, or draw what was wrong."""
    try:
        do()
    except DharmaError as error:
        failure(error)
        return
    say_later(words)
    st.rerun()
