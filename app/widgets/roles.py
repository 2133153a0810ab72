"""The roles of a team: what each grants; made, changed and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.frame import section
from app.widgets.messages import carried_out
from app.widgets.tables import plain_table
from dharma_core.views.people import roles_table

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["roles"]

_NEW = "A new role"


def roles(bench: Workbench) -> None:
    """Draw every role and the form of the team's own."""
    section("Roles", "A role says what somebody may do at all.")
    plain_table(roles_table(bench.roles(), bench.users()), caption="role")
    own = bench.team_roles()
    with st.expander("Make or change a role of your team"):
        chosen = str(st.selectbox("Role", [_NEW, *own], key="role_chosen", width=320))
        standing = own.get(chosen)
        with st.form("role", border=False):
            name = st.text_input(
                "Name", "" if standing is None else standing.name, key=f"role_name_{chosen}",
                disabled=standing is not None, max_chars=60,
            )  # fmt: skip
            title = st.text_input(
                "What it is for", standing.title if standing else "", key=f"role_title_{chosen}",
                max_chars=200,
            )  # fmt: skip
            grants = st.text_area(
                "Grants, one pattern a line", "\n".join(standing.grants) if standing else "",
                key=f"role_grants_{chosen}", placeholder="blueprint:read\ndeployment:*",
            )  # fmt: skip
            with st.container(horizontal=True):
                kept = st.form_submit_button("Keep the role", type="primary", key="role_send")
                gone = standing is not None and st.form_submit_button(
                    "Take it away", key="role_drop"
                )
        if kept or gone:
            _changed(bench, standing.name if standing else name, (title, grants), gone=gone)


def _changed(bench: Workbench, name: str, said: tuple[str, str], *, gone: bool) -> None:
    title, grants = said

    def act() -> object:
        if gone:
            return bench.delete_role(name)
        if name in bench.team_roles():
            return bench.change_role(name, grants.split(), title=title)
        return bench.create_role(name, grants.split(), title=title)

    carried_out(act, f"The role {name} is {'gone' if gone else 'kept'}.")
