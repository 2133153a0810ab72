"""Unit cost and plan against actual, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import (
    Grain,
    Period,
    PlanState,
    Tag,
    plan_against_actual,
    unit_cost,
)

JANUARY = Period(date(2025, 1, 1), date(2025, 2, 1))


def test_unit_cost_counts_days_that_have_both(bill_of):
    bill = bill_of(
        {"day": "2025-01-01", "cost": "6"},
        {"day": "2025-01-02", "cost": "100"},  # nobody counted units
        {"day": "2025-01-03", "cost": "3"},
    )
    units = {
        date(2025, 1, 1): Decimal(4),
        date(2025, 1, 3): Decimal(2),
        date(2025, 1, 9): Decimal(50),  # no spend
    }
    found = unit_cost(bill, units)
    assert found.rows() == [(date(2025, 1, 1), Decimal(9), Decimal(6), 1.5)]
    assert unit_cost(bill, units, grain=Grain.DAY).height == 2


def test_unit_cost_leaves_out_periods_without_units(bill_of):
    bill = bill_of({"day": "2025-01-01", "cost": "6"})
    assert unit_cost(bill, {date(2025, 1, 1): Decimal(0)}).height == 0
    assert unit_cost(bill, {}).height == 0


def test_unit_cost_refuses_negative_units_and_invoices(bill_of):
    bill = bill_of({"day": "2025-01-01", "cost": "6"})
    with pytest.raises(InputError, match="-1 units on 2025-01-01"):
        unit_cost(bill, {date(2025, 1, 1): Decimal(-1)})
    with pytest.raises(InputError, match="an invoice is not"):
        unit_cost(bill, {}, grain=Grain.INVOICE)


def test_plan_against_actual_names_every_state(bill_of):
    def of(blueprint, cost, day):
        return {"day": day, "cost": cost, "Tags": f'{{"Blueprint":"{blueprint}"}}'}

    bill = bill_of(
        of("over", "30", "2025-01-01"),
        of("within", "10", "2025-01-02"),
        of("unplanned", "5", "2025-01-02"),
        of("unknown", "4", "2025-01-02"),
        {"day": "2025-01-02", "cost": "2"},
    )
    # Two days with usage: 48 of 730 hours, so 365 a month is 24.
    plans = {
        "over": Decimal(365),
        "within": Decimal(365),
        "idle": Decimal(730),
        "unknown": None,
    }
    lines = plan_against_actual(bill, plans, Tag("Blueprint"), period=JANUARY)
    told = [(line.key, line.state, line.planned, line.difference) for line in lines]
    assert told == [
        ("over", PlanState.OVER, 24, 6),
        ("within", PlanState.WITHIN, 24, -14),
        ("idle", PlanState.UNUSED, 48, -48),
        ("unplanned", PlanState.UNPLANNED, None, None),
        ("unknown", PlanState.UNKNOWN, None, None),
        (None, PlanState.UNPLANNED, None, None),
    ]
    assert lines[0].ratio == pytest.approx(1.25)


def test_plan_against_actual_refuses_what_cannot_be(bill_of):
    bill = bill_of({"day": "2025-03-01", "cost": "6"})
    with pytest.raises(InputError, match="no usage in the period"):
        plan_against_actual(bill, {}, "ServiceName", period=JANUARY)
    with pytest.raises(InputError, match="plan of 'web' is -1"):
        plan_against_actual(bill, {"web": Decimal(-1)}, "ServiceName", period=JANUARY)
