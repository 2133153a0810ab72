"""Scheduled reports: whose they are, with whose rights they run, and what becomes of each time.

The clock is turned and no notebook runs: a report is a text that the test's own maker writes.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from dharma_core.automation import RunState
from dharma_core.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    PermissionDenied,
    SignInRequired,
)
from dharma_core.identity import AttributeRule, Effect, local_actor
from dharma_core.runners.report_child import Made, Making, StoppedError
from dharma_core.workbench.report_owners import RUN_SCOPES
from dharma_core.workbench.report_runs import ReportRunner
from dharma_core.workbench.report_schedules import ReportWish
from dharma_core.workbench.token_gate import TokenGate
from tests.house import House
from tests.notebooks_made import write_notebook

# The house opens on Monday, 2 March 2026, at nine.
WISH = ReportWish("monthly-cost-review", "0 7 * * *")


class Maker:
    """Writes a report of one line, or does what a test says instead."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.asked: list[Making] = []
        self.instead: object = None

    def __call__(self, making: Making, _stopping: Event) -> Made:
        self.asked.append(making)
        if isinstance(self.instead, BaseException):
            raise self.instead
        if isinstance(self.instead, Made):
            return self.instead
        making.file.parent.mkdir(parents=True, exist_ok=True)
        making.file.write_text(f"report {len(self.asked)}", "utf-8")
        return Made(path=str(making.file))

    def actor(self):
        """Return whom the token of the latest report names now."""
        gate = TokenGate(self.house.settings, self.house.store, clock=lambda: self.house.now)
        return gate.actor_of_token(self.asked[-1].token, address="local", agent="test")


@pytest.fixture
def made(house: House) -> Maker:
    return Maker(house)


@pytest.fixture
def runner(house: House, made: Maker, tmp_path: Path) -> ReportRunner:
    clock = lambda: house.now  # noqa: E731 - a clock that tests turn
    return ReportRunner(house.settings, house.store, cwd=tmp_path, clock=clock, make=made)


def work(runner: ReportRunner) -> list[str]:
    """Do what is due, as the worker does, and return how each run ended."""
    runner.take_due()
    return [
        runner.finish(run_id, tenant, runner.make(run_id, tenant, Event()))
        for run_id, tenant in runner.unfinished()
    ]


def standing(house: House, by=None):
    (found,) = house.bench(by or local_actor()).report_schedules()
    return found


def test_a_report_is_made_when_it_is_due_and_not_before(house, runner, made) -> None:
    kept = house.bench(local_actor()).schedule_report(WISH)
    assert [f"{at:%d %H:%M}" for at in kept.next] == ["03 07:00", "04 07:00", "05 07:00"]
    assert work(runner) == []
    house.later(hours=22)
    assert work(runner) == ["done"]
    assert work(runner) == []
    found = standing(house)
    assert found.last.due == datetime.fromisoformat("2026-03-03T07:00+00:00")
    folder = house.settings.home / "reports" / "monthly-cost-review"
    assert found.last.path == str(folder / "monthly-cost-review-2026-03-03-0700.html")
    assert made.asked[0].notebook.name == "08_monthly_cost_review.ipynb"


def test_ten_missed_times_are_made_up_for_once(house, runner) -> None:
    house.bench(local_actor()).schedule_report(WISH)
    house.later(days=10)
    assert work(runner) == ["done"]
    last = standing(house).last
    assert (f"{last.due:%d %B}", last.missed) == ("12 March", 9)


def test_times_that_pass_while_a_report_is_made_are_made_up_for_after_it(house, runner) -> None:
    house.bench(local_actor()).schedule_report(WISH)
    house.later(days=1)
    runner.take_due()
    house.later(days=3)
    runner.take_due()
    assert len(runner.unfinished()) == 1
    assert work(runner) == ["done"]
    assert work(runner) == ["done"]
    last = standing(house).last
    assert (f"{last.due:%d %B}", last.missed) == ("06 March", 2)


def test_two_processes_make_a_due_report_once(house, runner, made, tmp_path) -> None:
    house.bench(local_actor()).schedule_report(WISH)
    house.later(days=1)
    other = ReportRunner(
        house.settings, house.store, cwd=tmp_path, clock=lambda: house.now, make=made
    )
    runner.take_due()
    other.take_due()
    assert work(runner) + work(other) == ["done"]
    assert len(made.asked) == 1


