"""The page Reports: schedules with their last and next time, and the latest file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from dharma_core.identity import Actor
from dharma_core.runners.report_child import Made
from dharma_core.workbench import Workbench
from dharma_core.workbench.report_runs import ReportRunner
from dharma_core.workbench.report_schedules import ReportWish


def _make(making, _stopping) -> Made:
    making.file.parent.mkdir(parents=True, exist_ok=True)
    making.file.write_text("<p>The month", "utf-8")
    return Made(path=str(making.file))


def _run(bench: Workbench, make=_make) -> None:
    """Make what is due by tomorrow."""
    tomorrow = bench.now() + timedelta(days=1)
    runner = ReportRunner(
        bench.settings, bench.store, cwd=bench.cwd, clock=lambda: tomorrow, make=make
    )
    runner.take_due()
    for run_id, tenant in runner.unfinished():
        runner.finish(run_id, tenant, runner.make(run_id, tenant, Event()))


@pytest.fixture
def scheduled(bench: Workbench) -> Workbench:
    bench.schedule_report(ReportWish("monthly-cost-review", "0 7 * * *"))
    return bench


def test_a_schedule_shows_its_next_time_and_no_file_before_the_first(scheduled, dashboard) -> None:
    page = dashboard.open("reports")
    assert "monthly-cost-review" in page.text
    assert "not due yet" in page.text
    assert "The first one comes at the next time." in page.text
    assert "What did the month cost, why, and what is to be done?" in page.text
    assert not page.script.get("download_button")


def test_the_latest_report_can_be_taken_away(scheduled, dashboard) -> None:
    _run(scheduled)
    page = dashboard.open("reports")
    assert "made" in page.text
    (button,) = page.script.get("download_button")
    assert button.proto.label == "Download HTML"


def test_what_was_not_made_says_why(scheduled, dashboard) -> None:
    _run(scheduled, lambda *_: Made(reason="Cell 3 failed"))
    page = dashboard.open("reports")
    assert "Cell 3 failed" in page.text
    assert "not made" in page.text


def test_a_report_opens_to_its_owner_and_to_whoever_may_open_all(scheduled) -> None:
    _run(scheduled)
    (found,) = scheduled.report_schedules()
    viewer = Actor("vic", "default", ("viewer",))
    assert not Workbench.open(actor=viewer).may_open_report(found)
    assert Workbench.open(actor=Actor("ann", "default", ("admin",))).may_open_report(found)
    own = replace(found, stored=replace(found.stored, user="vic"))
    assert Workbench.open(actor=viewer).may_open_report(own)
    assert not Workbench.open(actor=viewer).may_open_report(replace(own, made=None))
