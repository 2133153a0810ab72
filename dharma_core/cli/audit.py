"""``dharma audit``: verify the chain, look at its tail, export it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note, simple_table

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="The tamper-evident record of who did what.")
    group.command("verify")(verify)
    group.command("tail")(tail)
    group.command("export")(export)
    app.add_typer(group, name="audit")


def verify(chosen: Format = OutputFormat.TABLE) -> None:
    """Verify the whole chain; exit 1 when an entry is changed, missing or out of order."""
    from dharma_core.workbench import Workbench

    report = Workbench.open().verify_audit()

    def show(console: Console) -> None:
        if report.valid:
            console.print(f"Valid: {report.events} events in one unbroken chain.", style="green")
        else:
            console.print(f"Broken at event {report.first_bad}: {report.reason}", style="red")

    answer(report.as_dict, chosen, show)
    raise typer.Exit(int(not report.valid))


def tail(
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many events.")] = 20,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show the newest events."""
    from dharma_core.workbench import Workbench

    entries = Workbench.open().events(limit=limit)

    def show(console: Console) -> None:
        table = simple_table("#", "Time (UTC)", "Event", "What", "Who", "Done")
        for entry in entries:
            event = entry.event
            table.add_row(
                str(entry.seq), f"{event.time:%Y-%m-%d %H:%M:%S}", event.type.value,
                f"{event.aggregate_type} {event.aggregate_id}", event.user,
                "yes" if event.success else "no",
            )  # fmt: skip
        console.print(table)

    answer(lambda: {"events": [entry.as_dict() for entry in entries]}, chosen, show)


def export(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="JSON lines; stdout when left out.")
    ] = None,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact/--no-redact", help="Drop personal fields; the chain stays verifiable."
        ),
    ] = True,
) -> None:
    """Export the chain as JSON lines, oldest first, personal fields redacted unless told not to."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    if out is None:
        for document in bench.export_events(redacted=redact):
            sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        return
    note(f"Wrote {bench.export_events_to(out, redacted=redact)} events to {out}.")
