"""What every part of the gate shares: store, mode, limits, counted keys, and its refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dharma_core.errors import SignInRequired, TooManyRequests
from dharma_core.identity import Actor
from dharma_core.identity.actors import DEFAULT_TENANT
from dharma_core.identity.lockout import LockLimits
from dharma_core.identity.sessions import SessionLimits
from dharma_core.storage.owners import owner_exists
from dharma_core.workbench.acting import unknown_actor

if TYPE_CHECKING:
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.settings import Settings
    from dharma_core.storage.sign_ins import FailureKey
    from dharma_core.storage.store import Store

__all__ = [
    "NOBODY",
    "GateBase",
    "SignInTry",
    "SignedIn",
    "account_key",
    "failure_keys",
    "no_session",
    "too_many",
    "wrong_code",
]

NOBODY = "(unknown)"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session has started.

    Parameters
    ----------
    session_secret : str
        What proves it from now on: for a cookie that scripts cannot read.
    must_change : bool
        Whether a password has to be chosen before anything else.
    """

    session_secret: str = field(repr=False)
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class SignInTry:
    """One try to prove who somebody is: the name typed, and from where."""

    name: str
    tenant: str
    address: str
    agent: str = ""

    def actor(self, account: Account | None) -> Actor:
        """Return who is on record for the try.

        A name that is nobody's is not: it may be a password typed in the wrong place.
        """
        if account is None:
            return unknown_actor(NOBODY, DEFAULT_TENANT, self.address, self.agent)
        return unknown_actor(account.name, account.tenant, self.address, self.agent)


class GateBase:
    """The gate's store and limits.

    Parameters
    ----------
    settings : Settings
    store : Store, optional
        The one of the settings when left out.
    clock : callable, optional
        The present moment in UTC; the system's when left out.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._settings = settings
        self._given = store
        self._clock = clock

    @cached_property
    def store(self) -> Store:
        """The database, opened at first use."""
        from dharma_core.storage.store import utc_now
        from dharma_core.workbench.opening import open_store

        if self._given is not None:
            return self._given
        return open_store(self._settings, clock=self._clock or utc_now)

    @property
    def mode(self) -> str:
        """``sign_in`` once an owner exists; before, ``set_up`` where asked for, else ``demo``."""
        if owner_exists(self._settings.store_url):
            return "sign_in"
        return "set_up" if self._settings.identity.sign_in else "demo"

    @property
    def session_limits(self) -> SessionLimits:
        """How long a session may rest and how old it may get, as configured."""
        said = self._settings.identity
        return SessionLimits(
            timedelta(minutes=said.idle_minutes), timedelta(hours=said.absolute_hours)
        )

    @property
    def factor_lasts(self) -> timedelta:
        """How long a second factor is fresh, as configured."""
        return timedelta(minutes=self._settings.identity.fresh_factor_minutes)

    def keys(self, asked: SignInTry) -> tuple[FailureKey, FailureKey]:
        """Return what failures of a try are counted for: the account and the address."""
        return failure_keys(self._settings, asked)


def failure_keys(settings: Settings, asked: SignInTry) -> tuple[FailureKey, FailureKey]:
    """Return what failures of a try are counted for: the account and the address."""
    from dharma_core.storage.sign_ins import FailureKey

    said = settings.identity
    return (
        FailureKey("account", f"{asked.tenant}/{asked.name}", LockLimits(said.lock_after)),
        FailureKey("address", asked.address, LockLimits(said.lock_address_after)),
    )


def account_key(settings: Settings, account: Account) -> FailureKey:
    """Return what an account's failures are counted for."""
    return failure_keys(settings, SignInTry(account.name, account.tenant, ""))[0]


def too_many(wait: timedelta) -> TooManyRequests:
    """Return the refusal of a try that comes too soon after failed ones."""
    seconds = max(1, int(wait.total_seconds()))
    return TooManyRequests(
        "Too many tries have failed.",
        next_step=f"Wait {seconds} seconds, or ask an administrator for a new password.",
        details={"retry_after_s": seconds},
    )


def wrong_code() -> SignInRequired:
    """Return the refusal of a second factor."""
    return SignInRequired(
        "The code is wrong, too old or was used before.",
        next_step="Wait for the app's next code, or use a recovery code.",
    )


def no_session() -> SignInRequired:
    """Return the refusal of a session that is none, or none any more."""
    return SignInRequired(
        "Nobody is signed in: the session has ended or never was.", next_step="Sign in again."
    )
