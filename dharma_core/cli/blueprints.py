"""``dharma blueprint``: the designs that are stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.blueprints.records import BlueprintSummary
    from dharma_core.plan import Change

__all__ = ["change_json", "register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="The designs that are stored.")
    group.command("list")(list_blueprints)
    group.command("show")(show_blueprint)
    group.command("save")(save)
    group.command("diff")(diff)
    group.command("delete")(delete)
    app.add_typer(group, name="blueprint")


BlueprintId = Annotated[
    str, typer.Argument(help="Id or name; ID@1.2.0 for a version.", show_default=False)
]


def list_blueprints(
    search: Annotated[
        str, typer.Option("--search", help="Part of a name, description or tag.")
    ] = "",
    page: Annotated[int, typer.Option("--page", min=1)] = 1,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """List stored blueprints, newest first, and the templates to start from."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.blueprints(search=search, page=page)
    templates = bench.templates()

    def show(console: Console) -> None:
        table = simple_table("Id", "Name", "Version", "Provider", "Region", "Saved")
        for b in found.items:
            table.add_row(
                b.id, b.name, b.version, b.provider, b.region, f"{b.updated:%Y-%m-%d %H:%M} UTC"
            )
        console.print(table if found.items else "No blueprint is stored yet.")
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
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Store a blueprint file; an unchanged one makes no new version."""
    from dharma_core.workbench import Workbench

    stored = Workbench.open().save_blueprint_file(file, expected_version=expected)
    answer(
        lambda: {"id": stored.id, "name": stored.name, "version": stored.version},
        chosen,
        lambda console: console.print(f"{stored.id} {stored.name} is at version {stored.version}."),
    )


def diff(
    blueprint: BlueprintId,
    old: Annotated[str, typer.Argument(help="A version.", show_default=False)],
    new: Annotated[str, typer.Argument(help="A later version.", show_default=False)],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show what changes between two versions."""
    from dharma_core.workbench import Workbench

    changes = Workbench.open().diff_blueprint(blueprint, old, new)

    def show(console: Console) -> None:
        table = simple_table("Action", "Resource", "Attribute", "Before", "After")
        for change in changes:
            table.add_row(change.action.value, change.address, "", "", "")
            for a in change.attributes:
                path = ".".join(str(p) for p in a.path)
                table.add_row("", "", path, str(a.before), str(a.after))
        console.print(table if changes else "No difference.")

    answer(lambda: {"changes": [change_json(c) for c in changes]}, chosen, show)


def change_json(change: Change) -> dict[str, object]:
    """Return one change as JSON; a value known only after apply is null and marked."""
    from dharma_core.plan import UNKNOWN, thaw

    def value(item: object) -> object:
        return None if item is UNKNOWN else thaw(item)

    return {
        "address": change.address,
        "action": change.action.value,
        "attributes": [
            {
                "path": ".".join(str(p) for p in a.path),
                "before": value(a.before),
                "after": value(a.after),
                "after_unknown": a.after is UNKNOWN,
                "forces_replace": a.forces_replace,
            }
            for a in change.attributes
        ],
    }


def delete(blueprint: BlueprintId) -> None:
    """Delete a stored blueprint; its versions stay in the record."""
    from dharma_core.cli.printing import note
    from dharma_core.workbench import Workbench

    Workbench.open().delete_blueprint(blueprint)
    note(f"Deleted {blueprint}.")
