"""Scheduled reports in the store: each tenant's own, on record, and each due time taken once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from dharma_core.automation import Cron, ReportSchedule, RunState, StoredSchedule
from dharma_core.errors import NotFoundError
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.storage.store import Store

ANN = Actor("ann", "default", ("admin",))
BEN = Actor("ben", "default", ("admin",))
ELSEWHERE = Actor("eve", "other", ("admin",))
DRAFT = ReportSchedule("costs", "08_monthly_cost_review", Cron("0 * * * *"), {"MONTH": "2026-03"})


def _put(store: Store, draft: ReportSchedule = DRAFT, actor: Actor = ANN) -> StoredSchedule:
    with store.transaction(actor) as uow:
        return uow.report_schedules.put(draft, token="")


def _all(store: Store, actor: Actor = ANN) -> tuple[StoredSchedule, ...]:
    with store.reading(actor) as uow:
        return uow.report_schedules.all()


def test_a_schedule_comes_back_as_it_was_kept_in_its_tenant_alone(store: Store) -> None:
    kept = _put(store)
    assert _all(store) == (kept,)
    assert (kept.schedule, kept.user) == (DRAFT, "ann")
    assert _all(store, ELSEWHERE) == ()
    with store.reading(ELSEWHERE) as uow:
        assert uow.report_schedules.everywhere() == (kept,)


def test_keeping_it_again_changes_it_and_makes_it_the_actors(store: Store) -> None:
    first = _put(store)
    later = _put(store, replace(DRAFT, keep=3), BEN)
    assert _all(store) == (later,)
    assert (later.id, later.user, later.schedule.keep) == (first.id, "ben", 3)
    with store.reading(ANN) as uow:
        told = [e.event for e in uow.events.tail(9) if e.event.type is EventType.REPORT_SCHEDULED]
    assert sorted(e.before["owner"] if e.before else "" for e in told) == ["", "ann"]


def test_a_due_time_is_taken_once_by_many_at_once(store: Store) -> None:
    kept = _put(store)
    due = kept.schedule.cron.next_times(kept.since)[0]

    def take(_number: int) -> int:
        with store.transaction(ANN) as uow:
            return int(uow.report_schedules.take(kept, due) is not None)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(8))) == 1
    with store.reading(ELSEWHERE) as uow:
        (run,) = uow.report_schedules.unfinished()
    assert (run.due, run.state, run.schedule_id) == (due, RunState.QUEUED, kept.id)


def test_a_stopped_schedule_is_taken_no_more_and_says_why(store: Store) -> None:
    kept = _put(store)
    with store.transaction(ANN) as uow:
        uow.report_schedules.stop(kept, "ann is gone")
        due = kept.since + timedelta(hours=2)
        assert uow.report_schedules.take(kept, due) is None
        assert uow.report_schedules.everywhere() == ()
    (standing,) = _standing(store)
    assert (standing.stored.stopped, standing.next) == ("ann is gone", ())


def _standing(store: Store):
    with store.reading(ANN) as uow:
        return uow.report_schedules.standing()


def test_the_latest_run_and_the_latest_file_stand_beside_a_schedule(store: Store) -> None:
    kept = _put(store)
    first, second, third = kept.schedule.cron.next_times(kept.since)
    with store.transaction(ANN) as uow:
        one = uow.report_schedules.take(kept, first)
        assert uow.report_schedules.take(replace(kept, since=first), second) is None
        uow.report_schedules.change(one, state=RunState.DONE, path="a.html")
        two = uow.report_schedules.take(replace(kept, since=first), second)
        failed = uow.report_schedules.fail(kept, two, "Cell 3 failed")
    (standing,) = _standing(store)
    assert standing.last == failed
    assert standing.made is not None
    assert standing.made.path == "a.html"
    assert third > second


def test_a_schedule_goes_with_its_runs(store: Store) -> None:
    kept = _put(store)
    with store.transaction(ANN) as uow:
        uow.report_schedules.take(kept, kept.since + timedelta(hours=1))
    with store.transaction(ANN) as uow:
        assert uow.report_schedules.remove("costs").id == kept.id
    with store.reading(ANN) as uow:
        assert uow.report_schedules.unfinished() == ()
        with pytest.raises(NotFoundError, match="No schedule 'costs'"):
            uow.report_schedules.get("costs")
