"""``dharma usage``: files that say what no plan knows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from dharma_core.cli.printing import answer, note, tell_problems
from dharma_core.cli.usage_from_bill import from_bill

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.workbench.pricing import UsageCheck

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="Files that say how much is used.")
    group.command("init")(init)
    group.command("check")(check)
    group.command("from-bill")(from_bill)
    app.add_typer(group, name="usage")


def init(
    source: Source,
    preset: Annotated[
        str,
        typer.Option(
            "--preset",
            metavar="SIZE",
            help="Fill in what small, medium or large assumes; empty values without it.",
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Where to write it; stdout otherwise."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a file that is there already.")
    ] = False,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
) -> None:
    """Write a usage file with every key that the resources of a SOURCE could use."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    plan = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    text = bench.draft_usage(plan, preset=preset)
    if out is None:
        sys.stdout.write(text)
    else:
        bench.write_new_text(out, text, overwrite=overwrite)
        note(f"Wrote {out}. Price with it: dharma estimate {source} --usage {out}")
    tell_problems(plan)


def check(
    file: Annotated[Path, typer.Argument(help="A usage file.", show_default=False)],
    source: Annotated[
        str | None,
        typer.Argument(help="A design to hold it against, as of 'dharma estimate'."),
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Check a usage file; with a SOURCE, exit 1 when an entry of it leads nowhere."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    plan = bench.read(source) if source is not None else None
    found = bench.check_usage(file, plan)
    answer(found.as_dict, chosen, lambda console: _show(console, found))
    raise typer.Exit(int(bool(found.unmatched)))


def _show(console: Console, found: UsageCheck) -> None:
    console.print(f"{found.entries} entries give {found.keys} values; every key is right.")
    for pattern in found.unmetered:
        console.print(f"Not priced by Dharma: {pattern}")
    for pattern in found.unmatched:
        console.print(f"No resource is called: {pattern}")
    if found.open_keys is None:
        return
    console.print(f"{len(found.open_keys)} resources still depend on usage.")
    for address, keys in found.open_keys.items():
        console.print(f"  {address}: {', '.join(keys)}")
