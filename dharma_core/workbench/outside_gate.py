"""The gate for those who have an account elsewhere: from a provider's claims to a session."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dharma_core.errors import DharmaError, InputError, nearest
from dharma_core.events import EventType
from dharma_core.identity import OWNER
from dharma_core.identity.claims import (
    ClaimsRefused,
    Outsider,
    Provider,
    account_names,
    outsider_of,
    roles_from_now,
)
from dharma_core.workbench.acting import unknown_actor
from dharma_core.workbench.charge import keep_one_in_charge, refuse_unknown_roles
from dharma_core.workbench.gate import CODE_LIVES, Gate, SecondFactorNeeded
from dharma_core.workbench.gate_base import NOBODY, SignedIn
from dharma_core.workbench.new_accounts import new_account

if TYPE_CHECKING:
    from pathlib import Path

    from dharma_core.identity import Actor
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.provider_settings import ProviderSettings
    from dharma_core.storage.store import UnitOfWork

__all__ = ["OutsideGate", "open_outside_gate"]


class OutsideGate(Gate):
    """Lets in whom a provider vouches for. What a claim says was checked by who brings it here.

    Parameters
    ----------
    settings, store, clock
        As the gate's.
    """

    @property
    def providers(self) -> Mapping[str, ProviderSettings]:
        """The providers of the configuration whose secret is there, by name."""
        return {
            name: said
            for name, said in self._settings.identity.providers.items()
            if os.environ.get(said.client_secret.removeprefix("env:"))
        }

    @property
    def unready(self) -> tuple[str, ...]:
        """Providers that are configured and not offered, with the variable that is not set."""
        ready = self.providers
        return tuple(
            f"{name} ({said.client_secret.removeprefix('env:')} is not set)"
            for name, said in self._settings.identity.providers.items()
            if name not in ready
        )

    @property
    def public_url(self) -> str:
        """How people reach this server, as configured; empty when it is not."""
        return self._settings.identity.public_url

    def provider(self, name: str) -> ProviderSettings:
        """Return one provider; raise InputError naming the nearest."""
        known = self.providers
        if name not in known:
            raise InputError(
                f"No provider {name[:50]!r} is set up here.",
                next_step=nearest(name[:50], known) or "Sign in with a password.",
            )
        return known[name]

    def sign_in_outside(
        self,
        provider: str,
        claims: Mapping[str, Any],
        *,
        address: str = "local",
        agent: str = "",
    ) -> SignedIn | SecondFactorNeeded:
        """Sign in somebody by a provider's claims, whose signature was verified.

        Returns
        -------
        SignedIn or SecondFactorNeeded
            The second one where the account has a second factor and the provider's does not count.

        Raises
        ------
        InputError
            If there is no such provider.
        SignInRequired
            If the claims let nobody in, nobody owns this Dharma yet, or the account is disabled.
        """
        agreed = self.provider(provider).agreed(provider)
        actor = unknown_actor(NOBODY, agreed.tenant, address, agent)
        try:
            if self.mode != "sign_in":
                raise ClaimsRefused(
                    "no owner", "Nobody owns this Dharma yet.", next_step="Make the owner first."
                )
            with self.store.reading(actor) as uow:
                who = outsider_of(agreed, claims, uow.scope.now)
                known, name = _names(uow, agreed, who)
            actor = replace(actor, user=known)
            with self.store.transaction(replace(actor, user=name)) as uow:
                answer = _Entry(uow, agreed, who).answer()
        except DharmaError as refused:
            self._record(actor, agreed, refused)
            raise
        if isinstance(answer, ClaimsRefused):
            raise answer
        return answer

    def _record(self, actor: Actor, provider: Provider, refused: DharmaError) -> None:
        """Put a refusal on record: what the try would have changed was not kept."""
        with self.store.transaction(actor) as uow:
            _failed(uow, provider, getattr(refused, "reason", refused.code))


class _Entry:
    """One sign-in inside its transaction."""

    def __init__(self, uow: UnitOfWork, provider: Provider, who: Outsider) -> None:
        self._uow = uow
        self._records = uow.identity
        self._provider = provider
        self._who = who

    def answer(self) -> SignedIn | SecondFactorNeeded | ClaimsRefused:
        """Return what comes of it; a refusal that is returned keeps what was written before it."""
        who = self._who
        if who.proof and not self._records.outside.use_once(who.proof):
            raise ClaimsRefused("used before", "This sign-in was used before.")
        link = self._records.outside.find(who.issuer, who.subject)
        account = self._made() if link is None else self._records.accounts.with_id(link.account_id)
        if account is None or not account.active:
            raise ClaimsRefused(
                "account", "This account is not open.", next_step="Ask an administrator."
            )
        account = self._with_roles_of_now(account)
        if not account.roles:
            _failed(self._uow, self._provider, "no role")
            return _no_role(self._provider)
        found = link or self._records.outside.find(who.issuer, who.subject)
        if found is not None:
            self._records.outside.touch(found)
        if account.has_second_factor and not who.second_factor:
            agent = self._uow.scope.actor.agent
            ask = self._records.sign_ins.ask
            return SecondFactorNeeded(ask("code", account.id, lives=CODE_LIVES, agent=agent))
        return self._started(account)

    def _made(self) -> Account:
        """Return a new account for somebody seen for the first time."""
        if not self._provider.create:
            raise ClaimsRefused(
                "no account",
                f"No account here belongs to your account at {self._provider.name}.",
                next_step="Ask an administrator: 'dharma user link' lets one be opened with it.",
            )
        if not self._who.roles:
            raise _no_role(self._provider)
        refuse_unknown_roles(self._records, self._who.roles)
        accounts = self._records.accounts
        free = _free_name(self._uow, self._provider, self._who)
        if not free:
            raise ClaimsRefused(
                "name", "No name is free for this account.", next_step="Ask an administrator."
            )
        made = accounts.add(new_account(free, roles=self._who.roles, title=self._who.title or free))
        self._records.outside.add(made, self._provider.name, self._who.issuer, self._who.subject)
        return made

    def _with_roles_of_now(self, account: Account) -> Account:
        roles = roles_from_now(self._provider, self._who, account.roles)
        if roles == account.roles:
            return account
        refuse_unknown_roles(self._records, self._who.roles)
        changed = self._records.accounts.change(replace(account, roles=roles))
        if OWNER in account.roles:
            keep_one_in_charge(self._records, f"{account.name} is the last owner")
        return changed

    def _started(self, account: Account) -> SignedIn:
        agent, passed = self._uow.scope.actor.agent, self._who.second_factor
        session, secret = self._records.sessions.start(account, agent=agent, second_factor=passed)
        said = {"session": session, "second_factor": passed, "provider": self._provider.name}
        about = ("user", account.id)
        self._records.sign_ins.record(EventType.SIGN_IN_SUCCEEDED, about, said)
        return SignedIn(secret, must_change=account.must_change)


def open_outside_gate(cwd: Path | None = None) -> OutsideGate:
    """Return the gate of the settings in force in a folder; the working folder when left out."""
    from dharma_core.storage.settings import load_settings

    return OutsideGate(load_settings(cwd=cwd))


def _names(uow: UnitOfWork, provider: Provider, who: Outsider) -> tuple[str, str]:
    """Return whose account somebody opens, and the name of it or of the one to be made."""
    records = uow.identity
    link = records.outside.find(who.issuer, who.subject)
    account = None if link is None else records.accounts.with_id(link.account_id)
    if account is not None:
        return account.name, account.name
    return NOBODY, _free_name(uow, provider, who) or NOBODY


def _free_name(uow: UnitOfWork, provider: Provider, who: Outsider) -> str:
    names = account_names(provider, who)
    return next((name for name in names if uow.identity.accounts.by_name(name) is None), "")


def _failed(uow: UnitOfWork, provider: Provider, reason: str) -> None:
    said = {"reason": reason, "provider": provider.name}
    about = ("provider", provider.name)
    uow.identity.sign_ins.record(EventType.SIGN_IN_FAILED, about, said, success=False)


def _no_role(provider: Provider) -> ClaimsRefused:
    return ClaimsRefused(
        "no role",
        f"Your account at {provider.name} gives you no role here.",
        next_step="Ask an administrator which group you need, or for a role.",
    )
