"""From a right answer to a session in the browser: a ticket, and the address that takes it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from app.session import gate
from dharma_core.workbench.gate import SignedIn

__all__ = ["WANTED", "enter"]

WANTED = "page_wanted"


def enter(signed_in: SignedIn) -> None:
    """Send the browser to where the session's cookie is set; a page cannot set one itself."""
    ticket = gate().ticket(signed_in.session_secret)
    page = "profile" if signed_in.must_change else st.session_state.get(WANTED, "")
    place = f"/auth/accept?{urlencode({'ticket': ticket, 'page': page})}"
    st.html(
        Markup(
            '<p class="dh-plain">Signed in. <a id="dh-enter" href="{place}" target="_self">'
            "Go on</a></p>"
            "<script>document.getElementById('dh-enter').click()</script>"
        ).format(place=place),
        unsafe_allow_javascript=True,
    )
    st.stop()
