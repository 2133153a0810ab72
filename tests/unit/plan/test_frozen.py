"""Frozen values cannot change and still behave like JSON."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.plan import UNKNOWN, FrozenMap, freeze, get_path, thaw, walk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON)
def test_thaw_undoes_freeze(value):
    assert thaw(freeze(value)) == value


@given(JSON)
def test_walk_finds_each_leaf_where_get_path_finds_it(value):
    frozen = freeze(value)
    for path, leaf in walk(frozen):
        assert get_path(frozen, path, default="absent") == leaf


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.__setitem__("a", 2),
        lambda m: m.pop("a"),
        lambda m: m.update(a=2),
        lambda m: m.__ior__({"a": 2}),
        lambda m: m.clear(),
        lambda m: m.setdefault("b", 1),
        lambda m: m.popitem(),
    ],
    ids=["set", "pop", "update", "ior", "clear", "setdefault", "popitem"],
)
def test_frozen_map_refuses_to_change(change):
    frozen = FrozenMap({"a": 1})
    with pytest.raises(TypeError, match="frozen"):
        change(frozen)
    assert frozen == {"a": 1}


def test_freezing_keeps_the_order_writes_keys_as_text_and_leaves_what_it_was_given():
    given_value = {"z": [{"y": {2: "x"}}], 1: {"b": []}, "a": None}
    before = copy.deepcopy(given_value)
    frozen = freeze(given_value)
    assert list(frozen.items()) == [("z", ({"y": {"2": "x"}},)), ("1", {"b": ()}), ("a", None)]
    assert type(frozen["z"][0]["y"]) is FrozenMap
    assert given_value == before


def test_frozen_map_dumps_pickles_and_copies_like_a_dict():
    frozen = freeze({"a": [1, {"b": None}]})
    assert json.dumps(frozen) == '{"a": [1, {"b": null}]}'
    assert pickle.loads(pickle.dumps(frozen)) == frozen  # noqa: S301 - written the line before
    assert copy.deepcopy(frozen) == frozen


def test_equal_maps_have_equal_hashes_whatever_their_order_and_number_type():
    assert hash(FrozenMap({"a": 1, "b": 2.0})) == hash(FrozenMap({"b": 2, "a": True}))


def test_unknown_is_neither_true_nor_false():
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)
    assert copy.deepcopy(UNKNOWN) is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN  # noqa: S301 - as above


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a", 0, "b"), 2),
        (("u", "x", 0), UNKNOWN),
        (("a", 5), "absent"),
        (("missing",), "absent"),
        (("a", 0, "b", "c"), "absent"),
    ],
    ids=["found", "inside unknown", "past the end", "no key", "inside a scalar"],
)
def test_get_path_tells_found_unknown_and_absent_apart(path, expected):
    value = freeze({"a": [{"b": 2}], "u": UNKNOWN})
    assert get_path(value, path, default="absent") == expected
