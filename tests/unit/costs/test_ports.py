"""Keys and tiered prices."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.costs.ports import Price, Tier, price_key

STEPS = (
    Tier(Decimal(100), Decimal(1000), Decimal("0.09")),  # the first 100 are free
    Tier(Decimal(1000), Decimal(5000), Decimal("0.085")),
    Tier(Decimal(5000), None, Decimal("0.07")),
)
EGRESS = Price("GB", STEPS, "USD", "list", date(2026, 1, 1))


def test_key_sorts_its_attributes_and_names_an_unusual_option():
    key = price_key(("aws", "us-east-1"), "ec2/instance", option="spot", os="linux", kind="m5")

    assert key.attributes == "kind=m5,os=linux"
    assert str(key) == "aws/ec2/instance kind=m5,os=linux in us-east-1 (spot)"


@pytest.mark.parametrize(
    ("quantity", "cost"),
    [
        (0, "0"),
        (100, "0"),
        (101, "0.09"),
        (1000, "81"),  # 900 x 0.09
        (6000, "491"),  # 900 x 0.09 + 4,000 x 0.085 + 1,000 x 0.07
    ],
)
def test_cost_adds_each_tiers_share(quantity, cost):
    assert EGRESS.cost(Decimal(quantity)) == Decimal(cost)


def test_average_of_no_quantity_is_the_first_price():
    assert EGRESS.average(None) == EGRESS.average(Decimal(0)) == Decimal("0.09")


@given(st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=3))
def test_more_units_never_cost_less(one, other):
    fewer, more = sorted((one, other))

    assert EGRESS.cost(fewer) <= EGRESS.cost(more)


@given(st.decimals(0, 10**6, places=3))
def test_shares_of_the_tiers_add_up_to_what_is_charged(quantity):
    assert sum(t.share(quantity) for t in STEPS) == max(quantity - 100, Decimal(0))
