"""The canvas of a draft: what it is told, and what its operations do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.components.canvas import canvas
from dharma_core.views.canvas import canvas_data, palette, search_types

if TYPE_CHECKING:
    from app.drafts import Draft
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment

__all__ = ["draw_canvas"]


def draw_canvas(draft: Draft, bench: Workbench, assessment: DraftAssessment, *, key: str) -> None:
    """Draw a draft and let the reader edit it."""
    provider = draft.blueprint.provider
    data = canvas_data(
        draft.drawing, assessment.marks, bench.catalog, currency=assessment.estimate.currency
    )
    canvas(
        {**data, "palette": palette(provider, bench.catalog), "found": draft.found},
        key=key,
        on_operation=lambda: _operate(draft, bench, key),
        on_find=lambda: _find(draft, bench, key),
    )


def _operate(draft: Draft, bench: Workbench, key: str) -> None:
    asked = st.session_state[key].get("operation")
    if isinstance(asked, dict):
        draft.operate(asked, bench.catalog)


def _find(draft: Draft, bench: Workbench, key: str) -> None:
    text = st.session_state[key].get("find")
    if isinstance(text, str):
        draft.found = search_types(text[:100], draft.blueprint.provider, bench.catalog)
