"""Who acts: carried by every write, from the first day."""

from __future__ import annotations

from dataclasses import dataclass, field

from dharma_core.errors import InputError
from dharma_core.ids import current_correlation_id

__all__ = ["Actor", "local_actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or program, with what the audit needs to know of them.

    Parameters
    ----------
    user, tenant : str
    roles : tuple of str
        Names in ``permissions.ROLES``.
    address : str
        Network address, or ``local``.
    correlation_id : str
        Ties together everything this request causes.
    granted : tuple of str or None
        Permission patterns of all roles, custom ones too; None for the built-in roles' own.
    scopes : tuple of str or None
        Permission patterns of the token that acts, which must grant too; None without a token.
    session : str
        Id of the session or token, never its secret.
    agent : str
        The program: a user agent, or ``dharma-cli``.

    Raises
    ------
    InputError
        If the user or the tenant is empty.
    """

    user: str
    tenant: str
    roles: tuple[str, ...]
    address: str = "local"
    correlation_id: str = field(default_factory=current_correlation_id)
    granted: tuple[str, ...] | None = None
    scopes: tuple[str, ...] | None = None
    session: str = ""
    agent: str = ""

    def __post_init__(self) -> None:
        if not self.user.strip() or not self.tenant.strip():
            raise InputError(
                "An actor needs a user and a tenant.", next_step="Name who acts, and for whom."
            )


def local_actor() -> Actor:
    """Return the user of this machine: owner of everything until identities exist."""
    return Actor(user="local", tenant="default", roles=("admin",))
