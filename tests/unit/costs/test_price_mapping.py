"""Rules of the publishers' words: the first that fits, with reasons for what is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.costs.price_mapping import Mapped, PriceMapper, Product, Skipped
from dharma_core.errors import FactError

RULES = [
    {"offer": "A", "family": "F", "when": {"kind": "old"}, "skip": "old things"},
    {
        "offer": ["A", "B"],
        "family": ["F", "G"],
        "when": {"usage": "~(?:[A-Z]+-)?Box:(?P<size>\\w+)", "kind": ["new", ""]},
        "values": {
            "os": {"from": "{system}", "map": {"Linux": "linux", "Any": None}},
            "copy": {"from": "{mode}", "map": {"Double": "two"}, "otherwise": "one"},
            "small": {"from": "{SYSTEM}{system}", "case": "lower"},
        },
        "price": "s/box",
        "option": "{pay}",
        "attributes": {"size": "{size}", "os": "{os}", "copies": "{copy}"},
        "details": {"system": "{small}"},
        "units": {"Requests": ["1k requests", 1000], "Hrs": "hours"},
    },
]


def mapped(offer: str = "A", family: str = "F", **facts: str):
    return PriceMapper(RULES, "test.yaml").map(Product(offer, family, facts))


def test_a_product_becomes_a_key_with_its_units():
    found = mapped(usage="EU-Box:large", system="Linux", mode="Double", pay="spot")

    assert found == Mapped(
        "s", "box", "copies=two,os=linux,size=large",
        {"requests": ("1k requests", Decimal(1000)), "hrs": ("hours", Decimal(1))},
        "spot", "system=linux",
    )  # fmt: skip


def test_a_value_mapped_to_nothing_leaves_the_attribute_out():
    assert mapped(usage="Box:large", system="Any").attributes == "copies=one,size=large"


@pytest.mark.parametrize(
    "facts",
    [
        {"usage": "Box:large", "system": "BeOS"},  # not listed in the map
        {"usage": "Box", "system": "Linux"},
        {"usage": "Box:large", "system": "Linux", "kind": "other"},
    ],
)
def test_what_no_rule_fits_is_none(facts):
    assert mapped(**facts) is None
    assert mapped("C", **facts) is None
    assert mapped("A", "H", **facts) is None


def test_what_is_left_out_on_purpose_says_why():
    assert mapped(kind="old") == Skipped("old things")


@pytest.mark.parametrize("word", ["a,b", "a=b", "a\x00b", "\ud800", "x" * 300])
def test_a_word_that_would_break_the_key_is_left_out(word):
    rules = [{"offer": "A", "price": "s/p", "attributes": {"name": "{name}"}}]

    found = PriceMapper(rules, "t.yaml").map(Product("A", "", {"name": word}))

    assert isinstance(found, Skipped)


@pytest.mark.parametrize("rule", [{"price": "a/b"}, {"offer": "A"}, {"offer": "A", "pric": "a/b"}])
def test_a_rule_that_is_none_is_our_own_defect(rule):
    with pytest.raises(FactError, match=r"t\.yaml, rule 1"):
        PriceMapper([rule], "t.yaml")


@pytest.mark.parametrize(
    ("processor", "arch"),
    [("AWS Graviton3 Processor", "arch=arm64"), ("Intel Xeon", "arch=amd64"), ("NA", "")],
)
def test_a_pattern_in_a_map_stands_for_every_word_it_matches(processor, arch):
    words = {"NA": None, "~.*Graviton.*": "arm64"}
    rule = {
        "offer": "EC2",
        "price": "ec2/instance",
        "values": {"arch": {"from": "{processor}", "map": words, "otherwise": "amd64"}},
        "details": {"arch": "{arch}"},
    }
    found = PriceMapper([rule], "aws.yaml").map(Product("EC2", "", {"processor": processor}))
    assert found.details == arch
