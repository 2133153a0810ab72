"""Who is looking, through which workbench: one of each per browser session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dharma_core.identity import Actor, local_actor, service_actor
from dharma_core.ids import new_correlation_id

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.gate import Gate

__all__ = [
    "SESSION_COOKIE",
    "correlation_id",
    "ensure_worker",
    "gate",
    "now",
    "one_reader",
    "reader_address",
    "reader_agent",
    "reader_zone",
    "session_secret",
    "who",
    "workbench",
]

SESSION_COOKIE = "dharma_session"
_CORRELATION = "correlation_id"
# Of this run of the script: a session that has ended since must not outlive its page.
_READER: ContextVar[Actor | None] = ContextVar("reader", default=None)


def workbench() -> Workbench:
    """Return this session's workbench; what it does now shares one new correlation id.

    Raises
    ------
    SignInRequired
        If people sign in here and the reader has not, or the session has ended.
    """
    st.session_state[_CORRELATION] = new_correlation_id()
    bench = _open(*_place())
    bench.actor = replace(who(), correlation_id=correlation_id())
    return bench


def who() -> Actor:
    """Return the reader: in demo mode this machine's user, else the one of the session's cookie.

    While a whole page is drawn (`one_reader`) it is asked once; a fragment drawn alone asks anew.

    Raises
    ------
    SignInRequired
        If there is no session, or it has ended.
    """
    return _READER.get() or _asked()


@contextmanager
def one_reader() -> Iterator[Actor]:
    """Ask who the reader is, and let it be that one until the page is drawn.

    Raises
    ------
    SignInRequired
        As `who` does.
    """
    mark = _READER.set(_asked())
    try:
        yield who()
    finally:
        _READER.reset(mark)


def _asked() -> Actor:
    door = gate()
    if door.mode == "demo":
        return replace(local_actor(), address=reader_address(), agent=reader_agent())
    return door.actor_of_session(session_secret(), address=reader_address(), agent=reader_agent())


def gate() -> Gate:
    """Return the gate of this process: it says who somebody is."""
    return _gate(*_place())


def session_secret() -> str:
    """Return what the session's cookie holds; empty without one."""
    return str(st.context.cookies.get(SESSION_COOKIE) or "")


def reader_address() -> str:
    """Return from where the reader calls."""
    address = st.context.ip_address
    return address if isinstance(address, str) else "local"


def reader_agent() -> str:
    """Return the reader's program, as it names itself."""
    return str(st.context.headers.get("User-Agent") or "dashboard")


def _place() -> tuple[str, str]:
    return os.environ.get("DHARMA_HOME", ""), os.environ.get("DHARMA_DATABASE_URL", "")


@st.cache_resource(show_spinner=False)
def _gate(home: str, database_url: str) -> Gate:  # noqa: ARG001 - what it is kept under
    from dharma_core.workbench.gate import open_gate

    return open_gate(cwd=_folder())


@st.cache_resource(scope="session", show_spinner=False)
def _open(home: str, database_url: str) -> Workbench:  # noqa: ARG001 - what it is kept under
    """Open the workbench; the session owns it and drops it when it ends."""
    from dharma_core.workbench import Workbench

    return Workbench.open(actor=who(), cwd=_folder())


def _folder() -> Path:
    return Path(os.environ.get("DHARMA_CWD", Path.cwd()))


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
