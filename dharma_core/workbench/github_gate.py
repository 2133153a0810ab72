"""The gate's two steps for GitHub: the way there, and the way back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from dharma_core.errors import DharmaError, InputError, SignInRequired
from dharma_core.identity.actors import DEFAULT_TENANT
from dharma_core.workbench.acting import unknown_actor
from dharma_core.workbench.gate_base import NOBODY, SignedIn
from dharma_core.workbench.outside_gate import OutsideGate

if TYPE_CHECKING:
    from pathlib import Path

    from dharma_core.runners.github_login import GitHub
    from dharma_core.storage.sign_ins import Challenge
    from dharma_core.workbench.gate import SecondFactorNeeded

__all__ = ["BACK", "GitHubGate", "WayBack", "WayThere", "open_github_gate"]

BACK = "/auth/github/back"
_LIVES = timedelta(minutes=10)
_PURPOSE = "github"


@dataclass(frozen=True, slots=True)
class WayThere:
    """Where the browser goes, and what it keeps meanwhile.

    Parameters
    ----------
    keeps : str
        For a cookie that scripts cannot read: it ties the way back to this browser.
    """

    url: str
    keeps: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WayBack:
    """What the browser brings back.

    Parameters
    ----------
    kept : str
        What it kept since `GitHubGate.way_there`.
    state, code : str
        What GitHub sent along.
    """

    kept: str = field(repr=False)
    state: str = field(repr=False)
    code: str = field(repr=False)


class GitHubGate(OutsideGate):
    """OAuth with PKCE. State and verifier come from one secret that the browser keeps.

    The secret is known here by its hash alone, for ten minutes and one way back. The state travels
    through GitHub and the address line; the verifier goes to GitHub from here, with the code.
    """

    def way_there(self, provider: str, *, base: str, address: str = "local") -> WayThere:
        """Start a sign-in.

        Parameters
        ----------
        base : str
            This server as people reach it, as configured and never as the request says.

        Raises
        ------
        InputError
            If there is no such provider, or it is no GitHub.
        SignInRequired
            If nobody owns this Dharma yet.
        """
        hub = self._hub(provider)
        if self.mode != "sign_in":
            raise SignInRequired("Nobody owns this Dharma yet.", next_step="Make the owner first.")
        with self.store.transaction(unknown_actor(NOBODY, DEFAULT_TENANT, address)) as uow:
            secret = uow.identity.sign_ins.ask(_PURPOSE, provider[:40], lives=_LIVES)
        challenge = _url_safe(hashlib.sha256(_part(secret, "verifier").encode()).digest())
        url = hub.authorise_url(
            back=f"{base}{BACK}", state=_part(secret, "state"), challenge=challenge
        )
        return WayThere(url, secret)

    def way_back(
        self, told: WayBack, *, base: str, address: str = "local", agent: str = ""
    ) -> SignedIn | SecondFactorNeeded:
        """Finish a sign-in with what the browser brings back.

        Raises
        ------
        SignInRequired
            If it was not started in this browser, took too long, was finished before, or GitHub
            or the agreement refuses.
        AdapterError
            If GitHub cannot be reached.
        """
        found = self._started(told.kept, told.state)
        if found is None or not told.code:
            raise _not_started()
        provider = found.account_id
        hub = self._hub(provider)
        try:
            claims = hub.claims(
                code=told.code, back=f"{base}{BACK}", verifier=_part(told.kept, "verifier")
            )
        except DharmaError as refused:
            agreed = self.provider(provider).agreed(provider)
            self._record(unknown_actor(NOBODY, agreed.tenant, address, agent), agreed, refused)
            raise
        return self.sign_in_outside(provider, claims, address=address, agent=agent)

    def _started(self, kept: str, state: str) -> Challenge | None:
        """Return the way that was started, and use it up; None when it was not from here."""
        nobody = unknown_actor(NOBODY, DEFAULT_TENANT, "local")
        with self.store.reading(nobody) as uow:
            found = uow.identity.sign_ins.challenge(kept, _PURPOSE)
        if found is None or not _same(state, _part(kept, "state")):
            return None
        with self.store.transaction(nobody) as uow:
            return found if uow.identity.sign_ins.close(found) else None

    def _hub(self, provider: str) -> GitHub:
        from dharma_core.runners.github_login import GitHub

        said = self.provider(provider)
        if said.kind != "github":
            raise InputError(
                f"Provider {provider} is no GitHub.", next_step="Use its own button to sign in."
            )
        known = said.facts()
        url = said.url or known.url
        own = f"{url}/api/v3" if said.url else known.api_url
        more = known.scopes_of_groups if said.reads_groups else ()
        return GitHub(
            url=url,
            api_url=said.api_url or own,
            client_id=said.client_id,
            client_secret=said.secret(provider, os.environ),
            scopes=(*known.scopes, *more),
            groups=said.reads_groups,
        )


def open_github_gate(cwd: Path | None = None) -> GitHubGate:
    """Return the gate of the settings in force in a folder; the working folder when left out."""
    from dharma_core.storage.settings import load_settings

    return GitHubGate(load_settings(cwd=cwd))


def _part(secret: str, name: str) -> str:
    """Return one of the two values that a secret stands for; neither tells the other."""
    return _url_safe(hmac.digest(secret.encode("utf-8", "replace"), name.encode(), "sha256"))


def _same(told: str, kept: str) -> bool:
    return hmac.compare_digest(told.encode("utf-8", "replace"), kept.encode())


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _not_started() -> SignInRequired:
    return SignInRequired(
        "This sign-in was not started in this browser, took too long or was finished before.",
        next_step="Start again.",
        details={"reason": "state"},
    )
