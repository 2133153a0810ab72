"""Who is looking, through which workbench: one of each per browser session."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dharma_core.identity import local_actor, service_actor
from dharma_core.ids import new_correlation_id

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["correlation_id", "ensure_worker", "now", "reader_zone", "workbench"]

_CORRELATION = "correlation_id"


def workbench() -> Workbench:
    """Return this session's workbench; what it does now shares one new correlation id."""
    st.session_state[_CORRELATION] = new_correlation_id()
    bench = _open(os.environ.get("DHARMA_HOME", ""), os.environ.get("DHARMA_DATABASE_URL", ""))
    bench.actor = replace(bench.actor, correlation_id=correlation_id())
    return bench


@st.cache_resource(scope="session", show_spinner=False)
def _open(home: str, database_url: str) -> Workbench:  # noqa: ARG001 - what it is kept under
    """Open the workbench; the session owns it and drops it when it ends."""
    from dharma_core.workbench import Workbench

    _refuse_strangers()
    address = st.context.ip_address
    actor = replace(local_actor(), address=address if isinstance(address, str) else "local")
    return Workbench.open(actor=actor, cwd=Path(os.environ.get("DHARMA_CWD", Path.cwd())))


def _refuse_strangers() -> None:
    """Show nothing to a visitor once people sign in: nobody is this machine's user then."""
    from dharma_core.storage.settings import load_settings
    from dharma_core.workbench.gate import Gate

    if Gate(load_settings()).mode != "demo":
        st.error("Nobody is signed in, and this Dharma has an owner or asks for one.")
        st.stop()


def ensure_worker() -> None:
    """Let this process carry deployments out unless another does; the server does so by itself."""
    home = os.environ.get("DHARMA_HOME", "")
    _keeper(home, os.environ.get("DHARMA_DATABASE_URL", "")).start_worker()


@st.cache_resource(show_spinner=False)
def _keeper(home: str, database_url: str) -> Workbench:  # noqa: ARG001 - what it is kept under
    """Open the workbench whose worker lives as long as the process."""
    from dharma_core.workbench import Workbench

    return Workbench.open(actor=service_actor("deployment:work"))


def correlation_id() -> str:
    """Return the id that ties together what this run of the page does."""
    if _CORRELATION not in st.session_state:
        st.session_state[_CORRELATION] = new_correlation_id()
    return str(st.session_state[_CORRELATION])


def reader_zone() -> tzinfo:
    """Return the zone of the reader's browser, UTC when it is not told."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)
