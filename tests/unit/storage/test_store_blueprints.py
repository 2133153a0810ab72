"""Blueprints in the store: versions, locking, search, deletion and tenants."""

from __future__ import annotations

from typing import Any

import pytest

from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.storage.store import Store

WEB: dict[str, Any] = {
    "name": "web",
    "provider": "aws",
    "region": "eu-west-1",
    "description": "Shop front",
    "tags": {"Owner": "Ann"},
    "resources": [{"name": "main", "type": "aws_vpc"}],
}
BIGGER = {**WEB, "resources": [*WEB["resources"], {"name": "logs", "type": "aws_s3_bucket"}]}


def _save(store: Store, document: dict[str, Any], **options: Any) -> Any:
    with store.transaction() as uow:
        return uow.blueprints.save(document, **options)


def _types(store: Store) -> list[EventType]:
    with store.reading() as uow:
        return [entry.event.type for entry in uow.events.tail()]


def test_save_starts_at_one_when_the_file_has_no_version(store: Store) -> None:
    saved = _save(store, WEB)
    assert (saved.version, saved.document["version"], saved.author) == ("1.0.0", "1.0.0", "local")
    assert _types(store) == [EventType.BLUEPRINT_CREATED]


def test_save_starts_at_the_files_own_version(store: Store) -> None:
    assert _save(store, {**WEB, "version": "2.1.0"}).version == "2.1.0"


def test_save_makes_no_version_when_nothing_changed(store: Store) -> None:
    first = _save(store, {**WEB, "version": "1.4.0"})
    again = _save(store, {"version": "1.4.0", **dict(reversed(WEB.items()))})
    assert again == first
    assert _types(store) == [EventType.BLUEPRINT_CREATED]


def test_save_gives_the_next_patch_when_the_content_changed(store: Store) -> None:
    first = _save(store, {**WEB, "version": "1.4.0"})
    second = _save(store, {**BIGGER, "version": "1.4.0"})
    assert (second.id, second.version, second.created) == (first.id, "1.4.1", first.created)
    assert second.updated > first.updated
    with store.reading() as uow:
        assert uow.blueprints.get(first.id, "1.4.0") == first
        assert [v.version for v in uow.blueprints.history(first.id)] == ["1.4.1", "1.4.0"]
        change = uow.events.tail()[-1].event
    assert change.type is EventType.BLUEPRINT_UPDATED
    assert (change.before or {})["resources"] == 1
    assert (change.after or {})["resources"] == 2


def test_save_takes_a_newer_version_from_the_file_even_when_nothing_else_changed(
    store: Store,
) -> None:
    _save(store, WEB)
    assert _save(store, {**WEB, "version": "2.0.0"}).version == "2.0.0"


def test_save_takes_the_version_it_is_told(store: Store) -> None:
    _save(store, WEB)
    assert _save(store, BIGGER, version="1.1.0").version == "1.1.0"


def test_save_refuses_a_version_that_is_not_newer(store: Store) -> None:
    _save(store, WEB, version="1.2.0")
    with pytest.raises(InputError, match=r"1\.1\.0 is not newer than 1\.2\.0"):
        _save(store, BIGGER, version="1.1.0")


def test_save_loses_nothing_when_somebody_else_saved_first(store: Store) -> None:
    first = _save(store, WEB)
    theirs = _save(store, BIGGER, expected_version="1.0.0")
    with pytest.raises(ConflictError, match=r"at version 1\.0\.1 by now, saved by local"):
        _save(store, {**WEB, "region": "eu-north-1"}, expected_version="1.0.0")
    with store.reading() as uow:
        assert uow.blueprints.get(first.id) == theirs


def test_save_refuses_an_expected_version_of_a_blueprint_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError, match="No blueprint 'web' at version 1"):
        _save(store, WEB, expected_version="1.0.0")


def test_save_renames_when_the_id_is_given(store: Store) -> None:
    first = _save(store, WEB)
    renamed = _save(store, {**WEB, "name": "shop"}, id=first.id)
    assert (renamed.id, renamed.name, renamed.version) == (first.id, "shop", "1.0.1")


def test_save_refuses_to_rename_to_a_taken_name(store: Store) -> None:
    first = _save(store, WEB)
    _save(store, {**WEB, "name": "shop"})
    with pytest.raises(ConflictError, match="another blueprint called 'shop'"):
        _save(store, {**WEB, "name": "shop"}, id=first.id)


def test_save_orders_versions_by_meaning_not_by_letters(store: Store) -> None:
    _save(store, {**WEB, "version": "1.9.0"})
    assert _save(store, {**BIGGER, "version": "1.10.0"}).version == "1.10.0"


def test_save_refuses_a_version_that_is_none(store: Store) -> None:
    with pytest.raises(InputError, match=r"'1\.0' is not a semantic version"):
        _save(store, {**WEB, "version": "1.0"})


