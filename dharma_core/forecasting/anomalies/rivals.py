"""Two usual detectors, to be compared with ours: rolling MAD and Isolation Forest.

Both are causal like ours: what they say of a step depends on nothing later.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["engineered_features", "isolation_forest_scores", "rolling_mad_scores"]

_NORMAL_MAD = 1.4826  # deviations of a normal distribution in one median absolute deviation
_SMALLEST = 1e-9
_TREES = 100

Floats = NDArray[np.float64]


def rolling_mad_scores(values: Floats, *, window: int) -> Floats:
    """Return how many robust deviations each value is from the median of those before it.

    Parameters
    ----------
    values : ndarray of float
    window : int
        How many values before it each one is compared with; the first ones score zero.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 1.0, 2.0, 9.0])
    >>> rolling_mad_scores(values, window=4).round(2).tolist()
    [0.0, 0.0, 0.0, 0.0, 10.12]
    """
    scores = np.zeros(len(values))
    if len(values) <= window:
        return scores
    past = np.lib.stride_tricks.sliding_window_view(values, window)[:-1]
    middle = np.median(past, axis=1)
    spread = _NORMAL_MAD * np.median(np.abs(past - middle[:, None]), axis=1)
    unit = np.maximum(spread, _SMALLEST * np.maximum(1.0, np.abs(middle)))
    scores[window:] = np.abs(values[window:] - middle) / unit
    return scores


def engineered_features(values: Floats, *, window: int) -> Floats:
    """Return what the forest sees: value, change, rolling mean and deviation, value less mean.

    Examples
    --------
    >>> engineered_features(np.array([1.0, 3.0]), window=2).tolist()
    [[1.0, 0.0, 1.0, 0.0, 0.0], [3.0, 2.0, 2.0, 1.0, 1.0]]
    """
    padded = np.concatenate([np.full(window - 1, values[0]), values])
    recent = np.lib.stride_tricks.sliding_window_view(padded, window)
    mean = recent.mean(axis=1)
    change = np.diff(values, prepend=values[0])
    return np.column_stack([values, change, mean, recent.std(axis=1), values - mean])


def isolation_forest_scores(values: Floats, *, window: int, train: int) -> Floats:
    """Return the anomaly scores of an Isolation Forest trained on the first ``train`` steps.

    Parameters
    ----------
    values : ndarray of float
    window : int
        Of the rolling features.
    train : int
        How many steps it is trained on; they score zero.
    """
    from sklearn.ensemble import IsolationForest

    features = engineered_features(values, window=window)
    scores = np.zeros(len(values))
    if len(values) <= train:
        return scores
    forest = IsolationForest(n_estimators=_TREES, random_state=0, n_jobs=1)
    forest.fit(features[:train])
    scores[train:] = -forest.score_samples(features[train:])
    return scores
