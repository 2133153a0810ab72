"""What somebody looks for among the events, asked of the database and of archived rows alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring_ascii

from dharma_core.audit.chain import ChainEntry, time_text
from dharma_core.audit.security import Severity, security_types
from dharma_core.audit.texts import Row

__all__ = ["EventPage", "EventQuery"]


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Conditions that all hold; one left empty asks nothing.

    Parameters
    ----------
    text : str
        Anywhere in type, aggregate, id, before, after or data; upper or lower case.
    types : tuple of str
        Any of these types.
    user, correlation_id, aggregate : str
    since, until : datetime, optional
        From this moment on, and before that one.
    success : bool, optional
    security : Severity, optional
        Security events of this severity or above.
    """

    text: str = ""
    types: tuple[str, ...] = ()
    user: str = ""
    correlation_id: str = ""
    aggregate: str = ""
    since: datetime | None = None
    until: datetime | None = None
    success: bool | None = None
    security: Severity | None = None

    @property
    def json_text(self) -> str:
        """The text as it stands inside canonical JSON."""
        return encode_basestring_ascii(self.text)[1:-1]

    def matches(self, row: Row) -> bool:
        """Return whether a stored row meets every condition."""
        return (
            self._is_about(row)
            and self._is_within(row.time)
            and self._concerns_security(row)
            and (not self.text or self._has_text(row))
        )

    def _is_about(self, row: Row) -> bool:
        asked = (
            (self.user, row.user),
            (self.correlation_id, row.correlation_id),
            (self.aggregate, row.aggregate_id),
        )
        return (
            all(not wanted or wanted == found for wanted, found in asked)
            and (not self.types or row.type in self.types)
            and (self.success is None or row.success == self.success)
        )

    def _is_within(self, time: str) -> bool:
        since = time_text(self.since) if self.since else ""
        return time >= since and (self.until is None or time < time_text(self.until))

    def _concerns_security(self, row: Row) -> bool:
        if self.security is None:
            return True
        always, failed = security_types(self.security)
        return row.type in always or (row.type in failed and not row.success)

    def _has_text(self, row: Row) -> bool:
        plain, inside = self.text.lower(), self.json_text.lower()
        names = (row.type, row.aggregate_type, row.aggregate_id, row.id)
        texts = (row.before or "", row.after or "", row.data)
        return any(plain in name.lower() for name in names) or any(
            plain in text.lower() or inside in text.lower() for text in texts
        )


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some of the events found, newest first.

    Parameters
    ----------
    entries : tuple of ChainEntry
    before : int or None
        Ask for the next page with this number; None when there are no more.
    """

    entries: tuple[ChainEntry, ...]
    before: int | None = None
