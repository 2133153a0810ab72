"""A picture with its sentence as title."""

from __future__ import annotations

import streamlit as st

from app.widgets.frame import section
from dharma_core.views.figures import Picture
from dharma_core.views.plotly_template import CHART_CONFIG

__all__ = ["chart"]


def chart(picture: Picture | None, *, key: str) -> None:
    """Draw a picture under the sentence it proves; nothing when there is none."""
    if picture is None:
        return
    section(picture.title)
    st.plotly_chart(
        picture.figure, theme=None, config=CHART_CONFIG, key=key, alt=picture.alt, width="stretch"
    )
