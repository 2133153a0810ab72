import numpy as np
import pytest

from dharma_core.forecasting.late_days import incomplete_steps
from dharma_core.forecasting.panel import DAILY, HOURLY


def _costs(series: int = 20, days: int = 40) -> np.ndarray:
    """Return steady costs, the first series as large as all others together."""
    table = np.full((series, days), 10.0)
    table[0] = 10.0 * (series - 1)
    return table


@pytest.mark.parametrize(
    ("gone", "late"), [(1, 0), (2, 2)], ids=["one part that ends is a shutdown", "two, a late bill"]
)
def test_parts_that_vanish_together_are_a_late_bill(gone, late) -> None:
    table = _costs()
    table[1 : 1 + gone, -2:] = 0
    assert incomplete_steps(table, DAILY) == late


def test_parts_that_come_now_and_then_do_not_vanish() -> None:
    table = _costs()
    table[1:6, ::2] = 0
    table[1:6, -1] = 0
    assert incomplete_steps(table, DAILY) == 0


def test_no_more_than_three_days_are_late_and_no_other_rhythm_is() -> None:
    table = _costs()
    table[:, -5:] = 1
    assert incomplete_steps(table, DAILY) == 3
    assert incomplete_steps(table, HOURLY) == 0


def test_sum_of_credits_is_not_short() -> None:
    assert incomplete_steps(-_costs(), DAILY) == 0
