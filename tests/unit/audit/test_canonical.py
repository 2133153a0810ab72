"""One text for one value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dharma_core.audit import canonical_json
from dharma_core.errors import InputError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)  # fmt: skip


class Colour(StrEnum):
    RED = "red"


@given(JSON)
def test_reading_and_writing_again_gives_the_same_text(value: object) -> None:
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text
    assert text.isascii()


@given(JSON)
@example({"\x7f": "\x7f\x00\u2028", "é": [10**30, 1e16, -0.0, 1e-7]})
def test_the_text_is_the_one_that_python_writes(value: object) -> None:
    assert canonical_json(value) == json.dumps(value, sort_keys=True, separators=(",", ":"))


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_matter(value: Mapping[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1, 2), "[1,2]"),
        (MappingProxyType({"a": None}), '{"a":null}'),
        (Colour.RED, '"red"'),
        ("\x00\ud800", '"\\u0000\\ud800"'),
        (1.0, "1.0"),
        (10**30, "1" + "0" * 30),
    ],
    ids=["tuple", "mapping", "enum", "odd text", "float", "big"],
)
def test_values_are_written_as_plain_json(value: object, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [Decimal(1)]}, "'a.0' is a Decimal"),
        ({"a": float("nan")}, "'a' is nan"),
        (float("inf"), "'the top' is inf"),
        ({"a": {1: 2}}, "'a.1' is a int"),
        (datetime(2026, 3, 1, tzinfo=UTC), "'the top' is a datetime"),
        ([b"x"], "'0' is a bytes"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: object, message: str) -> None:
    with pytest.raises(InputError) as refused:
        canonical_json(value)
    assert message in str(refused.value)


def test_what_is_nested_without_end_is_refused() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    own: dict[str, object] = {}
    own["self"] = own
    for value in (deep, own):
        with pytest.raises(InputError, match="nested too deeply"):
            canonical_json(value)


def test_a_megabyte_of_odd_text_is_written_and_read_back() -> None:
    value = {"text": "\u0000\u2028\ud800é𝔘" * 200_000}
    assert json.loads(canonical_json(value)) == value
