"""The design's CSS, put into every page once a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from dharma_core.views.markup import stylesheet
from dharma_core.views.theme import Mode

__all__ = ["apply_style", "colour_mode"]

_FRAME_CSS = Path(__file__).with_name("frame.css")


@cache
def _css() -> str:
    return f"<style>{stylesheet()}\n{_FRAME_CSS.read_text('utf-8')}</style>"


def apply_style() -> None:
    """Add the stylesheet to the page."""
    st.html(_css())


def colour_mode() -> Mode:
    """Return whether the reader sees the light or the dark theme; charts need to know."""
    return "dark" if st.context.theme.get("type") == "dark" else "light"
