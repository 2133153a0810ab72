"""Old events leave the database for compressed files and the chain stays verifiable throughout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import delete, func, select, update

from dharma_core.audit import COLUMNS, REDACTED, Row
from dharma_core.audit.proof import AuditReport
from dharma_core.audit.searching import EventQuery
from dharma_core.errors import AdapterError, NotFoundError
from dharma_core.events import Event, EventType
from dharma_core.identity import Actor, local_actor
from dharma_core.storage import archiving
from dharma_core.storage.archiving import Archivist, Retention
from dharma_core.storage.audit_proof import verify_store
from dharma_core.storage.audit_tables import audit_archives
from dharma_core.storage.checkpoints import Interval, Notary
from dharma_core.storage.cold_events import ColdEvents
from dharma_core.storage.event_search import search_events
from dharma_core.storage.outside_log import FileLog
from dharma_core.storage.redacting import Redacted
from dharma_core.storage.signing_keys import SigningKeys
from dharma_core.storage.store import Store
from dharma_core.storage.tables import chain_head, events

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
FORMAT_2 = Path(__file__).parents[2] / "fixtures" / "audit" / "format_2.jsonl"
KEPT = Retention(hot_days=30, cold_days=365)


class Place:
    """A signed store with one event a day, and its archive."""

    def __init__(self, url: str, folder: Path) -> None:
        self.now = START
        self.folder = folder / "archive"
        self.cold = ColdEvents(self.folder)
        outside = FileLog(folder / "outside.jsonl")
        self.notary = Notary(SigningKeys(folder / "keys"), outside, Interval(events=10))
        self.store = Store.open(url, clock=lambda: self.now, notary=self.notary)
        self.archivist = Archivist(self.store, self.cold, local_actor())

    def write(self, days: int) -> None:
        for _ in range(days):
            with self.store.transaction() as uow:
                uow.events.append(self.event())
            self.now += DAY

    def event(self, **more: object) -> Event:
        number = (self.now - START).days + 1
        shape = Event(
            f"evt_{number:04d}", EventType.BLUEPRINT_UPDATED, "blueprint", f"bp_{number}", self.now,
            "default", "ann" if number % 2 else "bob", "10.0.0.1", data={"n": number}, agent="cli",
        )  # fmt: skip
        return replace(shape, **more)

    def retire(self) -> archiving.Retired:
        return self.archivist.retire(self.now, KEPT)

    def verify(self) -> AuditReport:
        with self.store.reading() as uow:
            return verify_store(uow.scope, self.notary, self.cold)

    def hot(self) -> int:
        with self.store.reading() as uow:
            return uow.scope.read(select(func.count()).select_from(events)).scalar_one()

    def found(self, query: EventQuery | None = None, **more: object) -> list[int]:
        with self.store.reading() as uow:
            page = search_events(uow.scope, query or EventQuery(), cold=self.cold, **more)
        return [entry.seq for entry in page.entries]


@pytest.fixture
def place(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(archiving, "FILE_EVENTS", 20)
    made = Place(store_url, tmp_path)
    yield made
    made.store.close()


def test_events_past_their_days_move_to_files_and_the_chain_holds(place: Place) -> None:
    place.write(75)
    done = place.retire()
    # Now is day 76; the events of days 1 to 45 are more than 30 days old, 20 to a file.
    assert (done.archived, done.deleted) == (45, ())
    assert done.files == (
        "events-000000000001-000000000020.parquet",
        "events-000000000021-000000000040.parquet",
        "events-000000000041-000000000045.parquet",
    )
    assert place.hot() == 30 + 3
    report = place.verify()
    assert (report.valid, report.events, report.cold_events) == (True, 78, 45)
    with place.store.reading() as uow:
        said = [e.event.aggregate_id for e in uow.events.tail(type=EventType.AUDIT_ARCHIVED)]
    assert said == list(done.files)
    assert place.retire().archived == 0


def test_an_event_from_the_future_holds_back_what_comes_after_it(place: Place) -> None:
    place.write(3)
    with place.store.transaction() as uow:
        future = place.now + 500 * DAY
        uow.events.append(place.event(id="evt_future", time=future))
    place.write(60)
    assert place.retire().archived == 3
    assert place.verify().valid


def test_a_run_ends_when_the_clock_goes_back_in_it(place: Place) -> None:
    place.write(40)
    now = place.now + 100 * DAY
    # From here on each move writes an event that looks older than the days to keep.
    place.now = START - 400 * DAY
    done = place.archivist.retire(now, KEPT)
    # 40 events, 20 to a file; the two events of the moves stay until the next run.
    assert (done.archived, len(done.files), place.hot()) == (40, 2, 2)
    assert place.verify().valid
    # Only what they wrote in turn is left, and each later run ends as well.
    assert place.archivist.retire(now, KEPT).archived == 2
    assert place.archivist.retire(now, KEPT).archived == 1
    assert place.verify().valid


def test_old_events_are_found_in_files_when_asked(place: Place) -> None:
    place.write(75)
    place.retire()
    assert place.found(EventQuery(aggregate="bp_7")) == [7]
    assert place.found(EventQuery(user="bob"), limit=3, before=8) == [6, 4, 2]
    assert place.found(EventQuery(text='"n":44')) == [44]
    everything = place.found(limit=500)
    assert everything == list(range(78, 0, -1))
    with place.store.reading() as uow:
        hot = search_events(uow.scope, EventQuery(), limit=500)
        assert min(entry.seq for entry in hot.entries) == 46


def test_another_tenants_events_in_files_are_not_found(place: Place) -> None:
    place.write(40)
    place.retire()
    with place.store.reading(Actor("eve", "elsewhere", ("admin",))) as uow:
        assert search_events(uow.scope, EventQuery(), cold=place.cold).entries == ()


def test_files_past_their_days_are_deleted_and_that_is_an_event(place: Place) -> None:
    place.write(45)
    place.retire()
    place.now = START + timedelta(days=20 + 30 + 365)
    done = place.retire()
    # 14 events (days 1 to 15) and what followed moved; only the first file is past 395 days.
    assert done.deleted == ("events-000000000001-000000000015.parquet",)
    assert not (place.folder / done.deleted[0]).exists()
    report = place.verify()
    assert (report.valid, report.deleted_events) == (True, 15)
    assert place.found(limit=500)[-1] == 16


def test_a_row_that_claims_a_file_expired_is_not_believed(place: Place) -> None:
    place.write(75)
    place.retire()
    with place.store.transaction() as uow:
        first = audit_archives.c.first_seq == 1
        uow.scope.write(update(audit_archives).where(first).values(deleted="2026-01-01"))
    report = place.verify()
    assert (report.valid, report.first_bad) == (False, 1)
    assert "no event says they expired" in report.reason


def _remove(place: Place, file: Path) -> None:
    file.unlink()


def _spoil(place: Place, file: Path) -> None:
    file.write_bytes(b"PAR1" + file.read_bytes()[100:])


def _change(place: Place, file: Path) -> None:
    frame = pl.read_parquet(file)
    changed = pl.when(pl.col("seq") == 25).then(pl.lit('{"n":99}')).otherwise(pl.col("data"))
    frame.with_columns(changed.alias("data")).write_parquet(file)


def _cut(place: Place, file: Path) -> None:
    pl.read_parquet(file).head(5).write_parquet(file)


def _rewrite(place: Place, file: Path) -> None:
    pl.read_parquet(file).write_parquet(file, compression="snappy")


@pytest.mark.parametrize(
    ("attack", "first_bad", "reason"),
    [
        (_remove, 21, "is missing"),
        (_spoil, 21, "cannot be read"),
        (_change, 25, "its content does not give its hash"),
        (_cut, 21, "does not end where the database says"),
        (_rewrite, 21, "its digest differs"),
    ],
)
def test_a_file_that_was_tampered_with_is_found(
    place: Place, attack: object, first_bad: int, reason: str
) -> None:
    place.write(75)
    place.retire()
    attack(place, place.folder / "events-000000000021-000000000040.parquet")  # type: ignore[operator]
    report = place.verify()
    assert (report.valid, reason in report.reason) == (False, True), report.reason
    assert report.first_bad == (26 if attack is _cut else first_bad)


def test_an_archive_that_the_database_forgot_is_found(place: Place) -> None:
    place.write(75)
    place.retire()
    with place.store.transaction() as uow:
        uow.scope.write(delete(audit_archives).where(audit_archives.c.first_seq == 21))
    assert place.verify().first_bad == 21


def test_a_crash_before_the_transaction_loses_nothing_and_is_cleaned_up(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write(40)

    def crash(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(archiving, "_event", crash)
        with pytest.raises(KeyboardInterrupt):
            place.retire()
    assert (place.hot(), len(list(place.folder.glob("*.parquet")))) == (40, 1)
    assert place.verify().valid
    (place.folder / "events-000000000001-000000000002.parquet").write_bytes(b"half")
    assert place.retire().archived == 10
    assert len(list(place.folder.glob("*.parquet"))) == 1
    assert place.verify().valid


def test_events_that_are_not_whole_stay_where_they_are(place: Place) -> None:
    place.write(40)
    with place.store.transaction() as uow:
        uow.scope.write(update(events).where(events.c.seq == 3).values(user="eve"))
    with pytest.raises(AdapterError, match="Events 1 to 10 are not whole"):
        place.retire()
    assert place.hot() == 40


def test_a_person_is_dropped_everywhere_and_the_chain_holds(place: Place, tmp_path: Path) -> None:
    place.write(75)
    place.retire()
    done = place.archivist.redact_person("bob")
    assert done == Redacted(events=37)
    report = place.verify()
    assert (report.valid, report.chain.redacted) == (True, 37)
    with place.store.reading() as uow:
        last = uow.events.tail(1)[0].event
    assert (last.type, last.data) == (
        EventType.AUDIT_PERSON_REDACTED,
        {"events": 37, "still_named": 0},
    )
    assert place.found(EventQuery(user="bob")) == []
    assert len(place.found(EventQuery(user=REDACTED), limit=100)) == 37
    assert len(place.found(EventQuery(user="ann"), limit=100)) == 38
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"bob" not in file.read_bytes(), file


def test_a_person_within_other_peoples_events_is_dropped_and_the_chain_holds(
    place: Place, tmp_path: Path
) -> None:
    said = {"owner": "Zoë", "rule": "r1", "reason": "Zoë asked", "also": ["mail zoe@example.org"]}
    for n in range(2):
        with place.store.transaction() as uow:
            uow.events.append(place.event(id=f"evt_w{n}", after=said, data={"by": "zoë"}))
            uow.events.append(place.event(id=f"evt_z{n}", user="Zoë", after={"owner": "ann"}))
        place.now += 20 * DAY
    place.retire()
    done = place.archivist.redact_person("Zoë", known_as=["zoe@example.org"])
    # Two events about Zoë and two by her; "by" is no personal key, and so it is said.
    assert done == Redacted(events=4, still_named=2)
    report = place.verify()
    assert (report.valid, report.cold_events, report.chain.redacted) == (True, 2, 4)
    with place.store.reading() as uow:
        page = search_events(uow.scope, EventQuery(), cold=place.cold, limit=10)
    about = [e for e in page.entries if e.event.id.startswith("evt_w")]
    by = [e for e in page.entries if e.event.id.startswith("evt_z")]
    gone = {"owner": REDACTED, "rule": "r1", "reason": REDACTED, "also": [REDACTED]}
    assert [(e.event.user, e.event.after) for e in about] == [("ann", gone)] * 2
    assert [(e.event.user, e.event.after) for e in by] == [(REDACTED, {"owner": "ann"})] * 2
    assert place.archivist.redact_person("ann").events == 4
    assert place.verify().valid
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"zoe@example" not in file.read_bytes(), file


def test_older_events_that_name_a_person_within_are_counted(place: Place) -> None:
    rows = [Row(**json.loads(line)) for line in FORMAT_2.read_text("utf-8").splitlines()]
    with place.store.transaction() as uow:
        uow.scope.write_many(events, COLUMNS, rows)
        uow.scope.write(update(chain_head).values(seq=4, hash=rows[-1].hash))
    with pytest.raises(NotFoundError, match="in a way that can be redacted"):
        place.archivist.redact_person("bob")
    assert place.archivist.redact_person("ann") == Redacted(events=3)
    with place.store.transaction() as uow:
        uow.events.append(place.event(user="ann", after={"owner": "bob"}))
    assert place.archivist.redact_person("bob") == Redacted(events=1, still_named=4)
    assert place.verify().valid


def test_a_person_nobody_knows_is_refused(place: Place) -> None:
    place.write(3)
    with pytest.raises(NotFoundError, match="names the user 'zoe'"):
        place.archivist.redact_person("zoe")
    with place.store.reading() as uow:
        assert uow.events.head().seq == 3
