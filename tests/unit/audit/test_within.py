"""Which values within an event are personal, and where they stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.audit import canonical_json, redact, seal, verify_chain
from dharma_core.audit.redaction import drop
from dharma_core.audit.within import blanked, places_in, value_at
from dharma_core.events import Event, EventType
from dharma_core.personal_data import PERSON_KEYS, TEXT_KEYS

AT = datetime(2026, 3, 1, tzinfo=UTC)
EVENT = Event("evt_1", EventType.WAIVER_ADDED, "waiver", "wv_1", AT, "default", "ann")


@pytest.mark.parametrize("key", sorted(PERSON_KEYS | TEXT_KEYS))
def test_every_key_of_a_person_makes_a_place(key: str) -> None:
    text = canonical_json({"deep": [{key: "bob"}], key: ["ann", {"x": "eve"}]})
    assert places_in("data", text) == {
        f"/data/deep/0/{key}": "bob",
        f"/data/{key}/0": "ann",
        f"/data/{key}/1/x": "eve",
    }


@pytest.mark.parametrize(
    "value",
    [{}, {"name": "web"}, {"owner": None}, {"owner": 7}, {"text": '"owner":'}, {"at": "@here"}],
    ids=str,
)
def test_what_is_no_personal_text_makes_none(value: dict[str, Any]) -> None:
    assert places_in("after", canonical_json(value)) == {}
    assert places_in("after", None) == {}


def test_a_mail_address_makes_a_place_under_any_key() -> None:
    assert places_in("after", '{"x":"to ann@example.org"}') == {"/after/x": "to ann@example.org"}


_JSON = st.recursive(
    st.none() | st.integers() | st.text() | st.just("ann@example.org"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["owner", "a/b", "~1", "", "0", "n"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["owner", "reason", "a~/b", "x"]), _JSON))
def test_every_place_is_found_again_and_dropped_alone(value: dict[str, Any]) -> None:
    text = canonical_json(value)
    found = places_in("after", text)
    parts = {"after": json.loads(text)}
    assert all(value_at(parts, place) == said for place, said in found.items())
    gone = {"after": json.loads(blanked("after", text, found))}
    assert all(value_at(gone, place) == "(redacted)" for place in found)
    assert blanked("before", text, found) == text
    entry = seal(replace(EVENT, after=value), None)
    for place in found:
        assert verify_chain([drop(entry, {place})]).valid
    assert verify_chain([redact(entry), seal(EVENT, entry)]).valid


@pytest.mark.parametrize(
    "place", ["/after/none", "/after/list/9", "/after/list/x", "/after/text/0", "/data/x"]
)
def test_a_place_where_nothing_stands_has_no_value_and_changes_nothing(place: str) -> None:
    after = {"list": ["a"], "text": "b"}
    assert value_at({"after": after}, place) is None
    assert blanked("after", canonical_json(after), [place]) == canonical_json(after)


def test_redact_keeps_a_typed_text_that_names_nobody() -> None:
    said = {"owner": "bob", "reason": "accepted until June", "note": "ask Bob", "rule": "r1"}
    gone = redact(seal(replace(EVENT, after=said), None), ["bob", "ann"])
    hidden = "(redacted)"
    assert gone.event.after == {**said, "owner": hidden, "note": hidden}
    assert set(gone.salts) == {"/after/reason"}
    assert gone.as_dict()["personal"]["/after/owner"].keys() == {"salt", "commitment"}
    assert verify_chain([gone]).valid
