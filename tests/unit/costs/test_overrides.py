"""Discounts and fixed prices: exact, narrowest wins, the list price stays in sight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.costs.estimate import estimate
from dharma_core.costs.override_files import check_overrides, parse_overrides
from dharma_core.costs.overrides import Discount, OverriddenBook, Overrides
from dharma_core.costs.ports import Price, Tier, price_key
from dharma_core.costs.price_keys import PricePattern
from dharma_core.errors import InputError
from dharma_core.plan import Address, Plan, make_resource
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book

DAY = date(2026, 6, 1)
HERE = ("aws", "us-east-1")
GP3 = price_key(HERE, "ec2/ebs_storage", volume_type="gp3")


def listed(price: str = "0.08", **details: str) -> Price:
    tier = Tier(Decimal(0), None, Decimal(price))
    return Price("GB", (tier,), "USD", "list", date(2026, 1, 1), details=details, key=GP3)


def said(text: str) -> Overrides:
    return parse_overrides("version: 1\n" + text, file="price_overrides.yaml")


def paid(overrides: Overrides, price: Price | None = None, day: date = DAY) -> Decimal:
    return overrides.apply(GP3, price or listed(), day).price.unit_price


def test_the_narrowest_discount_holds_and_not_the_sum():
    team = said(
        "discounts:\n"
        "- {service: ec2, percent: 10, reason: a}\n"
        "- {service: ec2, product: ebs_storage, percent: 25, reason: b}\n"
        "- {percent: 50, reason: c}\n"
    )

    assert paid(team) == Decimal("0.06")  # 0.08 less 25 %


def test_of_two_equally_narrow_discounts_the_later_holds():
    team = said(
        "discounts:\n- {service: ec2, percent: 10, reason: a}\n"
        "- {region: us-east-1, percent: 50, reason: b}\n"
    )

    assert paid(team) == Decimal("0.04")


def test_a_discount_on_top_is_taken_off_what_is_left():
    team = said(
        "discounts:\n- {service: ec2, percent: 50, reason: a}\n"
        "- {provider: aws, percent: 10, on_top: true, reason: b}\n"
    )

    assert paid(team) == Decimal("0.036")  # 0.08 x 0.5 x 0.9


def test_a_fixed_price_wins_over_every_discount():
    team = said(
        "discounts:\n- {percent: 90, reason: a}\n"
        f"prices:\n- {{key: '{GP3}', price: 0.065, reason: contract, by: FinOps}}\n"
    )

    applied = team.apply(GP3, listed(), DAY)

    assert applied.price.unit_price == Decimal("0.065")
    assert applied.price.source == "fixed by FinOps"
    assert applied.price.note == (
        "List price 0.08 USD (list, 2026-01-01); fixed price (contract, says FinOps): "
        "price_overrides.yaml:5."
    )


def test_the_projects_file_wins_over_the_homes():
    project = said("discounts:\n- {service: ec2, percent: 10, reason: project}\n")
    home = said("discounts:\n- {service: ec2, percent: 50, reason: home}\n")

    assert paid(Overrides().joined(project).joined(home)) == Decimal("0.072")


@pytest.mark.parametrize(
    ("day", "price"),
    [
        (date(2026, 1, 1), "0.04"),
        (date(2026, 12, 31), "0.04"),
        (date(2025, 12, 31), None),
        (date(2027, 1, 1), None),
    ],
)
def test_an_override_holds_from_its_first_to_its_last_day(day, price):
    team = said(
        "discounts:\n- {percent: 50, reason: a, valid_from: 2026-01-01, valid_until: 2026-12-31}\n"
    )

    applied = team.apply(GP3, listed(), day)

    assert (str(applied.price.unit_price) if applied else None) == price


def test_the_fee_at_the_start_is_discounted_too():
    team = said("discounts:\n- {percent: 10, reason: a}\n")

    assert team.apply(GP3, listed(upfront="500"), DAY).price.details["upfront"] == "450"


def test_a_discount_needs_a_list_price_and_a_fixed_price_does_not():
    team = said(
        "discounts:\n- {percent: 10, reason: a}\n"
        "prices:\n- {key: aws/acme/widget in us-east-1, unit: hours, price: 3, reason: own}\n"
    )
    widget = price_key(HERE, "acme/widget")

    assert team.apply(GP3, None, DAY) is None
    assert team.apply(widget, None, DAY).price.unit == "hours"
    assert team.apply(widget, None, DAY).as_dict()["list_price"] is None


@given(
    st.decimals("0.0000000001", "100000", places=10),
    st.decimals("0.01", "100", places=2),
    st.lists(st.decimals("0.01", "1000", places=4), min_size=1, max_size=4),
)
def test_discounts_keep_ladders_and_are_exact(price, percent, steps):
    starts = [Decimal(0)]
    for step in steps:
        starts.append(starts[-1] + step)
    tiers = tuple(
        Tier(start, end, price / (n + 1))
        for n, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True))
    )
    book = Price("GB", tiers, "USD", "list", DAY, key=GP3)
    rule = Discount(PricePattern(), percent, "a")

    now = Overrides((rule,)).apply(GP3, book, DAY).price

    assert [(t.start, t.end) for t in now.tiers] == [(t.start, t.end) for t in tiers]
    for before, after in zip(tiers, now.tiers, strict=True):
        assert 0 <= after.unit_price <= before.unit_price
    share = (Decimal(100) - percent) / 100
    assert now.tiers[0].unit_price == price * share


def test_an_estimate_tells_list_price_discount_and_who_says_so():
    team = said("discounts:\n- {service: ec2, percent: 25, reason: EDP 2026, by: FinOps}\n")
    disk = make_resource(Address("aws_ebs_volume", "d"), {"type": "gp3", "size": 100})
    plan = Plan((disk,), region="us-east-1")

    found = estimate(plan, OverriddenBook(open_price_book(), team, DAY), catalog=load_catalog())
    part = found.components[0]

    assert found.total.text() == "$6.00"  # 100 GB at 0.08 less a quarter
    assert part.source == "infracost-worked-cases less 25 %"
    assert "List price 0.08 USD" in part.note
    assert "EDP 2026, says FinOps" in part.note
    assert part.price_key == str(GP3)


def test_the_book_below_answers_what_overrides_do_not():
    team = said("discounts:\n- {service: rds, percent: 25, reason: a}\n")
    book = OverriddenBook(open_price_book(), team, DAY)

    assert book.find(GP3) is open_price_book().find(GP3)
    assert book.find(GP3) is book.find(GP3)
    assert book.explain(GP3) is None
    assert book.is_free("aws_vpc")
    assert book.nearest(price_key(HERE, "ec2/ebs_storage", volume_type="gp33"))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("discounts:\n- {percent: 10}", ":3: 'reason' is missing", "reason"),
        ("discounts:\n- {reason: a}", ":3: 'percent' is missing", "percent"),
        ("discounts:\n- {percent: 0, reason: a}", ":3: percent is 0", "12.5"),
        ("discounts:\n- {percent: 101, reason: a}", ":3: percent is 101", "12.5"),
        ("discounts:\n- {percent: -5, reason: a}", ":3: percent is not a number", "decimal"),
        ("discounts:\n- {percent: .nan, reason: a}", ":3: percent is not a number", "decimal"),
        ("discounts:\n- {percent: [1], reason: a}", ":3: expected one word", "form"),
        ("discounts:\n- {percnt: 10, reason: a}", "a discount has no key 'percnt'", "'percent'"),
        ("discounts:\n- {percent: 10, reason: ' '}", "reason is empty", "contract"),
        ("discounts:\n- {provider: awz, percent: 10, reason: a}", "'awz' is no provider", "'aws'"),
        ("discounts:\n- {percent: 1, reason: a, on_top: maybe}", "on_top is 'maybe'", "true"),
        ("discounts:\n- {percent: 1, reason: a, valid_from: soon}", "valid_from is no day", "2026"),
        (
            "discounts:\n- {percent: 1, reason: a, valid_from: 2026-02-01,"
            " valid_until: 2026-01-01}",
            "valid_until lies before",
            "Correct",
        ),
        ("discounts: 5", "expected a list", "'-'"),
        ("discounts:\n- 5", "expected 'key: value'", "prices.md"),
        ("discount:\n- {percent: 1, reason: a}", "the file has no key 'discount'", "'discounts'"),
        ("prices:\n- {price: 1, reason: a}", "'key' is missing", "key"),
        ("prices:\n- {key: nat, price: 1, reason: a}", "'nat' is not a price key", "aws/ec2"),
        ("prices:\n- {key: awz/a/b in r, price: 1, reason: a}", "'awz' is no provider", "'aws'"),
        ("prices:\n- {key: aws/a/b in r, reason: a}", "either 'price' or 'tiers'", "tiers"),
        ("prices:\n- {key: aws/a/b in r, tiers: [], reason: a}", "tiers do not join", "begins"),
        (
            "prices:\n- {key: aws/a/b in r, reason: a, tiers: [{from: 0, to: 5, price: 1}]}",
            "tiers do not join",
            "last",
        ),
        (
            "prices:\n- {key: aws/a/b in r, reason: a, tiers: [{from: 5, to: 5, price: 1}]}",
            "ends where it begins",
            "larger",
        ),
        ("discounts:\n- {region: *x, percent: 1, reason: a}", "YAML aliases", "quote"),
        ("discounts: [[[[[[[[[[1]]]]]]]]]]", "nested more than", "form"),
        ("discounts:\n- {percent: 1, percent: 2, reason: a}", "stands here twice", "one of"),
    ],
)
def test_each_fault_of_the_file_is_named_with_line_and_next_step(text, message, hint):
    with pytest.raises(InputError) as refused:
        said(text)

    assert message in str(refused.value)
    assert "price_overrides.yaml" in str(refused.value)
    assert hint in refused.value.next_step


@pytest.mark.parametrize("text", ["", "5", "version: 2", "version: 1\n  a: [", "x" * 2_000_000])
def test_what_is_no_file_of_overrides_is_refused(text):
    with pytest.raises(InputError) as refused:
        parse_overrides(text, file="o.yaml")
    assert refused.value.next_step


def test_tiers_of_a_fixed_price_are_a_ladder():
    team = said(
        "prices:\n- key: aws/egress/internet in us-east-1\n  reason: deal\n  unit: GB\n"
        "  tiers: [{from: 0, to: 100, price: 0.05}, {from: 100, price: 0.02}]\n"
    )
    key = price_key(HERE, "egress/internet")

    # 100 GB at 0.05 and 50 at 0.02
    assert team.apply(key, None, DAY).price.cost(Decimal(150)) == Decimal("6.00")


def test_a_discount_on_a_service_that_no_book_holds_is_refused_with_the_nearest():
    team = said("discounts:\n- {provider: aws, service: ec3, percent: 1, reason: a}\n")

    with pytest.raises(InputError, match="no price book holds the service 'ec3'") as refused:
        check_overrides(team, {"aws": {"ec2", "s3"}, "gcp": {"compute"}})
    assert "'ec2'" in refused.value.next_step

    check_overrides(said("discounts:\n- {service: ec*, percent: 1, reason: a}"), {"aws": {"ec2"}})
