"""Working hours: how long they are, how each cloud writes them, what is no week."""

from datetime import time
from decimal import Decimal

import pytest

from dharma_core.recommendations.working_hours import WorkingHours, parse_working_hours

RAW = {
    "days": ["MON", "TUE", "WED", "THU", "FRI"],
    "start": "07:00",
    "stop": "19:30",
    "time_zone": "Etc/UTC",
    "windows_time_zone": "UTC",
}


def test_a_week_has_the_hours_of_its_days():
    hours = parse_working_hours(RAW | {"stop": "19:00"})
    assert hours.hours_a_week == 60
    assert hours.off_share == 1 - Decimal(60) / 168
    assert str(hours) == "MON to FRI, 07:00 to 19:00 Etc/UTC"


def test_scaling_groups_take_numbers_of_days_and_eventbridge_their_names():
    hours = parse_working_hours(RAW)
    assert hours.cron(hours.stop) == "30 19 * * 1,2,3,4,5"
    assert hours.event_cron(hours.stop) == "cron(30 19 ? * MON,TUE,WED,THU,FRI *)"


def test_one_day_is_told_as_one_and_a_week_may_go_over_sunday():
    alone = WorkingHours(("SUN",), time(1), time(2), "Etc/UTC", "UTC")
    assert str(alone).startswith("SUN, 01:00")
    assert (
        parse_working_hours(RAW | {"days": ["SAT", "SUN", "MON"]}).cron(time(7)).endswith("6,0,1")
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"stop": "06:00"}, "not after start"),
        ({"days": ["MON", "WED"]}, "not days in a row"),
        ({"days": []}, "not days in a row"),
        ({"days": ["Monday"]}, "not days in a row"),
        ({"start": "seven"}, "isoformat"),
    ],
    ids=["ends before it starts", "a gap", "no day", "another word", "no time"],
)
def test_what_is_no_week_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        parse_working_hours(RAW | wrong)
