"""Whole series: order, gaps, what is refused, what is too short or has nothing to say."""

import gzip
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.forecasting.anomalies.episodes import EpisodeRules
from dharma_core.forecasting.anomalies.judging import (
    Kind,
    State,
    judge,
    judged_report,
    suitable_kind,
)
from dharma_core.forecasting.anomalies.series import checked_series

FIRST = date(2026, 1, 1)


def daily(values, first=FIRST):
    points = [(first + timedelta(days=n), Decimal(v)) for n, v in enumerate(values)]
    return checked_series("web", points)


def report(values):
    return judged_report(daily(values), EpisodeRules())


def test_a_spike_is_an_episode():
    found = report([100] * 50 + [250] + [100] * 10)
    assert found.state is State.JUDGED
    assert [(e.start, e.impact) for e in found.episodes] == [(date(2026, 2, 20), 150)]


@pytest.mark.parametrize("count", [1, 2, 28])
def test_a_short_series_says_how_much_is_missing(count):
    found = report([5] * count)
    assert (found.state, found.episodes) == (State.TOO_SHORT, ())
    assert found.note == f"{count} of the 29 steps that a judgement needs"


@pytest.mark.parametrize("value", ["0", "12.5"])
def test_a_constant_series_says_so(value):
    found = report([value] * 60)
    assert (found.state, found.note) == (State.CONSTANT, f"always {value}")


def test_gaps_are_counted_and_filled_with_nothing():
    series = daily([100 + n % 7 for n in range(80)])
    kept = [p for n, p in enumerate(zip(series.moments, series.values, strict=True)) if n % 9]
    found = judged_report(checked_series("web", kept), EpisodeRules())
    assert found.episodes == ()
    assert found.note == "8 moments are missing; nothing was filled in"


def test_a_gap_does_not_move_the_weekdays():
    series = daily([30 if (FIRST + timedelta(days=n)).weekday() > 4 else 100 for n in range(90)])
    points = list(zip(series.moments, series.values, strict=True))
    assert (
        judged_report(checked_series("web", points[:50] + points[53:]), EpisodeRules()).episodes
        == ()
    )


def test_no_value_is_refused():
    with pytest.raises(InputError, match="no value"):
        checked_series("web", [])


@pytest.mark.parametrize("text", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused_with_its_day(text):
    with pytest.raises(InputError, match="2026-01-02"):
        checked_series("web", [(FIRST, Decimal(1)), (date(2026, 1, 2), Decimal(text))])


def test_a_day_that_comes_twice_is_refused():
    with pytest.raises(InputError, match="two values for 2026-01-01"):
        checked_series("web", [(FIRST, Decimal(1)), (FIRST, Decimal(2))])


@pytest.mark.parametrize(
    ("step", "cycle"),
    [(timedelta(minutes=5), 288), (timedelta(hours=1), 24), (timedelta(days=7), 52)],
    ids=["five minutes", "hours", "weeks"],
)
def test_the_cycle_follows_from_the_step(step, cycle):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    series = checked_series("m", [(start + n * step, Decimal(n % 5)) for n in range(20)])
    assert (series.cycle, series.gaps, suitable_kind(series)) == (cycle, 0, Kind.METRIC)


def test_days_are_costs():
    assert suitable_kind(daily([1, 2, 3])) is Kind.COST


@settings(max_examples=30, deadline=None)
@given(
    gaps=st.lists(st.integers(1, 4), min_size=12, max_size=80),
    values=st.lists(st.integers(-50, 300), min_size=80, max_size=80),
    hours=st.sampled_from([1, 24]),
    data=st.data(),
)
def test_more_of_a_series_never_changes_what_was_said_of_it(gaps, values, hours, data):
    step = timedelta(hours=hours)
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + n * step for n in accumulate(gaps)]
    if hours == 24:
        moments = [moment.date() for moment in moments]
    points = [(m, Decimal(v)) for m, v in zip(moments, values, strict=False)]
    cut = data.draw(
        st.integers(11, len(points))
    )  # so many tell the step, and none is judged before
    kind = Kind.COST if hours == 24 else Kind.METRIC
    whole = judge(checked_series("x", points), kind)
    assert judge(checked_series("x", points[:cut]), kind) == whole[:cut]


def test_what_ended_long_before_the_others_is_not_still_going_on():
    series = daily([100] * 50 + [250] * 3)
    at_the_end = judged_report(series, EpisodeRules(), until=series.moments[-1])
    long_after = judged_report(
        series, EpisodeRules(), until=series.moments[-1] + timedelta(days=11)
    )
    assert [e.open for e in at_the_end.episodes] == [True]
    assert [e.open for e in long_after.episodes] == [False]


def test_hours_are_judged_as_a_metric():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    values = [100 + n % 24 for n in range(240)]
    values[200] = 400
    points = [(start + timedelta(hours=n), Decimal(v)) for n, v in enumerate(values)]
    loud = [s.moment for s in judge(checked_series("m", points)) if s.reading.score > 0.9]
    assert loud[0] == start + timedelta(hours=200)


def test_feedback_may_move_the_threshold_of_one_series():
    series = daily([100] * 50 + [250] + [100] * 10)
    assert judged_report(series, EpisodeRules(), thresholds={"web": 1.0}).episodes == ()
    assert len(judged_report(series, EpisodeRules(), thresholds={"db": 1.0}).episodes) == 1


def test_a_jump_of_the_shared_series_is_told_within_its_window(shared):
    name = "artificialWithAnomaly__art_daily_jumpsup.csv.gz"
    lines = gzip.decompress((shared / "series/nab" / name).read_bytes()).decode().splitlines()[1:]
    rows = [line.split(",") for line in lines]
    points = [(datetime.fromisoformat(moment), Decimal(value)) for moment, value in rows]
    report = judged_report(checked_series(name, points), EpisodeRules())
    settled = datetime(2014, 4, 4)  # noqa: DTZ001 - the file's own time; it begins on the first
    told = [e.detected for e in report.episodes if e.detected > settled]
    window = (datetime(2014, 4, 10, 16, 15), datetime(2014, 4, 12, 1, 45))  # noqa: DTZ001
    assert [window[0] <= moment <= window[1] for moment in told] == [True]
