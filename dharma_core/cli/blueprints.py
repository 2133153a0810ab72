"""``dharma blueprint``: the designs that are stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli import blueprint_versions, retarget
from dharma_core.cli.options import BlueprintId, Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.blueprints.records import BlueprintSummary

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="The designs that are stored.")
    group.command("list")(list_blueprints)
    group.command("show")(show_blueprint)
    group.command("save")(save)
    group.command("delete")(delete)
    blueprint_versions.register(group)
    retarget.register(group)
    app.add_typer(group, name="blueprint")


def list_blueprints(
    search: Annotated[
        str, typer.Option("--search", help="Part of a name, description or tag.")
    ] = "",
    page: Annotated[int, typer.Option("--page", min=1)] = 1,
    page_size: Annotated[int, typer.Option("--page-size", min=1, max=1000)] = 20,
    status: Annotated[
        str, typer.Option("--status", help="Only draft, published or deprecated ones.")
    ] = "",
    deleted: Annotated[bool, typer.Option("--deleted", help="The deleted ones instead.")] = False,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """List stored blueprints, newest first, and the templates to start from."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    rows = bench.blueprints(
        search=search, page=page, page_size=page_size, status=status, deleted=deleted
    )
    found = bench.leaving(rows)
    templates = bench.templates()

    def show(console: Console) -> None:
        table = simple_table("Id", "Name", "Version", "Status", "Provider", "Region", "Saved")
        for b in found.items:
            saved = f"{b.updated:%Y-%m-%d %H:%M} UTC"
            table.add_row(b.id, b.name, b.version, b.status, b.provider, b.region, saved)
        empty = f"Page {page} is empty." if found.total else "No such blueprint is stored."
        console.print(table if found.items else empty)
        if found.pages > 1 or page > found.pages >= 1:
            console.print(f"Page {page} of {found.pages}; {found.total} in all.")
        console.print(f"Templates: {', '.join(t.name for t in templates)}")

    answer(
        lambda: {
            "blueprints": [_row_json(b) for b in found.items],
            "total": found.total,
            "page": page,
            "templates": [{"name": t.name, "description": t.description} for t in templates],
        },
        chosen,
        show,
    )


def _row_json(row: BlueprintSummary) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "version": row.version,
        "provider": row.provider,
        "region": row.region,
        "description": row.description,
        "resources": row.resources,
        "versions": row.versions,
        "updated": row.updated.isoformat(),
        "author": row.author,
        "owner": row.owner,
        "status": row.status,
        "visibility": row.visibility,
    }


def show_blueprint(
    blueprint: BlueprintId,
    syntax: Annotated[str, typer.Option("--syntax", help="yaml or json.")] = "yaml",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Print a stored blueprint or a template."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    if chosen is OutputFormat.JSON:
        syntax = "json"
    sys.stdout.write(bench.blueprint_text(blueprint, syntax=syntax).rstrip("\n") + "\n")


def save(
    file: Annotated[Path, typer.Argument(help="A blueprint file.", show_default=False)],
    expected: Annotated[
        str | None,
        typer.Option("--expect-version", help="Refuse when somebody saved another version since."),
    ] = None,
    level: Annotated[
        str,
        typer.Option("--bump", help="major, minor or patch; the change decides when left out."),
    ] = "",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Store a blueprint file as a new version; an unchanged one makes none."""
    from dharma_core.workbench import Workbench

    stored = Workbench.open().save_blueprint_file(file, expected_version=expected, level=level)
    answer(
        lambda: {"id": stored.id, "name": stored.name, "version": stored.version},
        chosen,
        lambda console: console.print(f"{stored.id} {stored.name} is at version {stored.version}."),
    )


def delete(blueprint: BlueprintId) -> None:
    """Delete a stored blueprint; its versions stay in the record."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.blueprint(blueprint)
    bench.delete_blueprint(found.id)
    note(f"Deleted {found.name}. It comes back with: dharma blueprint recover {found.id}")
