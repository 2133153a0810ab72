"""The budgets on their page: how each stands, the form, the check, and who may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.finops.budgets import Budget, parse_scope
from dharma_core.workbench import Workbench

DAY = date(2026, 4, 11)  # the bill has every day of the month before it


@pytest.fixture
def budgets(ahead: Workbench) -> Workbench:
    ahead.set_budget(Budget("platform", Decimal(9_000)))
    ahead.set_budget(Budget("web", Decimal(1_000), scope=parse_scope("account:111")))
    return ahead


@pytest.fixture
def page(budgets, dashboard):
    dashboard.script.query_params["day"] = f"{DAY}"
    return dashboard.open("budgets")


def test_each_budget_is_told_and_the_urgent_one_is_drawn(budgets, page) -> None:
    web = budgets.budget_standing("web", today=DAY)
    assert web.over
    assert "judged by 11 Apr 2026" in page.text
    assert "over" in page.text
    assert f"${web.spent:,.2f}" in page.text
    assert "Budget web is over by $" in page.text
    assert "80% spent" in page.text
    page.widget("selectbox", "budget").select("platform").run()
    assert "Budget platform will end with about $" in page.text
    assert 'role="alert"' not in page.text


def test_without_a_day_the_newest_bill_decides_and_it_is_said(budgets, dashboard) -> None:
    page = dashboard.open("budgets")
    assert "No bill is near today, so budgets are judged by 30 Apr 2026" in page.text


def test_standings_are_kept_until_a_budget_changes(budgets, page, monkeypatch) -> None:
    asked = []
    real = Workbench.budget_standings
    monkeypatch.setattr(
        Workbench,
        "budget_standings",
        lambda self, names=(), **named: asked.append(names) or real(self, names, **named),
    )
    page.run()
    assert asked == []
    budgets.set_budget(Budget("platform", Decimal(100)))
    page.run()
    assert asked == [("platform", "web")]
    page.widget("selectbox", "budget").select("platform").run()
    assert "Budget platform is over by $" in page.text


def test_the_check_tells_once_and_says_whom(budgets, page) -> None:
    page.click("budget_check")
    assert (
        "Told for the first time in this period: web at 80% spent, web at 100% spent" in page.text
    )
    page.click("budget_check")
    assert "2 budgets checked; no threshold is newly reached." in page.text


def test_a_budget_is_set_changed_and_removed_by_the_form_after_a_question(budgets, page) -> None:
    page.widget("text_input", "budget_new_name").set_value("data")
    page.widget("text_input", "budget_new_amount").set_value("2,500")
    page.widget("text_input", "budget_new_currency").set_value("usd")
    page.widget("selectbox", "budget_new_kind").select_index(2)
    page.widget("text_input", "budget_new_value").set_value("Amazon S3")
    page.widget("selectbox", "budget_new_cycle").select_index(3)
    page.widget("date_input", "budget_new_first").set_value(date(2026, 4, 1))
    page.widget("date_input", "budget_new_last").set_value(date(2026, 5, 31))
    page.widget("text_input", "budget_new_at").set_value("50%, forecast:90%")
    page.widget("text_input", "budget_new_owner").set_value("ann")
    page.widget("selectbox", "budget_new_gate").select_index(1)
    page.widget("selectbox", "budget_new_measure").select_index(1)
    page.click("budget_new_send")
    assert "Kept: data: $2,500.00 for 2026-04-01..2026-05-31 for service:Amazon S3." in page.text
    kept = next(s.budget for s in budgets.budgets() if s.budget.name == "data")
    assert kept.as_dict() == {
        "name": "data",
        "scope": "service:Amazon S3",
        "period": "2026-04-01..2026-05-31",
        "amount": "2500",
        "currency": "USD",
        "measure": "billed",
        "thresholds": ["50%", "forecast:90%"],
        "owner": "ann",
        "deployments": "ask",
    }
    page.widget("selectbox", "budget").select("data").run()
    page.widget("text_input", "budget_data_amount").set_value("3000")
    page.click("budget_data_send")
    changed = next(s.budget for s in budgets.budgets() if s.budget.name == "data")
    assert changed.as_dict() == {**kept.as_dict(), "amount": "3000"}
    page.click("budget_remove")
    assert page.widget("button", "budget_confirm").label == "Remove"


def test_what_cannot_be_taken_is_said_and_nothing_is_kept(budgets, page) -> None:
    page.widget("text_input", "budget_new_name").set_value("data")
    page.widget("text_input", "budget_new_amount").set_value("much")
    page.click("budget_new_send")
    assert "amount cannot be &#39;much&#39;." in page.text
    page.widget("text_input", "budget_new_amount").set_value("10")
    page.widget("text_input", "budget_new_value").set_value("web")
    page.click("budget_new_send")
    assert "The scope &#39;whole:web&#39; is not complete." in page.text
    assert len(budgets.budgets()) == 2


def test_a_budget_that_cannot_be_told_says_why_and_is_asked_about_anew(budgets, page) -> None:
    budgets.set_budget(Budget("euros", Decimal(100), "EUR"))
    page.run()
    page.widget("selectbox", "budget").select("euros").run()
    assert "cannot be told" in page.text
    assert "rate" in page.text
    rates = budgets.settings.home / "exchange-rates.csv"
    rates.write_text("month,from,to,rate\n*,USD,EUR,0.5\n", "utf-8")
    page.run()
    assert "euros is over by €" in page.text


def test_without_a_bill_nothing_is_known_and_the_next_step_is_said(bench, dashboard) -> None:
    bench.set_budget(Budget("platform", Decimal(100)))
    page = dashboard.open("budgets")
    assert "no bill was imported yet" in page.text
    assert "No bill tells of these days" in page.text
    assert "dharma billing import FILE" in page.text
    assert 'role="alert"' not in page.text


def test_who_may_only_look_sees_no_form_and_is_told(signed_in, dashboard) -> None:
    signed_in.bench().set_budget(Budget("platform", Decimal(100)))
    signed_in.become("vera", "viewer")
    page = dashboard.open("budgets")
    assert "setting one needs budget:set" in page.text
    keys = {button.key for button in page.script.button}
    assert keys.isdisjoint({"budget_check", "budget_remove", "budget_platform_send"})
    assert not page.script.get("text_input")
