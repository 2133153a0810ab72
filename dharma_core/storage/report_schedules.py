"""Scheduled reports in the database, and each time one was due, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from dharma_core.automation import (
    ReportRun,
    ReportSchedule,
    RunState,
    ScheduledReport,
    StoredSchedule,
)
from dharma_core.automation.report_schedules import schedule_of
from dharma_core.errors import NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.ids import new_id
from dharma_core.storage.events import EventRepository
from dharma_core.storage.report_schedule_tables import report_runs, report_schedules
from dharma_core.storage.scope import Scope

__all__ = ["ReportScheduleRepository"]

_RUN = tuple(field.name for field in fields(ReportRun))
_OPEN = (RunState.QUEUED.value, RunState.RUNNING.value)


class ReportScheduleRepository:
    """The schedules of the actor's tenant and their runs; every act leaves its event.

    `everywhere` and `unfinished` look at all tenants: they are what the worker asks.
    """

    def __init__(self, scope: Scope, events: EventRepository) -> None:
        self._scope = scope
        self._events = events

    def all(self) -> tuple[StoredSchedule, ...]:
        """Return every schedule by name."""
        mine = report_schedules.c.tenant == self._scope.actor.tenant
        return self._schedules(select(report_schedules).where(mine).order_by("name"))

    def everywhere(self) -> tuple[StoredSchedule, ...]:
        """Return the schedules of all tenants that are not stopped."""
        going = report_schedules.c.stopped == ""
        return self._schedules(select(report_schedules).where(going).order_by("created"))

    def get(self, name: str) -> StoredSchedule:
        """Return a schedule.

        Raises
        ------
        NotFoundError
            If there is none of that name; the nearest is named.
        """
        known = {stored.schedule.name: stored for stored in self.all()}
        if name not in known:
            raise NotFoundError(
                f"No schedule {name[:100]!r}.",
                next_step=nearest(name[:100], known) or "'dharma report schedule' makes one.",
            )
        return known[name]

    def put(self, schedule: ReportSchedule, *, token: str) -> StoredSchedule:
        """Keep a schedule under its name, in place of the former one; it is the actor's from now.

        Parameters
        ----------
        token : str
            Id of the token that the actor came with, if any.
        """
        actor, now = self._scope.actor, self._scope.now
        before = next((s for s in self.all() if s.schedule.name == schedule.name), None)
        made = StoredSchedule(
            before.id if before else new_id("rs"), schedule, actor.tenant, actor.user, token,
            since=now, stopped="", created=before.created if before else now, updated=now,
        )  # fmt: skip
        row = {
            "tenant": made.tenant,
            "user": made.user,
            "name": schedule.name,
            "said": schedule.as_dict(),
            "token": token,
            "since": now,
            "stopped": "",
            "updated": now,
        }
        if before is None:
            self._scope.write(insert(report_schedules).values(id=made.id, created=now, **row))
        else:
            self._scope.write(update(report_schedules).where(_one(made)).values(**row))
        state = None if before is None else before.as_dict()
        self._emit(EventType.REPORT_SCHEDULED, made, before=state, after=made.as_dict())
        return made

    def remove(self, name: str) -> StoredSchedule:
        """Take a schedule and what is known of its runs away; the files stay.

        Raises
        ------
        NotFoundError
            If there is none of that name; the nearest is named.
        """
        gone = self.get(name)
        self._scope.write(delete(report_runs).where(report_runs.c.schedule_id == gone.id))
        self._scope.write(delete(report_schedules).where(_one(gone)))
        self._emit(EventType.REPORT_UNSCHEDULED, gone, before=gone.as_dict())
        return gone

    def stop(self, stored: StoredSchedule, why: str) -> None:
        """Let a schedule run no more, and tell people why."""
        values = {"stopped": why, "updated": self._scope.now}
        self._scope.write(update(report_schedules).where(_one(stored)).values(**values))
        self._emit(EventType.REPORT_SCHEDULE_STOPPED, stored, data={"reason": why})

    def take(self, stored: StoredSchedule, due: datetime) -> ReportRun | None:
        """Put a due time down as a run to be done; None when somebody else did.

        Every process may ask: the transaction lets one in at a time. While a run of the schedule
        has not ended its times wait, and the last of them is taken then.
        """
        if any(not run.state.final for run in self.runs(stored)):
            return None
        table = report_schedules
        mine = update(table).where(_one(stored), table.c.since < due, table.c.stopped == "")
        if self._scope.write(mine.values(since=due)).rowcount != 1:
            return None
        run = ReportRun(
            new_id("run"), stored.id, stored.tenant, stored.user, due, RunState.QUEUED,
            created=self._scope.now, updated=self._scope.now, missed=stored.missed(due),
        )  # fmt: skip
        row = {name: getattr(run, name) for name in _RUN}
        self._scope.write(insert(report_runs).values({**row, "state": run.state.value}))
        return run

    def unfinished(self) -> tuple[ReportRun, ...]:
        """Return the runs of all tenants that have not ended, the oldest first."""
        runs = select(report_runs).where(report_runs.c.state.in_(_OPEN))
        return self._runs(runs.order_by(report_runs.c.due, report_runs.c.id))

    def runs(self, stored: StoredSchedule) -> tuple[ReportRun, ...]:
        """Return the runs of a schedule, the latest due time first."""
        mine = select(report_runs).where(report_runs.c.schedule_id == stored.id)
        return self._runs(mine.order_by(report_runs.c.due.desc()))

    def standing(self) -> tuple[ScheduledReport, ...]:
        """Return every schedule by name, with its latest run and the next times."""
        mine = select(report_runs).where(report_runs.c.tenant == self._scope.actor.tenant)
        last: dict[str, ReportRun] = {}
        made: dict[str, ReportRun] = {}
        for run in self._runs(mine.order_by(report_runs.c.due)):
            last[run.schedule_id] = run
            if run.path:
                made[run.schedule_id] = run
        now = self._scope.now
        return tuple(
            ScheduledReport(
                stored,
                last.get(stored.id),
                made.get(stored.id),
                () if stored.stopped else stored.schedule.cron.next_times(now),
            )
            for stored in self.all()
        )

    def run(self, run_id: str) -> tuple[StoredSchedule, ReportRun] | None:
        """Return a run of the tenant with its schedule; None when either is gone."""
        mine = (report_runs.c.tenant == self._scope.actor.tenant) & (report_runs.c.id == run_id)
        found = self._runs(select(report_runs).where(mine))
        known = {stored.id: stored for stored in self.all()}
        if not found or found[0].schedule_id not in known:
            return None
        return known[found[0].schedule_id], found[0]

    def change(self, run: ReportRun, **values: Any) -> ReportRun:
        """Write down how far a run is."""
        changed = replace(run, updated=self._scope.now, **values)
        row = {name: getattr(changed, name) for name in ("updated", *values)}
        if "state" in row:
            row["state"] = row["state"].value
        self._scope.write(update(report_runs).where(report_runs.c.id == run.id).values(**row))
        return changed

    def fail(self, stored: StoredSchedule, run: ReportRun, why: str) -> ReportRun:
        """Write down that a run failed, and tell people."""
        failed = self.change(run, state=RunState.FAILED, reason=why)
        said = {"due": run.due.isoformat(), "reason": why}
        self._emit(EventType.REPORT_RUN_FAILED, stored, success=False, data=said)
        return failed

    def forget(self, run: ReportRun) -> None:
        """Let go of a run; the audit still tells of its report."""
        self._scope.write(delete(report_runs).where(report_runs.c.id == run.id))

    def _schedules(self, query: Select[Any]) -> tuple[StoredSchedule, ...]:
        return tuple(map(_stored, self._scope.rows(query)))

    def _runs(self, query: Select[Any]) -> tuple[ReportRun, ...]:
        rows = self._scope.rows(query)
        return tuple(ReportRun(**{**row, "state": RunState(row["state"])}) for row in rows)

    def _emit(
        self,
        kind: EventType,
        about: StoredSchedule,
        *,
        success: bool = True,
        data: Mapping[str, Any] | None = None,
        **states: Any,
    ) -> None:
        draft = self._scope.event(kind, ("report_schedule", about.schedule.name), **states)
        self._events.append(replace(draft, success=success, data=data or {}))


def _one(stored: StoredSchedule) -> Any:
    return report_schedules.c.id == stored.id


def _stored(row: Mapping[str, Any]) -> StoredSchedule:
    return StoredSchedule(
        row["id"], schedule_of(row["said"]), row["tenant"], row["user"], row["token"],
        row["since"], row["stopped"], row["created"], row["updated"],
    )  # fmt: skip
