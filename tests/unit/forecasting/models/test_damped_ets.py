import numpy as np
import pytest

from dharma_core.forecasting.models.damped_ets import DampedEts
from dharma_core.forecasting.panel import WEEKLY, Panel
from dharma_core.forecasting.smoothing import damped_trend


def _walk(seed: int, drift: float) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return 100 + np.cumsum(draw.standard_normal(120) + drift) + draw.standard_normal(120)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damped_ets_fits_as_close_as_statsmodels(seed: int) -> None:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    values = _walk(seed, 0.3)
    theirs = ExponentialSmoothing(
        values,
        trend="add",
        damped_trend=True,
        initialization_method="known",
        bounds={"damping_trend": (0.8, 0.98)},
        **_begin(values),
    ).fit()
    panel = Panel.of({"a": values}, WEEKLY)
    ours = damped_trend(panel.values)
    assert _squares(values, *ours.parameters[0]) <= float(theirs.sse) * 1.02
    said = DampedEts("damped_ets", longest=False).fit(panel, 6).forecast(panel)[0]
    spread = np.sqrt(theirs.sse / len(values))
    assert np.abs(said - theirs.forecast(6)).max() < spread


def _begin(values: np.ndarray) -> dict[str, float]:
    slope, level = np.polyfit(np.arange(1, 11), values[:10], 1)
    return {"initial_level": float(level), "initial_trend": float(slope)}


def _squares(values: np.ndarray, alpha: float, beta: float, phi: float) -> float:
    """Walk by hand: Holt's damped recursion in its textbook form."""
    begin = _begin(values)
    level, trend, total = begin["initial_level"], begin["initial_trend"], 0.0
    for value in values:
        expected = level + phi * trend
        total += (value - expected) ** 2
        new = alpha * value + (1 - alpha) * expected
        trend = phi * trend + beta * (value - expected)
        level = new
    return total
