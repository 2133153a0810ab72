"""The form of the design itself: name, place, purpose, variables, outputs, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.design_parts_form import outputs_form, tags_form, variables_form
from app.widgets.form_context import FormContext, form_title, keep_shown, refusal
from dharma_core.blueprints.editing import describe
from dharma_core.blueprints.form_fields import Sheet
from dharma_core.blueprints.form_levels import SheetForm
from dharma_core.blueprints.form_problems import problems_of_design

if TYPE_CHECKING:
    from app.drafts import Draft
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment

__all__ = ["design_form"]

_PARTS = {"name": "Name", "region": "Region", "description": "What it is for"}


def design_form(draft: Draft, bench: Workbench, assessment: DraftAssessment) -> None:
    """Draw the form that is shown while no resource is selected."""
    form_title("The design", "Select a resource to see its properties.")
    for part, label in _PARTS.items():
        key, at = f"design_{part}", ("", part)
        keep_shown(draft, at, key, getattr(draft.blueprint, part))
        st.text_input(label, key=key, on_change=_describe, args=(draft, part, key))
        refusal(draft, at, key)
    form = FormContext(
        draft, SheetForm(draft.blueprint, Sheet("", ()), bench.catalog),
        problems_of_design(assessment.problems),
    )  # fmt: skip
    variables_form(form)
    outputs_form(form)
    tags_form(form)


def _describe(draft: Draft, part: str, key: str) -> None:
    text = str(st.session_state[key]).strip()
    draft.edit(lambda design: describe(design, **{part: text}), at=("", part), entered=text)
