"""What ``dharma check --fix`` prints and writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.cli.printing import deliver, note
from dharma_core.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.policies.findings import CheckReport
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.fixing import Fixes

__all__ = ["mend", "refuse_mixed", "tell_fixes"]

_FORMATS = ("table", "json")


def refuse_mixed(chosen: str, *, fix: bool, write: bool) -> None:
    """Refuse options that do not go together.

    Raises
    ------
    InputError
        If ``--apply`` stands alone, or a patch is asked for as a report's format.
    """
    if write and not fix:
        raise InputError(
            "--apply says what to do with a patch, and no patch was asked for.",
            next_step="Write 'dharma check SOURCE --fix --apply'.",
        )
    if fix and chosen not in _FORMATS:
        raise InputError(
            f"--fix prints a patch, which --format {chosen} has no room for.",
            next_step="Leave --format out, or give --format json.",
        )


def mend(
    bench: Workbench,
    source: str,
    *,
    options: Mapping[str, Any],
    write: bool,
) -> Fixes:
    """Return what mends a source; tell what is left and write it when that is wanted.

    Parameters
    ----------
    options : mapping
        As ``Workbench.fixes`` takes them.
    """
    fixes = bench.fixes(source, **options)
    noun = "finding" if len(fixes.mended) == 1 else "findings"
    note(f"{len(fixes.mended)} {noun} mended, {len(fixes.refused)} with a repair left.")
    for refusal in fixes.refused:
        note(f"Not mended: {refusal}.")
    if write:
        applied = bench.apply_fixes(fixes)
        for file in applied.files:
            note(f"Wrote {file}.")
        if applied.version:
            note(f"Stored {applied.name} {applied.version}.")
        for left in applied.left:
            note(f"Not taken over: {left}.")
    return fixes


def tell_fixes(
    fixes: Fixes,
    report: CheckReport,
    chosen: StrEnum,
    out: Path | None,
    write_text: Callable[[Path, str], Path],
    *,
    applied: bool,
) -> None:
    """Print the patch alone, so that it can be kept in a file; or the report with it as JSON."""
    from dharma_core.json_text import indented_json

    def whole(_: str) -> str:
        return indented_json({**report.as_dict(), "fix": {**fixes.as_dict(), "applied": applied}})

    def table(console: Console) -> None:
        if fixes.diff:
            console.out(fixes.diff.rstrip("\n"), highlight=False)

    deliver(chosen, lambda name: whole(name) + "\n", table, out, write_text)
