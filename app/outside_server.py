"""What the server knows of outside providers: where people reach it, Streamlit's own secrets."""

from __future__ import annotations

import logging
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dharma_core.errors import DharmaError

if TYPE_CHECKING:
    from dharma_core.workbench.github_gate import GitHubGate

__all__ = ["outside_gate", "public_base", "streamlit_secrets"]

_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def outside_gate() -> GitHubGate:
    """Return the gate of those who have an account elsewhere."""
    names = ("DHARMA_HOME", "DHARMA_DATABASE_URL", "DHARMA_CWD")
    return _gate(*(os.environ.get(name, "") for name in names))


@lru_cache(maxsize=8)
def _gate(home: str, database_url: str, folder: str) -> GitHubGate:  # noqa: ARG001 - kept under
    from dharma_core.workbench.github_gate import open_github_gate

    return open_github_gate(Path(folder) if folder else Path.cwd())


def public_base(said: str) -> str:
    """Return this server as people reach it: as configured, else where it listens.

    The request is not asked: whoever sends it names the host.
    """
    if said:
        return said
    address = str(st.get_option("server.address") or "")
    host = "localhost" if address in _EVERYWHERE else address
    return f"http://{f'[{host}]' if ':' in host else host}:{st.get_option('server.port')}"


def streamlit_secrets() -> dict[str, Any] | None:
    """Return what Streamlit's own login needs, or None where no provider takes it.

    It is handed over in memory: no file holds a secret. The cookie's key is new at each start; its
    cookie only has to last from the provider back to the sign-in page.
    """
    try:
        gate = outside_gate()
        ways = {n: said for n, said in gate.providers.items() if said.kind != "github"}
        if not ways:
            return None
        auth: dict[str, Any] = {
            "redirect_uri": f"{public_base(gate.public_url)}/oauth2callback",
            "cookie_secret": secrets.token_urlsafe(32),
        }
        for name, said in ways.items():
            known = said.facts()
            auth[name] = {
                "client_id": said.client_id,
                "client_secret": said.secret(name, os.environ),
                "server_metadata_url": said.metadata_url or known.metadata_url,
                "client_kwargs": {"scope": " ".join(known.scopes)},
            }
    except DharmaError as error:
        # Every page says it too, and in its own words.
        logging.getLogger(__name__).warning("Outside providers are off: %s", error)
        return None
    return {"auth": auth}
