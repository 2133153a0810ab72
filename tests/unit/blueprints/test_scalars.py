"""What converts by itself, and what is refused."""

import pytest

from dharma_core.blueprints.scalars import TypeMismatchError, as_text, coerce, parse_setting
from dharma_core.plan import UNKNOWN


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("string", True, "true"),
        ("string", 1.0, "1"),
        ("number", "-2.5e1", -25.0),
        ("number", "007", 7),
        ("bool", "false", False),
        ("map(string)", {"a": 1}, {"a": "1"}),
        ("set(string)", ["a", UNKNOWN], ("a", UNKNOWN)),
        ("list(number)", None, None),
        ("number", UNKNOWN, UNKNOWN),
        ("object", {"any": []}, {"any": []}),
    ],
)
def test_coerce_converts_as_terraform_does(type_, value, expected):
    assert coerce(type_, value) == expected


@pytest.mark.parametrize(
    ("type_", "value", "message"),
    [
        ("number", True, "must be a number, not true"),
        ("number", "1e", "must be a number, not 1e"),
        ("number", "١", "must be a number"),
        ("bool", 1, "must be true or false, not 1"),
        ("string", ["a"], "must be text"),
        ("list(string)", "a", r"must be a list, such as \[a\]"),
        ("list(string)", ["a", []], "at position 2 must be text"),
        ("map(number)", {"a": "b"}, "at 'a' must be a number, not b"),
        ("map(string)", [], "must hold 'name: value' lines"),
        ("bool", "x" * 50, "not x{37}[.]{3}$"),
    ],
)
def test_coerce_refuses_the_rest_with_a_reason(type_, value, message):
    with pytest.raises(TypeMismatchError, match=message):
        coerce(type_, value)


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        ("string", "a,b", "a,b"),
        ("number", "3", 3),
        ("list(string)", '["a", "b,c"]', ("a", "b,c")),
        ("list(string)", " a , b ", ("a", "b")),
        ("map(string)", '{"a": 1}', {"a": "1"}),
        ("map(string)", "a=1, b=x=y", {"a": "1", "b": "x=y"}),
    ],
)
def test_parse_setting_reads_what_the_command_line_gives(type_, text, expected):
    assert parse_setting(type_, text) == expected


@pytest.mark.parametrize("text", ["[1", "a"], ids=["broken json", "no pair"])
def test_parse_setting_refuses_broken_maps(text):
    with pytest.raises(TypeMismatchError):
        parse_setting("map(string)", text)


def test_as_text_writes_scalars_as_terraform_does():
    assert [as_text(v) for v in (None, False, 2.0, 2.5)] == ["", "false", "2", "2.5"]
