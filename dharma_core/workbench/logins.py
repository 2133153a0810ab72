"""Logging in on the command line: what proves good is kept, renewed and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.identity import Actor
from dharma_core.storage.credentials import (
    Credentials,
    forget_credentials,
    keep_credentials,
    read_credentials,
)
from dharma_core.workbench.command_line import AGENT
from dharma_core.workbench.gate import Gate, SecondFactorNeeded
from dharma_core.workbench.token_gate import TokenGate

if TYPE_CHECKING:
    from dharma_core.storage.settings import Settings

__all__ = ["log_in", "log_in_person", "log_out", "refresh_login"]


def log_in(settings: Settings, token: str) -> Actor:
    """Keep a token for the commands to come, once it has proved good; return who it is.

    Raises
    ------
    SignInRequired
        If the token is not good; nothing is kept.
    """
    actor = TokenGate(settings).actor_of_token(token, address="local", agent=AGENT)
    keep_credentials(settings.home, Credentials(token=token))
    return actor


def log_in_person(
    settings: Settings, user: str, password: str, ask_code: Callable[[], str]
) -> Actor:
    """Sign a person in and keep the session for the commands to come; return who it is.

    Parameters
    ----------
    ask_code : callable
        Returns the code of the second factor; asked only where the account has one.

    Raises
    ------
    SignInRequired
        If user, password or code are wrong; nothing is kept.
    TooManyRequests
        If too many tries failed before.
    """
    gate = Gate(settings)
    found = gate.sign_in(user, password, agent=AGENT)
    if isinstance(found, SecondFactorNeeded):
        found = gate.second_factor(found.challenge, ask_code())
    actor = gate.actor_of_session(found.session_secret, agent=AGENT)
    keep_credentials(settings.home, Credentials(session=found.session_secret))
    return actor


def refresh_login(settings: Settings, refresh: str = "") -> str:
    """Exchange a refresh token, the kept one when left out; keep the pair and return when it ends.

    Raises
    ------
    InputError
        If there is none.
    SignInRequired
        If it is not good, or was used before.
    """
    kept = read_credentials(settings.home)
    refresh = refresh or (kept.refresh if kept else "")
    if not refresh:
        raise InputError(
            "There is no refresh token.",
            next_step="Give one on standard input: dharma token refresh --stdin < FILE.",
        )
    pair = TokenGate(settings).refresh(refresh, address="local", agent=AGENT)
    keep_credentials(settings.home, Credentials(token=pair.access.text, refresh=pair.refresh.text))
    return pair.expires.isoformat()


def log_out(settings: Settings) -> bool:
    """Forget what `dharma login` kept, and end a session; False when nothing was kept."""
    kept = read_credentials(settings.home)
    if kept is not None and kept.session:
        Gate(settings).sign_out(kept.session)
    return forget_credentials(settings.home)
