"""From a token to who acts with it: its owner's rights of this moment, within its scopes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dharma_core.errors import SignInRequired
from dharma_core.identity import Actor, local_actor
from dharma_core.identity.tokens import SERVICE_PREFIX, Token
from dharma_core.workbench.acting import Caller, account_actor

if TYPE_CHECKING:
    from dharma_core.storage.store import UnitOfWork

__all__ = ["actor_of_owner"]


def actor_of_owner(uow: UnitOfWork, token: Token, caller: Caller) -> Actor:
    """Return who acts with a token; roles, rules and state of its owner are read now.

    Raises
    ------
    SignInRequired
        If the owner is disabled or gone. This machine's user is gone once an owner exists.
    """
    owner = _owner(uow, token, caller)
    if owner is None:
        raise SignInRequired(
            f"The user {token.user} of this token is disabled or gone.",
            next_step="Ask an administrator.",
            details={"token": token.id, "state": "without owner"},
        )
    return replace(owner, user=f"{SERVICE_PREFIX}{token.name}") if token.account else owner


def _owner(uow: UnitOfWork, token: Token, caller: Caller) -> Actor | None:
    local, people = local_actor(), uow.identity.accounts
    if (token.tenant, token.user) == (local.tenant, local.user):
        if people.any_tenant_has_one():
            return None
        return replace(
            local,
            address=caller.address,
            agent=caller.agent,
            session=caller.session,
            scopes=caller.scopes,
        )
    account = people.by_name(token.user)
    if account is None or not account.active:
        return None
    return account_actor(uow.identity, account, caller)
