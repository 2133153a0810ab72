import pytest

from dharma_core.forecasting.models.naive2 import Naive2
from dharma_core.forecasting.models.seasonal_naive import SeasonalNaive
from dharma_core.forecasting.panel import DAILY, WEEKLY, Panel

_WEEK = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


def test_naive_models_repeat_a_plain_week() -> None:
    panel = Panel.of({"a": _WEEK * 4}, DAILY)
    for model in (Naive2(), SeasonalNaive()):
        said = model.fit(panel, 10).forecast(panel)[0]
        assert said == pytest.approx([*_WEEK, 1.0, 2.0, 3.0])


def test_naive_models_repeat_the_last_value_where_there_is_no_season() -> None:
    panel = Panel.of({"a": _WEEK * 4}, WEEKLY)
    for model in (Naive2(), SeasonalNaive()):
        assert model.fit(panel, 2).forecast(panel).tolist() == [[7.0, 7.0]]
