"""``dharma keys``: what protects stored secrets, and its renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="The keys that protect stored secrets.")
    group.command("list")(list_keys)
    group.command("rotate")(rotate)
    group.command("rewrap")(rewrap)
    app.add_typer(group, name="keys")


def list_keys(chosen: Format = OutputFormat.TABLE) -> None:
    """List the master keys: which one seals, how old it is, what each one still protects."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().master_keys()

    def show(console: Console) -> None:
        table = simple_table("Key", "State", "Made (UTC)", "Data keys", right=("Data keys",))
        for key in found:
            state = "active" if key.active else "kept" if key.here else "MISSING"
            made = f"{key.made:%Y-%m-%d %H:%M}" if key.made else "not known"
            table.add_row(key.id, state, made, str(key.wraps))
        console.print(table if found else "There is no key yet: the first secret makes one.")

    answer(
        lambda: {
            "keys": [
                {
                    "id": key.id,
                    "active": key.active,
                    "here": key.here,
                    "made": key.made.isoformat() if key.made else None,
                    "data_keys": key.wraps,
                }
                for key in found
            ]
        },
        chosen,
        show,
    )


def rotate(chosen: Format = OutputFormat.TABLE) -> None:
    """Make a new master key and a new data key; what is stored stays readable."""
    from dharma_core.workbench import Workbench

    told = Workbench.open().rotate_keys()
    answer(
        lambda: told,
        chosen,
        lambda console: console.print(
            f"{told['master']} is the master key now; {told['wrapped']} data keys are wrapped with "
            "it. Put its file into your backup of keys, and keep the old one as long as backups "
            "of the database need it."
        ),
    )


def rewrap(chosen: Format = OutputFormat.TABLE) -> None:
    """Seal every stored secret anew with the newest keys, also those kept in plain text so far."""
    from dharma_core.workbench import Workbench

    told = Workbench.open().rewrap_keys()
    answer(
        lambda: told,
        chosen,
        lambda console: console.print(
            f"{told['wrapped']} data keys wrapped anew, {told['sealed']} versions sealed anew."
        ),
    )
