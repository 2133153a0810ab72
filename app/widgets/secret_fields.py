"""Fields for a new password, typed twice, and for a code of the second factor."""

from __future__ import annotations

import streamlit as st

from dharma_core.errors import InputError

__all__ = ["code_form", "new_password", "same_twice"]

_RULES = "12 to 128 characters, none of the common ones."
_LONGEST_CODE = 40


def new_password(label: str, key: str, again_key: str) -> tuple[str, str]:
    """Draw the two fields of a new password, and return what was typed into them."""
    new = st.text_input(label, type="password", key=key, autocomplete="new-password", help=_RULES)
    again = st.text_input(
        f"{label} again", type="password", key=again_key, autocomplete="new-password"
    )
    return new, again


def same_twice(typed: tuple[str, str], *, words: str) -> str:
    """Return the new password; raise InputError with these words when the two differ."""
    if typed[0] != typed[1]:
        raise InputError(words, next_step="Type the same one twice.")
    return typed[0]


def code_form(
    key: str, label: str, *, send: str, leave: str, longest: int = _LONGEST_CODE
) -> tuple[str, bool, bool]:
    """Draw the form that asks for a code.

    Parameters
    ----------
    key : str
        Of the form; the field is ``KEY_code``, its buttons ``KEY_send`` and ``KEY_leave``.

    Returns
    -------
    tuple of str, bool, bool
        The code, whether it was sent, and whether the reader left it.
    """
    with st.form(f"{key}_form", border=False, width=440):
        code = st.text_input(
            label, key=f"{key}_code", max_chars=longest, autocomplete="one-time-code"
        )
        with st.container(horizontal=True):
            sent = st.form_submit_button(send, type="primary", key=f"{key}_send")
            left = st.form_submit_button(leave, key=f"{key}_leave")
    return code, sent, left
