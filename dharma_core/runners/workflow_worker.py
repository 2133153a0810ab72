"""The worker: runs deployments and reports as durable workflows, one worker on one DHARMA_HOME.

A second process that launched the same database would take over running workflows and repeat
the step in flight, so a lock that dies with its holder lets one in. What a killed worker left
undone is marked when the next one starts, and goes on from its last finished step.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from dharma_core.deployments.ports import Ports
from dharma_core.deployments.steps import RESUMED, Outcome, Steps
from dharma_core.deployments.values import Deployment, DeploymentState, LogLine
from dharma_core.errors import ConflictError
from dharma_core.identity import Actor
from dharma_core.ids import new_correlation_id
from dharma_core.runners.file_lock import FileLock
from dharma_core.runners.report_jobs import ReportJobs

__all__ = ["DECISION", "QUEUE", "VERSION", "WORKFLOW", "Worker", "WorkflowHome"]

WORKFLOW = "deploy"
QUEUE = "deployments"
DECISION = "decision"
# Of the order of steps: a workflow resumes only under the version it began with.
VERSION = "deploy-1"
_DECISION_SECONDS = 60.0  # a lost message is noticed after this
_BUSY_SECONDS = 1.0
_POLL_SECONDS = 0.1
_STOP_SECONDS = 30.0
_S = DeploymentState
_INTERRUPTIBLE = (_S.VALIDATING, _S.PLANNING, _S.APPROVED, _S.APPLYING, _S.ROLLING_BACK)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkflowHome:
    """Where workflows live.

    Parameters
    ----------
    home : Path
        DHARMA_HOME: the lock, and the system database unless ``database_url`` says otherwise.
    database_url : str
        ``postgresql://...``; empty for SQLite under ``home``.
    """

    home: Path
    database_url: str = ""

    @property
    def url(self) -> str:
        """The address of the system database."""
        return self.database_url or f"sqlite:///{self.home / 'workflows.db'}"

    @property
    def ready(self) -> bool:
        """Whether a worker has set the system database up; while the first one starts it is not."""
        try:
            written = self._mark.read_text("utf-8")
        except OSError:
            return False
        made = bool(self.database_url) or (self.home / "workflows.db").exists()
        return made and written == self._fingerprint

    def set_ready(self) -> None:
        """Write down that the tables of the system database are there."""
        self._mark.write_text(self._fingerprint, encoding="utf-8")

    @property
    def _mark(self) -> Path:
        return self.home / "workflows.ready"

    @property
    def _fingerprint(self) -> str:
        """Of the address, which may hold a password, and of the order of steps."""
        return sha256(f"{VERSION} {self.url}".encode()).hexdigest()

    def lock(self) -> FileLock:
        """Return the worker's lock."""
        return FileLock(self.home / "worker.lock")


