"""Moving old events to compressed files, deleting expired files, dropping a person everywhere.

The order is safe at any moment of a crash: a file is whole on the disk before the transaction
that names it, records it as an event and takes its rows out of the database; a file is deleted
only after the transaction that says so. What a crash leaves behind is a file that nobody names,
and the next run removes it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from dharma_core.audit import REDACTED, ChainHead, Row, events_are, time_text, walk_rows
from dharma_core.errors import AdapterError, NotFoundError
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor
from dharma_core.storage.audit_tables import audit_archives
from dharma_core.storage.cold_events import Archive, ColdEvents
from dharma_core.storage.redacting import (
    Person,
    Redacted,
    redact_hot,
    redacted_rows,
    titles_of,
)
from dharma_core.storage.tables import events

if TYPE_CHECKING:
    from dharma_core.storage.scope import Scope
    from dharma_core.storage.store import Store, UnitOfWork

__all__ = ["Archivist", "Retention", "Retired"]

FILE_EVENTS = 20_000


@dataclass(frozen=True, slots=True)
class Retention:
    """How long events are kept: in the database, and in files after that."""

    hot_days: int = 30
    cold_days: int = 365


@dataclass(frozen=True, slots=True)
class Retired:
    """What a run did.

    Parameters
    ----------
    archived : int
        Events moved to files.
    files : tuple of str
        Their names.
    deleted : tuple of str
        Files deleted because their time was over.
    """

    archived: int = 0
    files: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "archived": self.archived,
            "files": list(self.files),
            "deleted": list(self.deleted),
        }


class Archivist:
    """Keeps the audit's events as long as they must be, where they must be.

    Parameters
    ----------
    store : Store
    cold : ColdEvents
    actor : Actor
        In whose name the events of the work are written.
    """

    def __init__(self, store: Store, cold: ColdEvents, actor: Actor) -> None:
        self._store = store
        self._cold = cold
        self._actor = actor

    def retire(self, now: datetime, retention: Retention) -> Retired:
        """Move what is old enough to files, and delete the files whose time is over.

        Raises
        ------
        AdapterError
            If a file cannot be written or what was written is not whole; nothing is lost.
        """
        hot_until = time_text(now - timedelta(days=retention.hot_days))
        cold_until = time_text(now - timedelta(days=retention.hot_days + retention.cold_days))
        with self._cold.locked():
            with self._store.reading(self._actor) as uow:
                self._cold.clean(uow.scope)
                # The run's own events stay, even when the clock goes back and they look old.
                last = uow.events.head().seq
            done = Retired()
            while (moved := self._move(hot_until, last)) is not None:
                done = replace(
                    done, archived=done.archived + moved.events, files=(*done.files, moved.file)
                )
            return replace(done, deleted=self._expire(cold_until))

    def redact_person(self, user: str, *, known_as: Collection[str] = ()) -> Redacted:
        """Drop a person from every event: name, address, program, and mentions within it.

        The chain stays valid. An event older than format 3 has no commitments to values within
        ``before``, ``after`` and ``data``, and some words (a design's name) are no personal
        value in any: those that still name the person are counted.

        Parameters
        ----------
        user : str
            As it stands in the events.
        known_as : collection of str
            What else they are called: a full name, mail addresses.

        Raises
        ------
        NotFoundError
            If no event of the actor's tenant names them.
        """
        with self._cold.locked():
            stale: list[str] = []
            with self._store.transaction(self._actor) as uow:
                self._store.overwrite_deleted(uow.scope)
                person = Person(user, (user, *known_as, *titles_of(uow.scope, user)))
                done = redact_hot(uow.scope, person)
                for archive in self._kept(uow):
                    found = self._redact_file(uow.scope, archive, person)
                    done += found
                    stale += [archive.file] * bool(found.events)
                if not done.events:
                    raise NotFoundError(
                        f"No event of the tenant {self._actor.tenant} names the user {user!r}"
                        + (" in a way that can be redacted." if done.still_named else "."),
                        next_step="Write the name as `dharma audit tail` shows it.",
                    )
                draft = uow.scope.event(EventType.AUDIT_PERSON_REDACTED, ("person", REDACTED))
                uow.events.append(replace(draft, data=done.as_dict()))
            for name in stale:
                (self._cold.folder / name).unlink(missing_ok=True)
        self._store.scrub()
        return done

    def _move(self, until: str, last: int) -> Archive | None:
        """Move one file's worth of events up to number ``last``; None when there are no more."""
        with self._store.reading(self._actor) as uow:
            archive, rows = self._next(uow, until, last)
        if archive is None:
            return None
        digest = self._cold.write(archive.file, rows)
        archive = replace(archive, digest=digest)
        start = ChainHead(archive.first_seq - 1, archive.prev_hash)
        if walk_rows(self._cold.rows(archive), start=start).head != archive.end:
            raise AdapterError(
                f"{events_are(archive.first_seq, archive.last_seq)} not whole; nothing was moved.",
                next_step="Run `dharma audit verify`.",
            )
        with self._store.transaction(self._actor) as uow:
            gone = events.c.seq.between(archive.first_seq, archive.last_seq)
            uow.scope.write(insert(audit_archives), self._row(uow.scope, archive))
            uow.events.append(_event(uow.scope, EventType.AUDIT_ARCHIVED, archive))
            uow.scope.write(delete(events).where(gone))
        return archive

    def _next(self, uow: UnitOfWork, until: str, last: int) -> tuple[Archive | None, list[Row]]:
        young = select(func.min(events.c.seq)).where(events.c.time >= until)
        stop = uow.scope.read(young).scalar_one()
        last = last if stop is None else min(last, int(stop) - 1)
        rows = list(islice(uow.events.rows(1, last), FILE_EVENTS))
        if not rows:
            return None, []
        first, end = rows[0], rows[-1]
        name = f"events-{first[0]:012d}-{end[0]:012d}.parquet"
        newest = max(row[8] for row in rows)
        return Archive(first[0], end[0], name, "", first[2], end[3], newest), rows

    def _row(self, scope: Scope, archive: Archive) -> Mapping[str, Any]:
        return {
            "first_seq": archive.first_seq,
            "last_seq": archive.last_seq,
            "tenant": scope.actor.tenant,
            "user": scope.actor.user,
            "file": archive.file,
            "digest": archive.digest,
            "prev_hash": archive.prev_hash,
            "last_hash": archive.last_hash,
            "newest": archive.newest,
            "created": time_text(scope.now),
        }

    def _expire(self, until: str) -> tuple[str, ...]:
        """Delete the oldest files as long as everything in them is older than ``until``."""
        with self._store.reading(self._actor) as uow:
            kept = self._kept(uow)
        expired = []
        for archive in kept:
            if archive.newest >= until:
                break
            with self._store.transaction(self._actor) as uow:
                uow.scope.write(
                    update(audit_archives)
                    .where(audit_archives.c.first_seq == archive.first_seq)
                    .values(deleted=time_text(uow.scope.now))
                )
                uow.events.append(_event(uow.scope, EventType.AUDIT_ARCHIVE_DELETED, archive))
            (self._cold.folder / archive.file).unlink(missing_ok=True)
            expired.append(archive.file)
        return tuple(expired)

    def _kept(self, uow: UnitOfWork) -> tuple[Archive, ...]:
        return tuple(a for a in self._cold.archives(uow.scope) if a.deleted is None)

    def _redact_file(self, scope: Scope, archive: Archive, person: Person) -> Redacted:
        """Write a file anew without a person, under another name."""
        rows = list(self._cold.rows(archive))
        cleaned, done = redacted_rows(rows, person, scope.actor.tenant)
        if not done.events:
            return done
        name = (
            f"events-{archive.first_seq:012d}-{archive.last_seq:012d}-{archive.digest[:8]}.parquet"
        )
        digest = self._cold.write(name, cleaned)
        scope.write(
            update(audit_archives)
            .where(audit_archives.c.first_seq == archive.first_seq)
            .values(file=name, digest=digest)
        )
        return done


def _event(scope: Scope, kind: EventType, archive: Archive) -> Event:
    data = {
        "first_seq": archive.first_seq,
        "last_seq": archive.last_seq,
        "last_hash": archive.last_hash,
        "digest": archive.digest,
    }
    return replace(scope.event(kind, ("archive", archive.file)), data=data)
