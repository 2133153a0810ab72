"""Text that people type: what is kept, what would mislead, and both sides of every limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.typed_text import LONGEST_LINE, LONGEST_TEXT, checked_line, checked_text


@pytest.mark.parametrize(
    "text",
    [
        "nightly build", "Grüße an São Paulo", "东京", "שלום", "👩‍💻 team", "a < b > c", "5 < 6",
        "List<String>", "'; DROP TABLE users; --", "onboarding = next week", "data: text", "<b",
        "می‌خواهم",
    ],
)  # fmt: skip
def test_what_people_write_is_kept(text: str) -> None:
    assert checked_line(text, what="name") == text
    assert checked_text(text, what="reason") == text


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b", "a\x07b", "a\x1b[31mb", "a\x7fb", "a\x9bb", "a\u2028b", "a\u202eb", "a\u2066b",
        "a\u200bb", "a\u200eb", "a\ufeffb", "a\U000e0041b", "a\ud800b",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_hides_or_reorders_is_refused_and_its_place_is_told(text: str) -> None:
    with pytest.raises(InputError, match="at place 2"):
        checked_text(text, what="reason")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "< SCRIPT src=x>", "</script>", "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>", "<iframe src=//e>", "<a href=x onclick=y>", "javascript:alert(1)",
        "JaVaScRiPt : x", "data:text/html,<p>", "<object data=x>", "<b onmouseover =x>",
    ],
)  # fmt: skip
def test_what_a_browser_would_run_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="a browser would run"):
        checked_text(f"before {text} after", what="comment")


def test_a_line_is_one_line_and_a_text_may_be_more() -> None:
    assert checked_text(" a\r\nb\tc \n", what="reason") == "a\nb\tc"
    for text in ("a\nb", "a\tb"):
        with pytest.raises(InputError, match="line break or a tab"):
            checked_line(text, what="name")


@pytest.mark.parametrize(
    ("check", "longest"), [(checked_line, LONGEST_LINE), (checked_text, LONGEST_TEXT)]
)
def test_the_longest_is_taken_and_one_more_is_not(check, longest: int) -> None:
    assert len(check("x" * longest, what="name")) == longest
    with pytest.raises(InputError, match=f"{longest} are allowed"):
        check("x" * (longest + 1), what="name")


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_is_taken_only_where_it_may_be(text: str) -> None:
    assert checked_text(text, what="reason", empty=True) == ""
    with pytest.raises(InputError, match="The reason is empty"):
        checked_text(text, what="reason")


def test_a_composed_and_a_decomposed_name_are_one() -> None:
    assert checked_line("Ame\u0301lie", what="name") == checked_line("Am\u00e9lie", what="name")


@given(st.text(max_size=60))
def test_what_passes_passes_again_unchanged(text: str) -> None:
    try:
        kept = checked_text(text, what="reason", empty=True)
    except InputError:
        return
    assert checked_text(kept, what="reason", empty=True) == kept


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    text = "<a " * 1_300
    assert checked_text(text, what="reason") == text.strip()
