"""An account: who may sign in, with which roles, and what is kept of their secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Account"]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Parameters
    ----------
    id : str
        ``usr_...``.
    name : str
        What is typed to sign in; unique in the tenant for ever.
    title : str
        What people call them.
    roles : tuple of str
    disabled : bool
        Whether nobody may sign in with it for now.
    deleted : bool
        Whether it is gone for good; its name is not given again.
    password_hash : str
        argon2id; empty when there is none.
    password_until : datetime, optional
        When a one-time password ends; set until its owner chose one.
    totp_secret : str
        Of the authenticator app, as the store keeps it: sealed; empty without one.
    totp_confirmed : bool
        Whether a first code proved that the app has it.
    totp_counter : int
        Time step of the last code taken.
    created, updated : datetime
        UTC.
    """

    id: str
    tenant: str
    name: str
    title: str
    roles: tuple[str, ...]
    created: datetime
    updated: datetime
    disabled: bool = False
    deleted: bool = False
    password_hash: str = field(default="", repr=False)
    password_until: datetime | None = None
    totp_secret: str = field(default="", repr=False)
    totp_confirmed: bool = False
    totp_counter: int = 0

    @property
    def active(self) -> bool:
        """Whether somebody may sign in with it."""
        return not self.disabled and not self.deleted

    @property
    def must_change(self) -> bool:
        """Whether its password is one for the first sign-in only."""
        return self.password_until is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether a sign-in asks for a second factor."""
        return bool(self.totp_secret) and self.totp_confirmed

    def state(self) -> dict[str, Any]:
        """Return what an event may say of it: no secret, and no name."""
        return {
            "roles": list(self.roles),
            "disabled": self.disabled,
            "deleted": self.deleted,
            "must_change_password": self.must_change,
            "second_factor": self.has_second_factor,
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract: no secret is in it."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            **self.state(),
            "created": self.created.isoformat(),
            "updated": self.updated.isoformat(),
        }
