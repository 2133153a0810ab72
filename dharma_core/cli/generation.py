"""``dharma generate SOURCE --to FORMAT``: code, checked by that format's own tools."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.options import (
    Format,
    OutputFormat,
    Sets,
    Source,
    VarFiles,
    Workspace,
    parse_sets,
)
from dharma_core.cli.printing import answer, note, simple_table, tell_problems

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.generation.output import Generation

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("generate")(generate)


def generate(
    source: Source,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="terraform, cloudformation, arm, bicep, pulumi or cdk.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to write the files.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace other files of the same names there.")
    ] = False,
    syntax: Annotated[
        str | None,
        typer.Option(
            "--syntax", help="hcl or json for Terraform; yaml or json for CloudFormation."
        ),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option("--partial", help="Leave out what the format cannot express, and list it."),
    ] = False,
    no_checks: Annotated[
        bool, typer.Option("--no-checks", help="Do not run the format's own tools.")
    ] = False,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Generate code from a SOURCE and check it with that format's own tools."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    plan = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    found = bench.generate(plan, to, syntax=syntax, partial=partial, checks=not no_checks)
    if out is not None:
        bench.write_files(found, out, overwrite=overwrite)
    answer(lambda: _as_dict(found), chosen, lambda c: _show(c, found, out))
    tell_problems(plan)
    raise typer.Exit(int(any(c.status == "failed" for c in found.checks)))


def _as_dict(found: Generation) -> Mapping[str, Any]:
    return {
        "format": found.format,
        "files": [{"path": f.path, "text": f.text} for f in found.files],
        "checks": [{"name": c.name, "status": c.status, "detail": c.detail} for c in found.checks],
        "untranslated": list(found.untranslated),
        "notes": list(found.notes),
    }


def _show(console: Console, found: Generation, out: Path | None) -> None:
    if out is None:
        for file in found.files:
            sys.stdout.write(f"# {file.path}\n{file.text}\n")
    else:
        for file in found.files:
            console.print(f"wrote {out / file.path}")
    if found.checks:
        table = simple_table("Check", "Verdict", "Detail")
        for result in found.checks:
            table.add_row(result.name, result.status, result.detail)
        console.print(table)
    for item in found.untranslated:
        note(f"Not expressed in {found.format}: {item}")
    for item in found.notes:
        note(item)