def test_a_failed_run_is_told_and_the_next_one_still_runs(house, runner, made) -> None:
    house.bench(local_actor()).schedule_report(WISH)
    made.instead = Made(reason="Cell 3 failed")
    house.later(days=1)
    assert work(runner) == ["failed"]
    assert standing(house).last.reason == "Cell 3 failed"
    assert house.kinds().count("ReportRunFailed") == 1
    made.instead = None
    house.later(days=1)
    assert work(runner) == ["done"]


def test_the_notebook_acts_as_its_owner_reads_names_nobody_and_ends_with_the_run(
    house, runner, made
) -> None:
    olga = house.owner()
    house.bench(olga).schedule_report(WISH)
    house.later(days=1)
    runner.take_due()
    ((run_id, tenant),) = runner.unfinished()
    outcome = runner.make(run_id, tenant, Event())
    actor = made.actor()
    assert (actor.user, actor.scopes) == ("olga", RUN_SCOPES)
    bench = house.bench(actor)
    assert not bench.may_name_people
    with pytest.raises(PermissionDenied):
        bench.create_user("eve", roles=["admin"])
    assert runner.finish(run_id, tenant, outcome) == "done"
    with pytest.raises(SignInRequired):
        made.actor()
    assert house.bench(olga).tokens() == ()
    assert house.kinds().count("TokenRevoked") == 1


@pytest.mark.parametrize(
    ("lose", "why"),
    [
        (lambda bench: bench.change_user("ben", roles=["viewer"]), "ben may not report:make"),
        (lambda bench: bench.disable_user("ben"), "disabled or gone"),
        (lambda bench: bench.delete_user("ben"), "disabled or gone"),
    ],
    ids=["lost the role", "disabled", "gone"],
)
def test_a_schedule_whose_owner_left_or_lost_the_right_stops_and_says_so(
    house, runner, made, lose, why
) -> None:
    olga = house.owner()
    ben = house.user(olga, "ben", "developer")
    house.bench(ben).schedule_report(WISH)
    lose(house.bench(olga))
    house.later(days=1)
    assert work(runner) == ["failed"]
    assert made.asked == []
    found = standing(house, olga)
    assert why in found.stored.stopped
    assert found.next == ()
    assert (house.kinds().count("ReportScheduleStopped"), "ReportRunFailed" in house.kinds()) == (
        1, False,
    )  # fmt: skip
    house.later(days=30)
    assert work(runner) == []


def test_a_schedule_of_this_machines_user_stops_once_an_owner_exists(house, runner, made) -> None:
    house.bench(local_actor()).schedule_report(WISH)
    olga = house.owner()
    house.later(days=1)
    assert work(runner) == ["failed"]
    assert "local" in standing(house, olga).stored.stopped
    assert made.asked == []


def test_what_a_rule_refuses_tonight_may_run_tomorrow(house, runner) -> None:
    olga = house.owner()
    ben = house.user(olga, "ben", "developer")
    house.bench(ben).schedule_report(WISH)
    house.bench(olga).add_attribute_rule(AttributeRule("quiet", Effect.DENY, "report:make"))
    house.later(days=1)
    assert work(runner) == ["failed"]
    found = standing(house, olga)
    assert "rule 'quiet' refuses" in found.last.reason
    assert found.stored.stopped == ""
    house.bench(olga).remove_attribute_rule("quiet")
    house.later(days=1)
    assert work(runner) == ["done"]


def test_a_one_time_password_keeps_a_report_waiting_and_ends_nothing(house, runner) -> None:
    olga = house.owner()
    ben = house.user(olga, "ben", "developer")
    house.bench(ben).schedule_report(WISH)
    house.bench(olga).reset_user("ben")
    house.later(days=1)
    assert work(runner) == ["failed"]
    found = standing(house, olga)
    assert "choose a new password" in found.last.reason
    assert found.stored.stopped == ""


