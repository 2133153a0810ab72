"""The command that answers an auditor: compliance."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import (
    OutFile,
    Policies,
    Sets,
    Source,
    VarFiles,
    Workspace,
    parse_sets,
)
from dharma_core.cli.printing import deliver, tell_problems

if TYPE_CHECKING:
    from dharma_core.policies.compliance import ComplianceReport
    from dharma_core.views.checked import Checked

__all__ = ["register"]


class ComplianceFormat(StrEnum):
    """How a compliance report is written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("compliance")(compliance)


def compliance(
    source: Source,
    framework: Annotated[
        str,
        typer.Option(
            "--framework",
            metavar="NAME",
            help="CIS AWS 3.0, CIS Azure 2.1, CIS GCP 3.0, NIST 800-53 r5, SOC 2, PCI DSS 4.0.1, "
            "HIPAA.",
            show_default=False,
        ),
    ],
    policy: Policies = None,
    out: OutFile = None,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Annotated[
        ComplianceFormat,
        typer.Option("--format", help="table for people; html carries the evidence."),
    ] = ComplianceFormat.TABLE,
) -> None:
    """Hold a SOURCE against a framework's controls; exit 1 when one fails."""
    from dharma_core.cli.check_tables import compliance_table
    from dharma_core.cli.reviews import told_check
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    asked = bench.framework(framework)
    plan = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    report = bench.check(plan, policies=policy or ())
    report = bench.leaving(report)
    found = bench.compliance(plan, report, asked.name)
    checked = told_check(bench, plan, report, source)
    deliver(
        chosen,
        lambda name: _written(name, found, checked),
        lambda console: compliance_table(console, found),
        out,
        bench.write_text,
    )
    tell_problems(plan)
    raise typer.Exit(_code(found))


def _written(name: str, found: ComplianceReport, checked: Checked) -> str:
    from dharma_core.json_text import indented_json
    from dharma_core.views.compliance_page import compliance_page

    if name == "json":
        return indented_json(found.as_dict()) + "\n"
    return compliance_page(found, checked)


def _code(found: ComplianceReport) -> int:
    if found.policy_errors:
        return 2
    return int(not found.passed)
