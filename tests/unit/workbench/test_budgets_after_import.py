"""Bills that arrive: budgets are judged by them, once for all, and nothing fails the import."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dharma_core.errors import AdapterError
from dharma_core.events import EventType
from dharma_core.finops.budgets import Budget, parse_period, parse_scope, parse_threshold
from dharma_core.identity import Actor
from dharma_core.storage.billing_store import BillingStore
from dharma_core.storage.budgets import BudgetRepository
from dharma_core.workbench import Workbench
from dharma_core.workbench.context import Context
from tests.bills import days, write

MARCH = "2026-03-01..2026-03-31"
SMALL = Budget("small", Decimal(20))


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path / "home"))
    return on_day(monkeypatch, Workbench.open(cwd=tmp_path), 16)


def on_day(monkeypatch, bench, day, month=3):
    monkeypatch.setattr(Context, "now", lambda _: datetime(2026, month, day, 9, tzinfo=UTC))
    return bench


def bring(bench, *numbers, **changes):
    """Import a bill of 1.25 dollars on each of these days of March."""
    file = write(bench.cwd / "march.csv", *days(*numbers, **changes))
    return bench.import_bills([file])


def said(report):
    return [(told.budget, f"{told.threshold}", told.period) for told in report.told]


def test_a_bill_tells_of_thresholds_it_reaches_and_of_each_once(bench):
    bench.set_budget(SMALL)
    first = bring(bench, *range(1, 13))  # 15.00 of 20.00; all of March would be 38.75
    assert said(first) == [("small", "forecast:100%", MARCH)]
    second = bring(bench, *range(1, 14))  # 16.25
    assert said(second) == [("small", "80%", MARCH)]
    assert second.as_dict()["told"] == [{"budget": "small", "threshold": "80%", "period": MARCH}]
    assert said(bring(bench, *range(1, 14))) == []
    assert bench.check_budgets().told == ()


def test_dharma_judges_in_its_own_name_and_tells_no_names_to_who_may_not_read_them(bench):
    bench.set_budget(SMALL)
    bench.actor = Actor("ivo", "default", (), granted=("billing:import",))
    assert bring(bench, *range(1, 16)).told == ()
    bench.actor = Actor("ann", "default", ("admin",))
    found = bench.events(type=EventType.BUDGET_THRESHOLD_REACHED)
    assert {entry.event.user for entry in found} == {"dharma"}
    assert {entry.event.data["threshold"] for entry in found} == {"80%", "forecast:100%"}


def test_the_last_days_of_a_month_are_told_in_the_next_one(bench, monkeypatch):
    bench.set_budget(Budget("month", Decimal(38)))
    bench.set_budget(Budget("once", Decimal(38), period=parse_period("2026-03-01..2026-03-30")))
    on_day(monkeypatch, bench, 3, month=4)
    found = said(bring(bench, *range(1, 32)))  # 38.75 in March, 37.50 up to the 30th
    assert [threshold for name, threshold, period in found if (name, period) == ("month", MARCH)] \
        == ["80%", "100%", "forecast:100%"]  # fmt: skip
    assert [told[1] for told in found if told[0] == "once"] == ["80%"]


def test_what_ended_long_ago_is_told_of_no_more(bench, monkeypatch):
    bench.set_budget(Budget("month", Decimal(38), thresholds=(parse_threshold("100%"),)))
    on_day(monkeypatch, bench, 3, month=5)
    assert bring(bench, *range(1, 32)).told == ()


@pytest.mark.parametrize("broken", [AdapterError("The store is away."), KeyError("odd")])
def test_whatever_fails_while_judging_leaves_the_bill_in_force(bench, monkeypatch, broken):
    def tell(*_):
        raise broken

    bench.set_budget(SMALL)
    monkeypatch.setattr(BudgetRepository, "tell", tell)
    report = bring(bench, *range(1, 16))
    assert (report.rows, report.told) == (15, ())
    assert str(broken) in report.as_dict()["budgets_problem"]
    assert bench.billing_summary().periods[0].rows == 15
    monkeypatch.undo()
    assert bench.events(type=EventType.BUDGET_THRESHOLD_REACHED) == ()


def test_twenty_budgets_read_the_bill_once(bench, monkeypatch):
    scopes = ["whole", "account:111", "service:Amazon EC2", "tag:team=web"] * 5
    for number, scope in enumerate(scopes):
        bench.set_budget(Budget(f"budget-{number}", Decimal(20), scope=parse_scope(scope)))
    bring(bench, *range(1, 16))
    read, frame = [], BillingStore.frame
    monkeypatch.setattr(
        BillingStore, "frame", lambda self, **which: read.append(which) or frame(self, **which)
    )
    found = bench.budget_standings()
    assert {standing.spent for standing in found} == {Decimal("18.75")}
    assert len(read) == 1


def test_budgets_of_other_months_and_currencies_are_read_apart(bench, monkeypatch):
    bench.set_budget(SMALL)
    bench.set_budget(Budget("yearly", Decimal(20), period=parse_period("year")))
    bench.set_budget(Budget("euros", Decimal(20), "EUR"))
    bring(bench, *range(1, 16))
    standings = {one.budget.name: one for one in bench.budget_standings()}
    assert standings["yearly"].spent == standings["small"].spent == Decimal("18.75")
    assert "rate from USD to EUR" in standings["euros"].problem
