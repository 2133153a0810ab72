"""Reports whose time has come, as durable workflows of the worker.

DBOS has schedules too. They make up for every missed time, keep a second list beside the store's
and a clock of their own: see decision 0073. Here the store says what is due, once; a workflow of
that run's id does it, and goes on with the next worker when this one dies.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from dharma_core.runners.report_child import StoppedError

__all__ = ["REPORT", "ReportDesk", "ReportJobs"]

REPORT = "report"
_CLOCK_SECONDS = 15.0
_ENDED = ("ERROR", "SUCCESS", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_LOG = logging.getLogger(__name__)


class ReportDesk(Protocol):
    """What knows of schedules and makes their reports; each step may be repeated."""

    def take_due(self) -> None:
        """Put down as runs what is due now, each time once."""

    def unfinished(self) -> tuple[tuple[str, str], ...]:
        """Return id and tenant of each run that has not ended."""

    def make(self, run_id: str, tenant: str, stopping: threading.Event) -> Mapping[str, str]:
        """Make a run's report and return what became of it."""

    def finish(self, run_id: str, tenant: str, outcome: Mapping[str, str]) -> str:
        """Write down what became of a run and return its state."""


class ReportJobs:
    """The worker's second kind of work, one report at a time.

    Parameters
    ----------
    desk : ReportDesk
    works : bool
        Whether reports are made here; a worker of another errand leaves them to the next one.
    keeps_time : bool
        Whether to look for what is due, over and over; a command asks once itself.
    """

    def __init__(self, desk: ReportDesk, *, works: bool = True, keeps_time: bool = True) -> None:
        self._desk = desk
        self._works = works
        self._keeps_time = keeps_time
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._making = threading.Lock()
        self._workflow: Callable[..., Any] = self._run
        self._clock: threading.Thread | None = None

    def register(self) -> None:
        """Tell DBOS of the workflow, before it launches and resumes what was interrupted."""
        from dbos import DBOS

        self._stopping.clear()

        def report(run_id: str, tenant: str) -> str:
            return self._run(run_id, tenant)

        self._workflow = DBOS.workflow(name=REPORT)(report)

    def begin(self) -> None:
        """Make what waits, and look for more."""
        if self._works:
            self._clock = threading.Thread(target=self._keep_time, name="reports", daemon=True)
            self._clock.start()

    def stop(self, timeout_seconds: float) -> None:
        """End: a report that is being made is let go of, and made by the next worker."""
        self._stopping.set()
        self._wake.set()
        if self._clock is not None:
            self._clock.join(timeout_seconds)
        if self._making.acquire(timeout=timeout_seconds):
            self._making.release()

    def _keep_time(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                if self._keeps_time:
                    self._desk.take_due()
                self._start_next()
            except Exception:  # noqa: BLE001 - a locked store may be open at the next look
                _LOG.exception("looking for reports that are due failed")
            self._wake.wait(_CLOCK_SECONDS)

    def _start_next(self) -> None:
        from dbos import DBOS, SetWorkflowID

        for run_id, tenant in self._desk.unfinished():
            id_ = run_id
            status = DBOS.get_workflow_status(id_)
            while status is not None and status.status in _ENDED:
                id_ = f"{id_}-again"
                status = DBOS.get_workflow_status(id_)
            if status is None:
                with SetWorkflowID(id_):
                    DBOS.start_workflow(self._workflow, run_id, tenant)
            return

    def _run(self, run_id: str, tenant: str) -> str:
        """Return the state the run ended in; each step is recorded once it is done."""
        from dbos import DBOS

        keep_trying: Any = {
            "name": "finish",
            "retries_allowed": True,
            "max_attempts": 4,
            "interval_seconds": 0.5,
        }
        try:
            with self._making:
                if self._stopping.is_set() or not self._works:
                    raise StoppedError
                outcome = DBOS.run_step({"name": "make"}, lambda: self._make(run_id, tenant))
                return DBOS.run_step(
                    keep_trying, lambda: self._desk.finish(run_id, tenant, outcome)
                )
        finally:
            self._wake.set()

    def _make(self, run_id: str, tenant: str) -> dict[str, str]:
        try:
            return dict(self._desk.make(run_id, tenant, self._stopping))
        except Exception as error:  # noqa: BLE001 - the outermost edge: the run must end
            _LOG.exception("making the report of %s failed", run_id)
            return {"reason": f"{type(error).__name__}: {error}"}
