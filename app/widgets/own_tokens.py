"""One's own tokens: make one and see it once, end one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.session import now
from app.widgets.frame import section
from app.widgets.messages import failure, note, say_later
from app.widgets.tables import plain_table
from dharma_core.errors import DharmaError
from dharma_core.identity.tokens import parse_lifetime
from dharma_core.views.tokens import tokens_table

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["own_tokens"]

_LIVES = ("30d", "90d", "365d")
_USUAL = ("blueprint:read", "blueprint:create", "blueprint:update", "deployment:read")


def own_tokens(bench: Workbench) -> None:
    """Draw the tokens that programs act with in one's name."""
    section("Tokens for programs")
    tokens = [t for t in bench.tokens() if t.revoked is None]
    if tokens:
        plain_table(tokens_table(tokens, now()), caption="token")
        _ending(bench, {f"{t.name} ({t.id})": t.id for t in tokens})
    with st.expander("Make a token"):
        _making(bench)


def _ending(bench: Workbench, names: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Token", list(names), key="token_chosen", width=420)
        if st.button("Revoke it", key="token_revoke") and chosen in names:
            bench.revoke_token(names[str(chosen)])
            say_later("The token ended.", tone="muted")
            st.rerun()


def _making(bench: Workbench) -> None:
    with st.form("new_token", border=False, width=440):
        name = st.text_input("What it is for", key="token_name", placeholder="nightly-build")
        scopes = st.multiselect(
            "What it may", _USUAL, key="token_scopes", accept_new_options=True,
            help="A permission, or all of a noun as blueprint:*; never more than you may.",
        )  # fmt: skip
        lives = st.selectbox("How long it lives", _LIVES, index=1, key="token_lives")
        sent = st.form_submit_button("Make it", type="primary", key="token_send")
    if not sent:
        return
    try:
        token, secret = bench.create_token(name, scopes, lifetime=parse_lifetime(str(lives)))
    except DharmaError as error:
        failure(error)
        return
    note(f"Keep {token.name} now: it is shown this once.", tone="high")
    st.code(secret.text, language=None)
