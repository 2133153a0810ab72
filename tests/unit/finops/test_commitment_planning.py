"""The steady floor: its arithmetic by hand, what is assumed, what is left out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import as_bill
from dharma_core.finops.commitment_planning import plan_commitments
from dharma_core.views.commitment_plan import (
    arithmetic,
    falls_table,
    floor_lines,
    floors_table,
    plan_headlines,
)

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 28


def charge(day, cost, *, service="EC2", status=None, effective=None, **changes):
    return {
        "BillingCurrency": "USD", "BillingPeriodStart": FIRST, "ChargeCategory": "Usage",
        "ChargePeriodStart": FIRST + timedelta(days=day), "ChargeClass": None, "ProviderName": "A",
        "ServiceName": service, "SkuId": service, "CommitmentDiscountStatus": status,
        "ContractedCost": Decimal(cost), "EffectiveCost": Decimal(effective or cost),
    } | changes  # fmt: skip


def bill(*rows):
    schema = dict.fromkeys(("ChargeClass", "CommitmentDiscountStatus"), pl.String)
    return as_bill(pl.DataFrame(rows, schema_overrides=schema).lazy())


def steady(**changes):
    """Return four weeks of $10 a day, $20 on each first day of a week; a commitment got 40 %."""
    rows = [charge(day, 20 if day % 7 == 0 else 10, **changes) for day in range(DAYS)]
    return [*rows, charge(0, 100, status="Used", effective=60)]


def test_the_floor_saves_its_discount_on_every_day():
    (one,) = plan_commitments(bill(*steady()), days=DAYS).floors
    assert (one.floor, one.discount, one.assumed) == (Decimal(10), Decimal("0.4"), False)
    assert one.fee == Decimal("6.00")
    assert (one.covered, one.paid, one.saved) == (Decimal(280), Decimal(168), Decimal(112))
    assert one.saving == Decimal("1460.00")  # (10 - 6) x 365
    assert (one.low, one.high) == (one.saving, one.saving)  # every week saves the same
    assert one.saving_after(0.5) == Decimal("-104.29")  # (24 x 5 + 4 x 10) / 28 less 6, a year


def test_weeks_that_differ_leave_the_saving_unsure():
    rows = [charge(day, 10 if day < 21 else 2) for day in range(DAYS)]
    used = charge(0, 100, status="Used", effective=60)
    (one,) = plan_commitments(bill(*rows, used), days=DAYS, quantile=0.5).floors
    assert one.floor == Decimal(10)
    assert one.low < one.saving < one.high
    assert one.saving == Decimal("730.00")  # (21 x 10 + 7 x 2) / 28 less 6, a year


def test_a_service_whose_commitments_are_of_another_one_gets_an_assumed_discount():
    used = charge(0, 100, status="Used", effective=60, service="Fargate", SkuId="EC2")
    (one,) = plan_commitments(bill(*steady()[:-1], used), days=DAYS).floors
    assert (one.discount, one.assumed) == (Decimal("0.30"), True)


def test_what_no_commitment_covers_anywhere_is_no_need():
    plan = plan_commitments(bill(*(charge(day, 10) for day in range(DAYS))), days=DAYS)
    assert (plan.floors, plan.left_out, floor_lines(plan)) == ((), 0, None)


def test_a_fee_below_a_hundred_dollars_a_month_is_left_out():
    rows = [charge(day, 5) for day in range(DAYS)]  # 3 a day after 40 % off
    plan = plan_commitments(bill(*rows, charge(0, 100, status="Used", effective=60)), days=DAYS)
    assert (plan.floors, plan.left_out) == ((), 1)


def test_a_day_without_a_charge_needed_nothing():
    rows = [charge(day, 10) for day in range(DAYS) if day != 3]
    used = charge(0, 100, status="Used", effective=60)
    plan = plan_commitments(bill(*rows, used), days=DAYS, quantile=0.0)
    assert plan.floors == ()


@pytest.mark.parametrize(("days", "quantile"), [(27, 0.05), (28, 1.0), (28, -0.1)])
def test_a_window_that_tells_no_floor_is_refused(days, quantile):
    with pytest.raises(InputError, match="28 days or more"):
        plan_commitments(bill(*steady()), days=days, quantile=quantile)


def test_it_is_told_with_its_arithmetic():
    plan = plan_commitments(bill(*steady()), days=DAYS)
    assert (plan.first, plan.last) == (date(2026, 3, 2), date(2026, 3, 29))
    steps = arithmetic(plan, plan.floors[0])
    assert steps[1].startswith("Fee: $10.00 x (1 - 40.00%) = $6.00 a day")
    assert "$280.00 - $168.00 = $112.00; x 365 / 28 = $1,460.00 a year" in steps[3]
    assert plan_headlines(plan)[0].value == "$1,460.00"
    assert floors_table(plan).rows[0]["break_even"] == "60%"
    assert falls_table(plan).rows[-1]["fall_50%"] == Decimal("-104.29")
    assert "never needed much less than $10.00" in floor_lines(plan).title
