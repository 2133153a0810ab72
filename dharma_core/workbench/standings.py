"""What the owner of a token is now; the one place that asks the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.identity import local_actor
from dharma_core.identity.tokens import Standing

if TYPE_CHECKING:
    from dharma_core.storage.store import UnitOfWork

__all__ = ["standing_of"]


def standing_of(uow: UnitOfWork, tenant: str, user: str) -> Standing | None:  # noqa: ARG001 - read by the accounts
    """Return a user's present roles; None when there is no such user.

    Until an owner exists there is one user: this machine's.
    """
    local = local_actor()
    if (tenant, user) != (local.tenant, local.user):
        return None
    return Standing(local.roles)
