"""Opening a store that cannot be opened: one paragraph, the next step, and nothing changed."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from dharma_core.errors import AdapterError, ConflictError, InputError, MissingToolError
from dharma_core.storage.failures import translated
from dharma_core.storage.migrating import HEAD_REVISION
from dharma_core.storage.store import Store

pytestmark = pytest.mark.migrates


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'dharma.db'}"


def _made(folder: Path) -> Path:
    Store.open(_url(folder)).close()
    return folder / "dharma.db"


def test_open_makes_folder_and_file_for_the_owner_alone(tmp_path: Path) -> None:
    file = _made(tmp_path / "a" / "b")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_open_uses_wal_and_foreign_keys(tmp_path: Path) -> None:
    with Store.open(_url(tmp_path)) as store, store.reading() as uow:
        ask = uow.scope.connection.exec_driver_sql
        assert ask("PRAGMA journal_mode").scalar_one() == "wal"
        assert ask("PRAGMA foreign_keys").scalar_one() == 1
        assert ask("PRAGMA busy_timeout").scalar_one() == 10_000


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("dharma.db", "cannot be read"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("mysql://ann:secret@db/dharma", "does not store in mysql"),
    ],
)
def test_open_refuses_other_urls(url: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        Store.open(url)
    assert "secret" not in str(refused.value)
    assert "sqlite:///" in refused.value.next_step


def test_open_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "dharma.db"
    file.write_bytes(b"Dear diary, " * 100)
    with pytest.raises(AdapterError, match="is not a database file"):
        Store.open(_url(tmp_path))
    assert file.read_bytes() == b"Dear diary, " * 100


def test_open_refuses_the_database_of_another_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "dharma.db")) as other:
        other.execute("CREATE TABLE songs (id)")
    with pytest.raises(AdapterError, match="belongs to another program"):
        Store.open(_url(tmp_path))
    with closing(sqlite3.connect(tmp_path / "dharma.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]


def test_open_refuses_a_folder(tmp_path: Path) -> None:
    (tmp_path / "dharma.db").mkdir()
    with pytest.raises(AdapterError, match="cannot be"):
        Store.open(_url(tmp_path))


def test_open_refuses_a_folder_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AdapterError, match="cannot be written"):
        Store.open(_url(tmp_path / "file"))


def test_open_refuses_a_newer_schema_and_leaves_it(store_url: str) -> None:
    with Store.open(store_url) as store, store.transaction() as uow:
        uow.scope.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(AdapterError, match=r"newer Dharma.*Update Dharma") as refused:
        Store.open(store_url)
    assert refused.value.details == {"found": "9999", "known": HEAD_REVISION}
    with pytest.raises(AdapterError, match="newer Dharma"):
        Store.open(store_url)


def test_a_writer_gives_up_when_another_holds_the_lock(store_url: str) -> None:
    store = Store.open(store_url, wait_seconds=0.2)
    locked = pytest.raises(AdapterError, match=r"is locked by another program.*wait")
    with store, store.transaction(), locked, store.transaction():
        pytest.fail("two writers at once")


def test_opening_and_reading_need_no_lock(store_url: str) -> None:
    with Store.open(store_url) as store, store.transaction() as uow:
        uow.blueprints.save({"name": "web"})
        with Store.open(store_url, wait_seconds=0.2) as other, other.reading() as seen:
            assert seen.blueprints.page().total == 0


def test_a_reader_sees_one_moment(store_url: str) -> None:
    with Store.open(store_url) as store, store.reading() as reader:
        assert reader.blueprints.page().total == 0
        with store.transaction() as writer:
            writer.blueprints.save({"name": "web"})
        assert reader.blueprints.page().total == 0


def test_open_says_a_locked_new_file_is_locked(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "dharma.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(AdapterError, match="is locked"):
            Store.open(_url(tmp_path), wait_seconds=0.2)


def test_open_waits_for_who_holds_a_new_file(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "dharma.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AdapterError, match="is locked"):
            Store.open(_url(tmp_path), wait_seconds=0.2)
        other.execute("ROLLBACK")
    Store.open(_url(tmp_path), wait_seconds=0.2).close()


@pytest.mark.parametrize("place", ["file", "folder"])
def test_open_says_a_read_only_place_is_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    file = _made(tmp_path)
    shut = file if place == "file" else tmp_path
    # Root may write anywhere, so the answer of the system is given here.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != shut)
    with pytest.raises(AdapterError, match=r"is read-only.*DHARMA_HOME"):
        Store.open(_url(tmp_path))


def test_a_write_to_a_read_only_database_says_so(tmp_path: Path) -> None:
    _made(tmp_path)
    store = Store.open(f"sqlite:///file:{tmp_path}/dharma.db?mode=ro&uri=true")
    with store, pytest.raises(AdapterError, match="is read-only"), store.transaction() as uow:
        uow.blueprints.save({"name": "web"})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_is_told_that_the_file_is_not_his(
    tmp_path: Path, in_process: Callable[..., subprocess.Popen[str]]
) -> None:
    # Not under pytest's own folder: other users may not even look into that one.
    with tempfile.TemporaryDirectory() as folder:
        file = _made(Path(folder))
        before = file.read_bytes()
        Path(folder).chmod(0o755)
        with in_process(_AS_NOBODY, _url(tmp_path), _url(Path(folder))) as child:
            answer, _ = child.communicate(timeout=60)
        assert "is read-only" in answer
        assert file.read_bytes() == before


_AS_NOBODY = """
import os, sys
from dharma_core.errors import AdapterError
from dharma_core.storage.store import Store
Store.open(sys.argv[1]).close()  # loads what nobody may not read
os.setgid(65534)
os.setuid(65534)
try:
    Store.open(sys.argv[2])
