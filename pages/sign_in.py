"""Sign-in: who somebody is, by password and second factor; at the first start, the owner."""

from __future__ import annotations

import streamlit as st

from app.session import gate, reader_address, reader_agent
from app.widgets.frame import heading, sentence
from app.widgets.messages import failure, guarded, note
from app.widgets.outside_sign_in import outside_ways
from app.widgets.secret_fields import code_form, new_password, same_twice
from app.widgets.sign_in import enter
from dharma_core.errors import DharmaError
from dharma_core.workbench.gate import SecondFactorNeeded, SignedIn

_CHALLENGE = "sign_in_challenge"
_TENANT_HELP = "Only where several teams share this Dharma."


def page() -> None:
    heading("sign_in")
    with guarded():
        if "over" in st.query_params:
            note("That sign-in took too long, or was used already. Sign in again.", tone="medium")
        with st.container(width=440, key="sign_in_box"):
            if gate().mode == "set_up":
                _set_up()
            elif _CHALLENGE in st.session_state:
                _second_factor(st.session_state[_CHALLENGE])
            else:
                _password()
                outside_ways(enter)


def _set_up() -> None:
    """Make the owner's account with the secret that the first start printed."""
    sentence(
        "Nobody owns this Dharma yet. The command that started it printed a one-time secret; "
        "whoever has it becomes the owner. Print a new one with: dharma user owner"
    )
    with st.form("set_up", border=False):
        secret = st.text_input("One-time secret", key="owner_secret", max_chars=200)
        user = st.text_input("Your user name", key="owner_name", autocomplete="username")
        typed = new_password("Password", "owner_password", "owner_again")
        sent = st.form_submit_button("Become the owner", type="primary", key="owner_send")
    if not sent:
        return
    try:
        password = same_twice(typed, words="The two passwords differ.")
        enter(
            gate().set_up_owner(
                secret.strip(), user, password, address=reader_address(), agent=reader_agent()
            )
        )
    except DharmaError as error:
        failure(error)


def _password() -> None:
    with st.form("sign_in", border=False):
        user = st.text_input("User name", key="user", autocomplete="username")
        password = st.text_input(
            "Password", type="password", key="password", autocomplete="current-password"
        )
        with st.expander("Another tenant"):
            tenant = st.text_input("Tenant", "default", key="tenant", help=_TENANT_HELP)
        sent = st.form_submit_button("Sign in", type="primary", key="sign_in_send")
    if not sent:
        return
    try:
        answer = gate().sign_in(
            user, password, tenant=tenant, address=reader_address(), agent=reader_agent()
        )
    except DharmaError as error:
        failure(error)
        return
    _next(answer)


def _second_factor(challenge: str) -> None:
    sentence("The password was right. Now the code that your authenticator app shows.")
    code, sent, left = code_form(
        "sign_in_factor", "Code, or a recovery code", send="Sign in", leave="Start again"
    )
    if left:
        del st.session_state[_CHALLENGE]
        st.rerun()
    if not sent:
        return
    try:
        answer = gate().second_factor(challenge, code)
    except DharmaError as error:
        failure(error)
        return
    del st.session_state[_CHALLENGE]
    _next(answer)


def _next(answer: SignedIn | SecondFactorNeeded) -> None:
    if isinstance(answer, SecondFactorNeeded):
        st.session_state[_CHALLENGE] = answer.challenge
        st.rerun()
    enter(answer)


page()
