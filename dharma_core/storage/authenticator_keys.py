"""The secrets of authenticator apps, sealed at rest: a stolen database makes no codes."""

from __future__ import annotations

from dharma_core.identity.accounts import Account
from dharma_core.storage.envelopes import Envelopes, is_sealed

__all__ = ["AuthenticatorKeys"]


class AuthenticatorKeys:
    """Seals and opens them with the tenant's data key, each for its account alone."""

    def __init__(self, envelopes: Envelopes) -> None:
        self._envelopes = envelopes

    def sealed(self, account: Account, secret: str) -> str:
        """Return a secret as the account's row keeps it."""
        return self._envelopes.seal(secret, _place(account))

    def of(self, account: Account) -> str:
        """Return an account's secret; empty when it has none.

        Raises
        ------
        AdapterError
            If the key that sealed it is not at hand.
        """
        kept = account.totp_secret
        return str(self._envelopes.open(kept, _place(account))) if is_sealed(kept) else kept


def _place(account: Account) -> tuple[str, ...]:
    return (account.tenant, "account", account.id, "authenticator")
