"""How a budget stands: burn-down, late days, thresholds; and what it says to a deployment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dharma_core.finops.budgets import (
    Addition,
    Budget,
    DailySpend,
    Gate,
    judge,
    parse_period,
    parse_scope,
    parse_threshold,
    stand,
    unknown_standing,
    wanted_days,
)

TODAY = date(2026, 6, 16)
BUDGET = Budget("platform", Decimal(300), gate=Gate.STOP)


def spend(daily="10", through=date(2026, 6, 15), days=60, **parts):
    first = through - timedelta(days=days - 1)
    usage = {first + timedelta(days=n): Decimal(daily) for n in range(days)}
    return DailySpend("USD", usage, through=through, arrived={"AWS": through}, **parts)


def test_the_burn_down_goes_beside_an_even_line():
    found = stand(BUDGET, spend(), TODAY)
    last = found.burn[-1]
    assert (len(found.burn), last.day, last.remaining, last.even) == (
        15, date(2026, 6, 15), 150, 150,
    )  # fmt: skip
    assert found.burn[0].even == 290
    assert (found.spent, found.remaining, found.over, found.late_days) == (150, 150, False, 0)
    assert found.notes == ()


def test_today_is_not_over_and_does_not_count():
    assert stand(BUDGET, spend(through=TODAY), TODAY).through == date(2026, 6, 15)


def test_late_days_are_told_and_foreseen():
    found = stand(BUDGET, spend(through=date(2026, 6, 12)), TODAY)
    assert (found.late_days, found.spent, found.landing.amount) == (3, 120, 300)
    assert "3 days are not billed yet" in found.notes[0]


def test_a_provider_that_is_behind_is_named():
    bill = replace(
        spend(through=date(2026, 6, 10)),
        arrived={"AWS": date(2026, 6, 15), "Microsoft": date(2026, 6, 10)},
    )
    assert any("not Microsoft (2026-06-10)" in said for said in stand(BUDGET, bill, TODAY).notes)


def test_credits_and_zero_days_leave_the_sum_exact():
    bill = spend("0", other={date(2026, 6, 3): Decimal("-12.345678901234567")})
    found = stand(BUDGET, bill, TODAY)
    assert found.spent == Decimal("-12.345678901234567")
    assert found.remaining == Decimal("312.345678901234567")


def test_without_a_bill_nothing_is_claimed():
    found = stand(BUDGET, None, TODAY)
    said = found.as_dict()
    assert (said["spent"], said["landing"], said["overrun_probability"]) == (None, None, None)
    assert (found.over, found.reached, found.late_days) == (False, (), 0)
    assert "Nothing is known" in found.words


def test_a_scope_without_a_charge_names_the_nearest():
    bill = DailySpend("USD", {}, through=date(2026, 6, 15), instead=("Amazon EC2", "Amazon S3"))
    found = stand(replace(BUDGET, scope=parse_scope("service:Amazon S4")), bill, TODAY)
    assert "Did you mean 'Amazon S3'" in found.notes[0]
    assert (found.spent, found.landing) == (0, None)
    assert found.words.endswith("where it lands is not known.")


@pytest.mark.parametrize(
    ("daily", "reached"),
    [
        ("9", []),
        ("10", ["50%", "forecast:100%"]),
        ("16", ["50%", "80%", "forecast:100%"]),
        ("20", ["50%", "80%", "100%", "forecast:100%"]),
    ],
)
def test_thresholds_are_reached_at_their_share(daily, reached):
    marks = tuple(map(parse_threshold, ["50%", "80%", "100%", "forecast:100%"]))
    found = stand(replace(BUDGET, thresholds=marks), spend(daily), TODAY)
    assert [str(mark) for mark in found.reached] == reached
    assert found.over is False


def test_more_than_the_amount_is_over():
    found = stand(BUDGET, spend("20.01"), TODAY)
    assert found.over
    assert found.overrun_probability == 1


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("month", "2026-03-02", "2026-06-30"),
        ("year", "2025-10-02", "2026-12-31"),
        ("2026-08-01..2026-08-31", "2026-03-17", "2026-08-31"),
        ("2026-01-01..2026-01-31", "2025-10-02", "2026-06-16"),
    ],
)
def test_a_standing_asks_for_its_period_and_the_quarter_before(period, first, last):
    days = wanted_days(replace(BUDGET, period=parse_period(period)), TODAY)
    assert str(days) == f"{first}..{last}"


def test_a_period_to_come_has_no_late_day():
    found = stand(replace(BUDGET, period=parse_period("2026-08-01..2026-08-31")), spend(), TODAY)
    assert (found.burn, found.spent, found.late_days) == ((), 0, 0)
    assert found.landing.amount == 310


def verdict(standing, monthly, before="0", **parts):
    said = Addition("shop", Decimal(monthly), before=Decimal(before), **parts)
    found = judge(standing, said)
    return None if found is None else (found.gate, found.reason)


def test_a_design_has_to_fit_beside_what_the_scope_lands_at():
    standing = stand(replace(BUDGET, amount=Decimal(400)), spend(), TODAY)
    assert verdict(standing, "100") is None
    gate, reason = verdict(standing, "100.01")
    assert gate is Gate.STOP
    assert reason == (
        "whole lands at $300.00; the design adds $100.01, over budget platform ($400.00 a month)."
    )


def test_only_what_a_new_version_costs_more_is_added():
    standing = stand(replace(BUDGET, amount=Decimal(400)), spend(), TODAY)
    assert verdict(standing, "250", before="150") is None
    assert verdict(standing, "250", before="149") is not None


def test_what_costs_less_than_before_passes_even_where_it_is_over():
    assert verdict(stand(BUDGET, spend("90"), TODAY), "50", before="60") is None


def test_without_a_bill_the_design_alone_has_to_fit():
    nothing = unknown_standing(BUDGET, TODAY)
    assert verdict(nothing, "300") is None
    assert verdict(nothing, "300.01", before="200")[0] is Gate.STOP
    year = unknown_standing(replace(BUDGET, period=parse_period("year")), TODAY)
    assert verdict(year, "25") is None
    assert verdict(year, "25.01") is not None


def test_a_budget_of_once_counts_the_days_that_are_left():
    once = replace(BUDGET, period=parse_period("2026-06-01..2026-06-30"), amount=Decimal(350))
    standing = stand(once, spend(), TODAY)
    assert verdict(standing, "101") is None  # 15 days of 730 hours: 49.81
    assert verdict(standing, "102") is not None
    over = stand(once, spend(through=date(2026, 7, 31)), date(2026, 8, 1))
    assert verdict(over, "99999") is None


def test_a_bill_that_cannot_be_told_or_compared_asks_somebody():
    broken = unknown_standing(BUDGET, TODAY, why="no rate")
    assert verdict(broken, "1") == (Gate.ASK, "Budget platform cannot be told: no rate")
    euros = stand(replace(BUDGET, currency="EUR"), None, TODAY)
    assert verdict(euros, "1")[0] is Gate.ASK


@pytest.mark.parametrize(
    ("scope", "stops"),
    [
        ("whole", True),
        ("design:shop", True),
        ("design:web", False),
        ("account:live", True),
        ("account:test", False),
        ("tag:Team=web", True),
        ("tag:Team=data", False),
        ("service:Amazon S3", False),
    ],
)
def test_a_budget_speaks_to_the_designs_of_its_scope(scope, stops):
    standing = unknown_standing(replace(BUDGET, scope=parse_scope(scope)), TODAY)
    tags = frozenset({("Team", "web")})
    assert (verdict(standing, "500", target="live", tags=tags) is not None) is stops


def test_a_budget_without_a_gate_says_nothing():
    assert verdict(unknown_standing(replace(BUDGET, gate=Gate.NONE), TODAY), "9999") is None


def test_days_in_part_are_spent_foreseen_and_told():
    days = {date(2026, 3, day): Decimal(10) for day in range(1, 15)} | {date(2026, 3, 15): 4}
    spend = DailySpend("USD", days, through=date(2026, 3, 15), whole=date(2026, 3, 14))
    found = stand(Budget("all", Decimal(300)), spend, date(2026, 3, 16))
    assert (found.spent, found.landing.amount) == (Decimal(144), Decimal(310))
    assert "The days after 2026-03-14 look incomplete" in found.notes[-1]
    assert not any("incomplete" in note for note in
                   stand(Budget("all", Decimal(300)), spend, date(2026, 3, 15)).notes)  # fmt: skip
