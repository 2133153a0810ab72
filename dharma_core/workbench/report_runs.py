"""Makes scheduled reports: what is due, as whom, and what became of it. The worker drives it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from dharma_core.automation import ReportRun, RunState, StoredSchedule
from dharma_core.errors import DharmaError
from dharma_core.identity import Actor
from dharma_core.identity.tokens import ACCESS_LIFETIME, Token, TokenKind, new_secret
from dharma_core.ids import new_id
from dharma_core.runners.report_child import Made, Making, StoppedError, make_report
from dharma_core.workbench.report_owners import Refused, end_token, file_of, scopes_of_run

if TYPE_CHECKING:
    from dharma_core.storage.settings import Settings
    from dharma_core.storage.store import Store, UnitOfWork

__all__ = ["ReportRunner"]

_MOST_ATTEMPTS = 3
_MOST_RUNS = 1000
Make = Callable[[Making, Event], Made]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A run that was begun, and the text of the token it has."""

    stored: StoredSchedule
    run: ReportRun
    token: str = field(repr=False)


class ReportRunner:
    """Knows what is due, and makes it with the rights its owner has at that moment.

    Parameters
    ----------
    settings : Settings
    store : Store
    cwd : Path
        The working folder of the notebooks.
    clock : callable
        Gives the present moment, UTC.
    make : callable
        Makes one report; in a process of its own when left out.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        cwd: Path,
        clock: Callable[[], datetime],
        make: Make = make_report,
    ) -> None:
        self._settings = settings
        self._store = store
        self._cwd = cwd
        self._clock = clock
        self._make = make

    def take_due(self) -> None:
        """Put down as runs what is due now in any tenant, each time once."""
        now = self._clock()
        with self._store.reading() as uow:
            found = [(s, due) for s in uow.report_schedules.everywhere() if (due := s.due(now))]
        for stored, due in found:
            with self._store.transaction(_dharma(stored.tenant)) as uow:
                uow.report_schedules.take(stored, due)

    def unfinished(self) -> tuple[tuple[str, str], ...]:
        """Return id and tenant of each run that has not ended, the oldest first."""
        with self._store.reading() as uow:
            return tuple((run.id, run.tenant) for run in uow.report_schedules.unfinished())

    def found(self, run_id: str, tenant: str) -> tuple[StoredSchedule, ReportRun] | None:
        """Return a run with its schedule; None when somebody removed the schedule."""
        with self._store.reading(_dharma(tenant)) as uow:
            return uow.report_schedules.run(run_id)

    def make(self, run_id: str, tenant: str, stopping: Event) -> Mapping[str, str]:
        """Make a run's report; return its ``path`` and ``digest``, or the ``reason`` it has none.

        Raises
        ------
        StoppedError
            If the worker stops meanwhile: the run waits again, as if it had not been begun.
        """
        with self._store.transaction(_dharma(tenant)) as uow:
            begun = self._begin(uow, run_id)
        if not isinstance(begun, _Begun):
            return begun
        try:
            return self._made(begun, stopping)
        except StoppedError:
            self._release(begun)
            raise

    def finish(self, run_id: str, tenant: str, outcome: Mapping[str, str]) -> str:
        """Write down what became of a run, end its token, let go of files too many."""
        with self._store.transaction(_dharma(tenant)) as uow:
            found = uow.report_schedules.run(run_id)
            if found is None or found[1].state.final:
                return "gone" if found is None else found[1].state.value
            stored, run = found
            run = end_token(uow, run)
            if "path" in outcome:
                said = {"path": outcome["path"], "digest": outcome["digest"]}
                uow.report_schedules.change(run, state=RunState.DONE, **said)
            elif stored.stopped:  # people were told of that
                why = {"state": RunState.FAILED, "reason": stored.stopped}
                uow.report_schedules.change(run, **why)
            else:
                uow.report_schedules.fail(stored, run, outcome["reason"])
            let_go, kept = _aged(uow, stored)
        _remove_files(let_go, kept)
        return "done" if "path" in outcome else "failed"

    def _begin(self, uow: UnitOfWork, run_id: str) -> _Begun | dict[str, str]:
        found = uow.report_schedules.run(run_id)
        if found is None or found[1].state.final:
            return {"reason": "The schedule was removed."}
        stored, run = found
        run = end_token(uow, run)
        if stored.stopped:
            return {"reason": stored.stopped}
        if run.attempts >= _MOST_ATTEMPTS:
            return {"reason": f"It was begun {run.attempts} times, and never came to an end."}
        allowed = scopes_of_run(uow, stored)
        if isinstance(allowed, Refused):
            if allowed.for_good:
                uow.report_schedules.stop(stored, allowed.why)
            return {"reason": allowed.why}
        token, text = _token(stored, allowed, uow.scope.now)
        uow.tokens.add(token)
        running = {"state": RunState.RUNNING, "attempts": run.attempts + 1, "token": token.id}
        return _Begun(stored, uow.report_schedules.change(run, **running), text)

    def _made(self, begun: _Begun, stopping: Event) -> dict[str, str]:
        schedule, settings = begun.stored.schedule, self._settings
        try:
            notebook = _notebook(begun.stored)
        except DharmaError as error:
            return {"reason": error.message}
        file = file_of(schedule, begun.run.due, settings.home)
        told = (schedule.parameters, schedule.code, begun.token)
        making = Making(notebook, file, *told, settings.home, self._cwd)
        made = self._make(making, stopping)
        if made.reason:
            return {"reason": made.reason}
        return {"path": made.path, "digest": _digest(Path(made.path))}

    def _release(self, begun: _Begun) -> None:
        with self._store.transaction(_dharma(begun.run.tenant)) as uow:
            if found := uow.report_schedules.run(begun.run.id):
                run = end_token(uow, found[1])
                waiting = {"state": RunState.QUEUED, "attempts": begun.run.attempts - 1}
                uow.report_schedules.change(run, **waiting)


def _dharma(tenant: str) -> Actor:
    return Actor(user="dharma", tenant=tenant, roles=())


def _notebook(stored: StoredSchedule) -> Path:
    """Return the file; one that is not the installation's must be what it was."""
    from dharma_core.errors import ConflictError, NotFoundError
    from dharma_core.runners.notebook_runs import house_notebooks, open_notebook

    said = stored.schedule
    if not said.digest:
        house = house_notebooks()
        if said.notebook not in house:
            raise NotFoundError(f"This Dharma came without the notebook {said.notebook}.")
        return house[said.notebook]
    if open_notebook(Path(said.notebook)).digest != said.digest:
        raise ConflictError(
            f"{said.notebook} has changed since it was scheduled: schedule it again."
        )
    return Path(said.notebook)


