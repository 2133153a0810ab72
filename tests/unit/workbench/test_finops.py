"""The review and the pivot through the workbench, from bills in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Measure, Tag
from dharma_core.finops.analytics.pivot import Question
from dharma_core.finops.budgets import Budget
from dharma_core.finops.daily_series import By
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.finops.month_anomalies import TOLD
from dharma_core.forecasting.outlook import Ask
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from tests.ahead import SURGE
from tests.bills import days, write


@pytest.fixture
def bench(tmp_path):
    return Workbench.open(cwd=tmp_path)


def test_the_demo_bill_is_loaded_once_and_reviewed(bench):
    first, second = bench.import_sample_bill(), bench.import_sample_bill()
    assert 20_000 < first.rows < 60_000
    assert (second.rows, len(second.same)) == (0, 14)  # and two months of the example
    review = bench.finops_review()
    held = bench.billing_summary().periods[-1]
    assert review.month == date(2025, 12, 1)
    assert (review.total.billed, review.total.amortised) == (
        held.billed_cost,
        held.effective_cost,
    )
    assert review.landing.amount == held.effective_cost
    assert len(review.months) == 12
    assert review.unit == "orders"
    assert [u.month.month for u in review.unit_costs] == [11, 12]
    assert bench.explore_bills(Question(("ProviderName",)), months=["2025-12"]).total == (
        held.effective_cost
    )
    assert len(bench.explore_bills(Question(("ProviderName",))).rows) == 3
    assert Tag("Owner") in bench.billing_dimensions()


def test_the_demos_budgets_are_set_once_and_leave_others_alone(bench):
    bench.set_budget(Budget("company", Decimal(7)))
    made = bench.set_sample_budgets()
    assert [stored.budget.name for stored in made] == ["storefront", "databases"]
    assert bench.set_sample_budgets() == ()
    assert {s.budget.name: s.budget.amount for s in bench.budgets()} == {
        "company": 7,
        "databases": 91_000,
        "storefront": 73_000,
    }


def test_a_month_that_runs_lands_by_the_forecast_of_the_whole_bill(ahead):
    review = ahead.finops_review()
    landing = review.landing
    assert (landing.as_of, landing.days_left, landing.method) == (date(2026, 4, 19), 11, "forecast")
    found = ahead.forecast_costs(By.ACCOUNT, Ask(30))
    assert landing.amount == landing.so_far + found.sum_of(11)
    assert landing.models == found.outlook.found.plan.ensemble.members
    # 20 to 30 April: nine weekdays of 190 and two days of a weekend at 70 %, some cents on each.
    assert landing.amount - landing.so_far == pytest.approx(
        Decimal(9 * 190 + 2 * 133), rel=Decimal("0.02")
    )
    low, high = landing.interval
    assert low < landing.so_far + 9 * 190 + 2 * 133 < high
    quick = ahead.finops_review(forecast=False)
    assert (quick.landing.interval, quick.landing.so_far) == (None, landing.so_far)


def test_a_forecast_that_ends_before_the_month_is_asked_for_again(ahead):
    asked = []

    def found(days):
        asked.append(days)
        return ahead.forecast_costs(By.TOTAL, Ask(10 if days == 30 else days))

    quick = ahead.finops_review(forecast=False)
    assert ahead.landed_review(quick, ahead=found).landing.interval is None
    assert asked == [30]
    early = replace(quick, landing=replace(quick.landing, days_left=29))
    assert ahead.landed_review(early, ahead=found).landing.interval is not None
    assert asked == [30, 30, 34]


def test_weekdays_stay_where_no_forecast_can_be_made_and_it_is_said(ahead):
    def fails(_days):
        raise InputError("Nothing can be forecast.", next_step="Wait.")

    quick = ahead.finops_review(forecast=False)
    assert ahead.landed_review(quick, ahead=fails).landing.reason == (
        "no forecast can be made: Nothing can be forecast."
    )
    older = replace(quick, month=date(2026, 2, 1))
    assert "goes on after" in ahead.landed_review(older, ahead=fails).landing.reason
    short = replace(quick, months=quick.months[1:])
    assert "fewer than three months" in ahead.landed_review(short, ahead=fails).landing.reason
    assert ahead.finops_review("2026-03").landing.method == "complete"


def test_anomalies_of_a_month_are_told_until_somebody_expected_them(ahead):
    march = ahead.month_anomalies("2026-03")
    (told,) = march.told
    episode = told.anomaly.episode
    assert (told.anomaly.scope, episode.start, episode.end) == ("111 / Amazon S3", *SURGE)
    assert ahead.month_anomalies("2026-02").told == ahead.month_anomalies().told == ()
    said = Feedback(
        told.anomaly.scope, f"{episode.start}", f"{episode.end}", Verdict.EXPECTED, episode.score
    )
    assert ahead.untaught_anomalies(TOLD) == ()
    ahead.judge_anomaly(said)
    after = ahead.month_anomalies("2026-03")
    assert after.told == ()
    assert [one.anomaly.episode for one in after.expected] == [episode]
    assert after.expected[0].anomaly.cause == told.anomaly.cause


def test_an_invented_bill_never_joins_real_ones(bench):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    stamp = bench.billing_stamp()
    assert bench.import_sample_bill() is None
    assert bench.billing_stamp() == stamp
    assert not (bench.settings.home / "business-units.csv").exists()


@pytest.mark.parametrize(
    ("month", "said"),
    [("2026-3", "no month"), ("march", "no month"), ("2026-04", "no bill of 2026-04")],
)
def test_a_month_that_is_not_there_is_refused(bench, month, said):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    with pytest.raises(InputError, match=said) as told:
        bench.finops_review(month)
    assert "2026-03" in told.value.next_step


def test_without_a_bill_the_next_step_is_to_import_one(bench):
    for ask in (bench.finops_review, lambda: bench.explore_bills(Question())):
        with pytest.raises(InputError, match="No bill was imported") as told:
            ask()
        assert "dharma billing import" in told.value.next_step


def test_several_currencies_are_never_added(bench):
    write(bench.cwd / "a.csv", *days(1, 2), {"BillingCurrency": "EUR"})
    bench.import_bills([bench.cwd / "a.csv"])
    with pytest.raises(InputError, match="EUR, USD"):
        bench.finops_review()
    with pytest.raises(InputError, match="EUR, USD"):
        bench.explore_bills(Question())
    (bench.cwd / "exchange-rates.csv").write_text("month,from,to,rate\n*,EUR,USD,2\n", "utf-8")
    review = bench.finops_review(currency="USD")
    assert review.currency == "USD"
    assert (
        review.total.billed
        == bench.explore_bills(Question(measure=Measure.BILLED), currency="USD").total
    )


def test_units_that_are_no_table_are_an_error_of_their_file(bench):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    (bench.cwd / "units.csv").write_text("day,users\n2026-03-01,4\n", "utf-8")
    (found,) = bench.finops_review(units=bench.cwd / "units.csv").unit_costs
    assert found.units == Decimal(4)
    (bench.cwd / "units.csv").write_text("nothing", "utf-8")
    with pytest.raises(InputError, match=r"units\.csv"):
        bench.finops_review(units=bench.cwd / "units.csv")


def test_bills_of_another_tenant_are_not_reviewed(bench):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    other = Workbench.open(actor=Actor("olga", "other", ("admin",)), cwd=bench.cwd)
    with pytest.raises(InputError, match="No bill was imported"):
        other.finops_review()
