"""The signed log in the database, and who signs: a checkpoint in the transaction it vouches for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from dharma_core.audit import ChainHead, time_text
from dharma_core.audit.checkpoints import (
    CHECKPOINT,
    KEY,
    NO_RECORD,
    Record,
    key_id_of,
    signed_record,
)
from dharma_core.errors import AdapterError, DharmaError
from dharma_core.storage.audit_tables import audit_checkpoints
from dharma_core.storage.outside_log import OutsideLog
from dharma_core.storage.scope import Scope
from dharma_core.storage.signing_keys import SigningKeys

__all__ = ["CheckpointRepository", "Interval", "Notary"]

_LOG = logging.getLogger(__name__)
_FIELDS = (
    "number", "kind", "seq", "event_hash", "time", "key_id", "public_key", "prev_hash",
    "signature", "hash",
)  # fmt: skip
_COLUMNS = tuple(audit_checkpoints.c[name] for name in _FIELDS)
_NEWEST = select(*_COLUMNS).order_by(audit_checkpoints.c.number.desc()).limit(1)
_BATCH = 1000


class CheckpointRepository:
    """Read and append the signed log of the store's one chain."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def last(self, kind: str = "") -> Record | None:
        """Return the newest record, or the newest of a kind."""
        query = _NEWEST.where(audit_checkpoints.c.kind == kind) if kind else _NEWEST
        found = self._scope.tuples(query)
        return Record(*found[0]) if found else None

    def at(self, number: int) -> Record | None:
        """Return the record with a number."""
        query = select(*_COLUMNS).where(audit_checkpoints.c.number == number)
        found = self._scope.tuples(query)
        return Record(*found[0]) if found else None

    def after(self, number: int = 0) -> Iterator[Record]:
        """Yield the records after a number in order, some hundred in memory at a time."""
        while True:
            query = select(*_COLUMNS).where(audit_checkpoints.c.number > number)
            found = self._scope.tuples(query.order_by(audit_checkpoints.c.number).limit(_BATCH))
            yield from (Record(*row) for row in found)
            if len(found) < _BATCH:
                return
            number = found[-1][0]

    def count(self) -> int:
        """Return how many records there are."""
        query = select(func.count()).select_from(audit_checkpoints)
        return int(self._scope.read(query).scalar_one())

    def add(self, record: Record) -> None:
        """Keep a record."""
        actor = self._scope.actor
        row: tuple[Any, ...] = (*(getattr(record, name) for name in _FIELDS), actor.tenant)
        names = (*_FIELDS, "tenant", "user")
        self._scope.write_many(audit_checkpoints, names, [(*row, actor.user)])


@dataclass(frozen=True, slots=True)
class Interval:
    """How often the chain's head is signed: by events or by time, whichever comes first."""

    events: int = 1000
    seconds: int = 60


