"""Secrets of blueprints at rest: sealed in the database, opened for those who may."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dharma_core.errors import AdapterError, InputError
from dharma_core.identity import Actor
from dharma_core.plan.masking import MASKED
from dharma_core.storage.envelopes import SEALED
from dharma_core.storage.master_keys import MASTER_KEY_VARIABLE, MasterKeys
from dharma_core.storage.store import Store

ANN = Actor("ann", "default", ("developer",))
VIC = Actor("vic", "default", ("viewer",))
EVE = Actor("eve", "elsewhere", ("admin",))
PASSWORD = "correct-horse-battery-9"


def design(password: str = PASSWORD, **more: Any) -> dict[str, Any]:
    properties = {"password": password, "username": "app", "instance_class": "db.t3.micro"}
    return {
        "name": "shop",
        "resources": [{"name": "db", "type": "aws_db_instance", "properties": properties}],
        "variables": {
            "key": {"type": "string", "default": "k-1234", "sensitive": True},
            "size": {"type": "string", "default": "small"},
        },
        **more,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{folder}/dharma.db") as opened:
        yield opened


@pytest.fixture
def kept(folder: Path) -> Callable[..., list[Any]]:
    """Return what asks the database behind Dharma's back."""

    def ask(statement: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(folder / "dharma.db")) as connection, connection:
            return connection.execute(statement, values).fetchall()

    return ask


def save(store: Store, document: dict[str, Any], actor: Actor = ANN) -> Any:
    with store.transaction(actor) as uow:
        return uow.blueprints.save(document)


def read(store: Store, id_: str, actor: Actor = ANN, version: str | None = None) -> Any:
    with store.reading(actor) as uow:
        return uow.blueprints.get(id_, version).document


def password_of(document: Any) -> str:
    return str(document["resources"][0]["properties"]["password"])


def test_no_file_of_the_store_holds_a_secret_and_its_owner_reads_it(
    store: Store, folder: Path
) -> None:
    saved = save(store, design())
    assert read(store, saved.id) == {**design(), "version": "1.0.0"}
    for file in folder.rglob("*"):
        if file.is_file():
            assert PASSWORD.encode() not in file.read_bytes(), file
            assert b"k-1234" not in file.read_bytes(), file


def test_what_is_no_secret_stays_readable_in_the_database(
    store: Store, kept: Callable[..., list[Any]]
) -> None:
    save(store, design())
    document = json.loads(kept("SELECT document FROM blueprint_versions")[0][0])
    properties = document["resources"][0]["properties"]
    assert properties["password"].startswith(SEALED)
    assert (properties["username"], properties["instance_class"]) == ("app", "db.t3.micro")
    assert document["variables"]["size"]["default"] == "small"


def test_a_viewer_and_another_tenant_see_masks(store: Store) -> None:
    saved = save(store, design())
    with store.transaction(ANN) as uow:
        uow.blueprints.set_visibility(saved.id, "public")
    for actor in (VIC, EVE):
        document = read(store, saved.id, actor)
        assert password_of(document) == MASKED
        assert document["variables"]["key"]["default"] == MASKED


def test_a_token_that_only_reads_sees_masks(store: Store) -> None:
    saved = save(store, design())
    token = Actor("ann", "default", ("admin",), scopes=("blueprint:read",))
    assert password_of(read(store, saved.id, token)) == MASKED


def test_saving_what_was_read_with_masks_keeps_the_secrets(store: Store) -> None:
    saved = save(store, design())
    writer = Actor("bob", "default", (), granted=("blueprint:read", "blueprint:update"))
    changed = dict(read(store, saved.id, writer)) | {"description": "seen by bob"}
    with store.transaction(writer) as uow:
        uow.blueprints.save(changed, id=saved.id)
    document = read(store, saved.id)
    assert (document["description"], password_of(document)) == ("seen by bob", PASSWORD)


def test_the_same_design_makes_no_version_and_another_password_makes_one(store: Store) -> None:
    save(store, design())
    assert save(store, design()).version == "1.0.0"
    other = save(store, design("another-horse-battery-7"))
    assert other.version == "1.0.1"
    assert password_of(read(store, other.id, version="1.0.0")) == PASSWORD


def test_the_digest_of_a_design_does_not_tell_its_password(
    store: Store, kept: Callable[..., list[Any]]
) -> None:
    from dharma_core.storage.blueprint_drafts import content_digest

    save(store, design())
    (stored,) = kept("SELECT digest FROM blueprint_versions")[0]
    assert stored != content_digest(design())
    assert kept("SELECT count(*) FROM events WHERE after LIKE ?", f"%{stored}%") == [(1,)]


def test_a_row_of_an_earlier_dharma_reads_as_before_and_is_sealed_when_asked(
    store: Store, kept: Callable[..., list[Any]]
) -> None:
    saved = save(store, design())
    plain = {**design(), "version": "1.0.0"}
    kept("UPDATE blueprint_versions SET document = ?", json.dumps(plain))
    assert read(store, saved.id) == plain
    assert password_of(read(store, saved.id, VIC)) == MASKED
    with store.transaction(ANN) as uow:
        assert uow.blueprints.seal_anew() == 1
    assert PASSWORD not in kept("SELECT document FROM blueprint_versions")[0][0]
    assert read(store, saved.id) == plain


