"""The store: where blueprints, deployments and the record of everything are kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select

from dharma_core.audit.alarms import Alarm
from dharma_core.audit.checkpoints import Record
from dharma_core.events import EventType
from dharma_core.identity import Actor, local_actor
from dharma_core.storage.alarm_events import (
    Watcher,
    alarms_of,
    alerting_actor,
    record_undelivered,
)
from dharma_core.storage.anomaly_alerts import AnomalyAlertRepository
from dharma_core.storage.anomaly_feedback import FeedbackRepository
from dharma_core.storage.answers import AnswerRepository
from dharma_core.storage.atomic_file import sync_file
from dharma_core.storage.blueprints import BlueprintRepository
from dharma_core.storage.budgets import BudgetRepository
from dharma_core.storage.checkpoints import CheckpointRepository, Notary
from dharma_core.storage.deployments import DeploymentRepository
from dharma_core.storage.engine import WRITES, database_file, database_name, open_engine, parse_url
from dharma_core.storage.envelopes import Envelopes
from dharma_core.storage.events import EventRepository
from dharma_core.storage.failures import translated
from dharma_core.storage.identity_records import IdentityRecords, identity_records
from dharma_core.storage.master_keys import MasterKeys
from dharma_core.storage.migrating import migrate
from dharma_core.storage.report_schedules import ReportScheduleRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.sealing import DocumentSeals
from dharma_core.storage.settings import default_home
from dharma_core.storage.tables import chain_head
from dharma_core.storage.tokens import TokenRepository
from dharma_core.storage.trust_history import TrustRepository
from dharma_core.storage.waivers import WaiverRepository

__all__ = ["KEYS_FOLDER", "Store", "UnitOfWork"]

KEYS_FOLDER = "keys"

_LOCK = select(chain_head.c.id).with_for_update()


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """The repositories of one transaction: all of it is kept, or nothing.

    Every write through a repository appends its own event.
    """

    scope: Scope
    blueprints: BlueprintRepository
    deployments: DeploymentRepository
    events: EventRepository
    checkpoints: CheckpointRepository
    waivers: WaiverRepository
    tokens: TokenRepository
    answers: AnswerRepository
    envelopes: Envelopes
    identity: IdentityRecords
    trust: TrustRepository
    budgets: BudgetRepository
    anomaly_feedback: FeedbackRepository
    anomaly_alerts: AnomalyAlertRepository
    report_schedules: ReportScheduleRepository


def utc_now() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)


class Store:
    """A database of Dharma, safe for many threads and processes.

    Parameters
    ----------
    engine : Engine
        Of a database that is migrated; use `Store.open`.
    clock : callable
        Gives the present moment, UTC.
    masters : MasterKeys, optional
        What seals secrets; those beside the SQLite file, or in DHARMA_HOME, when left out.
    notary : Notary, optional
        Signs the chain's head at intervals; without one the chain is not signed.

    Attributes
    ----------
    watcher : Watcher or None
        Told of what people have to know at once, after it is kept; nobody when not set.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], datetime] = utc_now,
        masters: MasterKeys | None = None,
        notary: Notary | None = None,
    ) -> None:
        self._notary = notary
        self.watcher: Watcher | None = None
        self._engine = engine
        self._writing = engine.execution_options(**{WRITES: True})
        self._clock = clock
        self.masters = masters or MasterKeys(_keys_beside(engine))
        self._data_keys: dict[str, bytes] = {}

    @staticmethod
    def open(
        url: str,
        *,
        wait_seconds: float = 10.0,
        clock: Callable[[], datetime] = utc_now,
        masters: MasterKeys | None = None,
        notary: Notary | None = None,
    ) -> Store:
        """Open a database, making it or bringing it to this Dharma's schema first.

        Parameters
        ----------
        url : str
            ``sqlite:///folder/dharma.db`` or ``postgresql://user:password@host/database``.
        wait_seconds : float
            How long a writer waits for another one.
        masters : MasterKeys, optional
            What seals secrets; see `Store`.
        notary : Notary, optional
            Signs the audit chain's head at intervals.

        Raises
        ------
        InputError
            If the URL is not one of these.
        AdapterError
            If the database is locked, read-only, newer than this Dharma, no database or
            unreachable; nothing is changed.
        MissingToolError
            If PostgreSQL's driver is not installed.

        Examples
        --------
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> store = Store.open(f"sqlite:///{folder.name}/dharma.db")
        >>> with store.transaction() as uow:
        ...     uow.blueprints.save({"name": "web"}).version
        '1.0.0'
        >>> store.close()
        >>> folder.cleanup()
        """
        engine = open_engine(parse_url(url), wait_seconds=wait_seconds)
        try:
            migrate(engine, wait_seconds=wait_seconds)
        except BaseException:
            engine.dispose()
            raise
        return Store(engine, clock=clock, masters=masters, notary=notary)

    @property
    def name(self) -> str:
        """The database as people know it: a file, or a URL without its password."""
        return database_name(self._engine.url)

    @contextmanager
    def transaction(self, actor: Actor | None = None) -> Iterator[UnitOfWork]:
        """Open a transaction that may write; one at a time holds the writer's lock.

        Keep it short and never open a second one inside it: that one would wait for the first.

        Parameters
        ----------
        actor : Actor, optional
            Who writes, and whose tenant is seen; the local user when left out.

        Raises
        ------
        AdapterError
            If another writer does not let go in time, or the database fails; nothing is kept.
        """
        with translated(self.name), self._writing.begin() as connection:
            if connection.dialect.name == "postgresql":
                # The head's row is the writer's lock there; SQLite's own is taken at the start.
                connection.execute(_LOCK)
            unit = self._unit(Scope(connection, actor or local_actor(), self._clock(), writes=True))
            yield unit
            alarms = alarms_of(unit.events, self.watcher)
            signed = self._signed(unit)
        self._publish(signed)
        if alarms and self.watcher is not None:
            self.watcher.tell(alarms, self._undelivered)

    @contextmanager
    def reading(self, actor: Actor | None = None) -> Iterator[UnitOfWork]:
        """Open a transaction that only reads: it sees one moment and waits for nobody."""
        engine = self._engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(
                postgresql_readonly=True, isolation_level="REPEATABLE READ"
            )
        with translated(self.name), engine.begin() as connection:
            yield self._unit(Scope(connection, actor or local_actor(), self._clock(), writes=False))

    def _unit(self, scope: Scope) -> UnitOfWork:
        events = EventRepository(scope)
        envelopes = Envelopes(scope, self.masters, self._data_keys)
        return UnitOfWork(
            scope=scope,
            blueprints=BlueprintRepository(scope, events, DocumentSeals(envelopes)),
            deployments=DeploymentRepository(scope, events),
            events=events,
            checkpoints=CheckpointRepository(scope),
            waivers=WaiverRepository(scope, events),
            tokens=TokenRepository(scope, events),
            answers=AnswerRepository(scope),
            identity=identity_records(scope, events, envelopes),
            trust=TrustRepository(scope, events),
            budgets=BudgetRepository(scope, events),
            envelopes=envelopes,
            anomaly_feedback=FeedbackRepository(scope, events),
            anomaly_alerts=AnomalyAlertRepository(scope, events),
            report_schedules=ReportScheduleRepository(scope, events),
        )

    def checkpoint(self, actor: Actor | None = None, *, rotate: bool = False) -> Record | None:
        """Sign the chain's head now and note it outside, or bring a new key that signs it.

        Returns
        -------
        Record or None
            None when this store is not signed, or when its chain is empty.

        Raises
        ------
        AdapterError
            If the key in force is not here, or the place outside cannot be written.
        """
        if self._notary is None:
            return None
        with translated(self.name), self.transaction(actor) as unit:
            if rotate:
                kind = EventType.AUDIT_KEY_ROTATED
                unit.events.append(unit.scope.event(kind, ("audit_key", "checkpoints")))
            head, last = unit.events.head(), unit.checkpoints.last()
            if head.seq == 0:
                return None
            if rotate and last is not None:
                record = self._notary.rotate(unit.scope, head)
            elif last is not None and last.head == head:
                record = last
            else:
                record = self._notary.sign(unit.scope, head, last)
        self._notary.committed([record])
        self.settle()
        with self.reading(actor) as unit:
            self._notary.publish(unit.checkpoints)
        return record

    def _signed(self, unit: UnitOfWork) -> tuple[Record, ...]:
        return self._notary.attest(unit.scope, unit.events.passed) if self._notary else ()

    def _undelivered(self, alarm: Alarm, target: str, reason: str) -> None:
        with self.transaction(alerting_actor(alarm)) as unit:
            record_undelivered(unit.scope, unit.events, alarm, target=target, reason=reason)

    def _publish(self, signed: tuple[Record, ...]) -> None:
        if not signed or self._notary is None:
            return
        self._notary.committed(signed)
        # What is noted outside must not be more than a power cut leaves in the database.
        self.settle()
        with self.reading() as unit:
            self._notary.publish_or_warn(unit.checkpoints)

    def settle(self) -> None:
        """Wait until everything committed so far is on the disk itself.

        A crash of this program loses nothing anyhow; after a power cut SQLite may lack the last
        transactions. Call it before something outside relies on them.
        """
        path = database_file(self._engine.url)
        if path is not None:
            sync_file(path.with_name(f"{path.name}-wal"))

    def overwrite_deleted(self, scope: Scope) -> None:
        """Let what this transaction changes be overwritten in SQLite's file, not only let go."""
        if scope.connection.dialect.name == "sqlite":
            scope.connection.exec_driver_sql("PRAGMA secure_delete = ON")

    def scrub(self) -> None:
        """Empty SQLite's log of changes, which still holds what was overwritten."""
        if self._engine.dialect.name == "sqlite":
            with translated(self.name), self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _keys_beside(engine: Engine) -> Path:
    file = database_file(engine.url)
    return (default_home(os.environ) if file is None else file.absolute().parent) / KEYS_FOLDER
