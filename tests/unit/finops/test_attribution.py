"""Where the money of an anomaly went, on small bills worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.attribution import Mechanism, attribute
from dharma_core.finops.attribution_scopes import daily_costs, written_scope

START = date(2026, 3, 2)  # a Monday, after four whole weeks


def row(day, cost, *, quantity=None, service="Compute", resource="vm-1", account="a", **more):
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {
        "BillingCurrency": "USD",
        "ChargeCategory": "Usage",
        "ChargePeriodStart": moment,
        "SubAccountId": account,
        "ServiceName": service,
        "RegionId": "r1",
        "SkuId": f"{service}-hour",
        "PricingUnit": "Hours",
        "ResourceId": resource,
        "EffectiveCost": Decimal(str(cost)),
        "PricingQuantity": Decimal(str(cost if quantity is None else quantity)),
        "CommitmentDiscountStatus": None,
        **more,
    }


def bill(*extra):
    """Return four weeks of two services, 10 and 5 a day, and two days of an episode."""
    days = [START + timedelta(days=n) for n in range(-28, 0)]
    rows = [row(day, 10) for day in days]
    rows += [row(day, 5, service="Storage", resource="disk", account="b") for day in days]
    episode = [START, START + timedelta(days=1)]
    rows += [row(day, 5, service="Storage", resource="disk", account="b") for day in episode]
    schema = {"EffectiveCost": pl.Decimal(38, 15), "PricingQuantity": pl.Decimal(38, 15)}
    return pl.DataFrame(
        [*rows, *extra], schema_overrides={**schema, "CommitmentDiscountStatus": pl.String}
    )


def found(frame):
    return attribute(frame, start=START, end=START + timedelta(days=1))


NEXT = START + timedelta(days=1)


def test_more_of_the_same_resource_is_quantity():
    got = found(bill(row(START, 30), row(NEXT, 40)))
    # 70 in two days instead of 20.
    assert (got.excess, got.quantity_effect, got.price_effect) == (50, 50, 0)
    assert got.mechanism is Mechanism.QUANTITY
    assert [(p.level, p.value) for p in got.parts][:2] == [
        ("SubAccountId", "a"), ("ServiceName", "Compute"),
    ]  # fmt: skip
    assert [(p.value, p.excess) for p in got.resources] == [("vm-1", 50)]
    assert got.cause == "more of it: account a, service Compute, region r1, meter Compute-hour"


def test_the_same_quantity_for_more_is_price():
    got = found(bill(row(START, 16, quantity=10), row(NEXT, 16, quantity=10)))
    assert (got.price_effect, got.quantity_effect) == (12, 0)
    assert got.cause.startswith("dearer for the same quantity: account a, service Compute")


def test_price_and_quantity_sum_to_the_excess():
    got = found(bill(row(START, 45, quantity=30), row(NEXT, 10)))
    # The price rises from 1 to 55/40 and the quantity from 20 to 40: 20 x 1 and 40 x 0.375.
    assert (got.quantity_effect, got.price_effect, got.excess) == (20, 15, 35)


def test_new_resources_are_named_apart():
    extra = [row(day, 10) for day in (START, NEXT)]
    extra += [row(day, 20, resource=f"new-{n}") for day in (START, NEXT) for n in (1, 2)]
    got = found(bill(*extra))
    assert (got.new_resources, got.new_cost) == (("new-1", "new-2"), 80)
    assert got.cause.startswith("2 new resources: account a")


def test_weekdays_are_compared_with_their_own():
    days = [START + timedelta(days=n) for n in range(-28, 2)]
    frame = pl.DataFrame([row(day, 50 if day.weekday() == 0 else 10) for day in days])
    assert found(frame.with_columns(pl.col("CommitmentDiscountStatus").cast(pl.String))) is None


def test_unused_commitments_cost_without_quantity():
    unused = [
        row(day, 30, resource="plan", CommitmentDiscountStatus="Unused") for day in (START, NEXT)
    ]
    got = found(bill(row(START, 10), row(NEXT, 10), *unused))
    assert (got.mechanism, got.price_effect) == (Mechanism.PRICE, 60)


def test_a_drill_down_stops_where_nothing_explains_half():
    extra = [row(day, 10) for day in (START, NEXT)]
    extra += [
        row(day, 9, service="Storage", resource=f"disk-{account}", account=account)
        for day in (START, NEXT)
        for account in ("c", "d", "e")
    ]
    got = found(bill(*extra))
    assert (got.excess, got.parts) == (54, ())


@pytest.mark.parametrize("cost", [10, 3], ids=["as ever", "less"])
def test_what_is_not_too_much_has_no_cause(cost):
    assert found(bill(row(START, cost), row(NEXT, cost))) is None


def test_without_a_past_there_is_no_cause():
    frame = pl.DataFrame([row(START, 10)]).with_columns(
        pl.col("CommitmentDiscountStatus").cast(pl.String)
    )
    assert found(frame) is None


def test_tax_and_purchases_are_no_usage():
    tax = row(START, 500, ChargeCategory="Tax")
    assert found(bill(row(START, 10), row(NEXT, 10), tax)) is None
    assert daily_costs(bill(tax))["a", "Compute"][-1][0] == START - timedelta(days=1)


def test_daily_costs_are_exact_sums_by_account_and_service():
    costs = daily_costs(bill(row(START, "0.1"), row(START, "0.2", resource="vm-2")))
    assert costs["a", "Compute"][-1] == (START, Decimal("0.3"))
    assert written_scope(("a", "Compute")) == "a / Compute"


def test_two_currencies_are_refused():
    with pytest.raises(InputError, match="EUR, USD"):
        daily_costs(bill(row(START, 10, BillingCurrency="EUR")))
