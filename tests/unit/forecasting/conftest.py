"""Small panels with known shapes, and one back-test shared by all that judge one."""

import numpy as np
import pytest

from dharma_core.forecasting.backtesting import Backtest, backtest
from dharma_core.forecasting.models import models
from dharma_core.forecasting.panel import DAILY, Panel


def daily_costs(series: int = 6, days: int = 110) -> Panel:
    """Return costs with a weekly rhythm, growth and noise, each series at its own size."""
    draw = np.random.default_rng(7)
    day = np.arange(days)
    costs = {}
    for row in range(series):
        week = np.where(day % 7 >= 5, 0.6, 1.0)
        growth = 1 + day * 0.0005 * (row % 4)
        noise = 1 + 0.05 * draw.standard_normal(days)
        costs[f"service-{row}"] = 10.0 ** (row % 3 + 1) * week * growth * noise
    return Panel.of(costs, DAILY)


@pytest.fixture(scope="session")
def panel() -> Panel:
    return daily_costs()


@pytest.fixture(scope="session")
def tested(panel: Panel) -> Backtest:
    return backtest(panel, 7, models(), folds=2)
