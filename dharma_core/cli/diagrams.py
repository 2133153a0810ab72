"""The command that draws a SOURCE: Mermaid for a text, SVG for a page."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dharma_core.cli.options import Source
from dharma_core.cli.printing import note

__all__ = ["register"]


class Picture(StrEnum):
    """The forms a picture is written in."""

    MERMAID = "mermaid"
    SVG = "svg"


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("diagram")(diagram)


def diagram(
    source: Source,
    to: Annotated[
        Picture, typer.Option("--to", help="mermaid for a text, svg for a picture.")
    ] = Picture.MERMAID,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there, not to stdout.")
    ] = None,
    native: Annotated[
        bool, typer.Option("--native", help="Show what portable resources become on their cloud.")
    ] = False,
) -> None:
    """Draw a SOURCE: its resources inside their networks and subnets, and who needs whom."""
    from dharma_core.views.diagram import draw, mermaid, svg
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    picture = draw(bench.drawable(source, native=native), bench.catalog)
    text = svg(picture) if to is Picture.SVG else mermaid(picture)
    if out is None:
        sys.stdout.write(text)
        return
    note(f"{bench.write_text(out, text)} shows {len(picture.graph.nodes)} parts.")
