"""The rivals find the obvious, and know no future either."""

import numpy as np
import pytest

from dharma_core.forecasting.anomalies.rivals import isolation_forest_scores, rolling_mad_scores


@pytest.fixture(scope="module")
def values():
    series = np.random.default_rng(1).normal(size=200)
    series[150] = 12.0
    return series


def mad(values):
    return rolling_mad_scores(values, window=40)


def forest(values):
    return isolation_forest_scores(values, window=6, train=100)


@pytest.mark.parametrize("scorer", [mad, forest], ids=["MAD", "forest"])
def test_the_spike_scores_highest_and_the_future_changes_nothing(scorer, values):
    scores = scorer(values)
    assert int(np.argmax(scores)) == 150
    assert scorer(values[:160]).tolist() == scores[:160].tolist()


@pytest.mark.parametrize("scorer", [mad, forest], ids=["MAD", "forest"])
def test_a_series_shorter_than_the_training_scores_nothing(scorer, values):
    assert set(scorer(values[:30])) == {0.0}
