"""What an estimate in FOCUS leaves out, listed beside its rows: FOCUS takes none without a cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.cli.printing import note

if TYPE_CHECKING:
    from dharma_core.costs.estimates import Estimate

__all__ = ["tell_left_out"]


def tell_left_out(
    found: Estimate, out: Path | None, write_text: Callable[[Path, str], Path]
) -> None:
    """List what has no row in FOCUS: in a file beside the rows, else among the messages."""
    from dharma_core.views.focus import left_out, left_out_csv

    missing = left_out(found)
    if not missing:
        return
    charges = "1 charge has" if len(missing) == 1 else f"{len(missing)} charges have"
    note(f"{charges} no row: the cost is not known.")
    if out is not None:
        beside = out.with_name(f"{out.stem}.left-out.csv")
        write_text(beside, left_out_csv(found))
        note(f"Wrote {beside}.")
        return
    for row in missing:
        what = f"{row['ResourceId']}: {row['ChargeDescription']}".removesuffix(": ")
        note(f"  {what} ({row['x_UsageKey'] or row['x_Note'] or row['x_State']})")
