"""Ask for deployments and follow them, from any process; the worker does the work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dharma_core.deployments.decisions import refuse_cancel
from dharma_core.deployments.ports import Ports
from dharma_core.deployments.values import Deployment, DeploymentRequest, DeploymentState, LogLine
from dharma_core.identity import Actor
from dharma_core.ids import new_id
from dharma_core.plan import Plan
from dharma_core.plan.terraform_json import plan_to_json
from dharma_core.runners.report_jobs import ReportJobs
from dharma_core.runners.workflow_worker import (
    DECISION,
    QUEUE,
    VERSION,
    WORKFLOW,
    Worker,
    WorkflowHome,
    ids_of,
)

__all__ = ["Worker", "WorkflowHome", "Workflows"]

OnLog = Callable[[LogLine], None]
_POLL_SECONDS = 0.1
_WORKER_CHECK_SECONDS = 1.0
_S = DeploymentState


class Workflows:
    """The desk: takes deployments in, approves, cancels and follows them.

    Parameters
    ----------
    place : WorkflowHome
    ports : Ports
    reports : ReportJobs, optional
        What a worker here does besides.
    """

    def __init__(
        self, place: WorkflowHome, ports: Ports, reports: ReportJobs | None = None
    ) -> None:
        self._place = place
        self._ports = ports
        self._reports = reports

    def submit(
        self, plan: Plan, request: DeploymentRequest, *, actor: Actor, blueprint: str = ""
    ) -> Deployment:
        """Take a deployment in, queued; a worker that runs begins at once.

        Parameters
        ----------
        plan : Plan
            Kept with the deployment, its sensitive values masked.
        blueprint : str
            ``ID@VERSION`` of the stored blueprint it came from; empty when there is none.

        Raises
        ------
        InputError
            If there is no such target or executor.
        MissingToolError
            If the executor's tool is not on this machine.
        """
        self._ports.executors.check(request)
        now = self._ports.clock()
        id_, _, version = blueprint.partition("@")
        deployment = Deployment(
            id=new_id("dep"),
            name=plan.name,
            state=_S.QUEUED,
            request=request,
            created=now,
            updated=now,
            user=actor.user,
            tenant=actor.tenant,
            blueprint_id=id_,
            blueprint_version=version,
        )
        with self._ports.records.transaction(actor) as unit:
            kept = unit.deployments.add(deployment, plan=plan_to_json(plan))
        self._enqueue(kept, actor)
        return kept

    def approve(self, id: str, *, actor: Actor) -> Deployment:  # noqa: A002 - the domain's word
        """Let a waiting deployment go on; approving twice is approving once.

        Raises
        ------
        ConflictError
            If it does not wait for an approval.
        """
        with self._ports.records.transaction(actor) as unit:
            found = unit.deployments.get(id)
            if found.state is not _S.APPROVED:
                found = unit.deployments.change_state(id, _S.APPROVED)
                unit.deployments.append_log(id, self._line(f"Approved by {actor.user}."))
        self._wake(id, "approved")
        return found

    def cancel(self, id: str, *, actor: Actor) -> Deployment:  # noqa: A002 - the domain's word
        """Call a deployment off before anything is made.

        Raises
        ------
        ConflictError
            If it is applying or has ended.
        """
        with self._ports.records.transaction(actor) as unit:
            found = unit.deployments.get(id)
            refuse_cancel(found)
            reason = f"Cancelled by {actor.user}."
            found = unit.deployments.change_state(id, _S.CANCELLED, reason=reason)
            unit.deployments.append_log(id, self._line(reason))
        self._wake(id, "cancelled")
        return found

    def wait(
        self,
        id: str,  # noqa: A002 - the domain's word
        *,
        on_log: OnLog | None = None,
        worker: Worker | None = None,
        actor: Actor | None = None,
        timeout_seconds: float | None = None,
    ) -> Deployment:
        """Follow a deployment until it ends or waits for an approval; return it as it stands.

        Parameters
        ----------
        on_log : callable, optional
            Told each line of the log as it comes.
        worker : Worker, optional
            Started when the one that was at work is gone.
        actor : Actor, optional
            Whose tenant is seen; the local user's when left out.
        timeout_seconds : float, optional
            Return after this however it stands.
        """
        shown, checked = 0, time.monotonic()
        end = None if timeout_seconds is None else checked + timeout_seconds
        while True:
            with self._ports.records.reading(actor) as unit:
                found = unit.deployments.get(id)
                lines = unit.deployments.log(id, after=shown)
            for number, line in lines:
                shown = number
                if on_log is not None:
                    on_log(line)
            settled = found.state.final or found.state is _S.AWAITING_APPROVAL
            if (settled and not lines) or (end is not None and time.monotonic() > end):
                return found
            if worker is not None and time.monotonic() - checked > _WORKER_CHECK_SECONDS:
                checked = time.monotonic()
                worker.try_start()
            time.sleep(_POLL_SECONDS)

    @contextmanager
    def worker_here(self) -> Iterator[Worker]:
        """Run a worker in this process for the time of the block, unless another one runs."""
        worker = Worker(self._place, self._ports, self._reports)
        worker.try_start()
        try:
            yield worker
        finally:
            worker.stop()

    def worker_pid(self) -> int | None:
        """Return the process of the worker that runs, None when none does."""
        return self._place.lock().holder()

    def _enqueue(self, deployment: Deployment, actor: Actor) -> None:
        """Hand it to the running worker; one that starts, now or later, finds it in the store."""
        if self.worker_pid() is None or not self._place.ready:
            return
        id_, tenant, user, _ = ids_of(deployment)
        options: Any = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": id_,
            "app_version": VERSION,
        }
        with self._client() as client:
            client.enqueue(options, id_, tenant, user, actor.correlation_id)

    def _wake(self, id_: str, word: str) -> None:
        if not self._place.ready:
            return
        from dbos import error

        with self._client() as client:
            try:
                client.send(id_, word, DECISION, idempotency_key=f"{id_}-{word}")
            except error.DBOSNonExistentWorkflowError:
                return

    @contextmanager
    def _client(self) -> Iterator[Any]:
        from dbos import DBOSClient

        client = DBOSClient(system_database_url=self._place.url, application_name="dharma")
        try:
            yield client
        finally:
            client.destroy()

    def _line(self, message: str) -> LogLine:
        return LogLine(self._ports.clock(), "info", message, "decision")
