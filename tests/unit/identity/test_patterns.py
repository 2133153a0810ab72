"""Patterns of permissions: what grants what, and what is none."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.identity.patterns import (
    checked_pattern,
    checked_permission,
    matches,
    missing,
    overlap,
)


@pytest.mark.parametrize(
    ("pattern", "permission", "granted"),
    [
        ("blueprint:read", "blueprint:read", True),
        ("blueprint:read", "blueprint:write", False),
        ("blueprint:read", "user:read", False),
        ("blueprint:*", "blueprint:read", True),
        ("blueprint:*", "blueprint:*", True),
        ("blueprint:*", "blueprints:read", False),
        ("blueprint:read", "blueprint:*", False),
        ("*:*", "blueprint:read", True),
        ("*:*", "blueprint:*", True),
        ("*:*", "*:*", True),
        ("blueprint:*", "*:*", False),
    ],
)
def test_a_pattern_grants_itself_and_what_is_narrower(pattern, permission, granted):
    assert matches(pattern, permission) is granted


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("blueprint:*", "blueprint:read", True),
        ("blueprint:read", "blueprint:*", True),
        ("blueprint:read", "blueprint:update", False),
        ("user:*", "blueprint:*", False),
        ("*:*", "user:read", True),
    ],
)
def test_two_patterns_overlap_when_one_permission_is_in_both(one, other, both):
    assert overlap(one, other) is both


def test_what_is_missing_is_what_no_held_pattern_grants():
    assert missing(("blueprint:*", "user:read"), ("blueprint:read", "user:*", "user:read")) == (
        "user:*",
    )
    assert missing((), ("user:read",)) == ("user:read",)
    assert missing(("*:*",), ("user:*", "*:*")) == ()


@pytest.mark.parametrize("pattern", ["blueprint:read", "blueprint:*", "*:*", "a_b:c_d"])
def test_a_pattern_is_taken_as_it_is(pattern):
    assert checked_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern",
    ["", "*", "*:read", "blueprint", "blueprint:**", "blueprint:re*", "Blueprint:read", "a:b\n",
     "a:b:c", "é:read", f"{'a' * 63}:b"],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(InputError, match="no pattern of permissions"):
        checked_pattern(pattern)


def test_a_permission_has_no_star_and_64_letters_at_most():
    longest = f"{'a' * 62}:b"
    assert checked_permission(longest) == longest
    for bad in ("blueprint:*", f"a{longest}"):
        with pytest.raises(InputError, match="is not a permission"):
            checked_permission(bad)
    assert checked_pattern(longest) == longest
    with pytest.raises(InputError):
        checked_pattern(f"a{longest}")


def test_a_refused_text_is_shown_in_part():
    with pytest.raises(InputError) as caught:
        checked_permission("x" * 10_000)
    assert len(caught.value.message) < 100
