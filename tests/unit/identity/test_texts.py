"""Short texts that people type: what is taken, and what never reaches a page or a terminal."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.identity.texts import checked_line, checked_user, checked_word

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "closing": "a>b",
    "opening": "a<b",
    "nul": "ann\x00",
    "bell": "ann\x07lee",
    "newline": "ann\nlee",
    "turned": "ann\u202egpj",
    "no width": "an\u200bn",
    "line": "ann\u2028lee",
    "paragraph": "ann\u2029lee",
    "private": "ann\ue000",
    "half": "ann\ud800",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_line_takes_nothing_that_is_not_printed_and_no_tag(text):
    with pytest.raises(InputError, match="What it is for"):
        checked_line(text, what="What it is for", most=200)


def test_a_line_loses_the_space_around_it_and_keeps_sql_as_text():
    said = " Robert'); DROP TABLE users;-- "
    assert checked_line(said, what="The title", most=200) == said.strip()


@pytest.mark.parametrize(("length", "fits"), [(0, False), (1, True), (5, True), (6, False)])
def test_a_line_has_its_bounds(length, fits):
    if fits:
        assert checked_line("x" * length, what="It", most=5) == "x" * length
    else:
        with pytest.raises(InputError, match=f"has {length} characters"):
            checked_line("x" * length, what="It", most=5)


def test_a_line_may_be_empty_where_that_is_said():
    assert checked_line("  ", what="It", most=5, least=0) == ""


@pytest.mark.parametrize("word", ["a", "a-b", "a.b_c", "9", "x" * 50])
def test_a_word_is_taken(word):
    assert checked_word(word, what="The name") == word


@pytest.mark.parametrize(
    "word",
    ["", "-a", ".a", "A", "a b", "a/b", "../a", "a\n", "é", "x" * 51, "' OR 1=1", "a@b"],
    ids=range(12),
)
def test_a_word_of_other_letters_is_refused(word):
    with pytest.raises(InputError, match="The name is"):
        checked_word(word, what="The name")


@pytest.mark.parametrize(
    ("typed", "name"),
    [(" Ann ", "ann"), ("ann.lee+x@example.org", "ann.lee+x@example.org"), ("x" * 100, "x" * 100)],
)
def test_a_user_is_kept_in_small_letters(typed, name):
    assert checked_user(typed) == name


@pytest.mark.parametrize(
    "typed", ["", "@ann", "ann lee", "ann'--", "<b>", "x" * 101, "\u0430nn"], ids=range(7)
)
def test_a_user_of_other_letters_is_refused(typed):
    with pytest.raises(InputError, match="user's name"):
        checked_user(typed)
