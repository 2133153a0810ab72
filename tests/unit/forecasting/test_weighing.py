import numpy as np
import pytest

from dharma_core.forecasting.backtesting import Backtest, Judged
from dharma_core.forecasting.panel import WEEKLY, Panel
from dharma_core.forecasting.weighing import Scores


def _tested(first: list[float], second: list[float]) -> Backtest:
    """Return a back-test in which two models err by these amounts in each series."""
    rows = {str(row): np.arange(30.0) + row for row in range(len(first))}
    actual = np.zeros((len(first), 1))
    said = {"a": np.array(first)[:, None], "b": np.array(second)[:, None]}
    panel = Panel.of(rows, WEEKLY)
    return Backtest(panel, 1, (Judged(1, 2, actual, said), Judged(0, 1, actual, said)))


def test_a_model_is_louder_where_it_erred_less() -> None:
    weights = Scores(_tested([1.0, 2.0], [2.0, 1.0])).weights(["a", "b"])
    assert weights.sum(axis=0) == pytest.approx([1.0, 1.0])
    assert weights[0, 0] > 0.7
    assert weights[0, 1] < 0.3


def test_weights_of_two_looks_are_half_own_half_usual() -> None:
    # Over all series both err by 3: usual is 1 each. Own 1 : 2, two looks of four: sqrt(1/2).
    # Weights (1 : sqrt 2) ** -4 = 4 : 1.
    weights = Scores(_tested([1.0, 2.0], [2.0, 1.0])).weights(["a", "b"])
    assert weights[:, 0] == pytest.approx([0.8, 0.2])


def test_a_model_that_never_erred_speaks_alone() -> None:
    assert Scores(_tested([0.0], [1.0])).weights(["a", "b"]).ravel().tolist() == [1.0, 0.0]


def test_equal_weights_where_nothing_is_known() -> None:
    scores = Scores(_tested([1.0], [2.0]))
    assert scores.weights(["a", "b"], without={0, 1}).ravel().tolist() == [0.5, 0.5]
