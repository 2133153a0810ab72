"""Commands that judge a SOURCE: plan, check."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.options import (
    Format,
    OutputFormat,
    Policies,
    Sets,
    Source,
    VarFiles,
    Workspace,
    parse_sets,
)
from dharma_core.cli.printing import SEVERITY_STYLE, answer, simple_table, tell_problems
from dharma_core.cli.waivers import tell_waivers

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("plan")(plan)
    app.command("check")(check)


def plan(
    source: Source,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show a SOURCE as a plan, in Terraform's own shape with --format json."""
    from dharma_core.plan.terraform_json import plan_to_json
    from dharma_core.workbench import Workbench

    workbench = Workbench.open()
    found = workbench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    answer(
        lambda: plan_to_json(found, catalog=workbench.catalog),
        chosen,
        lambda console: _plan_table(console, found),
    )
    tell_problems(found)


def _plan_table(console: Console, found: Plan) -> None:
    table = simple_table(
        "Action", "Resource", "Known after apply", "From", right=["Known after apply"]
    )
    for resource in found.resources:
        table.add_row(
            "/".join(resource.actions),
            str(resource.address),
            str(len(resource.unknown_paths)),
            str(resource.position or ""),
        )
    leaving = found.leaving
    for resource in leaving:
        table.add_row("delete", str(resource.address), "0", "")
    console.print(table)
    kinds = Counter(r.type for r in found.managed)
    gone = f", {len(leaving)} to be deleted" if leaving else ""
    console.print(f"{len(found.managed)} resources of {len(kinds)} types in {found.name}{gone}.")


def check(
    source: Source,
    policy: Policies = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="SEVERITY",
            help="Exit 1 only at this severity or worse: critical, high, medium, low.",
        ),
    ] = None,
    waivers: Annotated[
        Path | None,
        typer.Option(
            "--waivers", metavar="FILE", help="A file of waivers; dharma-waivers.yaml if left out."
        ),
    ] = None,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Check a SOURCE against the guardrails; exit 1 on violations, 2 when a policy cannot load."""
    from dharma_core.workbench import Workbench

    threshold = _severity(fail_on)
    bench = Workbench.open()
    subject = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    report = bench.check(subject, policies=policy or (), waivers=waivers)
    answer(report.as_dict, chosen, lambda console: _findings_table(console, report))
    tell_problems(subject)
    tell_waivers(report)
    raise typer.Exit(_check_code(report, threshold))


def _severity(word: str | None) -> Any:
    from dharma_core.errors import InputError, nearest
    from dharma_core.policies.findings import Severity

    if word is None:
        return None
    try:
        return Severity(word.lower())
    except ValueError:
        raise InputError(
            f"{word!r} is not a severity.", next_step=nearest(word.lower(), list(Severity))
        ) from None


def _check_code(report: CheckReport, threshold: Any) -> int:
    if report.policy_errors:
        return 2
    bad = bool(report.violations) if threshold is None else report.fails_at(threshold)
    return int(bad)


def _findings_table(console: Console, report: CheckReport) -> None:
    from rich.text import Text

    if report.findings:
        table = simple_table("Severity", "Rule", "Resource", "What is wrong")
        for finding in report.findings:
            word = f"{finding.severity.value} ({finding.effect.value})"
            if finding.waived:
                word += ", waived"
            where = (
                f"{finding.address}\n{finding.position}" if finding.position else finding.address
            )
            table.add_row(
                Text(word, SEVERITY_STYLE[finding.severity.value]),
                finding.rule_id,
                Text(where),
                Text(finding.message.removeprefix(f"{finding.address}: ")),
            )
        console.print(table)
    verdict = "Passed" if report.passed else "Failed"
    errors = f", {len(report.policy_errors)} policy errors" if report.policy_errors else ""
    console.print(
        f"{verdict}: {len(report.violations)} violations, {len(report.warnings)} warnings{errors} "
        f"from {len(report.rules_run)} rules over {report.resources} resources.",
        style="green" if report.passed else "red",
    )
