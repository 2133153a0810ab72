"""A second factor in between: an action asked for more trust than the session had."""

from __future__ import annotations

import streamlit as st

from app.session import gate, reader_address, reader_agent, session_secret
from app.widgets.secret_fields import code_form
from dharma_core.errors import DharmaError, StepUpRequired

__all__ = ["ask_step_up", "step_up_if_asked"]

_ASKED = "step_up_asked"
_DONE = "step_up_done"


def ask_step_up(error: StepUpRequired) -> None:
    """Keep in mind that a code is wanted, and ask for it at once."""
    st.session_state[_ASKED] = error.message
    st.rerun()


def step_up_if_asked() -> None:
    """Draw the question for a code while it is open, and what came of it once."""
    if st.session_state.pop(_DONE, False):
        st.success("The second factor was right. Do it again now.")
    why = st.session_state.get(_ASKED)
    if not why:
        return
    with st.container(border=True):
        st.write(why)
        code, sent, left = code_form(
            "step_up",
            "Code of your authenticator app, or a recovery code",
            send="Confirm",
            leave="Not now",
        )
        if left:
            del st.session_state[_ASKED]
            st.rerun()
        if sent:
            _answer(code)


def _answer(code: str) -> None:
    try:
        gate().step_up(session_secret(), code, address=reader_address(), agent=reader_agent())
    except DharmaError as error:
        st.error(f"{error.message} {error.next_step}")
        return
    del st.session_state[_ASKED]
    st.session_state[_DONE] = True
    st.rerun()
