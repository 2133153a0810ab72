"""The command that prices one design in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat, Source
from dharma_core.cli.printing import answer, simple_table
from dharma_core.cli.usage_option import UsageOption, split_usage

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.costs.side_by_side import PlacedDesign, SideBySide

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("compare")(compare)


def compare(
    source: Source,
    places: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="CLOUD:REGION",
            help="aws:eu-west-1, azure:westeurope, gcp:europe-west4; repeatable. Left out: one "
            "usual region of each other cloud.",
        ),
    ] = None,
    usage: UsageOption = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Price a design where it is and on other clouds or in other regions, side by side."""
    from dharma_core.errors import InputError
    from dharma_core.workbench import Workbench

    said = split_usage(usage)
    if said.bill is not None:
        raise InputError(
            "A bill measures a design where it runs, not elsewhere.",
            next_step=f"Write a file first: dharma usage from-bill {source} -o usage.yaml.",
        )
    found = Workbench.open().side_by_side(source, places or (), usage=said.file, preset=said.preset)
    answer(found.as_dict, chosen, lambda console: _table(console, found))


def _table(console: Console, found: SideBySide) -> None:
    from dharma_core.views.places import place_sentence

    names = [str(design.place) for design in found.designs]
    table = simple_table("Part", *names, right=names)
    for part in found.part_names:
        table.add_row(part, *(_cell(design, part) for design in found.designs))
    table.add_row("known in all", *(d.estimate.total.text() for d in found.designs))
    console.print(table)
    console.print(place_sentence(found))
    for design in found.designs:
        for lost in design.lost:
            console.print(f"{design.place}: {lost}", highlight=False)


def _cell(design: PlacedDesign, part: str) -> str:
    from dharma_core.views.places import part_words

    return part_words(design, part)
