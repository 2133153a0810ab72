"""New anomalies of the bill are told to people: once, from a floor on, and only what is news."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dharma_core.errors import PermissionDenied
from dharma_core.events import EventType
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from tests.ahead import SURGE, charge
from tests.bills import write

SCOPE = "111 / Amazon S3"


def _told(bench):
    return [one.scope for one in bench.tell_new_anomalies()]


def test_a_surge_is_told_once(ahead):
    assert _told(ahead) == [SCOPE]
    assert _told(ahead) == []
    (kept,) = ahead.events(type=EventType.ANOMALIES_FOUND)
    assert kept.event.data["anomalies"][0]["start"] == SURGE[0].isoformat()


def test_what_costs_less_than_the_floor_is_told_nobody(ahead):
    # The surge costs 60 a day more than expected, 42 on Saturday and Sunday.
    (ahead.settings.home / "dharma.toml").write_text("[notifications]\nanomaly_floor = 250\n")
    assert _told(Workbench.open(cwd=ahead.cwd)) == []


def test_what_people_ignore_is_told_nobody(ahead):
    ahead.judge_anomaly(Feedback(SCOPE, "2026-03-26", "2026-03-29", Verdict.IGNORE, 0.9))
    assert _told(ahead) == []


@pytest.mark.parametrize(
    ("last", "told"),
    # The surge reaches the floor of 100 on its second day, the 27th of March.
    [(date(2026, 4, 30), [SCOPE]), (date(2026, 5, 1), [])],
    ids=["news", "history"],
)
def test_what_is_five_weeks_older_than_the_bill_is_history(ahead, last, told):
    later = charge(last, 100, SubAccountId="111", SkuId="Amazon EC2")
    ahead.import_bills([write(ahead.cwd / "later.csv", later)], allow_shrink=True)
    assert _told(ahead) == told


def test_currencies_are_judged_apart_and_need_no_rate(ahead):
    days = [SURGE[0] - timedelta(days=60 - n) for n in range(61)]
    euros = [
        charge(
            day, 900 if day == days[-1] else 100 + n % 3, BillingCurrency="EUR",
            BillingAccountId="europe", SubAccountId="333", ServiceName="Compute", SkuId="c",
        )
        for n, day in enumerate(days)
    ]  # fmt: skip
    ahead.import_bills([write(ahead.cwd / "euros.csv", *euros)])
    assert sorted(_told(ahead)) == [SCOPE, "333 / Compute"]


def test_who_may_not_import_may_not_tell(ahead):
    viewer = Workbench.open(actor=Actor("vera", "default", ("viewer",)), cwd=ahead.cwd)
    with pytest.raises(PermissionDenied):
        viewer.tell_new_anomalies()
