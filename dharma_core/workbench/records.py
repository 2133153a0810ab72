"""The audit as the workbench shows it: events, verification, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.audit import ChainEntry, ChainReport
    from dharma_core.events import EventType

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

    def verify_audit(self) -> ChainReport:
        """Verify the whole chain: every hash, every link, and the head noted beside it."""
        from dharma_core.audit import GENESIS, report_of
        from dharma_core.storage.chain_parts import walk_stored

        self.allow("audit:read")
        with self.store.reading(self.actor) as uow:
            return report_of(walk_stored(uow.scope, GENESIS, {}), head=uow.events.head())

    def export_events(self, *, redacted: bool = True) -> Iterator[dict[str, Any]]:
        """Yield the chain oldest first as JSON values, by default without personal fields."""
        from dharma_core.audit import ChainEntry, redact

        self.allow("audit:read")
        with self.store.reading(self.actor) as uow:
            for entry in uow.events.all():
                if isinstance(entry, ChainEntry):
                    yield (redact(entry) if redacted else entry).as_dict()
                else:
                    yield {"seq": entry.seq, "unreadable": entry.reason}

    def export_events_to(self, file: Path, *, redacted: bool = True) -> int:
        """Write the chain as JSON lines, whole or not at all, and return how many lines."""
        from dharma_core.storage.atomic_file import replacing

        self.allow("audit:read")
        count = 0
        with replacing(self.cwd / file) as stream:
            for document in self.export_events(redacted=redacted):
                stream.write(json.dumps(document, ensure_ascii=False) + "\n")
                count += 1
        return count
