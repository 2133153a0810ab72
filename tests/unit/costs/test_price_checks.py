"""Checks of the book: what is wrong, what is old, what is odd, what the meters miss."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.costs.override_files import parse_overrides
from dharma_core.costs.ports import Price, PriceKey, Tier
from dharma_core.costs.price_checks import BookTally, age_in_months, asked_by_meters
from dharma_core.costs.price_entries import BookFile, PriceEntry
from dharma_core.costs.price_keys import parse_price_pattern

TODAY = date(2026, 11, 30)
FILE = BookFile("aws-ec2-2026-01-01.parquet", "aws", "ec2", "2026-01-01")
OWN = BookFile("aws-ec2_ab-2024-01-01.parquet", "aws", "ec2_ab", "2024-01-01", own=True)


def entry(*steps, region="us-east-1", option="on_demand", as_of=TODAY, file=FILE):
    """Make an entry of tiers (from, to, price); one price alone is a whole ladder."""
    tiers = tuple(
        Tier(Decimal(a), None if b is None else Decimal(b), Decimal(p))
        for a, b, p in (steps or [(0, None, "1")])
    )
    key = PriceKey("aws", "ec2", "disk", region, "", option)
    return PriceEntry(key, Price("GB", tiers, "USD", "list", as_of, key=key), file)


def kinds(*entries, asked=()):
    tally = BookTally(TODAY)
    tally.ask(asked)
    for one in entries:
        tally.take(one)
    report = tally.report()
    return [(f.level, f.kind) for f in report.findings], report.passed


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([(0, None, "1")], []),
        ([(100, None, "1")], []),  # what lies below is free
        ([(0, 10, "1"), (10, None, "2")], []),
        ([(0, 10, "1"), (20, None, "2")], [("error", "gap")]),
        ([(0, 10, "1"), (5, None, "2")], [("error", "overlap")]),
        ([(0, None, "1"), (5, None, "2")], [("error", "overlap")]),
        ([(0, 10, "1")], [("error", "gap")]),
        ([(0, None, "0")], [("error", "zero")]),
        ([(0, None, "-1")], [("error", "zero")]),
    ],
)
def test_ladders_without_gap_overlap_or_zero_pass(steps, found):
    assert kinds(entry(*steps)) == (found, not found)


@pytest.mark.parametrize("option", ["included", "reserved_1_year_all_upfront"])
def test_zero_is_a_price_where_it_is_known_to_be(option):
    assert kinds(entry((0, None, "0"), option=option)) == ([], True)


def test_a_price_older_than_the_limit_is_a_warning():
    found, passed = kinds(entry(as_of=date(2024, 10, 1)))

    assert found == [("warning", "age")]
    assert passed


def test_age_counts_whole_months():
    assert age_in_months(date(2024, 11, 30), TODAY) == 24
    assert age_in_months(date(2024, 12, 1), TODAY) == 23


def test_a_region_far_from_the_others_is_a_warning():
    usual = [entry((0, None, "1"), region=f"r-{n}") for n in range(3)]

    # 5 is more than four times the median of 1, 1, 1, 5
    assert kinds(*usual, entry((0, None, "5"), region="far"))[0] == [("warning", "outlier")]
    assert kinds(*usual, entry((0, None, "3"), region="near"))[0] == []
    assert kinds(*usual[:2], entry((0, None, "5"), region="few"))[0] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("aws/ec2/disk in us-east-1", []),
        ("aws/ec2/d* in us-*", []),
        ("aws/ec2/disk in eu-west-1", [("warning", "missing")]),
        ("aws/ec2/tape in us-east-1", [("error", "missing")]),
    ],
)
def test_what_the_meters_ask_for_and_nothing_answers_is_missing(asked, found):
    pattern = parse_price_pattern(asked)
    if "d*" in asked:  # a product that depends on the resource may be anything
        assert pattern.matches(entry().key)
        return

    assert kinds(entry(), asked=[pattern])[0] == found


def test_meters_ask_by_component_class_and_wildcard():
    facts = {
        "aws_s3_bucket": {"classes": {"standard": {"lines": ({"price": "s3/storage"},)}}},
        "azurerm_redis_cache": {
            "components": ({"price": "redis/cache_node", "attributes": {"size": "{sku}_{n}"}},)
        },
        "google_dns_zone": {"components": ({"price": "dns/zone", "region": "global"},)},
    }

    assert [str(p) for p in asked_by_meters(facts)] == [
        "aws/s3/storage class=standard in us-east-1",
        "azure/redis/cache_node size=*_* in eastus",
        "gcp/dns/zone in global",
    ]


def test_an_own_file_older_than_what_it_replaces_is_a_warning():
    tally = BookTally(TODAY)
    tally.replace(entry(as_of=date(2026, 1, 1)), entry(as_of=date(2024, 12, 1), file=OWN))
    tally.replace(entry(as_of=date(2024, 1, 1)), entry(as_of=date(2024, 12, 1), file=OWN))

    (finding,) = tally.report().findings
    assert (finding.kind, finding.where) == ("older_own", OWN.name)
    assert finding.message.startswith("1 prices")


def test_overrides_that_are_over_or_meet_nothing_are_warned_about():
    team = parse_overrides(
        "version: 1\ndiscounts:\n"
        "- {service: ec2, percent: 1, reason: a, valid_until: 2026-01-01}\n"
        "- {service: ec2, region: mars-1, percent: 1, reason: b}\n"
        "- {service: ec2, percent: 1, reason: c}\n",
        file="o.yaml",
    )
    tally = BookTally(TODAY)
    tally.judge(team, [entry().key])

    assert [f.where for f in tally.report().findings] == ["o.yaml:3", "o.yaml:4"]


def test_coverage_counts_keys_regions_and_dates():
    tally = BookTally(TODAY)
    tally.take(entry())
    tally.take(entry(region="eu-west-1", as_of=date(2024, 1, 1)))

    assert tally.report().as_dict()["coverage"] == [
        {
            "provider": "aws", "service": "ec2", "keys": 2, "regions": 2, "oldest": "2024-01-01",
            "newest": "2026-11-30", "older_than_limit": 1, "second_class": 0,
        }
    ]  # fmt: skip
