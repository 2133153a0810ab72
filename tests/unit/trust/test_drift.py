"""Whether somebody's trust has changed for good."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.trust.decision import decide
from dharma_core.trust.drift import drift
from dharma_core.trust.evaluations import Evaluation, Who, evaluation_of
from dharma_core.trust.rules import AccessRule, AccessRules, Ask
from dharma_core.trust.score import Level, score

START = datetime(2026, 3, 1, tzinfo=UTC)
RULES = AccessRules((AccessRule("anything", "All", Level.LOW),), {}, {})


def _history(numbers) -> list[Evaluation]:
    ask = Ask("blueprint", "read")
    return [
        evaluation_of(
            decide(score(n, n, n), ask, RULES, second_factor=True),
            ask,
            Who("ann"),
            START + timedelta(hours=index),
            f"trv_{index:04}",
        )
        for index, n in enumerate(numbers)
    ]


def _noisy(level: float, count: int, seed: int) -> list[float]:
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    return [min(100.0, max(0.0, round(level + chance.gauss(0, 3), 2))) for _ in range(count)]


def test_nobody_has_no_drift():
    assert drift([]).points == ()
    assert drift([]).as_dict() == {"points": [], "changes": 0}


@pytest.mark.parametrize("seed", range(5))
def test_a_steady_score_shows_no_change(seed):
    assert drift(_history(_noisy(80, 60, seed))).changes == ()


@pytest.mark.parametrize(("to", "change"), [(60, "down"), (95, "up")])
@pytest.mark.parametrize("seed", range(3))
def test_a_lasting_change_is_found_soon_and_once(to, change, seed):
    found = drift(_history([*_noisy(80, 20, seed), *_noisy(to, 20, seed + 100)]))
    assert [point.change for point in found.changes] == [change]
    index = found.points.index(found.changes[0])
    assert 20 <= index < 26


def test_one_odd_score_is_no_change():
    numbers = [80.0] * 20 + [20.0] + [80.0] * 10
    assert drift(_history(numbers)).changes == ()


def test_a_few_scores_are_not_enough_to_tell():
    assert drift(_history([90.0] * 5 + [10.0] * 5)).changes == ()


def test_a_change_there_and_back_is_found_twice():
    found = drift(_history([80.0] * 12 + [50.0] * 16 + [80.0] * 12))
    assert [point.change for point in found.changes] == ["down", "up"]


def test_points_are_in_order_and_smoothed():
    found = drift(_history([80.0, 70.0, 70.0])[::-1])
    assert [point.score for point in found.points] == [80.0, 70.0, 70.0]
    # 80, then a fifth of the way to 70, twice.
    assert [point.smoothed for point in found.points] == pytest.approx([80.0, 78.0, 76.4])
    assert found.as_dict()["points"][1] == {
        "time": "2026-03-01T01:00:00+00:00",
        "trust_score": 70.0,
        "smoothed": 78.0,
        "change": "",
    }
