"""Every way to tamper with the audit that somebody who can write to the database has.

They know the format and recompute every hash; they have neither the private keys nor what was
noted outside. The same attacks are a test (``tests/unit/storage/test_audit_attacks.py``).
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from dharma_core.audit import COLUMNS, GENESIS, ChainHead, Row
from dharma_core.audit.checkpoints import Record, signed_record
from dharma_core.audit.proof import AuditReport
from dharma_core.audit.texts import hash_of
from dharma_core.events import Event, EventType
from dharma_core.identity import local_actor
from dharma_core.storage.audit_proof import verify_store
from dharma_core.storage.checkpoints import Interval, Notary
from dharma_core.storage.cold_events import ColdEvents
from dharma_core.storage.outside_log import FileLog
from dharma_core.storage.signing_keys import SigningKeys
from dharma_core.storage.store import Store

__all__ = ["ATTACKS", "Attack", "Lab"]

_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))


class Lab:
    """A signed store of 40 events, with an older copy of its database beside it.

    Parameters
    ----------
    folder : Path
        An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "dharma.db"
        self.older = folder / "older.db"
        self.keys = SigningKeys(folder / "keys")
        self._seconds = count()
        with self.store() as store:
            self.write(store, 20)
        shutil.copyfile(self.file, self.older)
        with self.store() as store:
            self.write(store, 20, first=21)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the store as its owner does."""
        notary = Notary(self.keys, FileLog(self.folder / "outside.jsonl"), Interval(events=5))
        url = f"sqlite:///{self.file}"
        with Store.open(url, notary=notary, clock=self._clock) as store:
            yield store
            store.scrub()

    def write(self, store: Store, number: int, first: int = 1) -> None:
        """Record some events, five to a transaction."""
        for start in range(first, first + number, 5):
            with store.transaction() as uow:
                uow.events.append_many(_event(n) for n in range(start, start + 5))

    def verify(self, *, outside: bool = True) -> AuditReport:
        """Verify with everything there is, or with the database alone."""
        with self.store() as store, store.reading() as uow:
            notary = Notary(self.keys, FileLog(self.folder / "outside.jsonl"))
            cold = ColdEvents(self.folder / "archive")
            return verify_store(uow.scope, notary if outside else None, cold)

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """Open the database as the attacker does."""
        with closing(sqlite3.connect(self.file)) as connection:
            yield connection
            connection.commit()

    def rows(self) -> list[Row]:
        """Return the chain as it is stored."""
        with self.database() as connection:
            found = connection.execute(f"SELECT {_NAMES} FROM events ORDER BY seq")  # noqa: S608
            return [Row(*row) for row in found]

    def put(self, rows: list[Row], *, anew: bool = True) -> None:
        """Put rows in place of the chain; with every hash and the head recomputed, or not."""
        head, done = GENESIS, []
        for row in rows:
            moved = row._replace(seq=head.seq + 1, prev_hash=head.hash) if anew else row
            sealed = moved._replace(hash=hash_of(moved)) if anew else row
            done.append(sealed)
            head = ChainHead(sealed.seq, sealed.hash)
        with self.database() as connection:
            connection.execute("DELETE FROM events")
            connection.executemany(f"INSERT INTO events ({_NAMES}) VALUES ({_MARKS})", done)  # noqa: S608
            connection.execute("UPDATE chain_head SET seq = ?, hash = ?", (head.seq, head.hash))

    def _clock(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=next(self._seconds))


@dataclass(frozen=True, slots=True)
class Attack:
    """One way to tamper.

    Parameters
    ----------
    name : str
    run : callable
        Does it to a lab.
    first_bad : int
        The first event that nothing vouches for then.
    alone : bool
        Whether the database alone gives it away.
    """

    name: str
    run: Callable[[Lab], None]
    first_bad: int
    alone: bool = True


def _change(lab: Lab) -> None:
    with lab.database() as connection:
        connection.execute("""UPDATE events SET data = '{"n":99}' WHERE seq = 12""")


def _change_person(lab: Lab) -> None:
    with lab.database() as connection:
        connection.execute("UPDATE events SET user = 'eve' WHERE seq = 12")


def _change_anew(lab: Lab) -> None:
    rows = lab.rows()
    rows[11] = rows[11]._replace(data='{"n":99}')
    lab.put(rows)


def _delete(lab: Lab) -> None:
    with lab.database() as connection:
        connection.execute("DELETE FROM events WHERE seq = 12")


def _delete_anew(lab: Lab) -> None:
    rows = lab.rows()
    del rows[11]
    lab.put(rows)


def _insert_anew(lab: Lab) -> None:
    rows = lab.rows()
    lab.put([*rows[:11], rows[11]._replace(id="evt_forged"), *rows[11:]])


def _swap(lab: Lab) -> None:
    with lab.database() as connection:
        for old, new in ((12, 99), (13, 12), (99, 13)):
            connection.execute("UPDATE events SET seq = ? WHERE seq = ?", (new, old))


def _swap_anew(lab: Lab) -> None:
    rows = lab.rows()
    rows[11], rows[12] = rows[12], rows[11]
    lab.put(rows)


def _truncate(lab: Lab) -> None:
    lab.put(lab.rows()[:30], anew=False)


def _truncate_with_checkpoints(lab: Lab) -> None:
    _truncate(lab)
    with lab.database() as connection:
        connection.execute("DELETE FROM audit_checkpoints WHERE seq > 30")


def _sign_anew(lab: Lab) -> None:
    """Change an event, write the chain anew and sign it with a key of one's own."""
    _change_anew(lab)
    with lab.database() as connection:
        connection.execute("DELETE FROM audit_checkpoints")
    shutil.copytree(lab.folder / "keys", lab.folder / "kept")
    notary = Notary(SigningKeys(lab.folder / "own"), None, Interval(events=5))
    with Store.open(f"sqlite:///{lab.file}", notary=notary) as store:
        store.checkpoint(local_actor())


