"""Functions called by a stranger's configuration end soon and small."""

from contextlib import suppress
from decimal import Decimal
from random import Random

import pytest

from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform.functions import (
    ACCEPT_UNKNOWN,
    CONTEXT_FUNCTIONS,
    FUNCTIONS,
    FunctionContext,
    FunctionError,
    make_set,
    plain,
)
from dharma_core.importers.terraform.functions.regular_expressions import MAX_STEPS
from dharma_core.plan import UNKNOWN, FrozenMap


def call(name, *arguments):
    return FUNCTIONS[name](*arguments)


def test_a_pattern_that_would_take_forever_by_trial_answers_at_once():
    with pytest.raises(FunctionError, match="did not match"):
        call("regex", "^(a+)+$", "a" * 2_000 + "b")


@pytest.mark.uncounted
def test_a_pattern_too_costly_for_its_text_is_refused():
    pattern = "(a|b){500}c" * 3
    with pytest.raises(FunctionError, match=r"takes too long|too large"):
        call("regex", pattern, "ab" * (MAX_STEPS // 1_000))


@pytest.mark.parametrize("pattern", ["((a{1000}){1000}){1000}", "(" * 300 + ")" * 300, "a" * 6_000])
def test_a_pattern_that_grows_or_nests_without_end_is_refused(pattern):
    with pytest.raises(FunctionError):
        call("regex", pattern, "a")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("range", (1e9,)),
        ("range", (0, 1, 0)),
        ("format", ("%100000000d", 1)),
        ("indent", (10**9, "a\nb")),
        ("pow", (10, 400)),
        ("parseint", ("9" * 5_000, 10)),
        ("setproduct", ((0,) * 200, (0,) * 200)),
        ("tonumber", ("1e999999999",)),
        ("jsondecode", ("[" * 100_000,)),
        ("yamldecode", ("[" * 5_000,)),
        ("replace", ("a" * 100_000, "a", "b" * 100_000)),
    ],
)
def test_an_answer_without_bounds_is_refused(name, arguments):
    with pytest.raises(FunctionError):
        call(name, *arguments)


def test_yaml_aliases_that_multiply_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 8)]
    with pytest.raises(FunctionError, match="too large"):
        call("yamldecode", "\n".join(lines))


@pytest.mark.parametrize("path", ["/etc/hosts", "~/x", "missing.txt"])
def test_a_file_outside_the_folder_is_not_read(path):
    context = FunctionContext(MemoryFolder({"a.txt": "x"}), "", lambda *_: "")
    with pytest.raises(FunctionError):
        call("file", context, path)


def test_what_is_known_of_values_with_unknown_parts_stays_known():
    assert call("length", (UNKNOWN, "a")) == 2
    assert call("concat", (UNKNOWN,), ("b",)) == (UNKNOWN, "b")
    assert call("keys", FrozenMap(b=UNKNOWN, a=1)) == ("a", "b")
    assert call("lookup", FrozenMap(b=UNKNOWN, a=1), "a") == 1
    assert call("merge", FrozenMap(b=UNKNOWN), FrozenMap(a=1)) == FrozenMap(a=1, b=UNKNOWN)
    assert call("coalesce", None, UNKNOWN, "x") is UNKNOWN
    assert call("contains", ("a", UNKNOWN), "a") is True
    assert call("contains", ("a", UNKNOWN), "b") is UNKNOWN
    assert call("formatlist", "%s!", ("a", UNKNOWN)) == ("a!", UNKNOWN)
    assert call("zipmap", ("k",), (UNKNOWN,)) == FrozenMap(k=UNKNOWN)
    assert call("toset", (UNKNOWN, "a", UNKNOWN)) == make_set(["a", UNKNOWN, UNKNOWN])
    assert call("length", call("toset", ("a", UNKNOWN))) is UNKNOWN
    assert call("alltrue", (False, UNKNOWN)) is False
    assert call("flatten", (("a",), (UNKNOWN,))) == ("a", UNKNOWN)


def test_names_of_the_two_lists_are_functions():
    assert set(FUNCTIONS) >= ACCEPT_UNKNOWN
    assert set(FUNCTIONS) >= CONTEXT_FUNCTIONS


def test_a_set_equals_no_list_until_it_reaches_the_plan():
    assert make_set(["b", "a"]) != ("a", "b")
    assert plain(make_set(["b", "a"])) == ("a", "b")


ANYTHING = (
    None, True, 0, -1, 64, 10**30, Decimal("0.5"), Decimal("-1e300"), "", "a", "é", "1e9", "/x/",
    "10.0.0.0/8", "fd00::/8", "2026-01-01T00:00:00Z", "%d %s %v %", "{", "a: [1]", "**/*", "\x00",
    "(a*)*b", "[[", "\ud800", (), ("a",), (1, "x"), (None,), ((1,), (2,)), FrozenMap(),
    FrozenMap(a="x", b=(1,)), make_set(["a", "b"]), tuple(range(2_000)),
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_answers_or_refuses_whatever_it_is_given(name):
    choose = Random(name)  # noqa: S311 - the same every time, and nothing secret
    folder = MemoryFolder({"a": "x", "b/c": b"\xff"})
    first = [FunctionContext(folder, "", lambda text, *_: text)] * (name in CONTEXT_FUNCTIONS)
    for _ in range(150):
        arguments = [choose.choice(ANYTHING) for _ in range(choose.randint(0, 4))]
        with suppress(FunctionError):
            call(name, *first, *arguments)
