"""References: read and written alike, refused when they are none; citations as values."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.audit.citations import (
    KINDS,
    Citation,
    Reference,
    Standing,
    evidence_digest,
    parse_reference,
    unsupported,
)
from dharma_core.errors import InputError
from dharma_core.provenance import Position

LETTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(LETTERS, max_size=20)


@given(st.sampled_from(sorted(KINDS)), st.text(LETTERS, min_size=1, max_size=20), TEXTS, TEXTS)
def test_what_is_written_is_read_back(kind, id_, version, part) -> None:
    reference = Reference(kind, id_, version, part)
    assert parse_reference(str(reference)) == reference
    assert " " not in str(reference)


WRONG = {
    "nothing": "",
    "another scheme": "https://evil.example/estimate/1",
    "no id": "dharma://estimate/",
    "no id before a part": "dharma://estimate/#x",
    "two parts": "dharma://estimate/a#b#c",
    "a path": "dharma://estimate/a/b",
    "a space": "dharma://estimate/a b",
    "an escape that is none": "dharma://estimate/a%2",
    "an escape that is no text": "dharma://estimate/%ff",
    "a script": "dharma://estimate/1#<script> x",
    "too long": "dharma://estimate/" + "a" * 2000,
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_no_reference_is_refused(text) -> None:
    with pytest.raises(InputError, match=r"no reference|no UTF-8"):
        parse_reference(text)


def test_a_kind_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'estimate'"):
        parse_reference("dharma://estimat/1")


@given(st.text(max_size=200))
def test_any_text_is_a_reference_or_an_error_of_ours(text) -> None:
    for tried in (text, f"dharma://event/{text}"):
        with contextlib.suppress(InputError):
            assert parse_reference(tried).kind in KINDS


def test_the_record_makes_a_claim_certain_or_says_that_it_changed() -> None:
    claim = Citation("It costs $1.", evidence={"cost": "1"}, confidence=Decimal(1))
    assert claim.recorded(same=True, where="event 7").standing is Standing.RECORDED
    changed = claim.recorded(same=False, where="event 7")
    assert (changed.standing, changed.confidence) == (Standing.CHANGED, Decimal(1))
    assert "event 7" in changed.note


def test_what_nothing_supports_stays_so_whatever_is_recorded() -> None:
    bare = unsupported("It is free.", "no price was found", source=Position("main.tf", 3))
    assert bare.recorded(same=True, where="event 7") is bare
    said = bare.as_dict()
    assert (said["supported"], said["confidence"], said["evidence"]) == (False, None, {})
    assert (said["file"], said["line"], said["note"]) == ("main.tf", 3, "no price was found")


def test_a_digest_is_of_the_value_and_not_of_its_order() -> None:
    assert evidence_digest({"a": 1, "b": [2]}) == evidence_digest({"b": (2,), "a": 1})
    assert evidence_digest({"a": 1}) != evidence_digest({"a": 2})
