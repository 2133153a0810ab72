"""Daily costs of a bill: a day without a charge cost nothing, a day without a bill is a gap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics.bill import as_bill
from dharma_core.finops.attribution_scopes import written_scope
from dharma_core.finops.daily_series import NO_ACCOUNT, By, daily_series, parse_by


def test_series_of_all_scopes_hold_the_whole_bill(year_rows):
    bill = as_bill(year_rows)
    total = sum(cost for _, cost in daily_series(bill, By.TOTAL).points["total"])
    assert total == Decimal(year_rows["EffectiveCost"].sum())
    for by in (By.ACCOUNT, By.SERVICE):
        found = daily_series(bill, by)
        assert sum(cost for points in found.points.values() for _, cost in points) == total
        assert NO_ACCOUNT in {scope[0] for scope in found.scopes.values()}


def test_a_scope_without_a_charge_cost_nothing_that_day_and_gaps_stay(year_rows):
    gap = date(2025, 3, 5)
    bill = as_bill(year_rows.filter(year_rows["ChargePeriodStart"].dt.date() != gap))
    found = daily_series(bill, By.SERVICE)
    tax = dict(found.points[written_scope((NO_ACCOUNT, "Tax"))])
    assert tax[date(2025, 3, 4)] == 0
    assert tax[date(2025, 4, 1)] > 0
    assert gap not in tax
    assert found.groups(written_scope((NO_ACCOUNT, "Tax"))) == (NO_ACCOUNT,)


def test_an_unknown_way_to_take_a_bill_apart_names_the_nearest():
    with pytest.raises(InputError) as refused:
        parse_by("servise")
    assert "service" in refused.value.next_step
