"""A store of its own for every test: on SQLite, and on a private PostgreSQL where one can run."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dharma_core.storage.store import Store

_DATABASES = itertools.count(1)


def _postgres_tool(name: str) -> str | None:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name) or next(
        (found for home in homes if (found := shutil.which(name, path=str(home)))), None
    )


class Cluster:
    """A PostgreSQL of this test run, reached through a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # initdb and postgres refuse to run as root.
        self._as_user = {"user": "postgres", "extra_groups": ()} if os.geteuid() == 0 else {}
        if self._as_user:
            shutil.chown(folder, user="postgres")
        self._run("initdb", "--pgdata", f"{folder}/data", "--auth", "trust", "--no-sync", "-U", "t")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        self._control("start", "-l", f"{folder}/server.log", "-o", options)
        self._migrated: str | None = None

    def new_database(self, *, migrated: bool) -> str:
        """Make a database and return its URL: empty, or the copy of one that was migrated."""
        if not migrated:
            return self._url(self._create("template1"))
        if self._migrated is None:
            self._migrated = self._create("template1")
            Store.open(self._url(self._migrated)).close()
        return self._url(self._create(self._migrated))

    def _create(self, template: str) -> str:
        import psycopg

        name = f"test{next(_DATABASES)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[arg-type]
        return name

    def _url(self, name: str) -> str:
        return f"postgresql://t@/{name}?host={self.folder}"

    def stop(self) -> None:
        """Stop the server and remove the folder."""
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self.folder)

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, "-w", "-s", "-D", f"{self.folder}/data", *options)

    def _run(self, tool: str, *arguments: str) -> None:
        subprocess.run(
            [str(_postgres_tool(tool)), *arguments],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **self._as_user,
        )


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL for this worker's tests; skip where none is installed."""
    if not all(_postgres_tool(name) for name in ("initdb", "pg_ctl", "createdb")):
        pytest.skip("PostgreSQL's initdb and pg_ctl are not on this machine")
    # Not under pytest's own folder: that one is closed to other users, and the path is long.
    started = Cluster(Path(tempfile.mkdtemp(prefix="dharma-pg-")))
    yield started
    started.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a file that is not there yet (SQLite) or a new database (PostgreSQL).

    The database has its tables already, unless the test is marked ``migrates``.
    """
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'dharma.db'}"
    migrated = request.node.get_closest_marker("migrates") is None
    return request.getfixturevalue("cluster").new_database(migrated=migrated)


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """Return a clock that moves one second at each look, from 2026-03-01 00:00:01 UTC."""
    seconds = itertools.count(1)
    return lambda: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=next(seconds))


@pytest.fixture
def store(store_url: str, clock: Callable[[], datetime]) -> Iterator[Store]:
    """Return an open store."""
    with Store.open(store_url, wait_seconds=5, clock=clock) as opened:
        yield opened


@pytest.fixture
def in_process() -> Callable[..., subprocess.Popen[str]]:
    """Return a function that runs Python text in a process of its own, with arguments."""

    def start(text: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", text, *arguments], stdout=subprocess.PIPE, text=True
        )

    return start
