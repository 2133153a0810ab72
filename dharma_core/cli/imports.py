"""``dharma import SOURCE``: what somebody has already, as a design of ours."""

from __future__ import annotations

import sys
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

    from dharma_core.blueprints.records import StoredBlueprint
    from dharma_core.generation.blueprint_drafting import DraftedBlueprint
    from dharma_core.plan import Catalog, Plan

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("import")(import_source)


def import_source(
    source: Source,
    name: Annotated[
        str, typer.Option("--name", help="Of the design; the source's own when left out.")
    ] = "",
    region: Annotated[str, typer.Option("--region", help="Where the source does not say it.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the blueprint there.")
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Store the blueprint.")] = False,
    sets: Sets = None,
    var_files: VarFiles = None,
    workspace: Workspace = "default",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Read a SOURCE, say what was and was not understood, and make a blueprint of it."""
    from dharma_core.blueprints import dump_blueprint
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    plan = bench.read(
        source, variables=parse_sets(sets), var_files=var_files or (), workspace=workspace
    )
    draft = bench.draft_blueprint(plan, name=name or _design_name(plan.name), region=region)
    text = dump_blueprint(draft.blueprint)
    if out is not None:
        bench.write_text(out, text)
    stored = bench.save_imported(draft) if save else None
    answer(
        lambda: _as_dict(plan, draft, stored),
        chosen,
        lambda console: _show(console, plan, bench.catalog, draft),
    )
    if out is not None:
        note(f"wrote {out}")
    if stored is not None:
        note(f"{stored.id} {stored.name} is stored at version {stored.version}.")
    if out is None and stored is None and chosen is OutputFormat.TABLE:
        sys.stdout.write(text)
    tell_problems(plan)


def _design_name(name: str) -> str:
    import re

    word = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:100]
    return word if len(word) >= 3 else f"imported-{word}".strip("-")


def _as_dict(plan: Plan, draft: DraftedBlueprint, stored: StoredBlueprint | None) -> dict[str, Any]:
    from dharma_core.workbench.documents import document_of

    return {
        "kind": plan.kind,
        "resources": len(plan.managed),
        "blueprint": document_of(draft.blueprint),
        "left_out": list(draft.left_out),
        "notes": list(draft.notes),
        "problems": [
            {
                "severity": p.severity,
                "message": p.message,
                "file": p.position.file if p.position else None,
                "line": p.position.line if p.position else None,
                "next_step": p.next_step,
            }
            for p in plan.problems
        ],
        "id": stored.id if stored else None,
        "version": stored.version if stored else None,
    }


def _show(console: Console, plan: Plan, catalog: Catalog, draft: DraftedBlueprint) -> None:
    from dharma_core.views.imports import import_headlines, read_types_table

    table = simple_table("Type", "Resources", "What Dharma knows", right=["Resources"])
    for row in read_types_table(plan, catalog).rows:
        table.add_row(str(row["type"]), str(row["resources"]), str(row["knowledge"]))
    console.print(table)
    for head in import_headlines(plan, catalog):
        console.print(f"{head.label}: {head.value} ({head.note})")
    for words in (*draft.left_out, *draft.notes):
        note(words)
