"""``dharma blueprint``, the part about versions: compare, restore, clone, tag, mark, recover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import BlueprintId, Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.blueprints.comparing import DocumentChange
    from dharma_core.plan import Change

__all__ = ["register"]

_TEXT_WIDTH = 60


def register(group: typer.Typer) -> None:
    """Add this file's commands to the group."""
    for name, command in (
        ("history", history),
        ("diff", diff),
        ("restore", restore),
        ("clone", clone),
        ("tag", tag),
        ("mark", mark),
        ("recover", recover),
    ):
        group.command(name)(command)


def history(blueprint: BlueprintId, chosen: Format = OutputFormat.TABLE) -> None:
    """List the versions of a blueprint with their tags, newest first."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.blueprint_history(blueprint))

    def show(console: Console) -> None:
        table = simple_table("Version", "Tags", "Saved", "By")
        for v in found:
            saved = f"{v.created:%Y-%m-%d %H:%M} UTC"
            table.add_row(v.version, ", ".join(v.tags), saved, v.author)
        console.print(table)

    answer(
        lambda: {
            "versions": [
                {
                    "version": v.version,
                    "tags": list(v.tags),
                    "created": v.created.isoformat(),
                    "author": v.author,
                }
                for v in found
            ]
        },
        chosen,
        show,
    )


def diff(
    blueprint: BlueprintId,
    old: Annotated[str, typer.Argument(help="A version or tag.", show_default=False)],
    new: Annotated[str, typer.Argument(help="A later version or tag.", show_default=False)],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show what differs between two versions: in the cloud, and in the design itself."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    changes = bench.diff_blueprint(blueprint, old, new)
    edits = bench.diff_documents(blueprint, old, new)

    def show(console: Console) -> None:
        console.print(_edits_table(edits) if edits else "The designs say the same.")
        console.print(_changes_table(changes) if changes else "Nothing differs in the cloud.")

    answer(
        lambda: {
            "changes": [_change_json(c) for c in changes],
            "document": [_edit_json(e) for e in edits],
        },
        chosen,
        show,
    )


def _edits_table(edits: tuple[DocumentChange, ...]) -> object:
    table = simple_table("In the design", "", "Before", "After")
    for edit in edits:
        table.add_row(edit.place, edit.action, _short(edit.before), _short(edit.after))
    return table


def _changes_table(changes: tuple[Change, ...]) -> object:
    table = simple_table("In the cloud", "Resource", "Attribute", "Before", "After")
    for change in changes:
        table.add_row(change.action.value, change.address, "", "", "")
        for a in change.attributes:
            path = ".".join(str(p) for p in a.path)
            table.add_row("", "", path, _short(a.before), _short(a.after))
    return table


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _TEXT_WIDTH else f"{text[: _TEXT_WIDTH - 1]}…"


def _edit_json(edit: DocumentChange) -> dict[str, object]:
    return {
        "path": list(edit.path),
        "action": edit.action,
        "before": edit.before,
        "after": edit.after,
    }


def _change_json(change: Change) -> dict[str, object]:
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


def restore(
    blueprint: BlueprintId,
    version: Annotated[str, typer.Argument(help="A version or tag.", show_default=False)],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Save what an earlier version said as a new version."""
    from dharma_core.workbench import Workbench

    stored = Workbench.open().restore_blueprint(blueprint, version)
    answer(
        lambda: {"id": stored.id, "name": stored.name, "version": stored.version},
        chosen,
        lambda console: console.print(f"{stored.name} {stored.version} says what {version} said."),
    )


def clone(
    source: Annotated[
        str, typer.Argument(help="A stored blueprint or a template.", show_default=False)
    ],
    name: Annotated[str, typer.Argument(help="Name of the copy.", show_default=False)],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Store a copy of a blueprint or a template under another name."""
    from dharma_core.workbench import Workbench

    stored = Workbench.open().clone_blueprint(source, name)
    answer(
        lambda: {"id": stored.id, "name": stored.name, "version": stored.version},
        chosen,
        lambda console: console.print(f"{stored.id} {stored.name} is at version {stored.version}."),
    )


def tag(
    blueprint: BlueprintId,
    word: Annotated[str, typer.Argument(metavar="TAG", help="Such as live.", show_default=False)],
    version: Annotated[
        str | None, typer.Argument(help="The version it names; the current one when left out.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the tag away.")] = False,
) -> None:
    """Let a tag name a version; BLUEPRINT@TAG then means that version everywhere."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    if remove:
        bench.untag_blueprint(blueprint, word)
        note(f"{word} names no version of {blueprint} any more.")
    else:
        note(f"{word} names {blueprint} {bench.tag_blueprint(blueprint, word, version)}.")


def mark(
    blueprint: BlueprintId,
    status: Annotated[str, typer.Option("--status", help="draft, published or deprecated.")] = "",
    visibility: Annotated[
        str,
        typer.Option(
            "--visibility",
            help="private (owner and administrators), tenant, or public (every tenant).",
        ),
    ] = "",
) -> None:
    """Set a blueprint's status, who sees it, or both."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().mark_blueprint(blueprint, status=status, visibility=visibility)
    note(f"{found.name} is {found.status}; seen by: {found.visibility}.")


def recover(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a deleted one.", show_default=False)],
) -> None:
    """Bring a deleted blueprint back."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().recover_blueprint(id_)
    note(f"{found.name} is back, at version {found.version}.")
