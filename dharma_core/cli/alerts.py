"""``dharma audit alerts``: whether people outside are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add this file's commands to ``dharma audit``."""
    alerts = typer.Typer(no_args_is_help=True, help="Alerts to people outside.")
    alerts.callback()(lambda: None)
    alerts.command("test")(try_targets)
    group.add_typer(alerts, name="alerts")


def try_targets(chosen: Format = OutputFormat.TABLE) -> None:
    """Send a message to every target of dharma.toml; exit 1 when one does not take it."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().test_alerts()

    def show(console: Console) -> None:
        table = simple_table("Target", "Message")
        for delivery in found:
            table.add_row(delivery.target, delivery.reason or "arrived")
        console.print(table)

    rows = [{"target": d.target, "arrived": d.arrived, "reason": d.reason or None} for d in found]
    answer(lambda: {"targets": rows}, chosen, show)
    raise typer.Exit(int(not all(delivery.arrived for delivery in found)))