class Worker:
    """Runs deployments in this process until stopped; start it once, in a server or a command.

    Parameters
    ----------
    place : WorkflowHome
    ports : Ports
        What the steps use.
    reports : ReportJobs, optional
        The reports whose time has come.
    """

    def __init__(
        self, place: WorkflowHome, ports: Ports, reports: ReportJobs | None = None
    ) -> None:
        self._place = place
        self._ports = ports
        self._reports = reports
        self._lock = place.lock()
        self._at_work: set[str] = set()
        self._guard = threading.Lock()
        self._stopping = False
        self._workflow: Callable[..., Any] = self._deploy
        self.running = False

    def start(self) -> None:
        """Launch, or raise ConflictError naming the process that is at work already."""
        if not self.try_start():
            raise ConflictError(
                f"Another worker runs already (pid {self._lock.holder()}).",
                next_step="Let it do the work: deployments go to it by themselves.",
            )

    def try_start(self) -> bool:
        """Launch unless another worker runs; return whether this one does now."""
        if self.running:
            return True
        if not self._lock.try_acquire():
            return False
        try:
            _outside_event_loops(self._launch)
        except BaseException:
            self._lock.release()
            raise
        self.running = True
        return True

    def stop(self, *, timeout_seconds: float = _STOP_SECONDS) -> None:
        """End after the steps in flight; the deployments go on with the next worker."""
        if not self.running:
            return
        from dbos import DBOS

        self._stopping = True
        for id_ in tuple(self._at_work):
            DBOS.send(id_, "the worker stops", DECISION)
        end = time.monotonic() + timeout_seconds
        if self._reports is not None:
            self._reports.stop(timeout_seconds)
        while self._at_work and time.monotonic() < end:
            time.sleep(_POLL_SECONDS)
        DBOS.destroy(destroy_registry=True)
        self.running = self._stopping = False
        self._lock.release()

    def _launch(self) -> None:
        from dbos import DBOS

        for deployment in self._unfinished():
            if deployment.state in _INTERRUPTIBLE and not self._just_approved(deployment):
                self._mark(deployment)
        DBOS(
            config={
                "name": "dharma",
                "system_database_url": self._place.url,
                "application_version": VERSION,
                "executor_id": "local",
                "enable_otlp": False,
                "log_level": "CRITICAL",
                "notification_listener_polling_interval_sec": _POLL_SECONDS,
            }
        )

        def deploy(deployment_id: str, tenant: str, user: str, correlation_id: str) -> str:
            workflow_id = str(DBOS.workflow_id)
            with self._guard:
                self._at_work.add(workflow_id)
            try:
                return self._deploy(deployment_id, tenant, user, correlation_id)
            finally:
                with self._guard:
                    self._at_work.discard(workflow_id)

        self._workflow = DBOS.workflow(name=WORKFLOW)(deploy)
        if self._reports is not None:
            self._reports.register()
        DBOS.launch()
        DBOS.register_queue(QUEUE, polling_interval_sec=_POLL_SECONDS)
        self._place.set_ready()  # what is submitted from here on comes by the queue
        for deployment in self._unfinished():
            self._ensure_started(deployment)
        if self._reports is not None:
            self._reports.begin()

    def _unfinished(self) -> tuple[Deployment, ...]:
        with self._ports.records.reading() as unit:
            return unit.deployments.unfinished()

    def _just_approved(self, deployment: Deployment) -> bool:
        """Whether somebody approved it while no worker ran: nothing was interrupted."""
        with self._ports.records.reading() as unit:
            lines = unit.deployments.log(deployment.id)
        return deployment.state is _S.APPROVED and bool(lines) and lines[-1][1].step == DECISION

    def _mark(self, deployment: Deployment) -> None:
        """Write down that a worker died here, before the workflow goes on."""
        told = f"{RESUMED} while {deployment.state.value.replace('_', ' ')}."
        line = LogLine(self._ports.clock(), "warning", told, "resume")
        with self._ports.records.transaction(_actor(deployment, new_correlation_id())) as unit:
            unit.deployments.append_log(deployment.id, line)
            if RESUMED not in deployment.reason:
                reason = f"{deployment.reason} {told}".strip()
                unit.deployments.update(replace(deployment, reason=reason))

    def _ensure_started(self, deployment: Deployment) -> None:
        """Start a workflow for a deployment that has none, or whose own has ended badly."""
        from dbos import DBOS, SetWorkflowID

        id_ = deployment.id
        status = DBOS.get_workflow_status(id_)
        while status is not None and status.status in ("ERROR", "SUCCESS", "CANCELLED"):
            id_ = f"{id_}-again"
            status = DBOS.get_workflow_status(id_)
        if status is None:
            with SetWorkflowID(id_):
                DBOS.start_workflow(self._workflow, *ids_of(deployment))

    def _deploy(self, deployment_id: str, tenant: str, user: str, correlation_id: str) -> str:
        """Return the state the deployment ended in; every step is recorded once it is done."""
        actor = Actor(user, tenant, ("developer",), correlation_id=correlation_id)
        steps = Steps(self._ports, deployment_id, actor)
        said = self._step(steps, "validate", steps.validate)
        if said == Outcome.GO:
            said = self._step(steps, "plan", steps.plan)
        if said == Outcome.WAIT:
            said = self._await_decision(steps)
        if said == Outcome.GO:
            said = self._begin(steps)
        if said == Outcome.GO:
            problem = self._step(steps, "apply", steps.apply)
            said = self._step(steps, "confirm", lambda: steps.confirm(problem))
        if said == Outcome.UNDO:
            said = self._step(steps, "undo", steps.undo)
        return said

    def _await_decision(self, steps: Steps) -> str:
        from dbos import DBOS

        said: str = Outcome.WAIT
        while said == Outcome.WAIT:
            self._halt_if_stopping()
            DBOS.recv(DECISION, timeout_seconds=_DECISION_SECONDS)
            said = self._step(steps, "decision", steps.decision)
        return said

    def _begin(self, steps: Steps) -> str:
        from dbos import DBOS

        said = self._step(steps, "begin", steps.begin)
        while said == Outcome.BUSY:
            DBOS.sleep(_BUSY_SECONDS)
            said = self._step(steps, "begin", steps.begin)
        return said

    def _step(self, steps: Steps, name: str, body: Callable[[], str]) -> str:
        from dbos import DBOS

        self._halt_if_stopping()
        retry: Any = {
            "name": name,
            "retries_allowed": True,
            "max_attempts": 4,
            "interval_seconds": 0.5,
        }
        said = str(DBOS.run_step(retry, lambda: self._watched(steps, name, body)))
        DBOS.set_event("step", {"name": name, "outcome": said})
        return said

    def _watched(self, steps: Steps, name: str, body: Callable[[], str]) -> str:
        try:
            return str(body())
        except Exception as error:  # noqa: BLE001 - the outermost edge: the deployment must end
            _LOG.exception("step %s failed", name)
            return str(steps.give_up(f"The step {name} failed: {type(error).__name__}: {error}"))

    def _halt_if_stopping(self) -> None:
        if self._stopping:
            raise _StoppedError


class _StoppedError(BaseException):
    """Ends a workflow's thread without an outcome: the next worker goes on with it."""


def _outside_event_loops(act: Callable[[], None]) -> None:
    """Run in a thread of its own: DBOS refuses to set up where a loop runs, as in a notebook."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(act).result()


def ids_of(deployment: Deployment) -> tuple[str, str, str, str]:
    """Return a workflow's whole input: ids, never a plan or a secret."""
    return (deployment.id, deployment.tenant, deployment.user, new_correlation_id())


def _actor(deployment: Deployment, correlation_id: str) -> Actor:
    return Actor(deployment.user, deployment.tenant, ("developer",), correlation_id=correlation_id)
