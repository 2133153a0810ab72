"""The stored bill ahead: parts add up, taxes come by calendar, what is odd has its cause."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.daily_series import By
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.forecasting.anomalies.episodes import EpisodeRules
from dharma_core.forecasting.outlook import Ask
from dharma_core.forecasting.scenarios import Shutdown
from dharma_core.workbench import Workbench
from tests.ahead import SURGE

S3 = "111 / Amazon S3"
ASK = Ask(14)


def mean(found, key):
    return found.outlook.found.mean[found.row(key)]


def test_services_add_up_to_accounts_and_the_total_and_taxes_are_booked_by_calendar(ahead):
    found = ahead.forecast_costs(By.SERVICE, Ask(14))
    assert found.keys[:3] == ("total", "111", "222")
    services = [key for key in found.keys if " / " in key]
    assert mean(found, "total") == pytest.approx(sum(mean(found, key) for key in services))
    tax = mean(found, "(no account) / Tax")  # 50 on each first: 20 April to 3 May has one
    assert tax.sum() == pytest.approx(50)
    assert found.outlook.days[int(tax.argmax())] == date(2026, 5, 1)
    assert found.label(S3) == "web / Amazon S3"


def test_the_forecast_is_near_what_weekdays_say_and_beats_or_tells_the_naive_one(ahead):
    found = ahead.forecast_costs(By.ACCOUNT, ASK)
    # Two weeks of 190 a day, weekends at 70 %: 10 x 190 + 4 x 133 = 2,432, and a tax of 50.
    assert float(found.expected("total")) == pytest.approx(2482, rel=0.02)
    lower, upper = found.bounds("total")
    assert lower <= found.expected("total") <= upper
    model, naive = found.scores("total")
    assert 0 <= model <= naive
    told = found.as_dict()
    assert told["currency"] == "USD"
    assert told["series"][0]["backtest"]["naive_mase"] == pytest.approx(naive, abs=1e-4)


def test_holidays_of_the_file_here_shape_the_days_to_come(ahead, tmp_path):
    free = (*(SURGE[0] + timedelta(days=n) for n in range(4)), date(2026, 4, 22))
    (tmp_path / "holidays.csv").write_text("day,name\n" + "".join(f"{day},x\n" for day in free))
    found = ahead.forecast_costs(By.SERVICE, ASK)
    assert found.outlook.effects == {S3: pytest.approx(3, rel=0.05)}
    assert mean(found, S3)[2] == pytest.approx(90, rel=0.05)  # three times 30
    assert mean(found, S3)[3] == pytest.approx(30, rel=0.05)


def test_the_past_of_a_sum_is_the_bill(ahead):
    found = ahead.forecast_costs(By.ACCOUNT, ASK)
    days, values = found.past("total")
    total = ahead.billing_summary().as_dict()["effective_cost"]
    assert float(total) == pytest.approx(values.sum())
    assert (days[0], len(days)) == (date(2026, 1, 5), 105)
    # 14 days from 20 April on are compared with those from 20 March on: one tax in both.
    assert found.before("(no account)") == 50


def test_a_scenario_changes_its_series_and_their_sum(ahead):
    plain = ahead.forecast_costs(By.ACCOUNT, ASK)
    day = plain.outlook.days[7]
    ended = ahead.forecast_costs(By.ACCOUNT, Ask(14, scenarios=(Shutdown("222", day),)))
    assert mean(ended, "222")[7:].sum() == 0
    gone = mean(plain, "222")[7:].sum()
    assert mean(plain, "total").sum() - mean(ended, "total").sum() == pytest.approx(gone)


def test_a_surge_is_told_with_scope_money_and_cause(ahead):
    found = ahead.cost_anomalies(EpisodeRules(floor=Decimal(50)))
    (one,) = found.found
    assert (one.scope, one.episode.start, one.episode.end) == (S3, *SURGE)
    assert float(one.episode.impact) == pytest.approx(4 * 60, rel=0.15)  # 30 a day became 90
    assert one.cause.startswith("more of it: account 111, service Amazon S3")
    assert found.label(one.scope) == "web / Amazon S3"
    assert found.impact == one.episode.impact


def test_a_verdict_moves_the_threshold_of_its_scope(ahead):
    rules = EpisodeRules(floor=Decimal(50))
    (one,) = ahead.cost_anomalies(rules).found
    start, end = one.episode.start.isoformat(), one.episode.end.isoformat()
    ahead.judge_anomaly(Feedback(S3, start, end, Verdict.EXPECTED, one.episode.score))
    assert ahead.cost_anomalies(rules).found == ()


def test_without_a_bill_the_command_that_imports_one_is_named():
    bench = Workbench.open()
    assert bench.billing_stamp() == ""
    with pytest.raises(InputError, match="No bill was imported") as refused:
        bench.forecast_costs(By.TOTAL, ASK)
    assert "dharma billing import" in refused.value.next_step


def test_the_stamp_stays_until_the_bill_changes(ahead, tmp_path):
    from tests.bills import days, write

    before = ahead.billing_stamp()
    assert ahead.billing_stamp() == before != ""
    ahead.import_bills(
        [write(tmp_path / "more.csv", *days(2, SubAccountId="333", BillingAccountId="other"))]
    )
    assert ahead.billing_stamp() != before
