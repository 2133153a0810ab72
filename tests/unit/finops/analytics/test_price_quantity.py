"""Price and quantity effects, worked out by hand."""

from datetime import date
from decimal import Decimal

from dharma_core.finops.analytics import Comparison, Period, as_bill, price_quantity_effects

MONTHS = Comparison(
    Period(date(2025, 1, 1), date(2025, 2, 1)), Period(date(2025, 2, 1), date(2025, 3, 1))
)


def charge(day, cost, quantity=None, sku=None):
    return {
        "day": day,
        "cost": cost,
        "PricingQuantity": quantity,
        "SkuId": sku,
        "PricingUnit": "Hours" if sku else None,
        "ServiceName": "Compute",
    }


def test_a_change_is_split_into_quantity_and_price(bill_of):
    # 10 h at 2, then 15 h at 3: 5 h more at 2 = 10, 15 h at 1 more = 15.
    bill = bill_of(charge("2025-01-01", "20", "10", "cpu"), charge("2025-02-01", "45", "15", "cpu"))
    (effect,) = price_quantity_effects(bill, ["ServiceName"], MONTHS)
    assert (effect.quantity, effect.price, effect.change) == (10, 15, 25)


def test_new_ended_and_other_are_told_apart(bill_of):
    bill = bill_of(
        charge("2025-01-01", "7", "1", "old"),
        charge("2025-02-01", "9", "3", "new"),
        charge("2025-01-01", "4"),
        charge("2025-02-01", "6"),
    )
    (effect,) = price_quantity_effects(bill, ["ServiceName"], MONTHS)
    assert (effect.ended, effect.new, effect.other) == (-7, 9, 2)
    assert (effect.quantity, effect.price) == (0, 0)


def test_a_lost_commitment_is_a_price(bill_of):
    covered = charge("2025-01-01", "6", "10", "cpu") | {"CommitmentDiscountStatus": "Used"}
    bill = bill_of(covered, charge("2025-02-01", "10", "10", "cpu"))
    (effect,) = price_quantity_effects(bill, ["ServiceName"], MONTHS)
    assert (effect.quantity, effect.price) == (0, 4)


def test_a_price_that_does_not_divide_still_adds_up(bill_of):
    bill = bill_of(charge("2025-01-01", "1", "3", "cpu"), charge("2025-02-01", "1", "7", "cpu"))
    (effect,) = price_quantity_effects(bill, ["ServiceName"], MONTHS)
    assert effect.quantity == Decimal("1.333333333333333")
    assert effect.change == 0


def test_effects_may_be_told_by_price_itself(bill_of):
    bill = bill_of(charge("2025-01-01", "20", "10", "cpu"), charge("2025-02-01", "45", "15", "cpu"))
    (effect,) = price_quantity_effects(bill, ["SkuId"], MONTHS)
    assert (effect.key, effect.change) == (("cpu",), 25)


def test_the_sample_s_lapsed_commitment_shows_as_price(year, year_rows):
    lapse = next(i for i in year.incidents if i.cause == "price")
    length = (lapse.end - lapse.start).days + 1
    weeks = -(-length // 7) * 7
    first = date.fromordinal(lapse.start.toordinal() - weeks)
    periods = Comparison(
        Period(first, date.fromordinal(first.toordinal() + length)),
        Period(lapse.start, date.fromordinal(lapse.end.toordinal() + 1)),
    )
    scope = as_bill(year_rows.lazy()).where(
        SubAccountId=lapse.account_id, ServiceName=lapse.service, ChargeCategory="Usage"
    )
    (effect,) = price_quantity_effects(scope, ["ServiceName"], periods)
    assert effect.price > Decimal("0.75") * lapse.dollars
    assert abs(effect.quantity) < Decimal("0.25") * lapse.dollars
