"""Taking a code of the second factor: an app's or a recovery code, each once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dharma_core.events import EventType
from dharma_core.identity.second_factor import accepted_counter, recovery_form
from dharma_core.identity.secrets import secret_hash

if TYPE_CHECKING:
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.identity_records import IdentityRecords

__all__ = ["takes_code", "takes_recovery_code", "takes_totp"]


def takes_code(records: IdentityRecords, account: Account, code: str) -> bool:
    """Return whether a code is one of the account's, and use it up; False without a factor."""
    if not account.has_second_factor:
        return False
    return takes_totp(records, account, code) or takes_recovery_code(records, account, code)


def takes_totp(records: IdentityRecords, account: Account, code: str) -> bool:
    """Return whether an app shows this code now, and note its step: it is not taken again."""
    now, last = records.accounts.now, account.totp_counter
    counter = accepted_counter(records.authenticators.of(account), code, now, last=last)
    if counter is None:
        return False
    used = replace(account, totp_counter=counter)
    records.accounts.change(used, EventType.SECOND_FACTOR_PASSED)
    return True


def takes_recovery_code(records: IdentityRecords, account: Account, code: str) -> bool:
    """Return whether this is a recovery code that was not used, and use it up."""
    return records.accounts.use_recovery_code(account, secret_hash(recovery_form(code)))
