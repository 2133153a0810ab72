"""Overrides as a list: scope, effect, who says so, until when, in force or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.costs.override_summaries import summarise_overrides
from dharma_core.costs.overrides import Discount, FixedPrice, Overrides, Validity
from dharma_core.costs.ports import Tier, price_key
from dharma_core.costs.price_keys import PricePattern
from dharma_core.provenance import Position

DAY = date(2026, 11, 30)
EUROPE = Discount(
    PricePattern("aws", "ec2", "instance", "eu-*", attributes=(("os", "linux"),)),
    Decimal("12.5"),
    "EDP",
    "FinOps",
    valid=Validity(last=date(2026, 12, 31)),
    position=Position("price_overrides.yaml", 4),
)
EARLY = Discount(PricePattern(), Decimal(1), "early payment", on_top=True)
GP3 = FixedPrice(
    price_key(("aws", "us-east-1"), "ec2/ebs_storage", volume_type="gp3"),
    (Tier(Decimal(0), None, Decimal("0.065")),),
    "contract 4711",
)


def test_each_override_says_scope_effect_reason_file_and_end():
    europe, early, gp3 = summarise_overrides(Overrides((EUROPE, EARLY), (GP3,)), DAY)

    assert europe.as_dict() == {
        "kind": "discount",
        "scope": "aws/ec2/instance os=linux in eu-*",
        "effect": "12.5 % off",
        "reason": "EDP",
        "by": "FinOps",
        "where": "price_overrides.yaml:4",
        "valid_from": None,
        "valid_until": "2026-12-31",
        "state": "in force",
    }
    assert (early.scope, early.effect, early.by) == ("every price", "1 % off on top", "")
    assert (gp3.kind, gp3.effect) == ("fixed", "0.065")
    assert gp3.scope == "aws/ec2/ebs_storage volume_type=gp3 in us-east-1"


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (None, None, "in force"),
        (DAY, DAY, "in force"),
        (None, date(2026, 11, 29), "over"),
        (date(2026, 12, 1), None, "not yet"),
    ],
)
def test_an_override_is_in_force_from_its_first_to_its_last_day(first, last, state):
    rule = Discount(PricePattern(), Decimal(1), "a", valid=Validity(first, last))

    assert summarise_overrides(Overrides((rule,)), DAY)[0].state == state


@pytest.mark.parametrize(
    ("provider", "service", "count"),
    [("", "", 3), ("aws", "", 3), ("gcp", "", 1), ("aws", "rds", 1), ("aws", "ec2", 3)],
)
def test_only_what_can_touch_the_provider_and_service_is_listed(provider, service, count):
    overrides = Overrides((EUROPE, EARLY), (GP3,))

    found = summarise_overrides(overrides, DAY, provider=provider, service=service)

    assert len(found) == count
