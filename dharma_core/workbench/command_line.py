"""Who acts on the command line: this machine's user, or whom a token names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dharma_core.errors import SignInRequired
from dharma_core.identity import Actor, local_actor
from dharma_core.storage.owners import owner_exists

if TYPE_CHECKING:
    from dharma_core.storage.settings import Settings

__all__ = ["TOKEN", "actor_of_command_line"]

TOKEN = "DHARMA_TOKEN"  # noqa: S105 - the name of a variable


def actor_of_command_line(settings: Settings, env: Mapping[str, str]) -> Actor:
    """Return who acts: the local user until an owner exists, then whom the token names.

    Raises
    ------
    SignInRequired
        If an owner exists and there is no token, or one that opens nothing.
    """
    if not owner_exists(settings.store_url):
        return local_actor()
    del env
    raise SignInRequired(
        "Nobody is signed in: this Dharma has an owner.",
        next_step=f"Run 'dharma login', or set {TOKEN}.",
    )
