"""``dharma audit`` for who keeps the evidence: checkpoints, keys, retention, redaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.audit.checkpoints import Record

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add this file's commands."""
    group.command("checkpoint")(checkpoint)
    group.command("rotate-key")(rotate_key)
    group.command("keys")(keys)
    group.command("archive")(archive)
    group.command("redact-person")(redact_person)


def checkpoint(chosen: Format = OutputFormat.TABLE) -> None:
    """Sign the chain's head now and note it outside the database."""
    from dharma_core.workbench import Workbench

    _answer(Workbench.open().sign_audit(), chosen)


def rotate_key(chosen: Format = OutputFormat.TABLE) -> None:
    """Bring a new signing key, signed by the one in force; due every 90 days."""
    from dharma_core.workbench import Workbench

    _answer(Workbench.open().rotate_audit_key(), chosen)


def keys(chosen: Format = OutputFormat.TABLE) -> None:
    """List the signing keys; note the first one's id for whoever verifies."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().audit_keys()

    def show(console: Console) -> None:
        table = simple_table("Key", "Since", "Days", "Signed by", "In force", "Private key here")
        for key in found:
            table.add_row(
                key["id"], key["since"][:10], str(key["days"]), key["signed_by"],
                "yes" if key["in_force"] else "", "yes" if key["private_key_here"] else "no",
            )  # fmt: skip
        console.print(table)

    answer(lambda: {"keys": list(found)}, chosen, show)


def archive(chosen: Format = OutputFormat.TABLE) -> None:
    """Move old events to compressed files and delete files whose time is over ([audit] days)."""
    from dharma_core.workbench import Workbench

    done = Workbench.open().archive_events()

    def show(console: Console) -> None:
        console.print(f"Moved {done.archived} events to {len(done.files)} files.")
        for name in done.deleted:
            console.print(f"Deleted {name}: its time is over.")

    answer(done.as_dict, chosen, show)


def redact_person(
    user: Annotated[str, typer.Argument(metavar="USER", help="As it stands in the events.")],
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="WORDS", help="Another name or mail address of theirs."),
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Drop a person from every event, within before and after too; the chain stays valid."""
    from dharma_core.workbench import Workbench

    done = Workbench.open().redact_person(user, known_as=also or ())

    def show(console: Console) -> None:
        console.print(f"Redacted {done.events} events. That is itself an event now.")
        if done.still_named:
            console.print(
                f"{done.still_named} events still name them: written before format 3 of the "
                "audit, or in words that are no personal value, such as the name of a design."
            )

    answer(done.as_dict, chosen, show)


def _answer(record: Record | None, chosen: OutputFormat) -> None:
    def show(console: Console) -> None:
        if record is None:
            console.print("Nothing to sign: the chain is empty.")
            return
        console.print(
            f"Checkpoint {record.number} signs event {record.seq} with the key {record.key_id}."
        )

    answer(lambda: {"checkpoint": record.as_dict() if record else None}, chosen, show)
