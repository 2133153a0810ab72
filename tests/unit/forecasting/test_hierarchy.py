import numpy as np
import pytest

from dharma_core.errors import InputError
from dharma_core.forecasting.hierarchy import summed
from dharma_core.forecasting.panel import DAILY, Panel

_PATHS = {"p/a": ("p",), "p/b": ("p",), "q/a": ("q",)}


@pytest.fixture
def tree():
    panel = Panel.of({"p/a": [1.0, 2.0], "p/b": [3.0, 4.0], "q/a": [6.0]}, DAILY)
    return summed(panel, _PATHS)[1]


def test_nodes_are_the_sums_of_what_has_begun() -> None:
    panel = Panel.of({"p/a": [1.0, 2.0], "p/b": [3.0, 4.0], "q/a": [6.0]}, DAILY)
    whole, tree = summed(panel, _PATHS)
    assert tree.keys == ("total", "p", "q", "p/a", "p/b", "q/a")
    assert whole.values[:2].tolist() == [[4, 12], [4, 6]]
    assert np.isnan(whole.values[2, 0])  # q has not begun


def test_reconciled_forecasts_add_up_and_the_surest_gives_way_least(tree) -> None:
    said = np.array([12.0, 5.0, 5.0, 2.0, 2.0, 5.0])
    size = np.array([0.1, 1.0, 1.0, 1.0, 1.0, 1.0])
    after = tree.reconciler(size) @ said
    assert after == pytest.approx(tree.sums @ after[3:])
    assert abs(after[0] - 12) < 0.1
    assert after[3] > 2


def test_what_adds_up_already_stays(tree) -> None:
    said = np.array([12.0, 6.0, 6.0, 2.0, 4.0, 6.0])
    assert tree.reconciler(np.array([3.0, 1, 2, 1, 5, 1])) @ said == pytest.approx(said)


def test_what_never_erred_or_is_new_keeps_its_forecast(tree) -> None:
    said = np.array([20.0, 6.0, 6.0, 2.0, 4.0, 6.0])
    after = tree.reconciler(np.array([1.0, 1, np.nan, 0, 1, np.nan])) @ said
    assert after[[3, 5]] == pytest.approx([2.0, 6.0], abs=1e-3)
    assert after[4] > 4.5


def test_group_with_the_name_of_a_series_is_refused() -> None:
    panel = Panel.of({"p": [1.0], "p/a": [1.0]}, DAILY)
    with pytest.raises(InputError, match="'p' is a group and a series"):
        summed(panel, {"p": (), "p/a": ("p",)})
