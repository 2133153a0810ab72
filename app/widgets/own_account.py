"""One's own password and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.frame import section
from app.widgets.messages import failure, say_later
from app.widgets.secret_fields import new_password, same_twice
from app.widgets.tables import plain_table
from dharma_core.errors import DharmaError
from dharma_core.views.people import sessions_table
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.storage.sessions import StoredSession
    from dharma_core.workbench import Workbench

__all__ = ["change_password", "own_sessions"]


def change_password(bench: Workbench) -> None:
    """Draw the form that changes the password; every other session ends with the old one."""
    with st.form("new_password", border=False, width=440):
        present = st.text_input(
            "Present password", type="password", key="present", autocomplete="current-password"
        )
        typed = new_password("New password", "new", "again")
        sent = st.form_submit_button("Change the password", type="primary", key="new_send")
    if not sent:
        return
    try:
        new = same_twice(typed, words="The two new passwords differ.")
        ended = bench.change_password(present, new)
    except DharmaError as error:
        failure(error)
        return
    others = f" {count(ended, 'other session')} ended." if ended else ""
    say_later(f"The password is changed.{others}")
    st.rerun()


def own_sessions(bench: Workbench, sessions: Sequence[StoredSession]) -> None:
    """Draw where one is signed in, with a way to end it."""
    section("Where you are signed in")
    plain_table(sessions_table(sessions, bench.actor.session), caption="session")
    others = {_named(s): s.id for s in sessions if s.id != bench.actor.session}
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Session", list(others), key="session_chosen", width=420)
        if st.button("End it", key="session_end") and chosen in others:
            bench.end_own_session(others[str(chosen)])
            say_later("The session ended.", tone="muted")
            st.rerun()
        if st.button("End all others", key="sessions_end"):
            ended = bench.end_other_sessions()
            say_later(f"{count(ended, 'session')} ended.", tone="muted")
            st.rerun()


def _named(session: StoredSession) -> str:
    return f"{session.started:%d %b %H:%M} UTC from {session.address}"
