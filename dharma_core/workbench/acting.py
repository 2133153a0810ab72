"""From an account and its session to the actor that the gate of every write asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dharma_core.identity import Actor, grants_of
from dharma_core.identity.roles import OWN

if TYPE_CHECKING:
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.identity_records import IdentityRecords

__all__ = ["Caller", "account_actor", "unknown_actor"]


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody calls, and with what.

    Parameters
    ----------
    session : str
        Id of the session or token; never its secret.
    scopes : tuple of str, optional
        Of a token.
    """

    address: str = "local"
    agent: str = ""
    session: str = ""
    scopes: tuple[str, ...] | None = None
    second_factor: bool = False
    fresh_factor: bool = False


def account_actor(records: IdentityRecords, account: Account, caller: Caller) -> Actor:
    """Return the actor of an account: what its roles grant, and the rules that concern it.

    Somebody with a one-time password may care for the own account and do nothing else.
    """
    roles = () if account.must_change else account.roles
    return Actor(
        user=account.name,
        tenant=account.tenant,
        roles=roles,
        address=caller.address or "local",
        granted=tuple(dict.fromkeys((*grants_of(roles, records.roles.all()), *OWN))),
        scopes=caller.scopes,
        session=caller.session,
        agent=caller.agent,
        rules=tuple(r for r in records.rules.all() if r.binds(account.name, roles)),
        second_factor=caller.second_factor,
        fresh_factor=caller.fresh_factor,
    )


def unknown_actor(user: str, tenant: str, address: str, agent: str = "") -> Actor:
    """Return the actor of an act before anybody is known: it may do nothing."""
    return Actor(user=user, tenant=tenant, roles=(), address=address or "local", agent=agent)
