"""One's own second factor: enrolled with a picture, proved with a first code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from app.widgets.frame import section, sentence
from app.widgets.messages import failure, say_later
from app.widgets.secret_fields import code_form
from dharma_core.errors import DharmaError

if TYPE_CHECKING:
    from dharma_core.identity.accounts import Account
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.profile import Enrolment

__all__ = ["own_second_factor"]

_ENROLMENT = "second_factor_enrolment"
_CODES = "recovery_codes"


def own_second_factor(bench: Workbench, account: Account) -> None:
    """Draw the second factor: enrol it, renew its recovery codes, take it away."""
    section("Second factor", "A code of an app on your phone, asked for beside the password.")
    if _CODES in st.session_state:
        _recovery_codes(st.session_state[_CODES])
    elif account.has_second_factor:
        _standing(bench)
    elif _ENROLMENT in st.session_state:
        _prove(bench, st.session_state[_ENROLMENT])
    else:
        _begin(bench)


def _begin(bench: Workbench) -> None:
    sentence("There is none: whoever learns your password is you.")
    with st.form("begin_second_factor", border=False, width=440):
        password = _own_password("factor_password")
        sent = st.form_submit_button("Set one up", type="primary", key="factor_begin")
    if not sent:
        return
    try:
        st.session_state[_ENROLMENT] = bench.start_second_factor(password)
    except DharmaError as error:
        failure(error)
        return
    st.rerun()


def _prove(bench: Workbench, enrolment: Enrolment) -> None:
    sentence("Scan this with an authenticator app, or type the key, then enter the code it shows.")
    with st.container(key="second_factor_picture"):
        st.image(enrolment.qr_svg, width=200)
    st.html(Markup('<p class="dh-plain">Key <code>{}</code></p>').format(enrolment.secret))
    code, sent, left = code_form("factor", "Code", send="Confirm", leave="Not now", longest=10)
    if left:
        del st.session_state[_ENROLMENT]
        st.rerun()
    if not sent:
        return
    try:
        codes = bench.confirm_second_factor(code)
    except DharmaError as error:
        failure(error)
        return
    del st.session_state[_ENROLMENT]
    st.session_state[_CODES] = codes
    st.rerun()


def _recovery_codes(codes: Sequence[str]) -> None:
    """Show the codes this once."""
    sentence("Keep these recovery codes where your phone is not. Each opens once; they are not "
             "shown again.")  # fmt: skip
    st.code("\n".join(codes), language=None)
    if st.button("I have kept them", type="primary", key="codes_kept"):
        del st.session_state[_CODES]
        say_later("The second factor is on.")
        st.rerun()


def _standing(bench: Workbench) -> None:
    sentence(f"It is on. {bench.recovery_codes_left()} recovery codes are left.")
    with st.expander("New recovery codes, or no second factor any more"):
        with st.form("renew_codes", border=False, width=440):
            password = _own_password("renew_password")
            code = st.text_input(
                "Code, to take the second factor away", key="remove_code", max_chars=40,
                autocomplete="one-time-code",
            )  # fmt: skip
            with st.container(horizontal=True):
                renew = st.form_submit_button("New recovery codes", key="renew_send")
                remove = st.form_submit_button("Take the second factor away", key="remove_send")
        try:
            if renew:
                st.session_state[_CODES] = bench.renew_recovery_codes(password)
            elif remove:
                bench.remove_second_factor(password, code)
                say_later("The second factor is off.", tone="medium")
        except DharmaError as error:
            failure(error)
            return
        if renew or remove:
            st.rerun()


def _own_password(key: str) -> str:
    return st.text_input("Your password", type="password", key=key, autocomplete="current-password")
