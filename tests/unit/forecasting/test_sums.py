"""The interval of a sum, on back-tests whose errors are written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dharma_core.forecasting.backtesting import Backtest, Judged
from dharma_core.forecasting.ensemble import Ensemble
from dharma_core.forecasting.forecasting import Forecasts, Plan
from dharma_core.forecasting.panel import DAILY, Panel
from dharma_core.forecasting.sums import correlation, sum_bounds

NOWHERE = np.full(1, np.nan)


def _found(*errors, reach=(1.0, 2.0), level=0.95):
    """Return a forecast of 10 a day whose member erred like this at each origin."""
    steps = len(errors[0]) if errors else 4
    panel = Panel.of({"total": [float(n % 7) for n in range(60)]}, DAILY)
    judged = tuple(
        Judged(n, steps * (n + 1), np.array([error], float), {"m": np.zeros((1, steps))})
        for n, error in enumerate(errors)
    )
    tested = Backtest(panel, steps, judged) if judged else None
    ensemble = Ensemble(("m",), np.ones((1, 1)), 1.0, {})
    mean = np.full((1, steps), 10.0)
    plan = Plan(ensemble, None, NOWHERE, NOWHERE, 1, tested)
    return Forecasts(("total",), mean, mean - reach[0], mean + reach[1], level, plan)


def test_errors_that_go_together_add_up_and_those_that_do_not_add_in_squares():
    together = _found([1, 1, 1, 1], [-1, -1, -1, -1])
    assert correlation(together, 0, 4) == 1.0
    assert sum_bounds(together, 0, 4) == pytest.approx((40 - 4, 40 + 8))
    # Sums of 0 and 0 vary less than independent steps would: never below independence.
    apart = _found([1, -1, 1, -1], [-1, 1, -1, 1])
    assert correlation(apart, 0, 4) == 0.0
    assert sum_bounds(apart, 0, 4) == pytest.approx((40 - 2, 40 + 4))  # sqrt(4) x 1, x 2


def test_errors_that_go_halfway_together_lie_between():
    # Sums 2, 2: mean square 4 over 4 x 1 gives an effect of 1; sums 4, 0: 8 over 4 gives 2.
    assert correlation(_found([1, 1, 1, -1], [1, 1, 1, -1]), 0, 4) == 0.0
    assert correlation(_found([1, 1, 1, 1], [1, 1, -1, -1]), 0, 4) == pytest.approx(1 / 3)


def test_only_the_steps_asked_for_count_and_one_alone_has_its_own_bounds():
    found = _found([1, 1, 5, -5], [-1, -1, 5, -5])
    assert correlation(found, 0, 2) == 1.0
    assert sum_bounds(found, 0, 1) == (9.0, 12.0)


def test_an_origin_whose_steps_have_not_all_come_is_left_out():
    assert correlation(_found([1, 1], [-1, np.nan]), 0, 2) == 1.0


def test_where_nothing_tells_the_interval_is_the_widest_or_none():
    assert correlation(_found(), 0, 4) == 1.0
    assert correlation(_found([0, 0], [0, 0]), 0, 2) == 1.0
    unknown = _found([1, 1], [1, 1], reach=(np.nan, np.nan))
    assert sum_bounds(unknown, 0, 2) is None
