"""The ways to sign in with an account from elsewhere, and what comes back from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from app.outside_routes import CHALLENGE_COOKIE
from app.outside_server import outside_gate
from app.session import now, reader_address, reader_agent
from app.widgets.messages import failure, note
from dharma_core.errors import DharmaError
from dharma_core.identity.claims import is_fresh
from dharma_core.workbench.gate import SecondFactorNeeded

if TYPE_CHECKING:
    from collections.abc import Callable

    from dharma_core.workbench.gate_base import SignedIn
    from dharma_core.workbench.outside_gate import OutsideGate

__all__ = ["outside_ways"]

CHALLENGE = "sign_in_challenge"
_TRIED = "outside_tried"
_WORDS: Mapping[str, str] = {
    "state": "That sign-in was not started in this browser, took too long or was finished before.",
    "off": "That provider is not set up here.",
    "role": "Your account there gives you no role here. Ask an administrator.",
    "account": "No open account here belongs to that one. Ask an administrator.",
    "among": "That account is not among those who may sign in here.",
    "reach": "The provider could not be reached. Try again, or use a password.",
    "refused": "The provider did not vouch for you. Sign in again.",
}


def outside_ways(enter: Callable[[SignedIn], None]) -> None:
    """Draw a button for each provider; take up what one of them sent back.

    Parameters
    ----------
    enter : callable
        Sends the browser on with a session.
    """
    door = outside_gate()
    if not door.providers:
        return
    _take_challenge()
    _take_claims(door, enter)
    if "outside" in st.query_params:
        word = st.query_params["outside"]
        note(_WORDS.get(word, _WORDS["refused"]), tone="medium")
    for name, said in door.providers.items():
        title = said.button(name)
        if not st.button(f"Sign in with {title}", key=f"outside_{name}", width="stretch"):
            continue
        if said.kind == "github":
            _go(f"/auth/github/start?{urlencode({'provider': name})}", f"Go to {title}")
        else:
            st.login(name)


def _take_challenge() -> None:
    """Ask for the code that a sign-in by a route of ours has to be finished with."""
    challenge = str(st.context.cookies.get(CHALLENGE_COOKIE) or "")
    if challenge and st.session_state.get(_TRIED) != challenge:
        st.session_state[_TRIED] = challenge
        st.session_state[CHALLENGE] = challenge
        st.rerun()


def _take_claims(door: OutsideGate, enter: Callable[[SignedIn], None]) -> None:
    """Sign in by what Streamlit's login brought: each token once, and only a fresh one."""
    claims: dict[str, Any] = dict(st.user.to_dict())
    if not claims.get("is_logged_in") or not is_fresh(claims, now()):
        return
    proof = str(claims.get("nonce", ""))
    if st.session_state.get(_TRIED) == proof:
        return
    st.session_state[_TRIED] = proof
    try:
        found = door.sign_in_outside(
            str(claims.get("provider", "")), claims, address=reader_address(), agent=reader_agent()
        )
    except DharmaError as error:
        failure(error)
        _go("/auth/outside/forget", "Use another account", at_once=False)
        return
    if isinstance(found, SecondFactorNeeded):
        st.session_state[CHALLENGE] = found.challenge
        st.rerun()
    enter(found)


def _go(place: str, words: str, *, at_once: bool = True) -> None:
    """Draw a link in this window, and follow it."""
    script = "<script>document.getElementById('dh-way').click()</script>"
    st.html(
        Markup('<p class="dh-plain"><a id="dh-way" href="{}" target="_self">{}</a></p>').format(
            place, words
        )
        + (Markup(script) if at_once else ""),  # noqa: S704 - a constant
        unsafe_allow_javascript=True,
    )
