"""Events that left the database: compressed files of the same rows, still part of the chain."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from dharma_core.audit import COLUMNS, GENESIS, ChainHead, ChainReport, Row, report_of, walk_rows
from dharma_core.audit.proof import Problem
from dharma_core.errors import AdapterError
from dharma_core.events import EventType
from dharma_core.storage.atomic_file import sync_file
from dharma_core.storage.audit_tables import audit_archives
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import events

__all__ = ["Archive", "ColdEvents", "ColdWalk"]

_NUMBERS = frozenset(("seq", "format", "success", "version"))
_FIELDS = ("first_seq", "last_seq", "file", "digest", "prev_hash", "last_hash", "newest", "deleted")


@dataclass(frozen=True, slots=True)
class Archive:
    """One file of old events, as the database knows it.

    Parameters
    ----------
    first_seq, last_seq : int
    file : str
        Its name in the folder.
    digest : str
        SHA-256 of its bytes.
    prev_hash, last_hash : str
        Of the event before the first one, and of the last one.
    newest : str
        The latest time of an event in it.
    deleted : str or None
        When it was deleted because its time was over.
    """

    first_seq: int
    last_seq: int
    file: str
    digest: str
    prev_hash: str
    last_hash: str
    newest: str
    deleted: str | None = None

    @property
    def events(self) -> int:
        """How many events it holds."""
        return self.last_seq - self.first_seq + 1

    @property
    def end(self) -> ChainHead:
        """The chain's head after its last event."""
        return ChainHead(self.last_seq, self.last_hash)


@dataclass(frozen=True, slots=True)
class ColdWalk:
    """What a walk along the archived files found.

    Parameters
    ----------
    report : ChainReport or None
        The verdict when the chain is broken in a file; None when it goes on in the database.
    """

    head: ChainHead = GENESIS
    events: int = 0
    redacted: int = 0
    deleted: int = 0
    report: ChainReport | None = None
    problems: tuple[Problem, ...] = ()


class ColdEvents:
    """The folder of archived events.

    Parameters
    ----------
    folder : Path
        Made when the first file is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time change the folder; the lock dies with its holder."""
        import fcntl

        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def archives(self, scope: Scope) -> tuple[Archive, ...]:
        """Return every archived file, deleted ones too, the oldest first."""
        columns = [audit_archives.c[name] for name in _FIELDS]
        query = select(*columns).order_by(audit_archives.c.first_seq)
        return tuple(Archive(*row) for row in scope.tuples(query))

    def rows(self, archive: Archive) -> Iterator[Row]:
        """Yield the rows of a file in order.

        Raises
        ------
        AdapterError
            If it is missing or cannot be read.
        """
        import polars as pl

        path = self.folder / archive.file
        try:
            frame = pl.read_parquet(path, columns=list(COLUMNS))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise AdapterError(
                f"The archived events {path} cannot be read: {type(error).__name__}.",
                next_step="Put the file back from a backup.",
            ) from error
        yield from map(Row._make, frame.iter_rows())

    def write(self, name: str, rows: Iterable[Row]) -> str:
        """Write a file of events, wait for the disk and return its digest.

        Raises
        ------
        AdapterError
            If the folder cannot be written.
        """
        import polars as pl

        schema = {n: pl.Int64 if n in _NUMBERS else pl.String for n in COLUMNS}
        frame = pl.DataFrame(list(rows), schema=schema, orient="row")
        path = self.folder / name
        draft = path.with_suffix(".tmp")
        try:
            frame.write_parquet(draft, compression="zstd")
            draft.chmod(0o600)
            sync_file(draft)
            draft.replace(path)
            sync_file(self.folder)
        except OSError as error:
            raise AdapterError(
                f"The archive {path} cannot be written: {error.strerror or error}.",
                next_step="Free some space or make the folder writable; nothing was moved.",
            ) from error
        return self.digest(name)

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file; empty when it is not there."""
        try:
            with (self.folder / name).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            return ""

    def clean(self, scope: Scope) -> None:
        """Remove files that the database does not name: a run was stopped in its middle."""
        named = {archive.file for archive in self.archives(scope) if archive.deleted is None}
        for path in (*self.folder.glob("events-*.parquet"), *self.folder.glob("*.tmp")):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def walk(self, scope: Scope, noted: Mapping[int, str]) -> ColdWalk:
        """Walk along the archived part of the chain, from its very first event."""
        found = ColdWalk()
        last_deleted: Archive | None = None
        for archive in self.archives(scope):
            if archive.prev_hash != found.head.hash or archive.first_seq != found.head.seq + 1:
                return self._broken(found, archive, "does not follow what stands before it")
            if archive.deleted is not None:
                if found.events:
                    return self._broken(found, archive, "is marked as deleted before older ones")
                last_deleted = archive
                found = ColdWalk(archive.end, deleted=found.deleted + archive.events)
                continue
            found = self._walk_file(found, archive, noted)
            if found.report is not None:
                return found
        if last_deleted is not None and not self._is_on_record(scope, last_deleted):
            reason = (
                f"Events up to {last_deleted.last_seq} are gone, and no event says they expired."
            )
            problems = (*found.problems, Problem("archive", reason, 1))
            return ColdWalk(found.head, found.events, found.redacted, found.deleted, None, problems)
        return found

    def _walk_file(self, found: ColdWalk, archive: Archive, noted: Mapping[int, str]) -> ColdWalk:
        if self.digest(archive.file) == "":
            return self._broken(found, archive, "is missing")
        try:
            walk = walk_rows(self.rows(archive), start=found.head, noted=noted)
        except AdapterError:
            return self._broken(found, archive, "cannot be read")
        if walk.bad is not None:
            report = report_of(walk, before=found.events)
            return ColdWalk(
                walk.head, found.events + walk.events, found.redacted, found.deleted, report
            )
        if walk.head != archive.end:
            so_far = replace(found, head=walk.head, events=found.events + walk.events)
            return self._broken(so_far, archive, "does not end where the database says")
        problems = found.problems
        if self.digest(archive.file) != archive.digest:
            reason = f"The archive {archive.file} was written anew: its digest differs."
            problems = (*problems, Problem("archive", reason, archive.first_seq))
        return ColdWalk(
            walk.head,
            found.events + walk.events,
            found.redacted + walk.redacted,
            found.deleted,
            None,
            problems,
        )

    def _broken(self, found: ColdWalk, archive: Archive, why: str) -> ColdWalk:
        first = found.head.seq + 1
        reason = (
            f"The archive {archive.file} (events {archive.first_seq} to {archive.last_seq}) {why}."
        )
        report = ChainReport(False, found.events, first, reason, found.head, found.redacted)
        return ColdWalk(found.head, found.events, found.redacted, found.deleted, report)

    def _is_on_record(self, scope: Scope, deleted: Archive) -> bool:
        """Return whether an event of the chain says that this file expired."""
        kind = EventType.AUDIT_ARCHIVE_DELETED.value
        said = f'"last_hash":"{deleted.last_hash}"'
        query = select(events.c.data).where(events.c.type == kind)
        if any(said in row[0] for row in scope.tuples(query)):
            return True
        kept = [archive for archive in self.archives(scope) if archive.deleted is None]
        return any(
            row.type == kind and said in row.data for archive in kept for row in self.rows(archive)
        )
