"""The dashboard's frame: settings of the window, style, who is there, navigation."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import streamlit as st

from app.navigation import doors, rows_for, sections
from app.session import one_reader
from app.widgets.presence import demo_notice, present
from app.widgets.sign_in import WANTED
from app.widgets.step_up import step_up_if_asked
from app.widgets.style import apply_style, colour_mode
from dharma_core.errors import SignInRequired

_STATIC = Path(__file__).resolve().parent / "static"

st.set_page_config(page_title="Dharma", page_icon=str(_STATIC / "icon.png"), layout="wide")
apply_style()
st.logo(str(_STATIC / f"logo-{colour_mode()}.png"), size="large")
with ExitStack() as drawing:
    try:
        reader = drawing.enter_context(one_reader())
    except SignInRequired:
        door = st.navigation(doors(), position="hidden")
        st.session_state[WANTED] = door.url_path
        door.run()
    else:
        rows = rows_for(reader)
        present(reader, rows)
        chosen = st.navigation(sections(rows), expanded=True)
        demo_notice(reader)
        step_up_if_asked()
        chosen.run()
