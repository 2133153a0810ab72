import numpy as np
import pytest

from dharma_core.forecasting.models.theta import Theta
from dharma_core.forecasting.panel import MONTHLY, WEEKLY, Panel


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.parametrize("season", [1, 12])
def test_theta_agrees_with_statsmodels(season: int) -> None:
    from statsmodels.tsa.forecasting.theta import ThetaModel

    draw = np.random.default_rng(5)
    step = np.arange(144)
    wave = 1 + 0.2 * np.sin(2 * np.pi * step / 12) if season > 1 else 1.0
    values = (100 + 0.5 * step + np.cumsum(draw.standard_normal(144))) * wave
    theirs = ThetaModel(
        values, period=season, deseasonalize=season > 1, method="multiplicative"
    ).fit()
    panel = Panel.of({"a": values}, MONTHLY if season > 1 else WEEKLY)
    ours = Theta().fit(panel, 12).forecast(panel)[0]
    assert ours == pytest.approx(np.asarray(theirs.forecast(12)), rel=0.01)
