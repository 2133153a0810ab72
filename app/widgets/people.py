"""Make a user, and care for one: roles, a new first password, disabled, deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.frame import section
from app.widgets.messages import carried_out, failure
from dharma_core.errors import DharmaError

if TYPE_CHECKING:
    from dharma_core.identity.accounts import Account
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.new_accounts import NewAccount

__all__ = ["add_user", "care_for_user"]

_SHOWN_ONCE = "first_password"


def add_user(bench: Workbench) -> None:
    """Draw the form for a new user; the password for the first sign-in is shown once."""
    if made := st.session_state.pop(_SHOWN_ONCE, None):
        st.success(f"{made.account.name} signs in with this password once, then chooses another:")
        st.code(made.one_time_password, language=None)
    with st.expander("Add a user"), st.form("add_user", border=False):
        with st.container(horizontal=True):
            name = st.text_input("User name", key="new_user", max_chars=100)
            title = st.text_input("What people call them", key="new_title", max_chars=100)
        chosen = st.multiselect("Roles", list(bench.roles()), key="new_roles")
        sent = st.form_submit_button("Add", type="primary", key="new_user_send")
    if sent:
        _once(lambda: bench.create_user(name, roles=chosen, title=title))


def care_for_user(bench: Workbench, users: Sequence[Account]) -> None:
    """Draw what can be done about one user."""
    section("One user")
    known = {user.name: user for user in users if not user.deleted}
    chosen = st.selectbox("User", list(known), key="user_chosen", bind="query-params", width=320)
    if chosen not in known:
        return
    user = known[str(chosen)]
    with st.form("user_roles", border=False):
        held = st.multiselect("Roles", list(bench.roles()), list(user.roles), key=f"of_{user.id}")
        if st.form_submit_button("Give these roles", key="roles_send"):
            carried_out(
                lambda: bench.change_user(user.id, roles=held), f"{user.name} has new roles."
            )
    with st.container(horizontal=True):
        if user.disabled and st.button("Enable", key="user_enable"):
            carried_out(lambda: bench.enable_user(user.id), f"{user.name} may sign in again.")
        if not user.disabled and st.button("Disable", key="user_disable"):
            carried_out(
                lambda: bench.disable_user(user.id), f"{user.name} is signed out and disabled."
            )
        if st.button("End all sessions", key="user_sessions_end"):
            carried_out(lambda: bench.end_user_sessions(user.id), f"{user.name} is signed out.")
        if st.button("New first password", key="user_reset"):
            _once(lambda: bench.reset_user(user.id))
        _delete(bench, user)


def _delete(bench: Workbench, user: Account) -> None:
    with st.popover("Delete"):
        st.write(f"{user.name} is gone for good; what they did stays on record.")
        if st.button("Delete for good", key="user_delete", type="primary"):
            carried_out(lambda: bench.delete_user(user.id), f"{user.name} is deleted.")


def _once(make: Callable[[], NewAccount]) -> None:
    try:
        st.session_state[_SHOWN_ONCE] = make()
    except DharmaError as error:
        failure(error)
        return
    st.rerun()
