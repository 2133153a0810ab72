"""What an account starts as: a checked name, a checked or a one-time password."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dharma_core.identity.accounts import Account
from dharma_core.identity.passwords import check_password
from dharma_core.identity.texts import checked_line, checked_user

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ONE_TIME_LIVES",
    "NewAccount",
    "checked_new_password",
    "new_account",
    "one_time_password",
]

ONE_TIME_LIVES = timedelta(hours=24)
_NOT_YET = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account and the password for its first sign-in, which is shown this once.

    Parameters
    ----------
    until : datetime
        When the password ends, UTC.
    """

    account: Account
    one_time_password: str = field(repr=False)
    until: datetime

    def as_dict(self) -> Mapping[str, Any]:
        """Return its JSON form."""
        return {
            **self.account.as_dict(),
            "one_time_password": self.one_time_password,
            "until": self.until.isoformat(),
        }


def new_account(name: str, *, roles: Iterable[str], title: str = "") -> Account:
    """Return the draft of an account; id, tenant and times come from the store.

    Raises
    ------
    InputError
        If the name or the title cannot be taken.
    """
    checked = checked_user(name)
    line = checked_line(title or checked, what="The title", most=200)
    return Account("", "", checked, line, tuple(dict.fromkeys(roles)), _NOT_YET, _NOT_YET)


def checked_new_password(password: str, *, user: str) -> str:
    """Return a password that may be chosen; raise InputError saying why not."""
    from dharma_core.storage.common_passwords import load_common_passwords

    return check_password(password, user=user, common=load_common_passwords())


def one_time_password() -> str:
    """Return a password for a first sign-in: 96 random bits."""
    return secrets.token_urlsafe(12)
