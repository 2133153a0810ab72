"""``dharma user link``, ``unlink`` and ``links``: accounts elsewhere that open one here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["register"]

User = Annotated[str, typer.Argument(help="Name or id.", show_default=False)]


def register(group: typer.Typer) -> None:
    """Add this file's commands to ``dharma user``."""
    group.command("links")(links)
    group.command("link")(link)
    group.command("unlink")(unlink)


def links(user: User, chosen: Format = OutputFormat.TABLE) -> None:
    """List the accounts of outside providers that open a user's account."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().outside_accounts(user)

    def show(console: Console) -> None:
        table = simple_table("Provider", "Subject", "Issuer", "Last used (UTC)", "Id")
        for row in found:
            used = f"{row.last_used:%Y-%m-%d %H:%M}" if row.last_used else "never"
            table.add_row(row.provider, row.subject, row.issuer, used, row.id)
        console.print(table)

    answer(lambda: {"links": [row.as_dict() for row in found]}, chosen, show)


def link(
    user: User,
    provider: Annotated[str, typer.Option("--provider", help="As dharma.toml calls it.")],
    subject: Annotated[
        str, typer.Option("--subject", help="The claim sub; of GitHub, the account's number.")
    ],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Let an account of an outside provider open a user's account."""
    from dharma_core.workbench import Workbench

    made = Workbench.open().link_outside_account(user, provider, subject)
    answer(
        made.as_dict,
        chosen,
        lambda console: console.print(f"{made.subject} at {made.provider} opens {user}."),
    )


def unlink(
    user: User,
    link_id: Annotated[str, typer.Argument(metavar="ID", help="out_...", show_default=False)],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Take such a link away; open sessions go on until they end."""
    from dharma_core.workbench import Workbench

    gone = Workbench.open().unlink_outside_account(user, link_id)
    answer(
        gone.as_dict,
        chosen,
        lambda console: console.print(f"{gone.subject} at {gone.provider} opens {user} no more."),
    )
