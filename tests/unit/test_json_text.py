"""JSON text that Dharma writes is Python's own, only sooner."""

import json
from datetime import date
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core import json_text
from dharma_core.errors import InputError
from dharma_core.json_text import LONG_LIST, indented_json, read_json
from dharma_core.plan import freeze


class _Word(StrEnum):
    LINES = "two\nlines"


class _Number(IntEnum):
    THREE = 3


_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(_Word)
)
_KEYS = st.text() | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False)
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner), max_leaves=30
)


def _as_python_writes(value):
    return json.dumps(value, indent=2, ensure_ascii=False)


@given(value=_VALUES)
def test_indented_text_is_what_python_writes(value):
    assert indented_json(value) == _as_python_writes(value)


@pytest.mark.parametrize(
    "value",
    [
        [[], {}, (), [[]], [{}], ({"a": ()},)],
        {"word": _Word.LINES, _Word.LINES: _Number.THREE},
        [{True: 1}, {1: 1}, {"1": 1}, {1.0: 1}, {None: 1}],
        freeze({"a": [1, {"b": [None, True]}], "c": 'quote " and \u2028'}),
        10**400,
    ],
    ids=["empty", "enumerations", "keys that are equal to Python", "frozen", "large"],
)
def test_shapes_that_a_plan_may_hold_are_written_as_python_does(value):
    assert indented_json(value) == _as_python_writes(value)


def test_what_json_has_no_form_for_is_refused():
    with pytest.raises(TypeError, match="not JSON serializable"):
        indented_json({"a": [object()]})


def test_each_element_of_a_list_that_nobody_reads_is_one_line():
    rows = [{"address": f"aws_vpc.v{i}", "parts": [1, "é"]} for i in range(LONG_LIST + 1)]
    text = indented_json({"rows": rows})
    assert json.loads(text) == {"rows": rows}
    assert '    {"address":"aws_vpc.v7","parts":[1,"é"]},' in text.splitlines()
    assert len(text.splitlines()) == len(rows) + 4


def _written_closely(value, monkeypatch):
    monkeypatch.setattr(json_text, "LONG_LIST", 0)
    return indented_json([value]).removeprefix("[\n  ").removesuffix("\n]")


def _read(text):
    return json.loads(text, parse_constant=lambda _word: None)  # NaN is no JSON: null says it


@given(value=_VALUES)
def test_an_element_of_a_long_list_says_what_python_says_of_it(value):
    with pytest.MonkeyPatch.context() as patch:
        text = _written_closely(value, patch)
    assert repr(_read(text)) == repr(_read(json.dumps(value)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            freeze({"a": [1, {"b": None}], "é": 2**63}),
            '{"a":[1,{"b":null}],"é":9223372036854775808}',
        ),
        ({"large": 10**30, 1: True}, '{"large":1000000000000000000000000000000,"1":true}'),
        ([_Word.LINES, _Number.THREE, float("nan")], '["two\\nlines",3,null]'),
        ("half \ud800", '"half \ud800"'),
    ],
    ids=["frozen", "for Python's writer", "words, numbers and none", "half of a character"],
)
def test_an_element_of_a_long_list_has_no_blanks(value, text, monkeypatch):
    assert _written_closely(value, monkeypatch) == text


@pytest.mark.parametrize("value", [date(2026, 1, 1), object()], ids=["a date", "an object"])
def test_what_json_has_no_form_for_is_refused_in_a_long_list_too(value, monkeypatch):
    with pytest.raises(TypeError, match="not JSON serializable"):
        _written_closely(value, monkeypatch)


def _read_both_ways(text, monkeypatch):
    """Return what the careful reader and the quick one say of a text."""
    said = []
    for large in (10**9, -1):
        monkeypatch.setattr(json_text, "_LARGE", large)
        try:
            said.append(read_json(text, file="a.json", next_step=""))
        except InputError as error:
            said.append(str(error))
    return said


@given(value=_VALUES, pretty=st.booleans())
def test_a_large_text_is_read_like_any_other(value, pretty):
    text = json.dumps(value, indent=2 if pretty else None)
    with pytest.MonkeyPatch.context() as patch:
        careful, quick = _read_both_ways(text, patch)
    assert repr(careful) == repr(quick)  # 1, 1.0 and True apart


_REFUSALS = {
    "too large": "1e999", "too small": "-1E+400", "large": "1e308", "nan": "[NaN]",
    "infinity": "Infinity", "310 digits": "1" * 310, "311 digits": "1" * 311,
    "5000 digits": "1" * 5000, "half escaped": '"\\ud800"', "half": '"\ud800"',
    "whole escaped": '"\\ud83d\\ude00"', "comma": "[1,]", "doubled": '{"a": 1, "a": 2}',
    "tab": '"a\tb"', "rest": "1 x", "empty": "", "minus zero": "-0", "minus zero point": "-0.0",
    "deep": "[" * 100 + "]" * 100, "open": "[" * 100_000, "digits": "0.30000000000000004",
    "nothing left": "123e-999",
}  # fmt: skip


@pytest.mark.parametrize("text", _REFUSALS.values(), ids=_REFUSALS)
def test_what_is_refused_of_a_large_text_is_what_is_refused_of_a_small_one(text, monkeypatch):
    careful, quick = _read_both_ways(text, monkeypatch)
    assert repr(careful) == repr(quick)


def test_the_digits_of_a_hash_keep_no_large_text_from_the_quick_reader(monkeypatch):
    monkeypatch.setattr(json_text, "_LARGE", -1)
    monkeypatch.setattr(json_text.json, "loads", None)
    text = '{"user_data": "6ed6e314fa2128", "digest": "' + "0123456789" * 5 + '"}'
    assert read_json(text, file="a.json", next_step="")["user_data"] == "6ed6e314fa2128"
