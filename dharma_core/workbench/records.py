"""The audit as the workbench shows it: events, search, verification, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.audit import ChainEntry
    from dharma_core.audit.proof import AuditReport
    from dharma_core.audit.searching import EventPage, EventQuery
    from dharma_core.audit.security import Severity
    from dharma_core.events import EventType
    from dharma_core.storage.audit_export import Exported

__all__ = ["Records"]


class Records(Context):
    """The part of the workbench that proves what happened."""

    def events(
        self,
        *,
        limit: int = 100,
        type: EventType | None = None,  # noqa: A002 - the domain's word
        aggregate: str | None = None,
    ) -> tuple[ChainEntry, ...]:
        """Return the newest events of the actor's tenant, newest first."""
        self.allow("audit:read")
        with self.store.reading(self.actor) as uow:
            return uow.events.tail(limit, type=type, aggregate=aggregate)[::-1]

    def search_events(
        self,
        query: EventQuery,
        *,
        limit: int = 100,
        before: int | None = None,
        cold: bool = False,
    ) -> EventPage:
        """Return the events of the actor's tenant that meet a query, newest first.

        Parameters
        ----------
        before : int, optional
            Only events with a lower number: what the page before gave.
        cold : bool
            Look into archived files too.
        """
        from dharma_core.storage.event_search import search_events

        self.allow("audit:read")
        place = self.audit_home.cold if cold else None
        with self.store.reading(self.actor) as uow:
            return search_events(uow.scope, query, limit=limit, before=before, cold=place)

    def security_events(
        self,
        query: EventQuery | None = None,
        *,
        at_least: Severity | None = None,
        limit: int = 100,
        before: int | None = None,
    ) -> EventPage:
        """Return security events of a severity or above, newest first."""
        from dataclasses import replace

        from dharma_core.audit.searching import EventQuery
        from dharma_core.audit.security import Severity

        asked = replace(query or EventQuery(), security=at_least or Severity.INFO)
        return self.search_events(asked, limit=limit, before=before)

    def verify_audit(self) -> AuditReport:
        """Verify all of the audit: chain, archived files, signed log, keys, the log outside."""
        from dharma_core.storage.audit_proof import verify_store

        self.allow("audit:read")
        home = self.audit_home
        with self.store.reading(self.actor) as uow:
            days = self.settings.audit.key_rotation_days
            return verify_store(uow.scope, home.notary, home.cold, rotation_days=days)

    def export_events(
        self, query: EventQuery | None = None, *, redacted: bool = True
    ) -> Iterator[dict[str, Any]]:
        """Yield the chain oldest first as JSON values, by default without personal fields.

        Whoever may not read users gets it without them whatever is asked.
        What the query leaves out and what other tenants did stands as hashes only.
        """
        from dharma_core.audit.searching import EventQuery
        from dharma_core.storage.audit_export import export_documents

        self.allow("audit:read")
        cold, hidden = self.audit_home.cold, redacted or not self.may_name_people
        with self.store.reading(self.actor) as uow:
            yield from export_documents(uow.scope, cold, query or EventQuery(), redacted=hidden)

    def export_events_to(
        self, file: Path, query: EventQuery | None = None, *, redacted: bool = True
    ) -> int:
        """Write the chain as JSON lines, whole or not at all, and return how many lines."""
        from dharma_core.storage.atomic_file import replacing

        self.allow("audit:read")
        count = 0
        with replacing(self.cwd / file) as stream:
            for document in self.export_events(query, redacted=redacted):
                stream.write(json.dumps(document, ensure_ascii=False) + "\n")
                count += 1
        return count

    def export_evidence(
        self, path: Path, query: EventQuery | None = None, *, redacted: bool = True
    ) -> Exported:
        """Write a folder or a ``.zip`` that an outsider can verify without Dharma.

        Whoever may not read users gets it without personal fields whatever is asked.
        """
        from dharma_core.audit.searching import EventQuery
        from dharma_core.storage.audit_export import export_to

        self.allow("audit:read")
        cold, asked = self.audit_home.cold, query or EventQuery()
        hidden = redacted or not self.may_name_people
        with self.store.reading(self.actor) as uow:
            return export_to(self.cwd / path, uow.scope, cold, asked, redacted=hidden)
