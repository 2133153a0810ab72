"""Commands that judge a SOURCE: plan, check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.options import (
    Format,
    OutFile,
    OutputFormat,
    Policies,
    Sets,
    Source,
    VarFiles,
    Workspace,
    parse_sets,
)
from dharma_core.cli.printing import answer, deliver, note, simple_table, tell_problems
from dharma_core.cli.waivers import tell_waivers

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport
    from dharma_core.views.checked import Checked
    from dharma_core.workbench import Workbench

__all__ = ["register", "told_check"]

_MOST_NAMED = 5
# https://docs.github.com/code-security (SARIF results exceed one or more limits), 2026-11-30.
GITHUB_MOST_RESULTS = 25_000


class CheckFormat(StrEnum):
    """How a check is written."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITLAB = "gitlab"
    GITLAB_SAST = "gitlab-sast"
    MARKDOWN = "markdown"
    CONFTEST = "conftest"


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
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Findings in it are known and fail not."),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(
            "--write-baseline", metavar="FILE", help="Write what is found now as known; it passes."
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Print the patch that mends what needs no choice.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--apply", help="With --fix: write the files, or store a new version.")
    ] = False,
    out: OutFile = None,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Annotated[
        CheckFormat,
        typer.Option("--format", help="table for people; the others whole on stdout."),
    ] = CheckFormat.TABLE,
) -> None:
    """Check a SOURCE against the guardrails; exit 1 on violations, 2 when a policy cannot load."""
    from dharma_core.cli.check_tables import findings_table
    from dharma_core.cli.fixing import mend, refuse_mixed, tell_fixes
    from dharma_core.workbench import Workbench

    refuse_mixed(chosen.value, fix=fix, write=write)
    threshold = _severity(fail_on)
    bench = Workbench.open()
    options: dict[str, Any] = {
        "variables": parse_sets(sets), "var_files": var_files or (), "workspace": workspace
    }  # fmt: skip
    terms: dict[str, Any] = {"policies": policy or (), "waivers": waivers}
    fixes = mend(bench, source, options={**options, **terms}, write=write) if fix else None
    known = bench.baseline(baseline) if baseline else None
    bench.prepare_check()
    subject = bench.read(source, **options)
    report = bench.check(subject, **terms)
    if write_baseline:
        written = bench.write_baseline(report, write_baseline)
        note(f"Wrote {write_baseline}: {written} known findings.")
        known = known or bench.baseline(write_baseline)
    if known:
        report = known.apply(report)
        _tell_gone(known.gone(report))
    report = bench.leaving(report)
    if fixes is not None:
        tell_fixes(fixes, report, chosen, out, bench.write_text, applied=write)
        raise typer.Exit(_check_code(report, threshold))
    checked = told_check(bench, subject, report, source, compared=known is not None)
    deliver(
        chosen,
        lambda name: _written(name, checked),
        lambda console: findings_table(console, checked),
        out,
        bench.write_text,
    )
    if chosen is CheckFormat.SARIF:
        _tell_limit(len(checked.about_resources))
    tell_problems(subject)
    tell_waivers(report)
    raise typer.Exit(_check_code(report, threshold))


def told_check(
    bench: Workbench, plan: Plan, report: CheckReport, source: str, *, compared: bool = False
) -> Checked:
    """Return a check with the lines of the source that its findings are about."""
    from datetime import UTC, datetime

    from dharma_core import __version__
    from dharma_core.views.checked import Checked

    excerpts = bench.excerpts(plan, report, bench.source_texts(source)) if report.findings else {}
    return Checked(
        report,
        plan.name,
        source,
        plan.kind,
        datetime.now(UTC),
        excerpts,
        __version__,
        compared=compared,
        origin=plan.origin,
        folder=str(bench.cwd),
    )


def _written(name: str, checked: Checked) -> str:
    from dharma_core.views.check_formats import CHECK_FORMATS

    return CHECK_FORMATS[name].write(checked)


def _tell_gone(gone: Sequence[str]) -> None:
    """Say which known findings are no more, so that they do not come back unseen."""
    if not gone:
        return
    more = f" and {len(gone) - _MOST_NAMED} more" if len(gone) > _MOST_NAMED else ""
    note(f"Fixed since the baseline: {', '.join(gone[:_MOST_NAMED])}{more}. Write it anew.")


def _tell_limit(results: int) -> None:
    if results > GITHUB_MOST_RESULTS:
        note(
            f"The report holds {results} results; GitHub takes {GITHUB_MOST_RESULTS} a file and "
            "refuses more. Check one folder at a time, or only what is new with --baseline."
        )


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
