"""People of a tenant, as those see them who may look after them: users, and who holds what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from dharma_core.errors import ConflictError
from dharma_core.identity.passwords import hash_password
from dharma_core.identity.sessions import SessionEnd
from dharma_core.identity.texts import checked_line
from dharma_core.workbench.charge import (
    keep_one_in_charge,
    refuse_lesser,
    refuse_unheld,
    refuse_way_out,
)
from dharma_core.workbench.context import Context
from dharma_core.workbench.gate_base import account_key
from dharma_core.workbench.new_accounts import (
    ONE_TIME_LIVES,
    NewAccount,
    new_account,
    one_time_password,
)

if TYPE_CHECKING:
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.sessions import StoredSession
    from dharma_core.storage.store import UnitOfWork

__all__ = ["People"]


class People(Context):
    """The part of the workbench that looks after the tenant's users.

    Nobody hands on what they do not hold, nor changes somebody who may do more than they may.
    """

    def users(self) -> tuple[Account, ...]:
        """Return the tenant's users by name."""
        self.allow("user:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.accounts.all()

    def user(self, user: str) -> Account:
        """Return one user by name or id; raise NotFoundError naming the nearest."""
        self.allow("user:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.accounts.get(user)

    def create_user(self, name: str, *, roles: Iterable[str] = (), title: str = "") -> NewAccount:
        """Make a user and a password for their first sign-in, good for 24 hours.

        Raises
        ------
        PermissionDenied
            If the actor may not, or does not hold all that the roles grant.
        InputError
            If the name, the title or a role cannot be taken.
        ConflictError
            If the name is taken, or there is no owner yet.
        """
        self.allow("user:create")
        draft = new_account(name, roles=roles, title=title)
        secret = one_time_password()
        kept = hash_password(secret)
        with self._acting("user:create") as uow:
            if not uow.identity.accounts.any_tenant_has_one():
                raise ConflictError(
                    "There is no owner yet, and this machine's user is nobody's account.",
                    next_step="Run 'dharma user owner' and make the owner first.",
                )
            refuse_unheld(uow.identity, self.actor, draft.roles)
            refuse_way_out(uow.identity, self.actor, draft)
            until = uow.scope.now + ONE_TIME_LIVES
            ready = replace(draft, password_hash=kept, password_until=until)
            made = uow.identity.accounts.add(ready)
        return NewAccount(made, secret, until)

    def change_user(
        self, user: str, *, title: str | None = None, roles: Iterable[str] | None = None
    ) -> Account:
        """Give a user another title, other roles, or both.

        Raises
        ------
        PermissionDenied
            If the actor may not, or does not hold all that the user's roles grant, old and new.
        NotFoundError
            If there is no such user or role.
        ConflictError
            If nobody would be left in charge.
        """
        self.allow("user:update")
        if roles is not None:
            self.allow("role:assign")
        with self._acting("role:assign") as uow:
            changed = found = self._lesser(uow, user)
            if title is not None:
                changed = replace(changed, title=checked_line(title, what="The title", most=200))
            if roles is not None:
                changed = replace(changed, roles=tuple(dict.fromkeys(roles)))
                refuse_unheld(uow.identity, self.actor, changed.roles)
                refuse_way_out(uow.identity, self.actor, changed)
            kept = uow.identity.accounts.change(changed)
            keep_one_in_charge(uow.identity, f"{found.name} is the last owner")
        return kept

    def disable_user(self, user: str) -> Account:
        """Let nobody sign in as a user for now; open sessions end.

        Raises
        ------
        ConflictError
            If nobody would be left in charge.
        """
        self.allow("user:update")
        with self._acting("user:update") as uow:
            found = self._lesser(uow, user)
            kept = uow.identity.accounts.change(replace(found, disabled=True))
            uow.identity.sessions.end_all(found, SessionEnd.ACCOUNT)
            keep_one_in_charge(uow.identity, f"{found.name} is the last owner")
        return kept

    def enable_user(self, user: str) -> Account:
        """Let a disabled user sign in again."""
        self.allow("user:update")
        with self._acting("user:update") as uow:
            found = self._lesser(uow, user)
            return uow.identity.accounts.change(replace(found, disabled=False))

    def delete_user(self, user: str) -> Account:
        """Take a user away for good; what they did stays on record, and their name is kept free.

        Raises
        ------
        ConflictError
            If nobody would be left in charge.
        """
        self.allow("user:delete")
        with self._acting("user:delete") as uow:
            found = self._lesser(uow, user)
            uow.identity.sessions.end_all(found, SessionEnd.ACCOUNT)
            gone = uow.identity.accounts.delete(found)
            keep_one_in_charge(uow.identity, f"{found.name} is the last owner")
        return gone

    def reset_user(self, user: str) -> NewAccount:
        """Give a user a new one-time password and take the second factor away; sessions end.

        A lock after failed sign-ins ends too.
        """
        self.allow("user:update")
        secret = one_time_password()
        kept = hash_password(secret)
        with self._acting("user:update") as uow:
            found = self._lesser(uow, user)
            until: datetime = uow.scope.now + ONE_TIME_LIVES
            uow.identity.accounts.set_recovery_codes(found, ())
            reset = uow.identity.accounts.change(
                replace(
                    found,
                    password_hash=kept,
                    password_until=until,
                    totp_secret="",
                    totp_confirmed=False,
                )
            )
            uow.identity.sessions.end_all(found, SessionEnd.PASSWORD)
            uow.identity.sign_ins.clear(account_key(self.settings, found))
        return NewAccount(reset, secret, until)

    def user_sessions(self, user: str) -> tuple[StoredSession, ...]:
        """Return a user's open sessions, newest first."""
        self.allow("user:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.sessions.of(uow.identity.accounts.get(user))

    def end_user_sessions(self, user: str) -> int:
        """End all sessions of a user and return how many there were."""
        self.allow("user:update")
        with self._acting("user:update") as uow:
            found = self._lesser(uow, user)
            return uow.identity.sessions.end_all(found, SessionEnd.REVOKED)

    def _lesser(self, uow: UnitOfWork, user: str) -> Account:
        """Return a user whom the actor may change: one who holds no more than the actor."""
        found = uow.identity.accounts.get(user)
        refuse_lesser(uow.identity, self.actor, found)
        return found
