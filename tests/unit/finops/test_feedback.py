"""What people said moves the threshold of its scope, and of no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.finops.feedback import SILENT, Feedback, Verdict, parse_verdict, thresholds

BASE = 0.5


def said(verdict, score, *, scope="web", start="2026-03-01"):
    return Feedback(scope, start, start, Verdict(verdict), score)


def web(*feedback):
    return thresholds(feedback, base=BASE)["web"]


def test_nobody_spoke_and_nothing_moves():
    assert thresholds([], base=BASE) == {}


def test_a_real_one_leaves_the_threshold():
    assert web(said("real", 0.9)) == BASE


def test_an_expected_one_lifts_it_a_little_above_its_score():
    assert web(said("expected", 0.8)) == pytest.approx(0.82)


def test_a_real_one_of_a_lower_score_is_worth_more_than_one_expected():
    feedback = [said("real", 0.6, start="2026-01-01"), said("expected", 0.8)]
    assert web(*feedback) == BASE


def test_many_expected_ones_outweigh_one_that_is_missed():
    expected = [said("expected", 0.7, start=f"2026-02-0{n}") for n in range(1, 6)]
    assert web(said("real", 0.6, start="2026-01-01"), *expected) == pytest.approx(0.73)


def test_it_stays_below_a_real_one_of_a_higher_score():
    feedback = [said("real", 0.95, start="2026-01-01"), said("expected", 0.7)]
    assert BASE < web(*feedback) < 0.95


def test_the_last_word_about_an_episode_counts():
    assert web(said("expected", 0.8), said("real", 0.8)) == BASE


def test_what_is_ignored_is_silent_until_somebody_says_otherwise():
    assert web(said("ignore", 0.9)) == SILENT
    assert web(said("ignore", 0.9), said("real", 0.9, start="2026-04-01")) == BASE


def test_a_verdict_about_one_scope_moves_no_other():
    moved = thresholds([said("expected", 0.8), said("real", 0.9, scope="db")], base=BASE)
    assert moved == {"web": pytest.approx(0.82), "db": BASE}


def test_an_unknown_verdict_names_the_nearest():
    with pytest.raises(InputError, match="Did you mean 'expected'"):
        parse_verdict("expectd")


SAID = st.builds(
    said,
    st.sampled_from(["real", "expected"]),
    st.floats(0.5, 0.999),
    start=st.sampled_from([f"2026-03-0{n}" for n in range(1, 8)]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=12))
def test_a_threshold_is_never_lower_than_all_others_nor_far_above_what_was_expected(feedback):
    moved = web(*feedback)
    last = {one.start: one for one in feedback}.values()
    expected = [one.score for one in last if one.verdict is Verdict.EXPECTED]
    highest = max(expected, default=BASE)
    assert BASE <= moved <= highest + 0.1 * (1 - highest) + 1e-6
    needless = sum(score >= BASE for score in expected)
    missed = sum(one.score < moved for one in last if one.verdict is Verdict.REAL)
    assert 3 * missed <= needless
