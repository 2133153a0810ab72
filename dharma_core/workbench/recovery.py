"""The way back for an owner who is locked out: who owns the database's file may open it again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import InputError, NotFoundError, PermissionDenied, nearest
from dharma_core.events import EventType
from dharma_core.identity import OWNER
from dharma_core.identity.actors import DEFAULT_TENANT
from dharma_core.identity.passwords import hash_password
from dharma_core.identity.sessions import SessionEnd
from dharma_core.workbench.acting import unknown_actor
from dharma_core.workbench.gate_base import GateBase, SignInTry
from dharma_core.workbench.new_accounts import ONE_TIME_LIVES, NewAccount, one_time_password

if TYPE_CHECKING:
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.identity_records import IdentityRecords

__all__ = ["RecoveryGate"]

_SQLITE = "sqlite:///"


class RecoveryGate(GateBase):
    """The part of the gate that opens it from the inside of the machine."""

    def recover_owner(self, name: str, *, tenant: str = DEFAULT_TENANT) -> NewAccount:
        """Give an owner a one-time password; second factor, codes, sessions and lock end.

        Nobody has to be signed in: the right is proven by the operating system, which lets only
        the owner of the database's file, and root, do it. It is a security event of high severity.

        Parameters
        ----------
        name : str
            What the owner types to sign in, or the account's id.

        Raises
        ------
        PermissionDenied
            If the store is no file of this machine, or the file is somebody else's.
        NotFoundError
            If the tenant has no such owner; the nearest is named.
        InputError
            If the account is disabled.
        """
        _prove_right(self._settings.store_url)
        secret = one_time_password()
        kept = hash_password(secret)
        with self.store.transaction(unknown_actor("local", tenant, "local", "dharma-cli")) as uow:
            records = uow.identity
            found = _owner(records, name.strip().lower(), tenant)
            until = uow.scope.now + ONE_TIME_LIVES
            records.accounts.set_recovery_codes(found, ())
            bare = replace(found, totp_secret="", totp_confirmed=False, totp_counter=0)
            opened = records.accounts.change(
                replace(bare, password_hash=kept, password_until=until), EventType.OWNER_RECOVERED
            )
            records.sessions.end_all(found, SessionEnd.PASSWORD)
            records.sign_ins.clear(self.keys(SignInTry(found.name, tenant, ""))[0])
        return NewAccount(opened, secret, until)


def _prove_right(store_url: str) -> None:
    if not store_url.startswith(_SQLITE):
        raise PermissionDenied(
            "The store is a database server: nothing on this machine proves who owns it.",
            next_step="Ask another owner or administrator for 'dharma user reset'.",
        )
    file = Path(store_url.removeprefix(_SQLITE))
    if not file.exists():
        raise NotFoundError(
            "There is no owner yet.", next_step="Run 'dharma user owner' to make one."
        )
    user = os.geteuid()
    if user not in (0, file.stat().st_uid):
        raise PermissionDenied(
            f"The database {file} belongs to another user of this machine.",
            next_step="Run it as the user who runs the server, or as root.",
        )


def _owner(records: IdentityRecords, name: str, tenant: str) -> Account:
    owners = [account for account in records.accounts.all() if OWNER in account.roles]
    found = next((owner for owner in owners if name in (owner.name, owner.id)), None)
    if found is None:
        raise NotFoundError(
            f"{name[:100]!r} is no owner of the tenant {tenant!r}.",
            next_step=nearest(name[:100], [owner.name for owner in owners])
            or "Another owner can give the role; see 'dharma user list'.",
        )
    if found.disabled:
        raise InputError(
            f"{found.name} is disabled.",
            next_step=f"Another owner runs 'dharma user enable {found.name}'.",
        )
    return found
