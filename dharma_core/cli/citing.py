"""``dharma audit cite``: what a claim stands on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add this file's command to ``dharma audit``."""
    group.command("cite")(cite)


def cite(
    reference: Annotated[
        str, typer.Argument(help="dharma://KIND/ID@VERSION#PART", show_default=False)
    ],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Resolve a citation to its evidence; exit 1 when the claim is unsupported."""
    from dharma_core.audit.citations import Standing
    from dharma_core.views.citations import standing_words
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.cite(reference))

    def show(console: Console) -> None:
        console.print(found.claim, markup=False)
        console.print(standing_words(found), markup=False)
        if found.source:
            console.print(f"Source: {found.source}", markup=False)
        console.print(json.dumps(dict(found.evidence), indent=2, default=str), markup=False)

    answer(found.as_dict, chosen, show)
    raise typer.Exit(int(found.standing is Standing.UNSUPPORTED))
