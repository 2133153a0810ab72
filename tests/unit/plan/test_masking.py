"""Marks and the values they hide."""

from hypothesis import given
from hypothesis import strategies as st

from dharma_core.plan import UNKNOWN, freeze
from dharma_core.plan.masking import MASKED, mask, normal_marks

_KEYS = st.sampled_from("abcd")
_VALUES = st.dictionaries(
    _KEYS, st.none() | st.integers() | st.lists(st.dictionaries(_KEYS, st.text()))
)


def test_a_mark_hides_what_it_is_about_and_nothing_else():
    value = freeze({"user": "app", "keys": [{"id": 1}, {"id": 2}], "later": UNKNOWN, "none": None})
    marks = freeze({"keys": [{}, {"id": True}], "later": True, "none": True, "absent": True})
    assert mask(value, marks) == {
        "user": "app",
        "keys": ({"id": 1}, {"id": MASKED}),
        "later": UNKNOWN,
        "none": None,
    }


@given(value=_VALUES)
def test_a_value_without_marks_stays_and_keeps_the_order_of_its_keys(value):
    whole = freeze(value)
    kept = mask(whole, normal_marks({key: [] for key in value}, whole))
    assert kept == whole
    assert list(mask(whole, freeze(dict.fromkeys(reversed(value), True)))) == list(whole)
