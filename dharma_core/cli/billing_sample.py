"""``dharma billing sample``: an invented bill to try everything on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, note

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.workbench.sample_bills import WrittenSample

__all__ = ["sample"]


def sample(
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="FOLDER", help="A new folder.", show_default=False),
    ],
    rows: Annotated[int, typer.Option("--rows", help="About how many rows.")] = 100_000,
    months: Annotated[int, typer.Option("--months", help="How many months, 1 to 120.")] = 12,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another one, another company.")] = 0,
    first: Annotated[
        datetime,
        typer.Option("--first", formats=["%Y-%m"], metavar="YYYY-MM", help="The first month."),
    ] = datetime(2025, 1, 1),  # noqa: DTZ001 - a month on the calendar, no moment
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Write the bill of an invented company on three clouds: FOCUS 1.2, one Parquet file a month.

    What went wrong in it, where, when and for how many dollars is written beside the folder.
    """
    from dharma_core.workbench import Workbench

    written = Workbench.open().write_sample_bill(
        out, rows=rows, months=months, seed=seed, first_month=first.date()
    )
    answer(written.as_dict, chosen, lambda console: _show(console, written))
    if chosen is OutputFormat.TABLE:
        note(f"Load it: dharma billing import {out}")


def _show(console: Console, written: WrittenSample) -> None:
    console.print(f"{written.rows:,} rows of {written.months} months in {written.folder}")
    console.print(f"The truth about {written.incidents} incidents: {written.truth}")
