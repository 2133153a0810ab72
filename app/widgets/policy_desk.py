"""The policy editor's parts: a draft to begin from, the text, what is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.widgets.frame import section
from app.widgets.messages import failure, note
from dharma_core.errors import DharmaError
from dharma_core.policies.drafting import PolicyWish

if TYPE_CHECKING:
    from dharma_core.plan import Plan
    from dharma_core.workbench import Workbench

__all__ = ["begin_from_draft", "keep_or_drop", "policy_text"]

_TEXT = "policy_text"
_SAID = "policy_desk_said"
_EDITOR_PX = 420


def policy_text(bench: Workbench, plan: Plan) -> str:
    """Draw the text and return it; the first one asks for tags of the design's first type."""
    if _TEXT not in st.session_state:
        st.session_state[_TEXT] = _first_draft(bench, plan)
    return st.text_area(
        "Policy, in Rego", key=_TEXT, height=_EDITOR_PX,
        help="Rego v1 or the old style; deny and violation stop a deployment, warn does not.",
    )  # fmt: skip


def _first_draft(bench: Workbench, plan: Plan) -> str:
    types = dict.fromkeys(r.type for r in plan.managed)
    known = (t for t in types if (f := bench.catalog.find(t)) and f.attribute(("tags",)))
    type_ = next(known, "aws_s3_bucket")
    return bench.draft_policy(PolicyWish("TEAM_TAGS_001", type_, "tags")).text


def begin_from_draft(bench: Workbench, plan: Plan) -> None:
    """Draw a form that writes a policy into the editor."""
    types = sorted({r.type for r in plan.managed}) or ["aws_s3_bucket"]
    with st.popover("Begin from a draft"), st.form("policy_draft", border=False):
        id_ = st.text_input("Id", "TEAM_001", key="draft_id", max_chars=64)
        type_ = st.selectbox("Type", types, key="draft_type")
        attribute = st.text_input("Attribute", "tags", key="draft_attribute", max_chars=120)
        value = st.text_input(
            "What it must be", key="draft_value", max_chars=200,
            help="JSON, or a text as it stands; empty: it must be set.",
        )  # fmt: skip
        if st.form_submit_button("Write it"):
            try:
                wish = PolicyWish(id_, str(type_), attribute, _json_or_text(value))
                st.session_state[_TEXT] = bench.draft_policy(wish).text
            except DharmaError as error:
                failure(error)


def _json_or_text(value: str) -> Any:
    try:
        return json.loads(value) if value.strip() else None
    except ValueError:
        return value


def keep_or_drop(bench: Workbench, text: str) -> None:
    """Draw how to keep the policy for every check, and which are kept."""
    section("Keep it", "A kept policy is run by every check from then on.")
    said = st.session_state.pop(_SAID, "")
    if said:
        note(said, tone="ok")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", key="policy_name", placeholder="team_buckets", width=260)
        if st.button("Keep", type="primary", key="keep_policy", disabled=not name):
            _done(lambda: bench.keep_policy(name, text), f"{name} is kept.")
        st.download_button(
            "Download", text, f"{name or 'policy'}.rego", "text/plain", key="policy_file",
            on_click="ignore",
        )  # fmt: skip
    kept = bench.own_policies()
    if not kept:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Kept policies", list(kept), key="kept_policy", width=260)
        st.button("Open", key="open_policy", on_click=_open, args=(kept[str(chosen)], chosen))
        if st.button("Remove", key="drop_policy"):
            _done(lambda: bench.drop_policy(str(chosen)), f"{chosen} is removed.")


def _open(text: str, name: str) -> None:
    st.session_state[_TEXT] = text
    st.session_state["policy_name"] = name


def _done(act: Any, said: str) -> None:
    try:
        act()
    except DharmaError as error:
        failure(error)
        return
    st.session_state[_SAID] = said
    st.rerun()
