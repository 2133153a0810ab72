"""Studies of the stored bill: how well it was forecast, what to commit to, a smaller sample."""

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.daily_series import By
from dharma_core.forecasting.outlook import Ask
from dharma_core.workbench import Workbench


def test_the_bill_is_forecast_from_its_own_past(ahead):
    study = ahead.backtest_costs(By.ACCOUNT, Ask(14), origins=1)
    assert study.currency == "USD"
    assert [study.label(key) for key in study.keys] == ["total", "web", "data", "(no account)"]
    (whole,) = study.of("total")
    parts = sum(study.of(key)[0].came for key in study.keys[1:])
    assert whole.came.sum() == pytest.approx(parts.sum())
    assert study.error("total") < 10  # of 173 a day; the surge of days 80 to 83 is in its past
    assert study.inside("total")[1] == 14


def test_a_bill_without_commitments_gives_nothing_to_commit_to(ahead):
    assert ahead.plan_commitments(days=28).floors == ()


def test_studies_of_no_bill_say_how_to_load_one():
    for ask in (lambda b: b.plan_commitments(), lambda b: b.backtest_costs(By.TOTAL, Ask(7))):
        with pytest.raises(InputError, match="No bill was imported yet"):
            ask(Workbench.open())
