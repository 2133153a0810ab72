"""Which design the designer works on: a stored one, a template, or an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.drafts import drafts, keep_draft, kept_draft
from app.widgets.frame import PICKER_PX
from app.widgets.messages import failure
from app.widgets.sources import stored_and_bundled
from dharma_core.blueprints.editing import empty_blueprint
from dharma_core.blueprints.model import USUAL_REGIONS
from dharma_core.errors import InputError
from dharma_core.views.canvas import CLOUDS
from dharma_core.workbench.designing import DraftOrigin

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["EMPTY", "choose_draft", "pick_draft"]

EMPTY = "An empty design"
_KEY = "designing"
_NEXT = "designing_next"
_LAST = "designing_last"


def choose_draft(label: str) -> None:
    """Let the picker stand on a design at the next run."""
    st.session_state[_NEXT] = label


def pick_draft(bench: Workbench) -> str:
    """Draw the picker and return the label of the chosen draft, empty while there is none."""
    known = stored_and_bundled(bench)
    options = list(dict.fromkeys((*drafts(), *known, EMPTY)))
    _choose(options)
    label = st.selectbox(
        "Design", options, key=_KEY, bind="query-params", width=PICKER_PX,
        help="A stored design, a template, or an empty one.",
    )  # fmt: skip
    label = str(label)
    st.session_state[_LAST] = label
    if kept_draft(label) is not None:
        return label
    if label == EMPTY:
        return _begin()
    source = known[label]
    opened = bench.open_template(source.name) if source.text else bench.open_draft(source.name)
    keep_draft(label, *opened)
    return label


def _choose(options: list[str]) -> None:
    """Stand on what was asked for; else, on coming back, on what was chosen before."""
    wanted = st.session_state.pop(_NEXT, None)
    if wanted in options:
        st.query_params.pop(_KEY, None)
        st.session_state[_KEY] = wanted
    elif _KEY not in st.session_state and _KEY not in st.query_params:
        kept = st.session_state.get(_LAST)
        if kept in options:
            st.session_state[_KEY] = kept


def _begin() -> str:
    """Draw the form that begins an empty design."""
    with st.form("begin", border=False):
        left, middle, right = st.columns(3)
        name = left.text_input("Name", key="begin_name", placeholder="shop")
        provider = middle.selectbox(
            "Cloud", list(CLOUDS), format_func=CLOUDS.__getitem__, key="begin_provider"
        )
        region = right.text_input("Region", key="begin_region", placeholder="the usual one")
        wanted = st.form_submit_button("Begin", type="primary", key="begin_now")
    if not wanted:
        return ""
    try:
        blueprint = empty_blueprint(
            (name or "").strip(), provider=str(provider),
            region=(region or "").strip() or USUAL_REGIONS[str(provider)],
        )  # fmt: skip
    except InputError as error:
        failure(error)
        return ""
    label = f"{blueprint.name}, new"
    keep_draft(label, blueprint, DraftOrigin("A new design"))
    choose_draft(label)
    st.rerun()
    return label
