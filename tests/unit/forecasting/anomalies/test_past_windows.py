"""Distances to the nearest past window, against a direct search; bounded memory."""

import numpy as np
import pytest

from dharma_core.forecasting.anomalies.past_windows import PastWindows


def searched(values, length, memory):
    """Return the distance of the last window to the nearest earlier one, the slow way."""
    end = len(values)
    newest = values[end - length :]
    found = [
        np.sqrt(np.mean((newest - values[stop - length : stop]) ** 2))
        for stop in range(max(length, end - memory), end - length + 1)
    ]
    return min(found) if found else None


@pytest.mark.parametrize("memory", [400, 37], ids=["all remembered", "a short memory"])
def test_distances_are_those_of_a_direct_search(memory):
    values = np.random.default_rng(3).normal(size=200).cumsum()
    windows = PastWindows([12, 5], memory=memory)
    for end in range(1, len(values) + 1):
        found = windows.push(values[end - 1])
        for distance, length in zip(found, (12, 5), strict=True):
            expected = searched(values[:end], length, memory) if end >= 2 * length else None
            assert (distance is None) == (expected is None)
            if expected is not None:
                assert distance == pytest.approx(expected, abs=1e-9)


def test_memory_stops_growing():
    windows = PastWindows([10, 4], memory=100)
    held = []
    for step in range(2000):
        windows.push(float(step % 7))
        held.append(windows.bytes_held)
    assert held[-1] == held[400]
    assert held[-1] < 20_000


def test_a_repeated_cycle_is_no_distance_away():
    windows = PastWindows([6], memory=100)
    found = [windows.push(float(step % 6))[0] for step in range(40)]
    assert found[:11] == [None] * 11
    assert found[12:] == [0.0] * 28
