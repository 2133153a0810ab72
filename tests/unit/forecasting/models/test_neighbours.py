import numpy as np
import pytest

from dharma_core.forecasting.models.neighbours import Neighbours
from dharma_core.forecasting.panel import DAILY, Panel


def test_series_that_repeats_another_is_continued_as_the_other_was() -> None:
    draw = np.random.default_rng(9)
    leader = np.exp(np.cumsum(0.1 * draw.standard_normal(260)))
    later = 1000 * leader[:230]  # thirty days behind, at another size
    panel = Panel.of({"leader": leader, "later": later}, DAILY)
    said = Neighbours().fit(panel, 10).forecast(panel)
    assert said[1] == pytest.approx(1000 * leader[230:240], rel=0.01)
