from datetime import date, timedelta

import numpy as np
import pytest

from dharma_core.errors import InputError
from dharma_core.forecasting.scenarios import (
    Course,
    Launch,
    Migration,
    PriceChange,
    Shutdown,
    apply,
)

_DAYS = tuple(date(2026, 3, 1) + timedelta(days=n) for n in range(4))
_THIRD = _DAYS[2]


def _course() -> Course:
    mean = {"db": np.full(4, 10.0), "web": np.full(4, 4.0)}
    unknown = {key: np.full(4, np.nan) for key in mean}
    return Course(_DAYS, mean, unknown, {key: row + 1 for key, row in mean.items()})


@pytest.mark.parametrize(
    ("scenario", "db", "web"),
    [
        (Launch("db", _THIRD, 6.0, ramp=2), [10, 10, 13, 16], [4, 4, 4, 4]),
        (Shutdown("db", _THIRD), [10, 10, 0, 0], [4, 4, 4, 4]),
        (PriceChange("db", _THIRD, 0.5), [10, 10, 5, 5], [4, 4, 4, 4]),
        (Migration("db", "web", _THIRD, share=0.5, factor=2), [10, 10, 5, 5], [4, 4, 14, 14]),
    ],
    ids=["launch", "shutdown", "price", "migration"],
)
def test_scenario_changes_the_days_from_its_start(scenario, db, web) -> None:
    before = _course()
    after = apply(before, [scenario])
    assert after.mean["db"].tolist() == db
    assert after.mean["web"].tolist() == web
    assert before.mean["db"].tolist() == [10] * 4


def test_scenarios_follow_one_another_and_move_the_bounds() -> None:
    after = apply(_course(), [PriceChange("db", _THIRD, 2), Shutdown("db", _DAYS[3])])
    assert after.mean["db"].tolist() == [10, 10, 20, 0]
    assert after.upper["db"].tolist() == [11, 11, 22, 0]
    assert np.isnan(after.lower["db"][:3]).all()
    assert after.lower["db"][3] == 0  # what is no longer there is known


def test_launch_of_something_new_begins_with_nothing() -> None:
    assert apply(_course(), [Launch("new", _THIRD, 6)]).mean["new"].tolist() == [0, 0, 6, 6]


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (Shutdown("dbb", _THIRD), "Did you mean 'db'"),
        (PriceChange("db", _THIRD, -1), "factor of 0 or more"),
        (PriceChange("db", _THIRD, float("nan")), "factor of 0 or more"),
        (Migration("db", "web", _THIRD, share=2), "share from 0 to 1"),
        (Launch("db", _THIRD, 5, ramp=0), "1 step or more"),
    ],
)
def test_scenario_that_makes_no_sense_is_refused(scenario, message) -> None:
    with pytest.raises(InputError, match=message):
        apply(_course(), [scenario])
