"""Who acts: carried by every write, from the first day."""

from __future__ import annotations

from dataclasses import dataclass, field

from dharma_core.errors import InputError
from dharma_core.identity.conditions import AttributeRule
from dharma_core.ids import current_correlation_id

__all__ = ["DEFAULT_TENANT", "Actor", "local_actor", "service_actor"]

DEFAULT_TENANT = "default"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or program, with what the gate and the audit need to know of them.

    Parameters
    ----------
    user, tenant : str
    roles : tuple of str
        Names of built-in roles and of the tenant's own.
    address : str
        Network address, or ``local``.
    correlation_id : str
        Ties together everything this request causes.
    granted : tuple of str, optional
        The patterns of all its roles; left out, those of the built-in ones.
    scopes : tuple of str, optional
        Patterns of its token, which must grant too; left out, there is no token.
    session : str
        Id of the session or the token; never its secret.
    agent : str
        The program: a browser's name or ``dharma-cli``.
    rules : tuple of AttributeRule
        The rules that concern this actor.
    trust : float, optional
        Score of the session, 0 to 100; left out, it is not known.
    second_factor : bool
        Whether the session passed a second factor.
    fresh_factor : bool
        Whether it did so a short while ago: the worst is done only then.

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
    rules: tuple[AttributeRule, ...] = ()
    trust: float | None = None
    second_factor: bool = False
    fresh_factor: bool = False

    def __post_init__(self) -> None:
        if not self.user.strip() or not self.tenant.strip():
            raise InputError(
                "An actor needs a user and a tenant.", next_step="Name who acts, and for whom."
            )


def local_actor() -> Actor:
    """Return the user of this machine: owner of everything until identities exist."""
    return Actor(user="local", tenant=DEFAULT_TENANT, roles=("admin",))


def service_actor(*granted: str) -> Actor:
    """Return Dharma's own server as an actor that may do exactly what is named."""
    return Actor(user="dharma", tenant=DEFAULT_TENANT, roles=(), granted=granted)
