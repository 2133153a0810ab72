"""Personal data that leaves a tenant: found where it stands, and nothing else touched."""

from __future__ import annotations

import pytest

from dharma_core.personal_data import mask_personal


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ann@example.org", "(redacted)"),
        ("<ann.b+x@mail.example.co.uk>", "<(redacted)>"),
        ("from 203.0.113.7:80", "from (redacted):80"),
        ("from 2001:db8::1 on", "from (redacted) on"),
        ("::1", "(redacted)"),
        ("It was 203.0.113.7.", "It was (redacted)."),
        ("1.2.3.4.5", "1.2.3.4.5"),
        ("saved by Ann, Annex by BOB.", "saved by (redacted), Annex by (redacted)."),
        ("ann-marie", "ann-marie"),
        ("10.0.0.0/16 and 0.0.0.0/0", "10.0.0.0/16 and 0.0.0.0/0"),
        ("version 1.2.3 at 12:30:00", "version 1.2.3 at 12:30:00"),
        ("999.1.1.1", "999.1.1.1"),
        ("arn:aws:iam::123456789012:role/x", "arn:aws:iam::123456789012:role/x"),
        ("@example and a@b", "@example and a@b"),
    ],
)
def test_people_are_masked_and_designs_are_not(text: str, masked: str) -> None:
    assert mask_personal(text, ["ann", "bob"]) == masked


def test_every_text_of_a_value_is_looked_at_and_its_shape_stays() -> None:
    value = {"by": ["ann", 5, None], "at": {"from": "203.0.113.7"}, "ann": True}
    assert mask_personal(value, ["ann"]) == {
        "by": ["(redacted)", 5, None],
        "at": {"from": "(redacted)"},
        "ann": True,
    }


@pytest.mark.parametrize("names", [[], ["a"], [""]])
def test_a_name_of_one_letter_masks_no_word(names: list[str]) -> None:
    assert mask_personal("a design", names) == "a design"
