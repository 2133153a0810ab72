"""``dharma sandbox``: the embedded AWS simulator, a process of its own."""

from __future__ import annotations

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="The embedded AWS simulator.")
    group.command("status")(status)
    group.command("stop")(stop)
    app.add_typer(group, name="sandbox")


def status(chosen: Format = OutputFormat.TABLE) -> None:
    """Say whether the simulator runs, and where."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().sandbox_status()
    answer(lambda: found, chosen, lambda console: console.print(found["message"]))


def stop(chosen: Format = OutputFormat.TABLE) -> None:
    """Stop the simulator; what it holds is lost."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().sandbox_stop()
    answer(lambda: found, chosen, lambda console: console.print(found["message"]))
