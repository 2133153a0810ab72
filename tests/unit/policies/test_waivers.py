"""Which addresses a waiver speaks of, and how patterns read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.policies.waivers import Form, Waiver, matches, rule_key


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.b[0]", False),
        ("a.b[*]", "a.b[0]", True),
        ("a.b[*]", "a.b0", False),
        ("a.*", "a.", True),
        ("*", "", True),
        ("*.b", "a.b", True),
        ("a*a", "a", False),
        ("module.*.x_y.*", "module.m.x_z.x_y.a", True),
        ("a.b?", "a.bc", False),
        ('a.b["*"]', 'a.b["x"]', False),
        ('a.b["*"]', 'a.b["*"]', True),
    ],
)
def test_a_star_stands_for_any_characters_and_nothing_else_has_a_meaning(pattern, text, fits):
    assert matches(pattern, text) is fits


@given(st.text(alphabet="ab.[]", max_size=12))
def test_a_pattern_without_a_star_fits_itself_alone(text):
    assert matches(text, text)
    assert not matches(text, text + "a")
    assert not matches(text, "a" + text)


@given(st.lists(st.text(alphabet="ab.", max_size=4), min_size=1, max_size=5))
def test_a_pattern_fits_what_its_stars_are_filled_with(pieces):
    assert matches("*".join(pieces), "xb[0]".join(pieces))


def test_a_hostile_pattern_takes_no_time():
    assert not matches("*a" * 200 + "b", "a" * 5000)


def test_a_waiver_holds_to_the_end_of_its_last_day():
    waiver = Waiver("X", "w", Form.FILE, until=date(2027, 1, 31))
    assert [waiver.is_expired(date(2027, m, d)) for m, d in ((1, 31), (2, 1))] == [False, True]


def test_trivy_s_short_and_long_ids_are_one():
    assert rule_key("AVD-AWS-0088") == rule_key("aws-0088")
    assert rule_key("AVD-AWS-0088") != rule_key("AVD-AWS-0089")
