"""``dharma deploy SOURCE`` and its followers: approve, cancel, status, list."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from dharma_core.cli.options import Format, OutputFormat, Sets, Source, parse_sets
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.deployments.values import Deployment, LogLine

__all__ = ["register"]

_START = "start"
_CARRIED_ON = "A running 'dharma serve', or the next 'dharma deploy', carries it on."


class _SourceOrVerb(TyperGroup):
    """``deploy SOURCE`` means ``deploy start SOURCE``; ``deploy approve ID`` stays itself."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        words = [a for a in args if not a.startswith("-")]
        asks_help = "--help" in args and not words
        if args and not asks_help and not any(w in self.commands for w in words[:1]):
            args = [_START, *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(
        cls=_SourceOrVerb,
        no_args_is_help=True,
        help="Deploy a SOURCE: dharma deploy SOURCE, with the options of 'start'; then approve, "
        "cancel or look.",
    )
    group.command(_START)(start)
    group.command("approve")(approve)
    group.command("cancel")(cancel)
    group.command("status")(status)
    group.command("list")(list_deployments)
    app.add_typer(group, name="deploy")


DeploymentId = Annotated[str, typer.Argument(help="A deployment's id.", show_default=False)]


def start(
    source: Source,
    target: Annotated[
        str, typer.Option("--target", help="sandbox, or a configured target.")
    ] = "sandbox",
    environment: Annotated[
        str, typer.Option("--environment", help="production waits for an approval.")
    ] = "development",
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget", metavar="AMOUNT", help="Dollars a month; above it nothing is made."
        ),
    ] = None,
    executor: Annotated[
        str, typer.Option("--executor", help="cloudformation, or terraform where it is found.")
    ] = "cloudformation",
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Skip production's approval, not a budget's.")
    ] = False,
    no_rollback: Annotated[
        bool, typer.Option("--no-rollback", help="Leave what was made when it fails.")
    ] = False,
    no_wait: Annotated[
        bool,
        typer.Option("--no-wait", help="Queue it and return; a running 'dharma serve' does it."),
    ] = False,
    sets: Sets = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Deploy a SOURCE; exit 1 when it fails, rolls back or is stopped by a guardrail or budget."""
    from dharma_core.deployments.values import DeploymentRequest
    from dharma_core.money import parse_amount
    from dharma_core.workbench import Workbench

    request = DeploymentRequest(
        target=target,
        environment=environment,
        executor=executor,
        budget=None if budget is None else parse_amount(budget, what="budget"),
        auto_approve=auto_approve,
        rollback_on_failure=not no_rollback,
    )
    bench = Workbench.open()
    plan = bench.read(source, variables=parse_sets(sets))
    try:
        done = bench.deploy(plan, request, wait=not no_wait, on_log=_follow(chosen))
    except KeyboardInterrupt:
        note("Stopped watching; the deployment is kept. 'dharma deploy list' names it.")
        note(_CARRIED_ON)
        raise
    _report(bench.leaving(done), chosen)


def _follow(chosen: OutputFormat) -> Any:
    if chosen is OutputFormat.JSON:
        return None
    return lambda line: sys.stderr.write(_log_text(line) + "\n")


def _log_text(line: LogLine) -> str:
    return f"{line.time:%H:%M:%S} {line.level:<7} {line.message}"


def _report(done: Deployment, chosen: OutputFormat) -> None:
    answer(lambda: deployment_json(done), chosen, lambda console: _table(console, done))
    if done.state.value == "awaiting_approval":
        note(f"Waiting for an approval: dharma deploy approve {done.id}")
    if done.state.value == "queued":
        note(_CARRIED_ON)
    raise typer.Exit(int(done.state.value in {"failed", "rolled_back", "cancelled"}))


def deployment_json(done: Deployment) -> Mapping[str, Any]:
    """Return the JSON form of the command line's contract."""
    from dharma_core.money import plain

    return {
        "deployment_id": done.id,
        "name": done.name,
        "status": done.state.value,
        "reason": done.reason or None,
        "target": done.request.target,
        "environment": done.request.environment,
        "executor": done.request.executor,
        "estimate": None if done.estimate is None else plain(done.estimate),
        "violations": done.violations,
        "resources": [
            {
                "address": r.address,
                "type": r.type,
                "physical_id": r.physical_id,
                "status": r.status,
                "detail": r.detail or None,
            }
            for r in done.resources
        ],
        "outputs": dict(done.outputs),
        "history": [{"status": s.value, "time": t.isoformat()} for s, t in done.history],
    }


def _table(console: Console, done: Deployment) -> None:
    if done.resources:
        table = simple_table("Resource", "Status", "Physical id", "Detail")
        for r in done.resources:
            table.add_row(r.address, r.status, r.physical_id, r.detail)
        console.print(table)
    console.print(
        f"{done.id} {done.name}: {done.state.value.replace('_', ' ')}. {done.reason}".strip()
    )
    for name, value in done.outputs.items():
        console.print(f"  {name} = {value}")


def approve(deployment_id: DeploymentId, chosen: Format = OutputFormat.TABLE) -> None:
    """Approve a deployment that waits; it goes on here unless 'dharma serve' runs."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    done = bench.approve_deployment(deployment_id, on_log=_follow(chosen))
    _report(bench.leaving(done), chosen)


def cancel(deployment_id: DeploymentId, chosen: Format = OutputFormat.TABLE) -> None:
    """Cancel a deployment that has not begun to apply."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    done = bench.leaving(bench.cancel_deployment(deployment_id))
    answer(lambda: deployment_json(done), chosen, lambda console: _table(console, done))


def status(deployment_id: DeploymentId, chosen: Format = OutputFormat.TABLE) -> None:
    """Show one deployment: state, resources, outputs and log."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    done = bench.leaving(bench.deployment(deployment_id))

    def show(console: Console) -> None:
        for _, line in bench.leaving(bench.deployment_log(deployment_id)):
            console.print(_log_text(line))
        _table(console, done)

    answer(lambda: deployment_json(done), chosen, show)


def list_deployments(chosen: Format = OutputFormat.TABLE) -> None:
    """List deployments, newest first."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.deployments())

    def show(console: Console) -> None:
        table = simple_table("Deployment", "Name", "State", "Target", "Environment", "Started")
        for d in found:
            table.add_row(
                d.id, d.name, d.state.value, d.request.target, d.request.environment,
                f"{d.created:%Y-%m-%d %H:%M} UTC",
            )  # fmt: skip
        console.print(
            table if found else "No deployments yet. Start one: dharma deploy three-tier-web"
        )

    answer(lambda: {"deployments": [deployment_json(d) for d in found]}, chosen, show)
