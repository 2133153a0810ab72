"""Offers: the book's price first, a typical discount marked, nothing dearer than on demand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dharma_core.costs.commitments import (
    Capacity,
    Offer,
    Payment,
    Strategy,
    StrategyKind,
    offers_for,
    parse_strategies,
)
from dharma_core.costs.ports import Price, Tier, price_key
from dharma_core.errors import FactError
from dharma_core.storage.price_books import open_price_book
from dharma_core.storage.strategies import load_strategies

K = StrategyKind


class Book:
    """A price book of a few prices an hour, by option and attributes."""

    def __init__(self, *prices):
        self.prices = dict(prices)

    def find(self, key):
        return self.prices.get((key.option, key.attributes))


def price(hourly, unit="hours", currency="USD", **details):
    tier = Tier(Decimal(0), None, Decimal(hourly))
    return Price(unit, (tier,), currency, "list", date(2026, 1, 1), details=details)


def capacity(os="linux", service="ec2", provider="aws", units=2):
    key = price_key((provider, "x"), f"{service}/instance", instance_type="m", os=os)
    return Capacity("aws_instance.a", "Instance usage", key, Decimal(730 * units), Decimal("0.1"))


def strategy(**facts):
    given = {"id": "s", "title": "S", "cloud": "aws", "kind": K.RESERVED, "term_months": 12} | facts
    return Strategy(**given)


def test_no_upfront_is_the_books_hourly_price_times_the_hours():
    book = Book((("r1", "instance_type=m,os=linux"), price("0.06")))
    (offer,) = offers_for(capacity(), book, [strategy(options=("r0", "r1"))])
    assert (offer.upfront, offer.monthly) == (0, Decimal("87.6"))  # 1,460 h x 0.06
    assert (offer.source, offer.as_of, offer.assumed) == ("list", date(2026, 1, 1), False)
    assert offer.saving(Decimal(146)) == Decimal("58.4")


def test_an_upfront_part_is_paid_for_each_instance_and_spread_over_the_term():
    book = Book((("r", "instance_type=m,os=linux"), price("0.03", upfront="240")))
    (offer,) = offers_for(
        capacity(), book, [strategy(options=("r",), payment=Payment.PARTIAL_UPFRONT)]
    )
    assert (offer.upfront, offer.monthly) == (480, Decimal("43.8"))
    assert offer.effective_monthly == Decimal("83.8")  # 480 / 12 + 43.8
    assert offer.commitment == Decimal("1005.6")


def test_the_price_of_a_savings_plan_holds_the_part_that_is_paid_at_its_start():
    book = Book((("s", "instance_type=m,os=linux"), price("0.06")))
    plan = strategy(kind=K.SAVINGS_PLAN, options=("s",), payment=Payment.PARTIAL_UPFRONT)
    (offer,) = offers_for(capacity(), book, [plan])
    # 1,460 h x 0.06 = 87.6 a month: half of twelve of them at the start
    assert (offer.upfront, offer.monthly) == (Decimal("525.6"), Decimal("43.8"))
    assert (offer.effective_monthly, offer.assumed) == (Decimal("87.6"), False)


def test_an_hourly_part_without_its_upfront_part_is_no_price():
    book = Book((("r", "instance_type=m,os=linux"), price("0")))
    asked = strategy(
        options=("r",), payment=Payment.ALL_UPFRONT, typical={"ec2/instance": Decimal(40)}
    )
    (offer,) = offers_for(capacity(), book, [asked])
    assert offer.assumed
    assert (offer.upfront, offer.monthly) == (Decimal("1051.2"), 0)  # 146 x 0.6 x 12


def test_a_monthly_price_counts_instances_not_hours():
    key = replace(capacity(provider="gcp", service="vm").key)
    held = replace(capacity(), key=key)
    book = Book((("commitment_1y", key.attributes), price("40", unit="months")))
    asked = strategy(cloud="gcp", kind=K.COMMITTED_USE, options=("commitment_1y",))
    (offer,) = offers_for(held, book, [asked])
    assert offer.monthly == 80


def test_assumed_offers_say_so_and_are_not_made_for_windows_licences():
    asked = strategy(typical={"ec2/instance": Decimal(37)}, source="list", as_of=date(2024, 12, 1))
    (offer,) = offers_for(capacity(), Book(), [asked])
    assert offer.assumed
    assert offer.monthly == Decimal("91.98")  # 146 x 0.63
    assert "typical discount of 37 %" in offer.note
    assert offers_for(capacity(os="windows"), Book(), [asked]) == ()
    assert offers_for(capacity(service="rds"), Book(), [asked]) == ()
    gateway = replace(capacity(), key=price_key(("aws", "x"), "ec2/nat_gateway"))
    assert offers_for(gateway, Book(), [asked]) == ()


def test_hybrid_benefit_is_the_machine_without_its_licence():
    book = Book((("on_demand", "instance_type=m,os=linux"), price("0.04")))
    asked = strategy(cloud="azure", kind=K.HYBRID_BENEFIT, term_months=0)
    windows = capacity(os="windows", service="vm", provider="azure")
    (offer,) = offers_for(windows, book, [asked])
    assert offer.monthly == Decimal("58.4")
    assert "owned already" in offer.note
    assert offers_for(capacity(service="vm", provider="azure"), book, [asked]) == ()


def test_what_is_dearer_or_of_another_cloud_or_currency_is_no_offer():
    linux = "instance_type=m,os=linux"
    dear = strategy(id="dear", options=("dear",))
    foreign = strategy(id="foreign", options=("foreign",))
    book = Book(
        (("dear", linux), price("0.2")), (("foreign", linux), price("0.01", currency="CNY"))
    )
    assert offers_for(capacity(), book, [dear, foreign, strategy(cloud="gcp")]) == ()


def test_spot_tells_between_what_it_went():
    book = Book(
        (("spot", "instance_type=m,os=linux"), price("0.03", lowest="0.02", highest="0.05"))
    )
    (offer,) = offers_for(
        capacity(), book, [strategy(kind=K.SPOT, term_months=0, options=("spot",))]
    )
    assert offer.note == "The median; it went from 0.02 to 0.05 an hour."
    assert offer.commitment == 0
    assert offer.break_even_month(Decimal(146)) is None


@pytest.mark.parametrize(
    ("used", "month"),
    [("1", 8), ("0.6", 12), ("0.5", None), ("0", None)],  # 720 owed; 100, 60, 50 a month
)
def test_break_even_is_the_month_in_which_on_demand_has_cost_the_whole_term(used, month):
    offer = Offer(strategy(), Decimal(0), Decimal(60))
    assert offer.break_even_month(Decimal(100), used=Decimal(used)) == month


def test_bundled_strategies_offer_all_three_clouds_real_machines():
    book, found = open_price_book(), {}
    for provider, region, kind, what in (
        ("aws", "us-east-1", "m5.large", "ec2/instance"),
        ("azure", "eastus", "Standard_D2s_v3", "vm/instance"),
        ("gcp", "us-central1", "n1-standard-2", "vm/instance"),
    ):
        key = price_key((provider, region), what, instance_type=kind, os="linux")
        held = Capacity("x", "x", key, Decimal(730), book.find(key).unit_price)
        offers = offers_for(held, book, load_strategies())
        found[provider] = {o.strategy.id: o for o in offers}
        assert [o.effective_monthly for o in offers] == sorted(o.effective_monthly for o in offers)
    assert found["aws"]["aws_reserved_3y_all_upfront"].assumed
    assert not found["aws"]["aws_spot"].assumed
    assert not found["gcp"]["gcp_committed_3y"].assumed
    assert found["azure"]["azure_reserved_3y"].assumed


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "rented"}, {"payment": "later"}, {"typical": {"ec2": 0}}, {"typical": {"ec2": "x"}}],
)
def test_a_wrong_entry_is_our_own_defect(wrong):
    entry = {"id": "a", "title": "A", "cloud": "aws", "kind": "reserved"} | wrong
    with pytest.raises(FactError, match=r"strategies\.yaml"):
        parse_strategies({"source": "s", "as_of": "2026-01-01", "strategies": [entry]})


def test_an_entry_without_a_name_is_refused():
    with pytest.raises(FactError, match="title"):
        parse_strategies({"source": "s", "as_of": "2026-01-01", "strategies": [{"id": "a"}]})
