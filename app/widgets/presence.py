"""Who is here: the reader's name and the way out, or that everybody is the same user."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from app.navigation import PageRow
from dharma_core.identity import Actor

__all__ = ["demo_notice", "may_open", "present"]

_OPEN = "pages_open"


def present(reader: Actor, rows: Sequence[PageRow]) -> None:
    """Draw who is signed in, with the way out, below the pages' list; note what may be opened."""
    st.session_state[_OPEN] = frozenset(row.name for row in rows)
    if not reader.session:
        return
    roles = ", ".join(reader.roles) or "no role yet"
    tenant = "" if reader.tenant == "default" else f" · {reader.tenant}"
    with st.sidebar:
        st.html(
            Markup(
                '<p class="dh-reader"><b>{}</b><br>{}{}<br>'
                '<a href="/auth/leave" target="_self">Sign out</a></p>'
            ).format(reader.user, roles, tenant)
        )


def demo_notice(reader: Actor) -> None:
    """Say on every page that nobody signs in here."""
    if not reader.session:
        st.html(
            '<p class="dh-mode">Demo mode: everybody here is the same local user and may do '
            "everything. <code>dharma serve --sign-in</code> asks people who they are.</p>"
        )


def may_open(page: str) -> bool:
    """Whether the reader's list of pages has this one."""
    return page in st.session_state.get(_OPEN, frozenset())
