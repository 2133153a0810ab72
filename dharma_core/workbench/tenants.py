"""Tenants: teams on one machine that see nothing of each other."""

from __future__ import annotations

from dataclasses import replace

from dharma_core.errors import ConflictError
from dharma_core.events import EventType
from dharma_core.identity import OWNER
from dharma_core.identity.passwords import hash_password
from dharma_core.identity.texts import checked_word
from dharma_core.workbench.context import Context
from dharma_core.workbench.new_accounts import (
    ONE_TIME_LIVES,
    NewAccount,
    new_account,
    one_time_password,
)

__all__ = ["Tenants"]


class Tenants(Context):
    """The part of the workbench that makes room for another team."""

    def create_tenant(self, name: str, owner: str) -> NewAccount:
        """Make a tenant by making its owner, with a password for the first sign-in.

        Raises
        ------
        PermissionDenied
            If the actor is no owner of the first tenant.
        InputError
            If a name cannot be taken.
        ConflictError
            If the tenant is there, or nobody owns this machine's Dharma yet.
        """
        self.allow("tenant:create")
        tenant = checked_word(name, what="The name of a tenant")
        draft = new_account(owner, roles=(OWNER,))
        secret = one_time_password()
        kept = hash_password(secret)
        with self.store.transaction(replace(self.actor, tenant=tenant)) as uow:
            accounts = uow.identity.accounts
            if not accounts.any_tenant_has_one():
                raise ConflictError(
                    "There is no owner yet.", next_step="Run 'dharma user owner' first."
                )
            if accounts.tenant_is_there():
                raise ConflictError(
                    f"There is a tenant {tenant!r} already.", next_step="Take another name."
                )
            until = uow.scope.now + ONE_TIME_LIVES
            made_it = uow.scope.event(EventType.TENANT_CREATED, ("tenant", tenant))
            uow.events.append(replace(made_it, tenant=self.actor.tenant))
            made = accounts.add(replace(draft, password_hash=kept, password_until=until))
        return NewAccount(made, secret, until)
