"""Two halves of a value into one: at once, or a step at a time, it is the same."""

from hypothesis import given
from hypothesis import strategies as st

from dharma_core.plan.frozen import FrozenMap, freeze
from dharma_core.plan.unknown_halves import freeze_whole, join_unknown, split_unknown

_KEYS = st.sampled_from("abcd")


def _nested(leaves):
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner)
    )


_VALUES = _nested(st.none() | st.booleans() | st.integers() | st.text(max_size=2))
_MARKS = _nested(st.booleans() | st.none())


@given(value=_VALUES, unknown=_MARKS)
def test_the_frozen_whole_is_the_whole_frozen(value, unknown):
    found = freeze_whole(value, unknown)
    assert repr(found) == repr(freeze(join_unknown(value, unknown)))  # the order of keys too


@given(value=_VALUES, unknown=_MARKS)
def test_every_mapping_of_a_frozen_whole_is_frozen(value, unknown):
    def kinds(part):
        yield type(part)
        for inner in part.values() if isinstance(part, dict) else ():
            yield from kinds(inner)
        for inner in part if isinstance(part, (list, tuple)) else ():
            yield from kinds(inner)

    assert {dict, list}.isdisjoint(kinds(freeze_whole(value, unknown)))


@given(value=st.dictionaries(_KEYS, _VALUES), unknown=st.dictionaries(_KEYS, _MARKS))
def test_what_is_split_is_joined_again(value, unknown):
    whole = freeze_whole(value, unknown)
    assert isinstance(whole, FrozenMap)
    assert freeze_whole(*split_unknown(whole)) == whole
