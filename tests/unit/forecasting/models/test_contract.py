"""What every model in the registry must do, whatever it is given."""

import numpy as np
import pytest

from dharma_core.forecasting.backtesting import Backtest
from dharma_core.forecasting.ensemble import loss_of
from dharma_core.forecasting.models import models
from dharma_core.forecasting.panel import DAILY, WEEKLY, Panel

_NAMES = sorted(models())


def _awkward() -> Panel:
    """Return rows that break careless models, the last not begun."""
    rows = {
        "one value": [5.0],
        "two values": [5.0, 7.0],
        "constant": [3.0] * 60,
        "all zero": [0.0] * 60,
        "began yesterday": [0.0] * 59 + [100.0],
        "credits": [-1.0, 2.0, 0.0, 4.0, -3.0] * 12,
        "huge": [1e12 * (1 + step % 7) for step in range(60)],
        "tiny": [1e-9 * (1 + step % 7) for step in range(60)],
    }
    panel = Panel.of(rows, DAILY)
    absent = np.full((1, panel.values.shape[1]), np.nan)
    return Panel((*panel.keys, "not begun"), np.vstack([panel.values, absent]), DAILY)


@pytest.mark.parametrize("name", _NAMES)
def test_model_gives_each_series_its_horizon_and_invents_none(name: str) -> None:
    panel = _awkward()
    said = models()[name].fit(panel, 3).forecast(panel)
    assert said.shape == (len(panel), 3)
    assert np.isfinite(said[:-1]).all()
    assert np.isnan(said[-1]).all()
    known = dict(zip(panel.keys, said, strict=True))
    assert known["constant"] == pytest.approx([3.0] * 3)
    assert known["all zero"] == pytest.approx([0.0] * 3)
    assert known["one value"] == pytest.approx([5.0] * 3)
    assert np.abs(known["huge"]).max() < 1e14
    assert np.abs(known["tiny"]).max() < 1e-7


@pytest.mark.parametrize("name", _NAMES)
def test_model_takes_a_panel_of_one_value(name: str) -> None:
    panel = Panel.of({"new": [5.0]}, WEEKLY)
    assert models()[name].fit(panel, 3).forecast(panel).tolist() == [[5.0, 5.0, 5.0]]


@pytest.mark.parametrize("name", _NAMES)
def test_model_repeats_itself_and_leaves_the_panel_alone(name: str, panel: Panel) -> None:
    few = panel.before(40).rows([0, 1])
    before = few.values.copy()
    first, second = (models()[name].fit(few, 2).forecast(few) for _ in range(2))
    assert np.array_equal(first, second)
    assert np.array_equal(few.values, before)


def test_no_model_is_worse_than_naive2_where_a_rhythm_is_plain(tested: Backtest) -> None:
    found = {name: loss_of(tested, [name]) for name in _NAMES}
    assert max(found, key=lambda name: (found[name], name == "naive2")) == "naive2"
