"""Looking after the audit: checkpoints, keys, retention, redaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dharma_core.workbench.records import Records

if TYPE_CHECKING:
    from dharma_core.audit.checkpoints import Record
    from dharma_core.storage.archiving import Archivist, Retired
    from dharma_core.storage.redacting import Redacted

__all__ = ["RecordKeeping"]


class RecordKeeping(Records):
    """The part of the workbench that keeps the evidence, and lets go of it when it must."""

    def sign_audit(self) -> Record | None:
        """Sign the chain's head now and note it outside; None while the chain is empty."""
        self.allow("audit:sign")
        return self.store.checkpoint(self.actor)

    def rotate_audit_key(self) -> Record | None:
        """Bring a new signing key, signed by the one in force; None while the chain is empty.

        Raises
        ------
        AdapterError
            If the key in force is not on this machine.
        """
        self.allow("audit:rotate_key")
        return self.store.checkpoint(self.actor, rotate=True)

    def audit_keys(self) -> tuple[dict[str, Any], ...]:
        """Return the signing keys, the oldest first: id, since when, who signed it, where it is."""
        from dharma_core.audit.checkpoints import KEY, key_id_of

        self.allow("audit:read")
        keys = self.audit_home.notary.keys
        with self.store.reading(self.actor) as uow:
            records = [record for record in uow.checkpoints.after() if record.kind == KEY]
            now = uow.scope.now
        return tuple(
            {
                "id": key_id_of(record.public_key),
                "public_key": record.public_key,
                "since": record.time,
                "days": (now - datetime.fromisoformat(record.time)).days,
                "signed_by": record.key_id,
                "in_force": record is records[-1],
                "private_key_here": keys.has(key_id_of(record.public_key)),
            }
            for record in records
        )

    def archive_events(self) -> Retired:
        """Move events whose time in the database is over to compressed files, delete expired ones.

        Raises
        ------
        AdapterError
            If a file cannot be written, or the events are not whole; nothing is lost.
        """
        from dharma_core.storage.archiving import Retention

        self.allow("audit:archive")
        audit = self.settings.audit
        return self._archivist.retire(self.now(), Retention(audit.hot_days, audit.cold_days))

    def redact_person(self, user: str, *, known_as: Sequence[str] = ()) -> Redacted:
        """Drop a person from every event: name, address, program, and mentions within it.

        Parameters
        ----------
        user : str
            As it stands in the events.
        known_as : sequence of str
            What else they are called: a full name, mail addresses. The full name of an account
            is known anyhow.

        Raises
        ------
        NotFoundError
            If no event of this tenant names the person.
        """
        self.allow("audit:redact")
        return self._archivist.redact_person(user, known_as=known_as)

    @property
    def _archivist(self) -> Archivist:
        from dharma_core.storage.archiving import Archivist

        return Archivist(self.store, self.audit_home.cold, self.actor)
