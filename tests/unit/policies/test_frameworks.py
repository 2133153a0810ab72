from __future__ import annotations

import pytest

from dharma_core.errors import FactError, NotFoundError
from dharma_core.policies.findings import Effect, Rule, Severity
from dharma_core.policies.frameworks import find_framework, parse_framework, unknown_controls

GOOD = {
    "framework": "F 1.0",
    "title": "t",
    "publisher": "p",
    "source": "https://x",
    "published": "2024-01-31",
    "read": "2026-11-30",
    "checked": "all ids with a list",
    "reasons": {"people": "a matter of people"},
    "sections": [
        {"title": "S", "controls": {"1": "short", "2": {"title": "long", "cannot": "people"}}}
    ],
}


def controls(said):
    return {"sections": [{"title": "S", "controls": said}]}


BAD = {
    "an unknown key": ({"colour": "red"}, "unknown keys: colour"),
    "no title": ({"title": None}, "lacks title"),
    "no word of what it was compared with": ({"checked": None}, "lacks checked"),
    "no control": (controls({}), "no control"),
    "an id that YAML took for a number": (controls({1.1: "x"}), "must be written in quotes"),
    "a reason nobody gave": (controls({"1": {"title": "x", "cannot": "lazy"}}), "'lazy' is not"),
    "an unknown key of a control": (controls({"1": {"title": "x", "why": "y"}}), "write a title"),
    "an id twice": (
        {"sections": [*GOOD["sections"], {"title": "T", "controls": {"1": "again"}}]}, "twice: 1",
    ),
}  # fmt: skip


def test_a_control_knows_its_section_and_why_code_cannot_check_it():
    framework = parse_framework(GOOD, file="f.yaml")
    assert framework.by_id["2"].cannot == "a matter of people"
    assert framework.by_id["1"].checkable
    assert framework.by_id["1"].section == "S"


@pytest.mark.parametrize(("change", "said"), BAD.values(), ids=list(BAD))
def test_a_wrong_file_is_refused_by_name(change, said):
    raw = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    with pytest.raises(FactError, match=said) as caught:
        parse_framework(raw, file="f.yaml")
    assert caught.value.message.startswith("f.yaml")


@pytest.mark.parametrize("name", ["F 1.0", "f 1.0", " f-1.0 "])
def test_a_framework_is_found_by_name_or_slug(name):
    framework = parse_framework(GOOD, file="f.yaml")
    assert find_framework(name, [framework]) is framework


def test_an_unknown_framework_names_the_nearest():
    with pytest.raises(NotFoundError) as caught:
        find_framework("F 1.1", [parse_framework(GOOD, file="f.yaml")])
    assert "F 1.0" in caught.value.next_step


def test_citations_that_lead_nowhere_are_listed():
    rule = Rule(
        "R", "t", Severity.LOW, Effect.WARN, "cost", "aws", (),
        frameworks={"F 1.0": ("1", "9"), "G": ("1",)},
    )  # fmt: skip
    framework = parse_framework(GOOD, file="f.yaml")
    assert unknown_controls([rule], [framework]) == ("R cites F 1.0 9", "R cites G 1")
