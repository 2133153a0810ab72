"""What ``dharma check --fix`` prints and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.cli.printing import note
from dharma_core.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.workbench import Workbench
    from dharma_core.workbench.fixing import Fixes

__all__ = ["apply_fixes", "fix_table", "refuse_lone_apply"]


def refuse_lone_apply(*, fix: bool, write: bool) -> None:
    """Refuse ``--apply`` where nothing was asked to be mended.

    Raises
    ------
    InputError
        If it stands alone.
    """
    if write and not fix:
        raise InputError(
            "--apply says what to do with a patch, and no patch was asked for.",
            next_step="Write 'dharma check SOURCE --fix --apply'.",
        )


def fix_table(console: Console, fixes: Fixes) -> None:
    """Print the patch alone, so that it can be kept in a file and applied."""
    if fixes.diff:
        console.out(fixes.diff.rstrip("\n"), highlight=False)


def apply_fixes(bench: Workbench, fixes: Fixes, *, write: bool) -> None:
    """Tell what is mended and what is left; write it when that is wanted."""
    noun = "finding" if len(fixes.mended) == 1 else "findings"
    note(f"{len(fixes.mended)} {noun} mended, {len(fixes.refused)} left.")
    for refusal in fixes.refused:
        note(f"Not mended: {refusal}.")
    if not write:
        return
    applied = bench.apply_fixes(fixes)
    for file in applied.files:
        note(f"Wrote {file}.")
    if applied.version:
        note(f"Stored {applied.name} {applied.version}.")
    for left in applied.left:
        note(f"Not taken over: {left}.")
