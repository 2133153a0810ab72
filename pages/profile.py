"""Profile: one's own account: password, second factor, tokens, sessions."""

from __future__ import annotations

import streamlit as st

from app.session import workbench
from app.widgets.frame import context_line, figures, heading
from app.widgets.messages import guarded, note, say_now
from app.widgets.own_account import change_password, own_sessions
from app.widgets.own_second_factor import own_second_factor
from app.widgets.own_tokens import own_tokens
from dharma_core.views.people import account_headlines


def page() -> None:
    heading("profile")
    with guarded():
        bench = workbench()
        account = bench.profile()
        context_line(
            account.name,
            account.title if account.title != account.name else "",
            f"tenant {account.tenant}",
            f"roles {', '.join(account.roles) or 'none'}",
        )
        say_now()
        if account.must_change:
            note(
                "This password was good for the first sign-in. Choose your own to go on.",
                tone="high",
            )
            change_password(bench)
            return
        with st.skeleton(height=240):
            sessions = bench.own_sessions()
            left = bench.recovery_codes_left() if account.has_second_factor else 0
        figures(account_headlines(account, sessions, left))
        own_second_factor(bench, account)
        own_tokens(bench)
        own_sessions(bench, sessions)
        with st.expander("Change the password"):
            change_password(bench)


page()
