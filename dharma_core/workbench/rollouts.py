"""Deployments: start, follow, approve, cancel; and the sandbox they go to by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from dharma_core.events import EventType
from dharma_core.workbench.secrets import SecretMemory
from dharma_core.workbench.telling import Telling

if TYPE_CHECKING:
    from dharma_core.deployments.ports import Ports, Priced
    from dharma_core.deployments.values import Deployment, DeploymentRequest, LogLine
    from dharma_core.finops.budgets import Verdict
    from dharma_core.plan import Plan
    from dharma_core.runners.report_jobs import ReportJobs
    from dharma_core.runners.workflows import Worker, WorkflowHome, Workflows

__all__ = ["Rollouts"]

# Pages start deployments and the server's worker carries them out: one memory per process.
_SECRETS = SecretMemory()
OnLog = Callable[["LogLine"], None]


class Rollouts(Telling):
    """The part of the workbench that makes designs real."""

    def deploy(
        self,
        plan: Plan,
        request: DeploymentRequest,
        *,
        wait: bool = True,
        on_log: OnLog | None = None,
    ) -> Deployment:
        """Start a deployment; follow it to its end, or to where it waits for an approval.

        The budget configured for the design holds when the request names none. A running
        ``dharma serve`` does the work; without one it is done in this process while it waits.

        Raises
        ------
        InputError
            If there is no such target or executor.
        MissingToolError
            If the executor's tool is not on this machine.
        PermissionDenied
            If the actor may not create deployments, or not approve the one that approves itself.
        """
        self._allow_deployment(plan, request)
        if request.budget is None:
            request = replace(request, budget=self.budget_for(plan))
        origin = plan.origin
        blueprint = (
            f"{origin['blueprint_id']}@{origin.get('blueprint_version', '')}"
            if origin.get("blueprint_id")
            else ""
        )
        taken = self._desk.submit(plan, request, actor=self.actor, blueprint=blueprint)
        self._remember_secrets(taken.id, plan)
        return self._follow(taken.id, on_log) if wait else taken

    def deployments(self, *, page: int = 1, page_size: int = 20) -> tuple[Deployment, ...]:
        """Return deployments of the actor's tenant, newest first."""
        self.allow("deployment:read")
        with self.store.reading(self.actor) as uow:
            return uow.deployments.page(number=page, size=page_size).items

    def deployment(self, deployment_id: str) -> Deployment:
        """Return one deployment; raise NotFoundError naming the nearest."""
        self.allow("deployment:read")
        with self.store.reading(self.actor) as uow:
            return uow.deployments.get(deployment_id)

    def deployment_log(
        self, deployment_id: str, *, after: int = 0
    ) -> tuple[tuple[int, LogLine], ...]:
        """Return the log's lines with their numbers, those after a number."""
        self.allow("deployment:read")
        with self.store.reading(self.actor) as uow:
            return uow.deployments.log(deployment_id, after=after)

    def approve_deployment(
        self, deployment_id: str, *, wait: bool = True, on_log: OnLog | None = None
    ) -> Deployment:
        """Let a waiting deployment go on, and follow it to its end.

        Raises
        ------
        ConflictError
            If it does not wait for an approval.
        PermissionDenied
            If the actor may not approve.
        """
        self.allow("deployment:approve", lambda: self._about_deployment(deployment_id))
        found = self._desk.approve(deployment_id, actor=self.actor)
        return self._follow(deployment_id, on_log) if wait else found

    def cancel_deployment(self, deployment_id: str) -> Deployment:
        """Call a deployment off before anything is made.

        Raises
        ------
        ConflictError
            If it is applying or has ended.
        """
        self.allow("deployment:cancel", lambda: self._about_deployment(deployment_id))
        return self._desk.cancel(deployment_id, actor=self.actor)

    def start_worker(self) -> bool:
        """Run deployments in this process from now on (for a server).

        Returns
        -------
        bool
            False while another process of this DHARMA_HOME does the work; ask again later.
        """
        self.allow("deployment:work")
        return self._worker.try_start()

    def stop_worker(self) -> None:
        """End after the steps in flight; the next worker goes on from there."""
        self.allow("deployment:work")
        self._worker.stop()

    def sandbox_status(self) -> dict[str, Any]:
        """Return whether the embedded AWS simulator runs, and where."""
        from dharma_core.runners.simulator import Simulator

        return Simulator(self.settings.home).status().as_dict()

    def sandbox_stop(self) -> dict[str, Any]:
        """Stop the simulator; what it holds is lost."""
        from dharma_core.runners.simulator import Simulator

        self.allow("sandbox:stop")
        status = Simulator(self.settings.home).stop()
        with self.store.transaction(self.actor) as uow:
            event = uow.scope.event(EventType.SANDBOX_STOPPED, ("sandbox", "local"))
            uow.events.append(event)
        return status.as_dict()

    def _allow_deployment(self, plan: Plan, request: DeploymentRequest) -> None:
        from dharma_core.deployments.decisions import needs_approval

        asked = ["deployment:create"]
        if request.auto_approve and needs_approval(replace(request, auto_approve=False)):
            asked.append("deployment:approve")
        for permission in asked:
            told = partial(self._about_plan, permission, plan, environment=request.environment)
            self.allow(permission, told)

    def _follow(self, deployment_id: str, on_log: OnLog | None) -> Deployment:
        with self._desk.worker_here() as worker:
            return self._desk.wait(deployment_id, on_log=on_log, worker=worker)

    @cached_property
    def _worker(self) -> Worker:
        from dharma_core.runners.workflows import Worker

        return Worker(self._workflow_home, self._ports(), self._report_jobs())

    @cached_property
    def _workflow_home(self) -> WorkflowHome:
        from dharma_core.runners.workflows import WorkflowHome

        url = self.settings.store_url
        return WorkflowHome(self.settings.home, url if url.startswith("postgres") else "")

    @cached_property
    def _desk(self) -> Workflows:
        from dharma_core.runners.workflows import Workflows

        return Workflows(self._workflow_home, self._ports(), self._report_jobs(works=False))

    def _report_jobs(self, *, works: bool = True, keeps_time: bool = True) -> ReportJobs:
        from dharma_core.runners.report_jobs import ReportJobs
        from dharma_core.workbench.report_runs import ReportRunner

        runner = ReportRunner(self.settings, self.store, cwd=self.cwd, clock=self.now)
        return ReportJobs(runner, works=works, keeps_time=keeps_time)

    def _ports(self) -> Ports:
        from dharma_core.deployments.ports import Ports
        from dharma_core.runners.executors import SandboxExecutors
        from dharma_core.workbench.rendering import rendered

        return Ports(
            records=self.store,
            executors=SandboxExecutors(self.settings.home, self.catalog),
            check=self.check,
            estimate=self.estimate,
            render=lambda plan, format_: rendered(plan, format_, self.catalog),
            secret=_SECRETS.recall,
            clock=lambda: datetime.now(UTC),
            unveil=self._unveil,
            budgets=self._budget_verdict,
        )

    def _unveil(self, deployment: Deployment, reference: str) -> str:
        from dharma_core.workbench.vault_reads import read_for

        return read_for(deployment, reference, settings=self.settings, store=self.store)

    def _budget_verdict(self, deployment: Deployment, plan: Plan, priced: Priced) -> Verdict | None:
        from dharma_core.workbench.budget_gate import budget_verdict

        return budget_verdict(deployment, plan, priced, bench=self)

    def _remember_secrets(self, deployment_id: str, plan: Plan) -> None:
        from dharma_core.generation import input_values

        values = input_values(plan, self.catalog)
        _SECRETS.remember(deployment_id, {name: str(value) for name, value in values.items()})
