"""What is written about blueprints beside their versions, and who sees what."""

from __future__ import annotations

from typing import Any

import pytest

from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.storage.store import Store

ANN = Actor("ann", "default", ("developer",))
BOB = Actor("bob", "default", ("developer",))
ADMIN = Actor("root", "default", ("admin",))
ELSEWHERE = Actor("eve", "other", ("admin",))


def _save(store: Store, name: str = "web", **document: Any) -> Any:
    with store.transaction(ANN) as uow:
        return uow.blueprints.save({"name": name, **document})


def _do(store: Store, verb: str, *words: Any, actor: Actor = ANN) -> Any:
    with store.transaction(actor) as uow:
        return getattr(uow.blueprints, verb)(*words)


def _ask(store: Store, verb: str, *words: Any, actor: Actor = ANN, **options: Any) -> Any:
    with store.reading(actor) as uow:
        return getattr(uow.blueprints, verb)(*words, **options)


def test_a_status_is_kept_listed_and_recorded_once(store: Store) -> None:
    web, other = _save(store), _save(store, "other")
    assert _do(store, "set_status", web.id, "published").status == "published"
    _do(store, "set_status", web.id, "published")
    assert [b.id for b in _ask(store, "page", status="published").items] == [web.id]
    assert [b.id for b in _ask(store, "page", status="draft").items] == [other.id]
    with store.reading(ANN) as uow:
        kinds = [e.event.type for e in uow.events.tail()]
    assert kinds.count(EventType.BLUEPRINT_STATUS_CHANGED) == 1


def test_an_unknown_mark_names_the_nearest(store: Store) -> None:
    web = _save(store)
    with pytest.raises(InputError, match=r"'publish' is no status.*'published'"):
        _do(store, "set_status", web.id, "publish")
    with pytest.raises(InputError, match=r"'team' is no visibility.*'tenant'"):
        _do(store, "set_visibility", web.id, "team")


@pytest.mark.parametrize(
    ("visibility", "seers"),
    [
        ("private", {"ann", "root"}),
        ("tenant", {"ann", "bob", "root"}),
        ("public", {"ann", "bob", "root", "eve"}),
    ],
)
def test_visibility_says_who_sees_a_design(store: Store, visibility: str, seers: set[str]) -> None:
    web = _save(store)
    _do(store, "set_visibility", web.id, visibility)
    found = set()
    for actor in (ANN, BOB, ADMIN, ELSEWHERE):
        listed = _ask(store, "page", actor=actor).total == 1
        try:
            _ask(store, "get", web.id, actor=actor)
        except NotFoundError:
            assert not listed
        else:
            assert listed
            found.add(actor.user)
    assert found == seers


def test_another_tenant_reads_a_public_design_and_changes_nothing(store: Store) -> None:
    web = _save(store)
    _do(store, "set_visibility", web.id, "public")
    for verb, words in (("set_status", ("published",)), ("tag", ("live",)), ("delete", ())):
        with pytest.raises(NotFoundError):
            _do(store, verb, web.id, *words, actor=ELSEWHERE)
    assert _ask(store, "get", web.id).status == "draft"


def test_a_tag_names_a_version_and_moves(store: Store) -> None:
    web = _save(store)
    assert _do(store, "tag", web.id, "live") == "1.0.0"
    newer = _save(store, description="larger")
    assert _ask(store, "get", web.id, "live").version == "1.0.0"
    _do(store, "tag", web.id, "live", newer.version)
    assert _ask(store, "get", web.id, "live").document["description"] == "larger"
    assert [v.tags for v in _ask(store, "history", web.id)] == [("live",), ()]
    _do(store, "untag", web.id, "live")
    assert _ask(store, "tags", web.id) == {}
    with pytest.raises(NotFoundError, match="No tag 'live'"):
        _do(store, "untag", web.id, "live")


@pytest.mark.parametrize("tag", ["1.0.0", "Live", "", "a b", "x" * 41])
def test_a_tag_that_could_be_mistaken_is_refused(store: Store, tag: str) -> None:
    web = _save(store)
    with pytest.raises(InputError, match="cannot be a tag"):
        _do(store, "tag", web.id, tag)


def test_a_missing_version_names_tags_too(store: Store) -> None:
    web = _save(store)
    _do(store, "tag", web.id, "live")
    with pytest.raises(NotFoundError, match=r"at version lives\. Did you mean 'live'"):
        _ask(store, "get", web.id, "lives")


def test_a_deleted_design_comes_back_unless_its_name_is_taken(store: Store) -> None:
    web = _save(store)
    with pytest.raises(ConflictError, match="is not deleted"):
        _do(store, "recover", web.id)
    _do(store, "delete", web.id)
    assert _do(store, "recover", web.id) == _ask(store, "by_name", "web")
    _do(store, "delete", web.id)
    _save(store)
    with pytest.raises(ConflictError, match="another blueprint called 'web'"):
        _do(store, "recover", web.id)
