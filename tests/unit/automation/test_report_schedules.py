"""A scheduled report as a value: its names, its files, and what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.automation import Cron, ReportSchedule, StoredSchedule
from dharma_core.automation.report_schedules import schedule_of
from dharma_core.errors import InputError

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONTHLY = ReportSchedule("costs", "08_monthly_cost_review", Cron("0 7 1 * *"), {"MONTH": "2026-03"})
KEPT = StoredSchedule("rs_1", MONTHLY, "default", "ann", "", START, "", START, START)


def test_a_schedule_comes_back_from_its_json_form() -> None:
    assert schedule_of(MONTHLY.as_dict()) == MONTHLY


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("{name}-{date}-{time}.html", "costs-2026-04-01-0700.html"),
        ("costs {month}.html", "costs 2026-04.html"),
        ("latest.html", "latest.html"),
        ("{{{name}}}.html", "{costs}.html"),
    ],
)
def test_the_name_of_a_file_is_of_the_time_that_was_due(file: str, name: str) -> None:
    assert replace(MONTHLY, file=file).file_name(datetime(2026, 4, 1, 7, tzinfo=UTC)) == name


def test_a_time_of_another_zone_is_told_in_utc() -> None:
    paris = datetime.fromisoformat("2026-04-01T00:30:00+02:00")
    assert MONTHLY.file_name(paris) == "costs-2026-03-31-2230.html"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "ab"}, "cannot be called 'ab'"),
        ({"name": "../costs"}, "cannot be called"),
        ({"keep": 0}, "0 files"),
        ({"keep": 1001}, "1001 files"),
        ({"file": "{day}.html"}, "{day}"),
        ({"file": "{name.__class__}.html"}, "unknown"),
        ({"file": "{date!r}.html"}, "unknown"),
        ({"file": "{date:>9999}.html"}, "unknown"),
        ({"file": "{date.html"}, "unknown"),
        ({"file": "costs.txt"}, "no name of a report's file"),
        ({"file": "a/b.html"}, "no name of a report's file"),
        ({"file": ".html"}, "no name of a report's file"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict, said: str) -> None:
    with pytest.raises(InputError) as refused:
        replace(MONTHLY, **changed)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("now", "due", "missed"),
    [
        (datetime(2026, 4, 1, 6, 59, tzinfo=UTC), None, 0),
        (datetime(2026, 4, 1, 7, tzinfo=UTC), datetime(2026, 4, 1, 7, tzinfo=UTC), 0),
        # April, May and June were missed: July's run makes up for them.
        (datetime(2026, 7, 9, tzinfo=UTC), datetime(2026, 7, 1, 7, tzinfo=UTC), 3),
    ],
)
def test_missed_times_are_made_up_for_by_one(now, due, missed) -> None:
    assert KEPT.due(now) == due
    if due:
        assert KEPT.missed(due) == missed


def test_what_was_run_for_or_is_stopped_is_not_due_again() -> None:
    now = START + timedelta(days=60)
    due = KEPT.due(now)
    assert due is not None
    assert replace(KEPT, since=due).due(now) is None
    assert replace(KEPT, stopped="ann is gone").due(now) is None


def test_a_clock_that_was_put_back_runs_nothing_twice() -> None:
    done = replace(KEPT, since=datetime(2026, 4, 1, 7, tzinfo=UTC))
    assert done.due(datetime(2026, 3, 31, tzinfo=UTC)) is None
    assert done.due(datetime(2026, 4, 1, 7, tzinfo=UTC)) is None