def test_a_schedule_made_with_a_token_ends_with_it_and_reaches_no_further(
    house, runner, made
) -> None:
    olga = house.owner()
    scopes = ["report:make", "report:schedule", "billing:read", "user:read"]
    token, secret = house.bench(olga).create_token("ci", scopes)
    gate = TokenGate(house.settings, house.store, clock=lambda: house.now)
    by_token = gate.actor_of_token(secret.text, address="local", agent="test")
    house.bench(by_token).schedule_report(WISH)
    house.later(days=1)
    assert work(runner) == ["done"]
    house.later(days=1)
    runner.take_due()
    ((run_id, tenant),) = runner.unfinished()
    runner.make(run_id, tenant, Event())
    assert made.actor().scopes == ("billing:read", "report:make")
    house.bench(olga).revoke_token(token.id)
    with pytest.raises(SignInRequired):
        made.actor()
    house.later(days=1)
    work(runner)
    assert "'ci' it was made with is revoked" in standing(house, olga).stored.stopped


def test_a_service_account_owns_no_schedule(house) -> None:
    olga = house.owner()
    house.bench(olga).create_service_account("ci", ["report:make", "report:schedule"])
    pair = house.bench(olga).issue_service_tokens("ci")
    gate = TokenGate(house.settings, house.store, clock=lambda: house.now)
    actor = gate.actor_of_token(pair.access.text, address="local", agent="test")
    with pytest.raises(InputError, match="service account"):
        house.bench(actor).schedule_report(WISH)


def test_files_of_ones_own_need_a_right_of_their_own(house, tmp_path) -> None:
    olga = house.owner()
    ben = house.bench(house.user(olga, "ben", "developer"))
    own = write_notebook(tmp_path / "why.ipynb", "DAYS = 30")
    ben.schedule_report(WISH)
    for wish in (
        ReportWish(str(own), "0 7 * * *"),
        ReportWish("monthly-cost-review", "0 7 * * *", out=str(tmp_path)),
        ReportWish("monthly-cost-review", "0 7 * * *", out=f"{house.settings.home}/a.html"),
    ):
        with pytest.raises(PermissionDenied, match="report:own_files"):
            ben.schedule_report(wish)
    assert (
        house.bench(olga).schedule_report(ReportWish(str(own), "0 7 * * *")).stored.user == "olga"
    )


def test_a_notebook_that_changed_since_does_not_run(house, runner, made, tmp_path) -> None:
    own = write_notebook(tmp_path / "why.ipynb", "DAYS = 30")
    bench = house.bench(local_actor())
    bench.schedule_report(ReportWish(str(own), "0 7 * * *", parameters={"DAYS": "7"}))
    house.later(days=1)
    assert work(runner) == ["done"]
    assert dict(made.asked[0].parameters) == {"DAYS": "7"}
    write_notebook(own, "DAYS = 31")
    house.later(days=1)
    assert work(runner) == ["failed"]
    assert "has changed since it was scheduled" in standing(house).last.reason


def test_somebody_elses_schedule_is_changed_and_removed_by_administrators_alone(house) -> None:
    olga = house.owner()
    house.bench(olga).schedule_report(WISH)
    ben = house.bench(house.user(olga, "ben", "developer"))
    with pytest.raises(PermissionDenied, match="report:administer"):
        ben.schedule_report(WISH)
    with pytest.raises(PermissionDenied, match="report:administer"):
        ben.unschedule_report("monthly-cost-review")
    adam = house.bench(house.user(olga, "adam", "admin"))
    assert adam.unschedule_report("monthly-cost-review").user == "olga"
    with pytest.raises(NotFoundError):
        adam.unschedule_report("monthly-cost-review")


def test_the_last_files_stay_and_what_somebody_changed_is_never_removed(house, runner) -> None:
    bench = house.bench(local_actor())
    bench.schedule_report(ReportWish("monthly-cost-review", "0 7 * * *", keep=2))
    folder = house.settings.home / "reports" / "monthly-cost-review"
    for day in range(4):
        house.later(days=1)
        work(runner)
        if day == 0:
            (file,) = folder.iterdir()
            file.write_text("annotated", "utf-8")
    left = sorted(path.name[-15:-10] for path in folder.iterdir())
    assert left == ["03-03", "03-05", "03-06"]
    assert len(bench.report_runs("monthly-cost-review")) == 2


