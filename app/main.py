"""The dashboard's frame: settings of the window, style, navigation. Pages draw themselves."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.navigation import sections
from app.widgets.style import apply_style, colour_mode

_STATIC = Path(__file__).resolve().parent / "static"

st.set_page_config(page_title="Dharma", page_icon=str(_STATIC / "icon.png"), layout="wide")
apply_style()
st.logo(str(_STATIC / f"logo-{colour_mode()}.png"), size="large")
st.navigation(sections()).run()
