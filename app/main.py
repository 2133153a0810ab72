"""The dashboard's frame: settings of the window, style, navigation. Pages draw themselves."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.navigation import sections
from app.widgets.style import apply_style

_ICON = Path(__file__).resolve().parent / "static" / "icon.png"

st.set_page_config(page_title="Dharma", page_icon=str(_ICON), layout="wide")
apply_style()
st.logo(str(_ICON), size="medium")
st.navigation(sections()).run()
