"""The steps of the schema: they give the tables the code knows, go back, and keep a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from dharma_core.errors import AdapterError
from dharma_core.identity import Actor
from dharma_core.storage.engine import WRITES, open_engine, parse_url
from dharma_core.storage.migrating import HEAD_REVISION, alembic_config, current_revision, migrate
from dharma_core.storage.store import Store
from dharma_core.storage.tables import metadata

ANN = Actor("ann", "default", ("developer",))

pytestmark = pytest.mark.migrates


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    opened = open_engine(parse_url(store_url), wait_seconds=5)
    yield opened.execution_options(**{WRITES: True})
    opened.dispose()


def test_the_last_step_is_the_one_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
    assert script.get_current_head() == HEAD_REVISION


def test_migrating_from_nothing_gives_the_tables_of_the_code(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
        assert current_revision(connection) == HEAD_REVISION


def test_every_table_says_whose_a_row_is() -> None:
    for table in metadata.sorted_tables:
        assert {"tenant", "user"} <= set(table.columns.keys()), table.name


def test_down_and_up_again_gives_the_same_tables(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        assert current_revision(connection) == HEAD_REVISION


def test_a_step_that_fails_leaves_no_table(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = command.upgrade

    def fail_after(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        raise AdapterError("power cut")

    monkeypatch.setattr(command, "upgrade", fail_after)
    with pytest.raises(AdapterError, match="power cut"):
        migrate(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_migrating_an_older_file_keeps_a_copy_of_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dharma.db"
    with Store.open(url) as store, store.transaction(ANN) as uow:
        saved = uow.blueprints.save({"name": "web"})
    opened = open_engine(parse_url(url), wait_seconds=5).execution_options(**{WRITES: True})
    with opened.begin() as connection:
        command.downgrade(alembic_config(connection), "0001")
    opened.dispose()
    with Store.open(url) as store, store.reading(ANN) as uow:
        found = uow.blueprints.get(saved.id)
    assert (found.owner, found.status, found.visibility) == ("ann", "draft", "tenant")
    (copy,) = tmp_path.glob("*.bak")
    assert copy.name == "dharma.db.0001.bak"
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT name FROM blueprints").fetchall() == [("web",)]
    assert list(tmp_path.glob("*.tmp")) == []


def test_a_first_migration_makes_no_copy(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/dharma.db").close()
    assert list(tmp_path.glob("*.bak*")) == []
