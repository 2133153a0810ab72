"""A key is read back as it is printed; a pattern means what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.costs.ports import PriceKey
from dharma_core.costs.price_keys import PricePattern, parse_price_key, parse_price_pattern
from dharma_core.errors import InputError

WORD = st.text(alphabet="abcdefghij0123456789._-", min_size=1, max_size=12)
VALUE = st.text(alphabet="abcdefghij0123456789._-:", min_size=1, max_size=12)


@st.composite
def keys(draw):
    names = draw(st.dictionaries(WORD, VALUE, max_size=3))
    attributes = ",".join(f"{name}={names[name]}" for name in sorted(names))
    product = "/".join(draw(st.lists(WORD, min_size=1, max_size=3)))
    option = draw(st.sampled_from(["on_demand", "spot", "reserved_1_year_no_upfront"]))
    return PriceKey(draw(WORD), draw(WORD), product, draw(WORD), attributes, option)


@given(keys())
def test_a_key_is_read_back_as_it_is_printed(key):
    assert parse_price_key(str(key)) == key


@given(keys())
def test_the_pattern_of_a_printed_key_means_that_key(key):
    assert parse_price_pattern(str(key)).matches(key)


@pytest.mark.parametrize(
    ("text", "key", "means"),
    [
        ("aws/ec2/instance instance_type=m5.* in eu-*", "m5.large in eu-west-1", True),
        ("aws/ec2/instance instance_type=m5.* in eu-*", "c5.large in eu-west-1", False),
        ("aws/ec2/instance instance_type=m5.* in us-*", "m5.large in eu-west-1", False),
        ("aws/ec2", "m5.large in eu-west-1", True),
        ("aws/ec*/inst*", "m5.large in eu-west-1", True),
        ("aws/rds/instance", "m5.large in eu-west-1", False),
        ("aws/ec2/instance in eu-west-1 (spot)", "m5.large in eu-west-1", False),
    ],
)
def test_wildcards_and_parts_left_out_mean_anything(text, key, means):
    kind, _, region = key.split()
    found = PriceKey("aws", "ec2", "instance", region, f"instance_type={kind},os=linux")

    assert parse_price_pattern(text).matches(found) is means


@pytest.mark.parametrize("text", ["", "aws", "aws/ec2/x a=b,c in r", "a/b/c =x in r", "/" * 3000])
def test_what_is_no_key_is_refused_with_an_example(text):
    with pytest.raises(InputError, match="not a price key") as refused:
        parse_price_pattern(text)
    assert "aws/ec2/ebs_storage volume_type=gp3" in refused.value.next_step


def test_a_single_key_has_no_wildcard_and_a_region():
    for text in ("aws/ec2/instance instance_type=m5.* in us-east-1", "aws/ec2/instance"):
        with pytest.raises(InputError):
            parse_price_key(text)


def test_a_pattern_that_names_more_is_narrower():
    wide = PricePattern(provider="aws")
    some = PricePattern(provider="aws", service="ec2", region="eu-*")
    narrow = PricePattern(provider="aws", service="ec2", region="eu-west-1")

    assert wide.specificity < some.specificity < narrow.specificity