class Notary:
    """Signs the chain's head at intervals, and notes what it signed outside the database.

    A failure to sign or to note never stops the write it belongs to: it is logged, and the
    verifier says how far the signatures reach.

    Parameters
    ----------
    keys : SigningKeys
    outside : OutsideLog, optional
        Where the log is kept a second time.
    interval : Interval
    """

    def __init__(
        self,
        keys: SigningKeys,
        outside: OutsideLog | None = None,
        interval: Interval = Interval(),
    ) -> None:
        self.keys = keys
        self.outside = outside
        self.interval = interval
        self._last: Record | None = None
        self._warned: set[str] = set()

    def attest(self, scope: Scope, heads: Sequence[ChainHead]) -> tuple[Record, ...]:
        """Sign those of the heads that are due, in the transaction that made them.

        Parameters
        ----------
        heads : sequence of ChainHead
            Passed in this transaction, in order; the last one is where the chain ends.
        """
        if not heads or not self._due(self._last, heads[-1], scope.now):
            return ()
        log = CheckpointRepository(scope)
        last = log.last()
        signed: list[Record] = []
        try:
            for head in heads:
                if self._due(last, head, scope.now):
                    last = self.sign(scope, head, last)
                    signed.append(last)
        except AdapterError as error:
            self._warn(error)
        # What was signed before is not asked for again until this one is known to be kept.
        self._last = last if not signed else self._last
        return tuple(signed)

    def sign(self, scope: Scope, head: ChainHead, last: Record | None) -> Record:
        """Sign a head now; with no key so far, make the first one.

        Raises
        ------
        AdapterError
            If the key in force is not here.
        """
        if last is None:
            return self._with_new_key(scope, head, None)
        return self._add(scope, head, last, (CHECKPOINT, self._in_force(scope), ""))

    def rotate(self, scope: Scope, head: ChainHead) -> Record:
        """Bring a new key, signed by the one in force.

        Raises
        ------
        AdapterError
            If the key in force is not here.
        """
        return self._with_new_key(scope, head, CheckpointRepository(scope).last())

    def committed(self, signed: Sequence[Record]) -> None:
        """Note that the transaction with these records was kept."""
        for record in signed:
            if record.kind == KEY:
                self.keys.keep(key_id_of(record.public_key))
        if signed:
            self._last = signed[-1]

    def publish(self, log: CheckpointRepository) -> int:
        """Note outside whatever is not yet there; return how many records that were.

        Raises
        ------
        AdapterError
            If the place outside cannot be written, or holds a log that this one does not go on
            from: the database is older than what was noted.
        """
        if self.outside is None:
            return 0
        with self.outside.locked():
            noted = self.outside.last()
            if noted is not None and log.at(noted.number) != noted:
                raise AdapterError(
                    f"{self.outside.name} holds checkpoint {noted.number}, which this database "
                    "does not have: an older copy of the database was put back.",
                    next_step="Run `dharma audit verify`. If that was meant, move the file away: "
                    "a new one begins.",
                )
            records = list(log.after(noted.number if noted else 0))
            if records:
                self.outside.append(records)
            return len(records)

    def publish_or_warn(self, log: CheckpointRepository) -> None:
        """Publish; what cannot be noted now is noted with the next checkpoint."""
        try:
            self.publish(log)
        except DharmaError as error:
            self._warn(error)

    def _due(self, last: Record | None, head: ChainHead, now: datetime) -> bool:
        if last is None or head.seq < last.seq:
            return True
        if head.seq == last.seq:
            return False
        age = now - datetime.fromisoformat(last.time)
        by_time = age >= timedelta(seconds=self.interval.seconds) or age < timedelta(0)
        return by_time or head.seq - last.seq >= self.interval.events

    def _in_force(self, scope: Scope) -> str:
        newest = CheckpointRepository(scope).last(KEY)
        if newest is None:
            raise AdapterError(
                "The audit's signed log has no key: it was changed in the database.",
                next_step="Run `dharma audit verify`.",
            )
        return key_id_of(newest.public_key)

    def _with_new_key(self, scope: Scope, head: ChainHead, last: Record | None) -> Record:
        signer = self._in_force(scope) if last else ""
        if signer:
            # Before a new file is made: does the old key open?
            self.keys.sign(signer, b"")
        public = self.keys.make()
        signer = signer or key_id_of(public)
        return self._add(scope, head, last, (KEY, signer, public))

    def _add(
        self, scope: Scope, head: ChainHead, last: Record | None, what: tuple[str, str, str]
    ) -> Record:
        kind, signer, public = what
        draft = Record(
            number=last.number + 1 if last else 1,
            kind=kind,
            seq=head.seq,
            event_hash=head.hash,
            time=time_text(scope.now),
            key_id=signer,
            public_key=public,
            prev_hash=last.hash if last else NO_RECORD,
        )
        record = signed_record(draft, lambda text: self.keys.sign(signer, text))
        CheckpointRepository(scope).add(record)
        return record

    def _warn(self, error: DharmaError) -> None:
        # Once a process for each sentence: it would come with every write.
        if str(error) not in self._warned:
            self._warned.add(str(error))
            _LOG.warning("audit checkpoint: %s", error)
