"""Semantic versions as semver.org defines them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.blueprints import Version
from dharma_core.errors import InputError

# The order that semver.org 2.0, section 11, gives as its example.
ORDER = [
    "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
    "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.1.0", "2.0.0", "10.0.0",
]  # fmt: skip


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(ORDER)))
def test_versions_order_as_the_standard_says(lower, higher):
    assert Version.parse(lower) < Version.parse(higher)
    assert Version.parse(higher) > Version.parse(lower)


def test_the_build_does_not_count():
    one, two = Version.parse("1.0.0+a"), Version.parse("1.0.0+b")
    assert one == two
    assert hash(one) == hash(two)
    assert str(one) == "1.0.0+a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "01.0.0",
        "1.0.0-",
        "1.0.0-01",
        "v1.0.0",
        "1.0.0 ",
        "1.0.0+",
        "1.0.0.0",
        "١.0.0",
    ],
)
def test_other_texts_are_refused(text):
    with pytest.raises(InputError, match="is not a semantic version"):
        Version.parse(text)


@pytest.mark.parametrize(
    ("version", "level", "expected"),
    [
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("1.3.0-rc.1", "minor", "1.3.0"),
        ("1.3.1-rc.1", "minor", "1.4.0"),
        ("2.0.0-rc.1", "major", "2.0.0"),
    ],
)
def test_bump_goes_to_the_next_version(version, level, expected):
    assert str(Version.parse(version).bump(level)) == expected


def test_bump_refuses_another_level():
    with pytest.raises(InputError, match="'huge' is no part of a version"):
        Version(1).bump("huge")


NUMBERS = st.integers(0, 99)
WORDS = st.lists(st.from_regex(r"0|[1-9][0-9]?|[a-z][a-z0-9-]{0,4}", fullmatch=True), max_size=3)
VERSIONS = st.builds(
    lambda a, b, c, w: Version(a, b, c, tuple(w)), NUMBERS, NUMBERS, NUMBERS, WORDS
)


@given(VERSIONS, VERSIONS)
def test_any_version_survives_being_written_and_any_two_compare(one, two):
    assert Version.parse(str(one)) == one
    assert (one < two) + (one == two) + (one > two) == 1
    assert one.bump("patch") > one
