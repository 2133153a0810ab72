"""Who runs a command: a token in the environment, else who logged in, else this machine's user."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.identity import Actor, local_actor
from dharma_core.storage.credentials import (
    Credentials,
    forget_credentials,
    keep_credentials,
    read_credentials,
)
from dharma_core.workbench.token_gate import TokenGate

if TYPE_CHECKING:
    from dharma_core.storage.settings import Settings

__all__ = ["AGENT", "TOKEN_VARIABLE", "caller_of", "log_in", "log_out", "refresh_login"]

AGENT = "dharma-cli"
TOKEN_VARIABLE = "DHARMA_TOKEN"  # noqa: S105 - the name of a variable


def caller_of(settings: Settings) -> Actor:
    """Return who runs a command here.

    ``DHARMA_TOKEN`` wins over what `dharma login` keeps.

    Raises
    ------
    SignInRequired
        If the token or session is no longer good.
    """
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        kept = read_credentials(settings.home)
        if kept is None:
            return local_actor()
        token = kept.token
    return TokenGate(settings).actor_of_token(token, address="local", agent=AGENT)


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
    """Forget what `dharma login` kept; False when nothing was."""
    return forget_credentials(settings.home)
