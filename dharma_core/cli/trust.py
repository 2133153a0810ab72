"""``dharma trust``: how far somebody is trusted, what they may do with that, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.trust import Score

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="How far somebody is trusted, and why.")
    group.command("score")(score)
    app.add_typer(group, name="trust")


def score(
    device: Annotated[str, typer.Option("--device", help="Device trust, 0 to 100.")],
    user: Annotated[str, typer.Option("--user", help="User trust, 0 to 100.")],
    context: Annotated[str, typer.Option("--context", help="Context trust, 0 to 100.")],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Weigh three components: 0.35 device + 0.40 user + 0.25 context."""
    from dharma_core.trust import score_document
    from dharma_core.trust.score import component_of_text
    from dharma_core.workbench import Workbench

    typed = {"device": device, "user": user, "context": context}
    values = {name: component_of_text(name, text) for name, text in typed.items()}
    found = Workbench.open().trust_score(**values)
    answer(lambda: score_document(found), chosen, lambda console: _show(console, found))


def _show(console: Console, found: Score) -> None:
    from dharma_core.trust.explain import shown_lowerings

    console.print(f"Trust score {found.overall}: {found.level.value}")
    lowered = shown_lowerings(found)
    if not lowered:
        return
    table = simple_table("Lowered by", "Points", right=("Points",))
    for low in lowered:
        table.add_row(low.reason, f"-{low.points}")
    console.print(table)
