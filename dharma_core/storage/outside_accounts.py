"""Outside accounts in the database: which account of ours each one opens."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from dharma_core.errors import ConflictError
from dharma_core.events import EventType
from dharma_core.identity.accounts import Account
from dharma_core.identity.claims import fingerprint_of
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.outside_tables import outside_links, outside_proofs
from dharma_core.storage.scope import Scope

__all__ = ["OutsideAccountRepository", "OutsideLink"]

# Longer than a token is fresh: afterwards its age refuses it.
_PROOF_KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """An account of a provider that opens an account here.

    Parameters
    ----------
    id : str
        ``out_...``.
    account_id : str
    provider : str
        As the configuration called it then.
    issuer, subject : str
        Who it is, for ever.
    last_used : datetime, optional
        UTC; None when nobody has signed in with it so far.
    """

    id: str
    account_id: str
    provider: str
    issuer: str
    subject: str
    created: datetime
    last_used: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return its JSON form."""
        used = self.last_used.isoformat() if self.last_used else None
        return {**asdict(self), "created": self.created.isoformat(), "last_used": used}


class OutsideAccountRepository:
    """Outside accounts of the actor's tenant."""

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def find(self, issuer: str, subject: str) -> OutsideLink | None:
        """Return the link of somebody at a provider; None when there is none."""
        query = self._mine().where(
            outside_links.c.issuer == issuer, outside_links.c.subject == subject
        )
        found = self._scope.rows(query)
        return _link(found[0]) if found else None

    def of(self, account: Account) -> tuple[OutsideLink, ...]:
        """Return an account's links, oldest first."""
        query = self._mine().where(outside_links.c.account_id == account.id)
        return tuple(map(_link, self._scope.rows(query.order_by(outside_links.c.created))))

    def add(self, account: Account, provider: str, issuer: str, subject: str) -> OutsideLink:
        """Let somebody at a provider open an account.

        Raises
        ------
        ConflictError
            If that person opens an account already.
        """
        if self.find(issuer, subject) is not None:
            raise ConflictError(
                f"This account of {provider} opens an account here already.",
                next_step="Take that link away first.",
            )
        made = OutsideLink(new_id("out"), account.id, provider, issuer, subject, self._scope.now)
        actor = self._scope.actor
        self._scope.write(
            insert(outside_links).values(**asdict(made), tenant=actor.tenant, user=actor.user)
        )
        self._emit(EventType.OUTSIDE_ACCOUNT_LINKED, made)
        return made

    def remove(self, link: OutsideLink) -> None:
        """Take a link away."""
        self._scope.write(delete(outside_links).where(*self._one(link)))
        self._emit(EventType.OUTSIDE_ACCOUNT_UNLINKED, link)

    def touch(self, link: OutsideLink) -> None:
        """Note a sign-in; it has an event of its own."""
        self._scope.write(
            update(outside_links).where(*self._one(link)).values(last_used=self._scope.now)
        )

    def use_once(self, proof: str) -> bool:
        """Return whether a proof serves for the first time, and remember that it has."""
        now, actor = self._scope.now, self._scope.actor
        self._scope.write(delete(outside_proofs).where(outside_proofs.c.until <= now))
        used = select(outside_proofs.c.until).where(outside_proofs.c.proof_hash == proof)
        if self._scope.read(used).first() is not None:
            return False
        row = {"proof_hash": proof, "tenant": actor.tenant, "user": actor.user}
        self._scope.write(insert(outside_proofs).values(**row, until=now + _PROOF_KEPT))
        return True

    def _mine(self) -> Any:
        return select(outside_links).where(outside_links.c.tenant == self._scope.actor.tenant)

    def _one(self, link: OutsideLink) -> tuple[Any, Any]:
        return outside_links.c.tenant == self._scope.actor.tenant, outside_links.c.id == link.id

    def _emit(self, kind: EventType, link: OutsideLink) -> None:
        draft = self._scope.event(kind, ("user", link.account_id))
        said = {"provider": link.provider, "issuer": link.issuer}
        said["subject"] = fingerprint_of(link.issuer, link.subject)
        self._events.append(replace(draft, data=said))


def _link(row: Any) -> OutsideLink:
    return OutsideLink(**{name: row[name] for name in OutsideLink.__dataclass_fields__})
