"""Spend by dimensions, tags and grains, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Comparison, Grain, Measure, Period, Tag, movers, spend


def rows(frame):
    return [tuple(r) for r in frame.rows()]


def test_spend_keeps_charges_without_a_value(bill_of):
    bill = bill_of({"cost": "2", "ServiceName": "A"}, {"cost": "3"}, {"cost": "-1"})
    assert rows(spend(bill, ["ServiceName"])) == [("A", Decimal(2)), (None, Decimal(2))]


def test_spend_cuts_time_by_charges_and_by_invoices(bill_of):
    bill = bill_of(
        {"day": "2025-01-05", "cost": "1"},  # a Sunday
        {"day": "2025-01-06", "cost": "2"},  # the Monday after
        {"day": "2025-02-01", "cost": "4"},
    )
    weeks = spend(bill, grain=Grain.WEEK)["period"].to_list()
    assert weeks == [date(2024, 12, 30), date(2025, 1, 6), date(2025, 1, 27)]
    invoices = rows(spend(bill, grain=Grain.INVOICE))
    assert invoices == [(date(2025, 1, 1), Decimal(3)), (date(2025, 2, 1), Decimal(4))]
    assert rows(spend(bill, grain=Grain.YEAR)) == [(date(2025, 1, 1), Decimal(7))]


def test_spend_reads_tags_of_any_value(bill_of):
    bill = bill_of(
        {"cost": "1", "Tags": '{"Owner": "a \\"b\\""}'},
        {"cost": "2", "Tags": '{"Owner": 7}'},
        {"cost": "4", "Tags": '{"Owner": null}'},
        {"cost": "8", "Tags": "{}"},
        {"cost": "16"},
        {"cost": "32", "Tags": '{"Other":"x","Owner":"7"}'},
    )
    assert rows(spend(bill, [Tag("Owner")])) == [
        ("7", Decimal(34)),
        ('a "b"', Decimal(1)),
        (None, Decimal(28)),
    ]


def test_spend_refuses_tags_that_are_no_json_object(bill_of):
    with pytest.raises(InputError, match="not a JSON object"):
        spend(bill_of({"cost": "1", "Tags": "[1]"}), [Tag("Owner")])


def test_spend_tells_billed_from_amortised(bill_of):
    bill = bill_of({"BilledCost": "365", "EffectiveCost": "1"})
    assert spend(bill, measure=Measure.BILLED)["cost"].item() == 365
    assert spend(bill)["cost"].item() == 1


def test_movers_are_sorted_by_the_size_of_their_change(bill_of):
    bill = bill_of(
        {"day": "2025-01-01", "cost": "10", "ServiceName": "fell"},
        {"day": "2025-01-01", "cost": "5", "ServiceName": "same"},
        {"day": "2025-02-01", "cost": "5", "ServiceName": "same"},
        {"day": "2025-02-01", "cost": "3", "ServiceName": "new"},
        {"day": "2025-02-01", "cost": "-3", "ServiceName": "a credit"},
    )
    months = Comparison(
        Period(date(2025, 1, 1), date(2025, 2, 1)), Period(date(2025, 2, 1), date(2025, 3, 1))
    )
    found = movers(bill, ["ServiceName"], months)
    assert rows(found.select("ServiceName", "change")) == [
        ("fell", Decimal(-10)),
        ("a credit", Decimal(-3)),
        ("new", Decimal(3)),
        ("same", Decimal(0)),
    ]
    assert movers(bill, ["ServiceName"], months, most=1).height == 1
    with pytest.raises(InputError, match="0 movers"):
        movers(bill, ["ServiceName"], months, most=0)
    with pytest.raises(InputError, match="need a dimension"):
        movers(bill, [], months)


def test_a_dimension_named_twice_counts_once(bill_of):
    bill = bill_of({"cost": "2", "ServiceName": "A"})
    assert rows(spend(bill, ["ServiceName", "ServiceName"])) == [("A", Decimal(2))]
