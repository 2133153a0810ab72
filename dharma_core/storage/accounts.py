"""Accounts in the database: a tenant's own; every change leaves its event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, select, update

from dharma_core.errors import ConflictError, NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.identity.accounts import Account
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.identity_tables import recovery_codes, users
from dharma_core.storage.scope import Scope

__all__ = ["AccountRepository"]

_FIELDS = (
    "name", "title", "disabled", "deleted", "password_hash", "password_until",
    "totp_secret", "totp_confirmed", "totp_counter",
)  # fmt: skip


class AccountRepository:
    """The accounts of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def all(self, *, deleted: bool = False) -> tuple[Account, ...]:
        """Return the accounts by name, those that were deleted only when asked."""
        query = self._mine().order_by(users.c.name)
        if not deleted:
            query = query.where(users.c.deleted.is_(False))
        return tuple(map(_account, self._scope.rows(query)))

    def any_tenant_has_one(self) -> bool:
        """Return whether there is an account at all: the first one is the owner's."""
        return self._scope.read(select(users.c.id).limit(1)).first() is not None

    def tenant_is_there(self) -> bool:
        """Return whether the actor's tenant ever had an account."""
        return self._scope.read(self._mine().limit(1)).first() is not None

    def by_name(self, name: str) -> Account | None:
        """Return the account of a sign-in name, deleted ones too; None when there is none."""
        found = self._scope.rows(self._mine().where(users.c.name == name))
        return _account(found[0]) if found else None

    def with_id(self, account_id: str) -> Account | None:
        """Return the account of an id, deleted ones too; None when the tenant has none."""
        found = self._scope.rows(self._mine().where(users.c.id == account_id))
        return _account(found[0]) if found else None

    @property
    def now(self) -> datetime:
        """The moment of this transaction, UTC."""
        return self._scope.now

    def get(self, reference: str) -> Account:
        """Return an account that is not deleted, by id or name.

        Raises
        ------
        NotFoundError
            If the tenant has none; the nearest is named.
        """
        known = self.all()
        for account in known:
            if reference in (account.id, account.name):
                return account
        names = [name for account in known for name in (account.name, account.id)]
        raise NotFoundError(
            f"No user {reference[:100]!r}.",
            next_step=nearest(reference[:100], names)
            or "Run 'dharma user list' to see who is there.",
        )

    def add(self, draft: Account) -> Account:
        """Keep a new account under an id of its own.

        Raises
        ------
        ConflictError
            If the name is taken, also by an account that was deleted.
        """
        if (taken := self.by_name(draft.name)) is not None:
            gone = " (deleted: a name is given once)" if taken.deleted else ""
            raise ConflictError(
                f"There is a user {draft.name!r} already{gone}.", next_step="Take another name."
            )
        now, owner = self._scope.now, self._scope.actor
        made = replace(draft, id=new_id("usr"), tenant=owner.tenant, created=now, updated=now)
        row = {**_row(made), "id": made.id, "tenant": owner.tenant, "created": now}
        self._scope.write(insert(users).values(**row, user=owner.user))
        self._emit(EventType.USER_CREATED, made, after=made.state())
        return made

    def change(self, changed: Account, kind: EventType = EventType.USER_CHANGED) -> Account:
        """Keep a changed account; nothing is written when nothing differs."""
        before = self.get(changed.id)
        if before == changed:
            return before
        kept = replace(changed, updated=self._scope.now)
        self._scope.write(
            update(users)
            .where(users.c.id == kept.id, users.c.tenant == self._scope.actor.tenant)
            .values(**_row(kept), user=self._scope.actor.user)
        )
        self._emit(kind, kept, before=before.state(), after=kept.state())
        return kept

    def delete(self, account: Account) -> Account:
        """Take an account away for good, with its secrets; its name stays taken."""
        self.set_recovery_codes(account, ())
        gone = replace(
            account, disabled=True, deleted=True, roles=(), password_hash="",
            password_until=None, totp_secret="", totp_confirmed=False, totp_counter=0,
        )  # fmt: skip
        return self.change(gone, EventType.USER_DELETED)

    def set_recovery_codes(self, account: Account, hashes: tuple[str, ...]) -> None:
        """Put these recovery codes in place of all others; part of a change that has an event."""
        owner = self._scope.actor
        self._scope.write(delete(recovery_codes).where(*self._codes_of(account)))
        for code_hash in hashes:
            row = {"account_id": account.id, "code_hash": code_hash, "created": self._scope.now}
            row |= {"tenant": owner.tenant, "user": owner.user}
            self._scope.write(insert(recovery_codes).values(**row))

    def recovery_codes_left(self, account: Account) -> int:
        """Return how many recovery codes were not used."""
        mine = select(recovery_codes.c.code_hash).where(*self._codes_of(account))
        return len(self._scope.rows(mine))

    def use_recovery_code(self, account: Account, code_hash: str) -> bool:
        """Return whether the code is one of the account's, and take it away: it served once."""
        gone = self._scope.write(
            delete(recovery_codes).where(
                *self._codes_of(account), recovery_codes.c.code_hash == code_hash
            )
        )
        if gone.rowcount != 1:
            return False
        left = {"left": self.recovery_codes_left(account)}
        self._emit(EventType.RECOVERY_CODE_USED, account, after=left)
        return True

    def _codes_of(self, account: Account) -> tuple[ColumnElement[bool], ...]:
        mine = recovery_codes.c.tenant == self._scope.actor.tenant
        return mine, recovery_codes.c.account_id == account.id

    def _mine(self) -> Select[Any]:
        return select(users).where(users.c.tenant == self._scope.actor.tenant)

    def _emit(self, kind: EventType, account: Account, **states: Any) -> None:
        self._events.append(self._scope.event(kind, ("user", account.id), **states))


def _row(account: Account) -> dict[str, Any]:
    row = {name: getattr(account, name) for name in _FIELDS}
    return {**row, "roles": list(account.roles), "updated": account.updated}


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        id=row["id"],
        tenant=row["tenant"],
        roles=tuple(row["roles"]),
        created=row["created"],
        updated=row["updated"],
        **{name: row[name] for name in _FIELDS},
    )