def _token(stored: StoredSchedule, scopes: tuple[str, ...], now: datetime) -> tuple[Token, str]:
    secret = new_secret(TokenKind.PERSONAL)
    token = Token(
        new_id("tok"), stored.tenant, stored.user, f"report {stored.schedule.name}"[:100],
        secret.kind, secret.handle, secret.digest, scopes,
        created=now, expires=now + ACCESS_LIFETIME, parent=stored.token,
    )  # fmt: skip
    return token, secret.text


def _aged(
    uow: UnitOfWork, stored: StoredSchedule
) -> tuple[tuple[ReportRun, ...], tuple[ReportRun, ...]]:
    """Forget runs that are older than the files to keep; return these and those that stay."""
    runs = uow.report_schedules.runs(stored)
    done = [run for run in runs if run.state is RunState.DONE][: stored.schedule.keep]
    oldest = done[-1].due if len(done) == stored.schedule.keep else None
    gone = tuple(
        run
        for place, run in enumerate(runs)
        if run.state.final and (place >= _MOST_RUNS or (oldest is not None and run.due < oldest))
    )
    for run in gone:
        uow.report_schedules.forget(run)
    return gone, tuple(run for run in runs if run not in gone)


def _remove_files(gone: Iterable[ReportRun], kept: Iterable[ReportRun]) -> None:
    """Remove the files of runs, but what somebody changed since, or a later run wrote."""
    staying = {run.path for run in kept}
    for run in gone:
        file = Path(run.path)
        if run.path and run.path not in staying and file.is_file() and _digest(file) == run.digest:
            file.unlink(missing_ok=True)


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
