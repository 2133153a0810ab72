from datetime import date, timedelta

import numpy as np

from dharma_core.forecasting.recurring import Charge, book, doubt, find, past

_DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(150)]


def _noise(size: float) -> np.ndarray:
    return 10 + size * np.random.default_rng(4).standard_normal(len(_DAYS))


def test_noise_and_weekends_are_no_charge() -> None:
    week = np.array([4.0 if day.weekday() > 4 else 10.0 for day in _DAYS])
    assert find(week + _noise(0.5), _DAYS) == ()


def test_credit_at_the_end_of_each_month_is_found_whatever_its_length() -> None:
    last = np.array([(day + timedelta(days=1)).day == 1 for day in _DAYS])
    (charge,) = find(np.where(last, -40.0, 0.0) + _noise(0.2), _DAYS)
    assert charge.day == 31
    assert -41 < charge.amount < -39
    assert book([charge], [date(2028, 2, 28), date(2028, 2, 29)])[0] == 0


def test_charge_that_stopped_is_not_booked_again() -> None:
    due = np.array([day.day == 5 and day.month < 4 for day in _DAYS])
    assert find(np.where(due, 90.0, 10.0), _DAYS) == ()


def test_charge_tells_how_far_three_months_missed_the_next() -> None:
    amounts = {1: 100.0, 2: 110.0, 3: 120.0, 4: 140.0, 5: 130.0}  # the median of three: 110, 120
    values = np.array([10.0 + (amounts[day.month] if day.day == 3 else 0.0) for day in _DAYS])
    (charge,) = find(values, _DAYS)
    assert charge == Charge(3, 130.0, 30.0)  # April's 140 beside 110
    assert doubt([charge], [date(2026, 6, 2), date(2026, 6, 3)]).tolist() == [0.0, 30.0]


def test_months_before_a_charge_began_are_no_miss() -> None:
    due = np.array([day.day == 3 and day.month > 2 for day in _DAYS])
    (charge,) = find(np.where(due, 100.0, 10.0), _DAYS)
    assert charge.off == 0


def test_what_is_left_is_the_usual_day() -> None:
    values = np.where([day.day == 3 for day in _DAYS], 100.0, 10.0)
    charges = find(values, _DAYS)
    assert charges == (Charge(3, 90.0),)
    assert (values - past(charges, values, _DAYS) == 10).all()


def test_short_series_has_no_charge() -> None:
    assert find(np.array([5.0, 100.0]), _DAYS[:2]) == ()
