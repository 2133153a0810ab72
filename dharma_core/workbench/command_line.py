"""Who acts on the command line: whom a token or session names, else this machine's user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dharma_core.errors import SignInRequired
from dharma_core.identity import Actor, local_actor
from dharma_core.storage.credentials import Credentials, read_credentials
from dharma_core.storage.owners import owner_exists

if TYPE_CHECKING:
    from dharma_core.storage.settings import Settings

__all__ = ["AGENT", "TOKEN", "actor_of_command_line"]

AGENT = "dharma-cli"
TOKEN = "DHARMA_TOKEN"  # noqa: S105 - the name of a variable


def actor_of_command_line(settings: Settings, env: Mapping[str, str]) -> Actor:
    """Return who acts.

    ``DHARMA_TOKEN`` wins over what `dharma login` keeps; without both it is the local user until
    an owner exists.

    Raises
    ------
    SignInRequired
        If the token or session opens nothing, or an owner exists and there is none.
    InputError
        If others can read what `dharma login` keeps.
    """
    kept = Credentials(token=env.get(TOKEN, "").strip())
    if not kept.token:
        kept = read_credentials(settings.home) or kept
    if kept.token:
        from dharma_core.workbench.token_gate import TokenGate

        return TokenGate(settings).actor_of_token(kept.token, address="local", agent=AGENT)
    if kept.session:
        from dharma_core.workbench.gate import Gate

        return Gate(settings).actor_of_session(kept.session, agent=AGENT)
    if not owner_exists(settings.store_url):
        return local_actor()
    raise SignInRequired(
        "Nobody is signed in: this Dharma has an owner.",
        next_step=f"Run 'dharma login', or set {TOKEN}.",
    )
