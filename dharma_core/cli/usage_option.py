"""``--usage``: quantities from a file, from the bill, or assumed by a preset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.printing import note

if TYPE_CHECKING:
    from dharma_core.finops.bill_usage.billed_usage import BilledUsage
    from dharma_core.plan import Plan
    from dharma_core.workbench import Workbench

__all__ = ["UsageOption", "UsageSources", "given_usage", "split_usage"]

_PRESET, _BILL = "preset:", "bill:"
_LATEST = "latest"

UsageOption = Annotated[
    list[str] | None,
    typer.Option(
        "--usage",
        metavar="FILE|bill:MONTH|preset:SIZE",
        help="A usage file (version 0.1); bill:latest or bill:2026-03, what the imported bill "
        "measured; preset:small, preset:medium, preset:large, assumed where nobody gave a "
        "quantity. All may be given; the file wins, then the bill.",
    ),
]


@dataclass(frozen=True, slots=True)
class UsageSources:
    """What ``--usage`` names, each at most once.

    Parameters
    ----------
    bill : tuple of str or None
        Months, none for the latest; None where no bill is to be asked.
    """

    file: Path | None = None
    preset: str = ""
    bill: tuple[str, ...] | None = None


def split_usage(given: Sequence[str] | None) -> UsageSources:
    """Return what ``--usage`` names.

    Raises
    ------
    InputError
        If two files, presets or bills are given, or one names nothing.

    Examples
    --------
    >>> split_usage(["usage.yml", "preset:small"])
    UsageSources(file=PosixPath('usage.yml'), preset='small', bill=None)
    >>> split_usage(["bill:2026-02,2026-03"]).bill, split_usage(["bill:latest"]).bill
    (('2026-02', '2026-03'), ())
    """
    words = list(given or ())
    presets = [word.removeprefix(_PRESET) for word in words if word.startswith(_PRESET)]
    bills = [word.removeprefix(_BILL) for word in words if word.startswith(_BILL)]
    files = [word for word in words if not word.startswith((_PRESET, _BILL))]
    _at_most_one({"usage files": files, "usage presets": presets, "bills": bills})
    return UsageSources(
        Path(files[0]) if files else None,
        _named(presets, "preset:", "preset:medium"),
        _months(_named(bills, "bill:", "bill:latest")) if bills else None,
    )


def given_usage(
    bench: Workbench, plan: Plan, given: Sequence[str] | None
) -> tuple[Path | BilledUsage | None, str | None, str]:
    """Return ``usage``, ``usage_text`` and ``preset`` as the workbench takes them.

    What the bill measured is said on stderr in a line, so that nobody takes it for the file's.
    """
    said = split_usage(given)
    if said.bill is None:
        return said.file, None, said.preset
    measured = bench.usage_from_bill(plan, months=said.bill)
    note(_summary(measured))
    text = None if said.file is None else bench.usage_file_text(said.file)
    return measured, text, said.preset


def _summary(measured: BilledUsage) -> str:
    found = measured.found
    return (
        f"By {measured.by}: {len(found.addresses)} resources found, {len(found.figures)} "
        f"quantities measured, {len(found.ambiguous)} ambiguous, "
        f"{len(found.not_understood)} charges not understood: dharma usage from-bill lists them."
    )


def _at_most_one(named: dict[str, list[str]]) -> None:
    from dharma_core.errors import InputError

    for what, words in named.items():
        if len(words) > 1:
            raise InputError(
                f"Two {what} are given.",
                next_step="Give one file, one bill and one preset; bill:2026-02,2026-03 for two "
                "months.",
            )


def _named(words: Sequence[str], prefix: str, example: str) -> str:
    from dharma_core.errors import InputError

    if words and not words[0]:
        raise InputError(f"--usage {prefix} names nothing.", next_step=f"Write {example}.")
    return words[0] if words else ""


def _months(written: str) -> tuple[str, ...]:
    return () if written == _LATEST else tuple(part.strip() for part in written.split(","))
