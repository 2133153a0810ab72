"""What must hold of functions whatever they are given."""

import ipaddress
import re
import unicodedata
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.importers.terraform.functions import FUNCTIONS
from dharma_core.importers.terraform.functions.values import divide, equal, make_set
from dharma_core.plan import freeze

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
).map(freeze)
PATTERNS = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "ab", r"\w", r"\s"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join).map("(?:{})".format),
        inner.map("({})".format),
    ),
    max_leaves=6,
)
REPEATED = st.lists(
    st.tuples(PATTERNS, st.sampled_from(["", "?", "*", "+", "{1,2}", "*?", "+?"])), max_size=3
).map(lambda parts: "".join(f"(?:{pattern}){sign}" for pattern, sign in parts))


def call(name, *arguments):
    return FUNCTIONS[name](*arguments)


@given(VALUES)
@settings(deadline=None)
def test_json_comes_back_as_it_went(value):
    assert equal(call("jsondecode", call("jsonencode", value)), value)


@given(VALUES)
@settings(deadline=None)
def test_yaml_comes_back_as_it_went(value):
    assert equal(call("yamldecode", call("yamlencode", value)), value)


@given(TEXTS)
@settings(deadline=None)
def test_base64_comes_back_as_it_went(text):
    assert call("base64decode", call("base64encode", text)) == text


@given(REPEATED, st.text("ab\n ", max_size=12))
@settings(deadline=None, max_examples=400)
def test_a_pattern_finds_first_what_pythons_own_engine_finds(pattern, text):
    theirs = re.search(pattern, text, re.ASCII)
    ours = call("regexall", re.sub(r"\((?!\?)", "(?:", pattern), text)
    assert (theirs is not None) == bool(ours)
    assert theirs is None or ours[0] == theirs[0]


@given(st.integers(0, 2**32 - 1), st.integers(1, 24), st.data())
@settings(deadline=None)
def test_a_subnet_is_the_one_at_its_place(address, length, data):
    bits = data.draw(st.integers(0, 8))
    number = data.draw(st.integers(0, 2**bits - 1))
    network = ipaddress.ip_network((address, length), strict=False)
    wanted = list(network.subnets(prefixlen_diff=bits))[number]
    assert call("cidrsubnet", str(network), bits, number) == str(wanted)


@given(st.lists(st.integers() | TEXTS | st.tuples(st.integers(), TEXTS)))
@settings(deadline=None)
def test_a_set_does_not_depend_on_the_order_it_is_made_in(members):
    assert tuple(make_set(members)) == tuple(make_set(reversed(members)))


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
@settings(deadline=None)
def test_a_quotient_times_its_divisor_is_the_dividend(dividend, divisor):
    assert abs(Decimal(divide(dividend, divisor)) * divisor - dividend) < Decimal("1e-20")