def test_a_sealed_value_opens_at_no_other_place(
    store: Store, kept: Callable[..., list[Any]]
) -> None:
    saved = save(store, design())
    document = json.loads(kept("SELECT document FROM blueprint_versions")[0][0])
    properties = document["resources"][0]["properties"]
    properties["username"] = properties["password"]
    kept("UPDATE blueprint_versions SET document = ?", json.dumps(document))
    with pytest.raises(AdapterError, match="changed in the database, or moved"):
        read(store, saved.id)


@pytest.mark.parametrize("column", ["blueprint", "version"])
def test_a_sealed_value_opens_in_no_other_blueprint_or_version(
    store: Store, kept: Callable[..., list[Any]], column: str
) -> None:
    first = save(store, design())
    name = "shop" if column == "version" else "other"
    second = save(store, design("another-horse-battery-7", name=name))
    (old,) = kept(
        "SELECT document FROM blueprint_versions WHERE blueprint_id = ? AND number = 1", first.id
    )[0]
    kept(
        "UPDATE blueprint_versions SET document = ? WHERE blueprint_id = ? AND version = ?",
        old, second.id, second.version,
    )  # fmt: skip
    with pytest.raises(AdapterError, match="changed in the database, or moved"):
        read(store, second.id)


def test_a_flipped_bit_is_found(store: Store, kept: Callable[..., list[Any]]) -> None:
    saved = save(store, design())
    text = kept("SELECT document FROM blueprint_versions")[0][0]
    start = text.index(SEALED) + len(SEALED) + 40
    flipped = text[:start] + ("A" if text[start] != "A" else "B") + text[start + 1 :]
    kept("UPDATE blueprint_versions SET document = ?", flipped)
    with pytest.raises(AdapterError, match="changed in the database"):
        read(store, saved.id)


def test_a_lost_key_is_said_and_masks_are_still_shown(store: Store, folder: Path) -> None:
    saved = save(store, design())
    (file,) = (folder / "keys").glob("master-*.key")
    file.rename(folder / "lost.key")
    with Store.open(f"sqlite:///{folder}/dharma.db") as again:
        with pytest.raises(AdapterError, match=r"The master key mk_\w+ is not here"):
            read(again, saved.id)
        assert password_of(read(again, saved.id, VIC)) == MASKED
        with again.reading(ANN) as uow:
            assert uow.blueprints.page().total == 1
        with pytest.raises(AdapterError, match="is not here"):
            save(again, design("another-horse-battery-7"))
    (folder / "lost.key").rename(file)
    with Store.open(f"sqlite:///{folder}/dharma.db") as again:
        assert password_of(read(again, saved.id)) == PASSWORD


def test_key_files_are_for_their_owner_alone(store: Store, folder: Path) -> None:
    save(store, design())
    (file,) = (folder / "keys").glob("master-*.key")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (folder / "keys").stat().st_mode & 0o777 == 0o700
    file.chmod(0o640)
    again = Store.open(f"sqlite:///{folder}/dharma.db")
    with again, pytest.raises(InputError, match="Others can read the key file"):
        save(again, design("another-horse-battery-7"))


def test_a_key_of_the_environment_seals_and_opens(folder: Path) -> None:
    env = {MASTER_KEY_VARIABLE: base64.b64encode(b"k" * 32).decode()}
    url = f"sqlite:///{folder}/dharma.db"
    with Store.open(url, masters=MasterKeys(folder / "keys", env)) as given:
        saved = save(given, design())
    assert not (folder / "keys").exists()
    with Store.open(url, masters=MasterKeys(folder / "keys", env)) as given:
        assert password_of(read(given, saved.id)) == PASSWORD
    without = Store.open(url, masters=MasterKeys(folder / "keys", {}))
    with without, pytest.raises(AdapterError, match="is not here"):
        read(without, saved.id)


@pytest.mark.parametrize("text", ["short", "!", base64.b64encode(b"k" * 31).decode()])
def test_a_key_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="holds no master key") as told:
        MasterKeys(tmp_path, {MASTER_KEY_VARIABLE: text}).active()
    assert text not in str(told.value).replace("DHARMA_MASTER_KEY", "")


def test_nobody_types_a_sealed_value(store: Store) -> None:
    with pytest.raises(InputError, match="as only this store writes it"):
        save(store, design(f"{SEALED}dk_1:AAAA"))


def test_references_are_not_sealed(store: Store, kept: Callable[..., list[Any]]) -> None:
    save(store, design("${var.key}"))
    document = json.loads(kept("SELECT document FROM blueprint_versions")[0][0])
    assert password_of(document) == "${var.key}"


def test_two_processes_at_the_first_secret_open_each_others(folder: Path) -> None:
    first, second = MasterKeys(folder, {}), MasterKeys(folder, {})
    one, other = first.make(), second.make()
    assert {key.id for key in first.all()} == {one.id, other.id}
    assert second.get(one.id).secret == one.secret
    assert os.listdir(folder)  # noqa: PTH208 - names alone