@pytest.mark.parametrize("name", [None, "", 7, "x" * 101], ids=["none", "empty", "number", "long"])
def test_save_refuses_a_document_without_a_usable_name(store: Store, name: object) -> None:
    with pytest.raises(InputError, match="blueprint's name"):
        _save(store, {**WEB, "name": name})


def test_save_keeps_nothing_when_the_transaction_fails(store: Store) -> None:
    def save_and_fail() -> None:
        with store.transaction() as uow:
            uow.blueprints.save(WEB)
            raise KeyError("stop")

    with pytest.raises(KeyError):
        save_and_fail()
    with store.reading() as uow:
        assert uow.blueprints.page().total == 0
        assert uow.events.tail() == ()


def test_get_names_the_nearest_id_and_version(store: Store) -> None:
    saved = _save(store, WEB)
    with store.reading() as uow:
        with pytest.raises(NotFoundError, match=saved.id):
            uow.blueprints.get(saved.id[:-1])
        with pytest.raises(NotFoundError, match=r"version 1\.0\.9.*'1\.0\.0'"):
            uow.blueprints.get(saved.id, "1.0.9")


def test_by_name_is_none_when_there_is_none(store: Store) -> None:
    saved = _save(store, WEB)
    with store.reading() as uow:
        assert uow.blueprints.by_name("web") == saved
        assert uow.blueprints.by_name("shop") is None


def test_delete_hides_and_keeps(store: Store) -> None:
    saved = _save(store, WEB)
    with store.transaction() as uow:
        uow.blueprints.delete(saved.id, expected_version="1.0.0")
    with store.reading() as uow:
        assert uow.blueprints.page().total == 0
        assert uow.blueprints.page(deleted=True).items[0].id == saved.id
        with pytest.raises(NotFoundError):
            uow.blueprints.get(saved.id)
        kept = uow.blueprints.get(saved.id, deleted=True)
    assert kept.deleted
    assert kept.document == saved.document
    assert _types(store)[-1] is EventType.BLUEPRINT_DELETED


def test_delete_refuses_twice_and_on_another_version(store: Store) -> None:
    saved = _save(store, WEB)
    with store.transaction() as uow:
        with pytest.raises(ConflictError):
            uow.blueprints.delete(saved.id, expected_version="0.9.0")
        uow.blueprints.delete(saved.id)
        with pytest.raises(NotFoundError):
            uow.blueprints.delete(saved.id)


def test_a_deleted_name_is_free_again(store: Store) -> None:
    first = _save(store, WEB)
    with store.transaction() as uow:
        uow.blueprints.delete(first.id)
    second = _save(store, WEB)
    assert second.id != first.id
    assert second.version == "1.0.0"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["shop", "web"]),
        ("WEB", ["web"]),
        ("front aws_vpc", ["shop", "web"]),
        ("owner=ann eu-west", ["shop", "web"]),
        ("s3_bucket", ["shop"]),
        ("%", []),
        ("w_b", []),
    ],
    ids=["all", "case", "two words", "tag and region", "type", "percent", "underscore"],
)
def test_page_finds_by_words(store: Store, search: str, found: list[str]) -> None:
    _save(store, WEB)
    _save(store, {**BIGGER, "name": "shop"})
    with store.reading() as uow:
        assert [item.name for item in uow.blueprints.page(search=search).items] == found


def test_page_counts_and_orders_by_last_change(store: Store) -> None:
    for number in range(5):
        _save(store, {**WEB, "name": f"web{number}"})
    _save(store, {**BIGGER, "name": "web0"})
    with store.reading() as uow:
        first, last = uow.blueprints.page(size=2), uow.blueprints.page(number=3, size=2)
    assert [item.name for item in first.items] == ["web0", "web4"]
    assert (first.items[0].resources, first.items[0].versions) == (2, 2)
    assert [item.name for item in last.items] == ["web1"]
    assert (last.total, last.pages, last.has_next, first.has_next) == (5, 3, False, True)


def test_page_refuses_page_zero(store: Store) -> None:
    with store.reading() as uow, pytest.raises(InputError, match="page 0"):
        uow.blueprints.page(number=0)


def test_another_tenant_sees_nothing_and_may_use_the_name(store: Store) -> None:
    saved = _save(store, WEB)
    stranger = Actor("eve", "rival", ("admin",))
    with store.transaction(stranger) as uow:
        with pytest.raises(NotFoundError) as refused:
            uow.blueprints.get(saved.id)
        assert saved.id not in refused.value.next_step
        assert uow.blueprints.page().total == 0
        assert uow.events.tail() == ()
        assert uow.blueprints.save(WEB).id != saved.id


def test_a_reading_transaction_refuses_to_write(store: Store) -> None:
    from dharma_core.errors import AdapterError

    with store.reading() as uow, pytest.raises(AdapterError, match="cannot write"):
        uow.blueprints.save(WEB)
