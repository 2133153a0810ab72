"""Past forecasts beside what came: nothing of the future is known, the naive one is fair."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.daily_series import By, DailySeries
from dharma_core.finops.forecast_study import study_forecasts
from dharma_core.forecasting.models import models
from dharma_core.forecasting.outlook import Ask
from dharma_core.views.forecast_study import (
    held_lines,
    study_headlines,
    study_sentence,
    study_table,
)

FIRST = date(2026, 1, 5)
NAMES = ("seasonal_naive", "naive2")


def daily(days=98, surge_from=98):
    """Return two accounts with quiet weekends; one costs ten times as much from a day on."""
    scopes = {"a": ("a",), "b": ("b",)}
    points = {
        key: tuple(
            (day, Decimal(usual * (5 if day.weekday() > 4 else 10) * (10 if n >= at else 1)))
            for n in range(days)
            for day in [FIRST + timedelta(days=n)]
        )
        for key, usual, at in (("a", 1, days), ("b", 2, surge_from))
    }
    return DailySeries(By.ACCOUNT, "USD", points, scopes)


def study(series, *, horizon=14, origins=1):
    few = {name: models()[name] for name in NAMES}
    ask = Ask(horizon, level=0.9, groups=lambda _: (), models=few)
    return study_forecasts(series, ask, origins=origins, names={"a": "web"})


def test_a_week_that_repeats_is_forecast_without_error():
    found = study(daily(), origins=2)
    assert found.keys == ("total", "a", "b")
    assert found.origins == (date(2026, 3, 16), date(2026, 3, 30))  # days 70 and 84
    assert [found.error(key) for key in found.keys] == [0, 0, 0]
    assert found.sum_error("total") == pytest.approx(0)
    assert study_table(found).rows[0]["less"] == "nothing to beat"


def test_what_came_after_an_origin_is_not_known_to_its_forecast():
    found = study(daily(surge_from=84))
    (held,) = found.of("b")
    assert held.days[0] == FIRST + timedelta(days=84)
    assert np.allclose(held.mean, held.naive)
    assert np.allclose(held.came, 10 * held.mean)
    # Each day 20 (weekends 10) was said, ten times as much came: 9 x (5 x 20 + 2 x 10) / 7.
    assert found.error("b") == found.naive_error("b") == Decimal("154.29")
    assert found.sum_error("b") == pytest.approx(-0.9)
    assert found.error("total") == found.error("b")
    assert found.inside("b")[0] == 0


def test_too_short_a_bill_is_refused_with_what_is_possible():
    with pytest.raises(InputError, match="no 4 origins 14 days apart") as refused:
        study(daily(), origins=4)
    assert refused.value.next_step == "Ask for 1 to 3 origins."
    with pytest.raises(InputError) as hopeless:
        study(daily(days=60))
    assert hopeless.value.next_step == "Ask less far ahead."


def test_it_is_told_beside_repeating_last_week():
    found = study(daily(surge_from=84))
    assert study_headlines(found)[0].value == "$154.29"
    assert study_headlines(found)[2].value.startswith("-")
    assert "where 90% was promised" in study_sentence(found)
    assert study_table(found).rows[1]["name"] == "web"
    picture = held_lines(found, "b")
    assert picture.title == "b: the same error beside repeating last week"
    assert len(picture.figure.data) == 5
