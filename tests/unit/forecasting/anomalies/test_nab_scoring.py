"""NAB's standard score, against sums worked out by hand."""

import math

import pytest

from dharma_core.forecasting.anomalies.nab_scoring import LabelledFile, probation, standard_score

FILE = LabelledFile(200, ((100, 109),))  # ten rows; the first 30 of the file are not judged


def sigmoid(place):
    return 2 / (1 + math.exp(5 * place)) - 1


@pytest.mark.parametrize(("rows", "expected"), [(200, 30), (4032, 604), (5000, 750), (9999, 750)])
def test_probation_is_fifteen_percent_and_750_rows_at_most(rows, expected):
    assert probation(rows) == expected


def test_silence_costs_one_a_window():
    assert LabelledFile(200, ((50, 60), (100, 109))).score([]) == -2


def test_the_first_row_of_a_window_is_worth_one():
    assert FILE.score([100]) == 1


def test_later_rows_are_worth_less_by_the_sigmoid():
    # Row 105 is the sixth of ten: five rows from the end, at -(109 - 105 + 1) / 10 = -0.5.
    assert FILE.score([105]) == pytest.approx(sigmoid(-0.5) / sigmoid(-1))
    # The last row is at -0.1: 2 / (1 + e^-0.5) - 1 = 0.2449 of 0.9866.
    assert FILE.score([109]) == pytest.approx(0.2449 / 0.9866, abs=1e-4)


def test_only_the_best_detection_of_a_window_counts():
    assert FILE.score([109, 101, 104]) == FILE.score([101])


def test_a_false_alarm_before_any_window_costs_all_of_it():
    assert FILE.score([100, 50]) == pytest.approx(1 - 0.11)


def test_a_false_alarm_just_behind_a_window_costs_less():
    # Row 110 is 1 / 9 window widths behind: 2 / (1 + e^(5/9)) - 1 = -0.2708.
    assert FILE.score([100, 110]) == pytest.approx(1 + 0.11 * sigmoid(1 / 9))
    assert FILE.score([100, 110]) == pytest.approx(1 - 0.11 * 0.2708, abs=1e-5)


def test_a_false_alarm_three_widths_behind_a_window_costs_all_again():
    assert FILE.score([100, 109 + 28]) == pytest.approx(1 - 0.11)


def test_each_false_alarm_costs():
    assert FILE.score([100, 40, 41, 42]) == pytest.approx(1 - 3 * 0.11)


def test_what_is_said_in_probation_neither_earns_nor_costs():
    early = LabelledFile(200, ((20, 40),))
    assert early.score([5, 20, 29]) == -1
    assert early.score([30]) == pytest.approx(sigmoid(-11 / 21) / sigmoid(-1))


def test_the_score_is_stretched_between_silence_and_perfection():
    assert standard_score(-3, 3) == 0
    assert standard_score(3, 3) == 100
    # One of two windows found at once, one false alarm: (1 - 1 - 0.11 + 2) / 4.
    assert standard_score(1 - 1 - 0.11, 2) == pytest.approx(47.25)
