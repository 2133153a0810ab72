"""Reports by schedule: asked for, listed, made when their time has come."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.identity import is_allowed
from dharma_core.identity.tokens import SERVICE_PREFIX
from dharma_core.workbench.rollouts import Rollouts

if TYPE_CHECKING:
    from datetime import datetime

    from dharma_core.automation import (
        ReportRun,
        ReportSchedule,
        ScheduledReport,
        StoredSchedule,
    )
    from dharma_core.workbench.report_runs import ReportRunner

__all__ = ["ReportSchedules", "ReportWish"]

_POLL_SECONDS = 0.1
_WORKER_CHECK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ReportWish:
    """A report that somebody wants to have again and again.

    Parameters
    ----------
    notebook : str
        A path, or the name of one of the installation's.
    cron : str
        When, in UTC.
    name : str
        Of the schedule; the notebook's when left out.
    parameters : mapping of str to str
        As `Reports.run_notebook` takes them.
    out : str
        A folder, or a folder and the name of the files, which ends with ``.html``; the folder
        ``reports`` of DHARMA_HOME when left out.
    keep : int
        How many files stay.
    code : bool
        Whether the code is shown.
    """

    notebook: str
    cron: str
    name: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    out: str = ""
    keep: int = 12
    code: bool = False


class ReportSchedules(Rollouts):
    """The part of the workbench that makes reports by itself."""

    def schedule_report(self, wish: ReportWish) -> ScheduledReport:
        """Keep a schedule under its name, in place of the former one; the act is on record.

        Its reports are made with the rights that the actor has at the time of each.

        Raises
        ------
        PermissionDenied
            If the actor may not schedule reports, or not those of files of their own, or the
            schedule of that name is somebody else's.
        InputError
            If there is no such notebook, parameter or time.
        """
        self.allow("report:schedule")
        from dharma_core.workbench.report_owners import needs_of

        if self.actor.user.startswith(SERVICE_PREFIX):
            raise InputError(
                "A service account cannot own a schedule.",
                next_step="Whoever answers for it sets it up, with a token or session of theirs.",
            )
        schedule = self._schedule_of(wish)
        for permission in needs_of(schedule):
            self.allow(permission)
        self._allow_taking_over(schedule.name)
        made_with = self.actor.session if self.actor.session.startswith("tok_") else ""
        with self.store.transaction(self.actor) as uow:
            kept = uow.report_schedules.put(schedule, token=made_with)
            return next(s for s in uow.report_schedules.standing() if s.stored.id == kept.id)

    def report_schedules(self) -> tuple[ScheduledReport, ...]:
        """Return how every schedule stands, by name.

        Raises
        ------
        PermissionDenied
            If the actor may not read of reports.
        """
        self.allow("report:read")
        if not self.store_exists:
            return ()
        with self.store.reading(self.actor) as uow:
            return uow.report_schedules.standing()

    def report_notebooks(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Return name, question and parameters of the installation's notebooks."""
        from dharma_core.runners.notebook_runs import house_notebooks, open_notebook

        found = map(open_notebook, house_notebooks().values())
        return tuple((one.path.stem, one.question, tuple(one.parameters)) for one in found)

    def unschedule_report(self, name: str) -> StoredSchedule:
        """Take a schedule away and return what it was; its files stay. The act is on record.

        Raises
        ------
        PermissionDenied
            If the actor may not schedule reports, or it is somebody else's.
        NotFoundError
            If there is none of that name.
        """
        self.allow("report:schedule")
        from dharma_core.workbench.report_owners import end_token

        self._allow_taking_over(name)
        with self.store.transaction(self.actor) as uow:
            for run in uow.report_schedules.runs(uow.report_schedules.get(name)):
                end_token(uow, run)
            return uow.report_schedules.remove(name)

    def report_runs(self, name: str) -> tuple[ReportRun, ...]:
        """Return the runs of a schedule that are still known, the latest first.

        Raises
        ------
        NotFoundError
            If there is no schedule of that name.
        """
        self.allow("report:read")
        with self.store.reading(self.actor) as uow:
            return uow.report_schedules.runs(uow.report_schedules.get(name))

    def report_place(self, stored: StoredSchedule, due: datetime) -> Path:
        """Return the file that a schedule makes for a time."""
        from dharma_core.workbench.report_owners import file_of

        return file_of(stored.schedule, due, self.settings.home)

    def may_open_report(self, report: ScheduledReport) -> bool:
        """Return whether there is a file of it that the actor may open."""
        own = report.stored.user == self.actor.user
        return report.made is not None and (own or is_allowed(self.actor, "report:open"))

    def report_file(self, run_id: str) -> tuple[str, bytes]:
        """Return the name and the content of the file that a run made.

        A report shows what its owner may read: others need a permission of its own.

        Raises
        ------
        PermissionDenied
            If it is somebody else's and the actor may not open those.
        NotFoundError
            If there is no such run, or no file of it any more.
        ConflictError
            If somebody changed the file since it was made.
        """
        from hashlib import sha256

        self.allow("report:read")
        with self.store.reading(self.actor) as uow:
            found = uow.report_schedules.run(run_id)
        if found is not None and found[0].user != self.actor.user:
            self.allow("report:open")
        file = Path(found[1].path) if found is not None and found[1].path else None
        if found is None or file is None or not file.is_file():
            raise NotFoundError(
                "There is no file of that run any more.",
                next_step="Run 'dharma report run' to make one now.",
            )
        raw = file.read_bytes()
        if sha256(raw).hexdigest() != found[1].digest:
            raise ConflictError(f"{file.name} was changed since it was made, so it is not shown.")
        return file.name, raw

    def run_due_reports(self) -> tuple[tuple[StoredSchedule, ReportRun], ...]:
        """Make what is due now in every tenant, wait for it, and return how each run ended.

        A running ``dharma serve`` does the work; without one it is done in this process.

        Raises
        ------
        PermissionDenied
            If the actor may not work for everybody.
        """
        from dharma_core.runners.workflows import Workflows

        self.allow("report:work")
        if not self.store_exists:
            return ()
        runner = self._report_runner
        runner.take_due()
        waiting = runner.unfinished()
        if not waiting:
            return ()
        jobs = self._report_jobs(keeps_time=False)
        desk = Workflows(self._workflow_home, self._ports(), jobs)
        with desk.worker_here() as worker:
            checked = time.monotonic()
            while set(waiting) & set(runner.unfinished()):
                time.sleep(_POLL_SECONDS)
                if time.monotonic() - checked > _WORKER_CHECK_SECONDS:
                    checked = time.monotonic()
                    worker.try_start()
        ended = (runner.found(*run) for run in waiting)
        return tuple(found for found in ended if found is not None)

    def _schedule_of(self, wish: ReportWish) -> ReportSchedule:
        from dharma_core.automation import Cron, ReportSchedule
        from dharma_core.runners.notebook_runs import (
            find_notebook,
            house_notebooks,
            open_notebook,
        )

        cron = Cron(wish.cron)
        found = open_notebook(find_notebook(wish.notebook, here=self.cwd).resolve())
        found.told(wish.parameters)
        house = {path.resolve(): stem for stem, path in house_notebooks().items()}
        stem = house.get(found.path, "")
        name = wish.name or _name_of(found.path.stem)
        folder, file = self._place_of(wish.out, name)
        return ReportSchedule(
            name, stem or str(found.path), cron, dict(wish.parameters), folder, file,
            keep=wish.keep, code=wish.code, digest="" if stem else found.digest,
        )  # fmt: skip

    def _place_of(self, out: str, name: str) -> tuple[str, str]:
        from dharma_core.automation.report_schedules import FILE
        from dharma_core.workbench.report_owners import REPORTS_FOLDER

        if not out:
            return name, FILE
        place = self.cwd / Path(out).expanduser()
        folder, file = (place.parent, place.name) if place.suffix == ".html" else (place, FILE)
        ours, folder = (self.settings.home / REPORTS_FOLDER).resolve(), folder.resolve()
        within = folder.is_relative_to(ours)
        return str(folder.relative_to(ours) if within else folder), file

    def _allow_taking_over(self, name: str) -> None:
        """Let pass whose schedule it is, or who administers all of them."""
        with self.store.reading(self.actor) as uow:
            owners = {s.schedule.name: s.user for s in uow.report_schedules.all()}
        if owners.get(name, self.actor.user) != self.actor.user:
            self.allow("report:administer")

    @property
    def _report_runner(self) -> ReportRunner:
        from dharma_core.workbench.report_runs import ReportRunner

        return ReportRunner(self.settings, self.store, cwd=self.cwd, clock=self.now)


def _name_of(stem: str) -> str:
    """Return a schedule's name for a notebook: ``08_monthly_cost_review`` is the monthly one.

    Examples
    --------
    >>> _name_of("08_monthly_cost_review"), _name_of("Our costs (2)")
    ('monthly-cost-review', 'Our-costs-2')
    """
    bare = re.sub(r"^[0-9]{2}_", "", stem)
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")