def test_a_file_that_every_run_writes_anew_is_kept(house, runner) -> None:
    bench = house.bench(local_actor())
    out = str(house.settings.home / "reports" / "latest.html")
    bench.schedule_report(ReportWish("monthly-cost-review", "0 7 * * *", out=out, keep=1))
    for _ in range(3):
        house.later(days=1)
        work(runner)
    assert Path(out).read_text("utf-8") == "report 3"


def test_a_stopping_worker_leaves_the_run_for_the_next_one(house, runner, made) -> None:
    house.bench(local_actor()).schedule_report(WISH)
    house.later(days=1)
    runner.take_due()
    ((run_id, tenant),) = runner.unfinished()
    made.instead = StoppedError()
    with pytest.raises(StoppedError):
        runner.make(run_id, tenant, Event())
    last = standing(house).last
    assert (last.state, last.attempts, last.token) == (RunState.QUEUED, 0, "")
    made.instead = None
    assert work(runner) == ["done"]


def test_a_run_whose_process_died_is_done_again_three_times_at_most(house, runner, made) -> None:
    house.bench(local_actor()).schedule_report(WISH)
    house.later(days=1)
    runner.take_due()
    ((run_id, tenant),) = runner.unfinished()
    made.instead = SystemExit()  # as if the process had been killed: nothing is written down
    for attempt in (1, 2, 3):
        with pytest.raises(SystemExit):
            runner.make(run_id, tenant, Event())
        assert standing(house).last.attempts == attempt
    assert work(runner) == ["failed"]
    assert "begun 3 times" in standing(house).last.reason
    assert house.kinds().count("TokenRevoked") == 3


def test_a_schedule_that_is_removed_meanwhile_ends_its_run(house, runner, made) -> None:
    bench = house.bench(local_actor())
    bench.schedule_report(WISH)
    house.later(days=1)
    runner.take_due()
    ((run_id, tenant),) = runner.unfinished()
    outcome = runner.make(run_id, tenant, Event())
    bench.unschedule_report("monthly-cost-review")
    assert runner.finish(run_id, tenant, outcome) == "gone"
    assert runner.make(run_id, tenant, Event()) == {"reason": "The schedule was removed."}
    with pytest.raises(SignInRequired):
        made.actor()


def test_a_report_opens_to_its_owner_and_to_whoever_may_open_those_of_others(house, runner) -> None:
    olga = house.owner()
    ben = house.user(olga, "ben", "developer")
    house.bench(ben).schedule_report(WISH)
    house.later(days=1)
    work(runner)
    run = standing(house, olga).last
    assert house.bench(ben).report_file(run.id) == (
        "monthly-cost-review-2026-03-03-0700.html", b"report 1",
    )  # fmt: skip
    assert house.bench(olga).report_file(run.id)[1] == b"report 1"
    vic = house.bench(house.user(olga, "vic", "viewer"))
    assert vic.report_schedules()
    with pytest.raises(PermissionDenied, match="report:open"):
        vic.report_file(run.id)
    Path(run.path).write_text("changed", "utf-8")
    with pytest.raises(ConflictError, match="changed since"):
        house.bench(ben).report_file(run.id)
    Path(run.path).unlink()
    with pytest.raises(NotFoundError, match="no file"):
        house.bench(ben).report_file(run.id)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (ReportWish("monthly-cost-revue", "0 7 * * *"), "no notebook"),
        (ReportWish("monthly-cost-review", "0 7 * *"), "4 fields"),
        (ReportWish("monthly-cost-review", "0 7 * * *", name="a b"), "cannot be called"),
        (ReportWish("monthly-cost-review", "0 7 * * *", parameters={"MONT": "x"}), "no parameter"),
        (ReportWish("monthly-cost-review", "0 7 * * *", parameters={"SAMPLE_ROWS": "x"}), "cannot"),
        (ReportWish("monthly-cost-review", "0 7 * * *", out="{nam}.html"), "{nam}"),
    ],
)
def test_what_could_never_run_is_refused_when_it_is_asked_for(house, wish, said) -> None:
    with pytest.raises(InputError) as refused:
        house.bench(local_actor()).schedule_report(wish)
    assert said in refused.value.message
    assert house.bench(local_actor()).report_schedules() == ()