except AdapterError as error:
    print(error)
"""


def test_open_says_postgresql_is_not_reachable() -> None:
    with pytest.raises(AdapterError, match="cannot be reached") as refused:
        Store.open("postgresql://ann:secret@127.0.0.1:1/dharma")
    assert "secret" not in str(refused.value)
    assert "DHARMA_DATABASE_URL" in refused.value.next_step


@pytest.mark.postgres
def test_open_says_a_postgresql_database_is_not_there(cluster: object) -> None:
    folder = cluster.folder  # type: ignore[attr-defined]
    with pytest.raises(AdapterError, match="does not exist"):
        Store.open(f"postgresql://t@/nothing?host={folder}")


def test_open_says_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingToolError, match=r"pip install 'dharma\[postgres\]'"):
        Store.open("postgresql://ann@db/dharma")


def test_many_may_open_a_new_store_at_once(
    store_url: str, in_process: Callable[..., subprocess.Popen[str]]
) -> None:
    text = "import sys; from dharma_core.storage.store import Store; Store.open(sys.argv[1])"
    openers = [in_process(text, store_url) for _ in range(4)]
    for opener in openers:
        opener.communicate(timeout=60)
    assert [opener.returncode for opener in openers] == [0, 0, 0, 0]


def test_threads_share_a_store(store: Store) -> None:
    def save(name: str) -> None:
        with store.transaction() as uow:
            uow.blueprints.save({"name": name})

    threads = [threading.Thread(target=save, args=(f"web{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as uow:
        assert uow.blueprints.page().total == 8


class _RefusalError(Exception):
    def __init__(self, *, sqlstate: str | None) -> None:
        super().__init__("the server's own words\nsecond line")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("28P01", "refuses the password"),
        ("25006", "is read-only"),
        ("53100", "disk is full"),
        ("XX000", r"failed \(the server's own words\)"),
    ],
)
def test_the_servers_refusals_are_explained(state: str, message: str) -> None:
    refusal = DBAPIError("SELECT 1", {}, _RefusalError(sqlstate=state))
    with pytest.raises(AdapterError, match=message), translated("db"):
        raise refusal


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("password authentication failed for user", "refuses the password"),
        ("no pg_hba.conf entry for host", "refuses this user"),
        ("Connection refused", "cannot be reached"),
    ],
)
def test_a_refused_connection_is_explained_by_its_words(words: str, message: str) -> None:
    from psycopg import OperationalError as PostgresError

    with pytest.raises(AdapterError, match=message), translated("db"):
        raise OperationalError("", {}, PostgresError(words))


def test_a_mistake_of_ours_is_not_dressed_up() -> None:
    mistake = StatementError("no such parameter", "SELECT 1", {}, KeyError("x"))
    with pytest.raises(StatementError), translated("db"):
        raise mistake


def test_a_broken_uniqueness_rule_is_a_conflict(store: Store) -> None:
    def write_twice() -> None:
        with store.transaction() as uow:
            for _ in range(2):
                uow.scope.connection.exec_driver_sql(
                    'INSERT INTO chain_head (id, tenant, "user", seq, hash)'
                    " VALUES (7, 't', 'u', 0, '')"
                )

    with pytest.raises(ConflictError, match="refused the write"):
        write_twice()
