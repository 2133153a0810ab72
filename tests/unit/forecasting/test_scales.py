import numpy as np
import pytest

from dharma_core.forecasting.panel import DAILY, Panel
from dharma_core.forecasting.scales import by_ratio

ROWS = {
    "grows": [1.0, 2.0, 4.0, 8.0],
    "signed": [0.0, 5.0, -20.0, 3.0],
    "nothing": [0.0, 0.0, 0.0, 0.0],
    "young": [3.0, 6.0],
}


def test_what_is_within_reach_comes_back_as_it_was():
    panel = Panel.of(ROWS, DAILY)
    scale = by_ratio(panel)
    assert np.allclose(scale.restore(scale.values), panel.values, equal_nan=True)


@pytest.mark.filterwarnings("error")
def test_a_step_too_far_stays_within_ten_times_what_the_row_has_shown():
    scale = by_ratio(Panel.of(ROWS, DAILY))
    far = np.array([[-50.0, 50.0]] * 4)
    low, high = scale.restore(far).T
    assert high.round(6).tolist() == [80.0, 200.0, 0.0, 60.0]
    assert low.round(6).tolist() == [0.1, -200.0, 0.0, 0.3]
