"""Roles as values."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.identity import ROLES, Role, grants_of
from dharma_core.identity.patterns import checked_pattern


def test_every_pattern_of_a_built_in_role_is_one():
    for grants in ROLES.values():
        assert [checked_pattern(pattern) for pattern in grants] == list(grants)


def test_roles_add_up_and_each_pattern_is_there_once():
    mine = {"reviewer": Role("reviewer", ("policy:*", "blueprint:read"))}
    assert grants_of(["viewer", "reviewer"], mine) == (
        *ROLES["viewer"], "policy:*",
    )  # fmt: skip


def test_an_unknown_role_grants_nothing():
    assert grants_of(["reviewer", "nobody"]) == ()
    assert grants_of([], {"reviewer": Role("reviewer", ("policy:*",))}) == ()


def test_a_team_cannot_replace_what_a_built_in_role_grants():
    with pytest.raises(InputError, match="'admin' is built in"):
        Role("admin", ("*:*",))


@pytest.mark.parametrize("count", [0, 101])
def test_a_role_grants_1_to_100_patterns(count):
    with pytest.raises(InputError, match=f"grants {count} patterns"):
        Role("reviewer", tuple(f"n{'a' * n}:read"[:60] for n in range(count)))


@pytest.mark.parametrize("count", [1, 100])
def test_a_role_of_1_or_100_patterns_is_taken(count):
    assert len(Role("reviewer", ("blueprint:read",) * count).grants) == count


@pytest.mark.parametrize(
    ("name", "grants", "title"),
    [
        ("Reviewer", ("policy:*",), ""),
        ("reviewer", ("policy",), ""),
        ("reviewer", ("policy:*",), "<b>"),
        ("reviewer", ("policy:*",), "x" * 201),
        ("'; DROP TABLE roles", ("policy:*",), ""),
    ],
)
def test_what_is_no_role_is_refused(name, grants, title):
    with pytest.raises(InputError):
        Role(name, grants, title)


def test_a_title_of_200_letters_is_taken():
    assert len(Role("reviewer", ("policy:*",), "x" * 200).title) == 200