def _go_back(lab: Lab) -> None:
    shutil.copyfile(lab.older, lab.file)


def _go_back_and_on(lab: Lab) -> None:
    shutil.copyfile(lab.older, lab.file)
    with lab.store() as store:
        lab.write(store, 30, first=101)


def _forge_checkpoint(lab: Lab) -> None:
    """Write the chain anew and let the checkpoints name the new hashes, under one's own key."""
    _change_anew(lab)
    own = SigningKeys(lab.folder / "own")
    own_id = own.make() and next((lab.folder / "own").iterdir()).name.partition(".")[0]
    hashes = {row.seq: row.hash for row in lab.rows()}
    with lab.database() as connection:
        for record in _records(connection):
            forged = replace(record, event_hash=hashes[record.seq])
            made = signed_record(forged, lambda text: own.sign(own_id, text))
            connection.execute(
                "UPDATE audit_checkpoints SET event_hash = ?, signature = ?, hash = ? "
                "WHERE number = ?",
                (made.event_hash, made.signature, made.hash, made.number),
            )


def _drop_checkpoint(lab: Lab) -> None:
    with lab.database() as connection:
        connection.execute("DELETE FROM audit_checkpoints WHERE number = 3")


def _records(connection: sqlite3.Connection) -> list[Record]:
    found = connection.execute(
        "SELECT number, kind, seq, event_hash, time, key_id, public_key, prev_hash, signature, "
        "hash FROM audit_checkpoints ORDER BY number"
    )
    return [Record(*row) for row in found.fetchall()]


def _event(number: int) -> Event:
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Event(
        f"evt_{number:04d}", EventType.BLUEPRINT_UPDATED, "blueprint", "bp_1", at, "default",
        "ann", "10.0.0.1", data={"n": number}, agent="dharma-cli",
    )  # fmt: skip


# Signed are events 5, 10, 15 ... 40; a chain that was written anew shows at the next of them.
ATTACKS = (
    Attack("change an event", _change, 12),
    Attack("change a name", _change_person, 12),
    Attack("change, all hashes anew", _change_anew, 15),
    Attack("delete an event", _delete, 12),
    Attack("delete, all hashes anew", _delete_anew, 15),
    Attack("insert, all hashes anew", _insert_anew, 15),
    Attack("swap two events", _swap, 12),
    Attack("swap, all hashes anew", _swap_anew, 15),
    Attack("truncate", _truncate, 31),
    Attack("truncate with its checkpoints", _truncate_with_checkpoints, 31, alone=False),
    Attack("sign all anew with another key", _sign_anew, 1, alone=False),
    Attack("put an older copy back", _go_back, 21, alone=False),
    Attack("put an older copy back, go on", _go_back_and_on, 21, alone=False),
    Attack("forge the checkpoints", _forge_checkpoint, 1),
    Attack("drop a checkpoint", _drop_checkpoint, 11),
)
