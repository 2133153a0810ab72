"""Any bill as columns of FOCUS: which format a file is told by its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.finops.focus import FocusSpec
from dharma_core.finops.readers.exports import read_export
from dharma_core.finops.readers.mapping import ExportMapping, flattened

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BillFile", "recognise"]

_LEAST_KNOWN = 5
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class BillFile:
    """A file whose columns are named as FOCUS names them.

    Parameters
    ----------
    format : str
        ``focus``, or the name of a mapping.
    title : str
    frame : LazyFrame
    """

    format: str
    title: str
    frame: pl.LazyFrame


def recognise(
    raw: pl.LazyFrame, spec: FocusSpec, mappings: Mapping[str, ExportMapping], *, file: str
) -> BillFile:
    """Return a file as FOCUS: FOCUS itself in any spelling of its names, or a provider's export.

    Raises
    ------
    InputError
        If it is none of them; what it looks like and what would do are named.

    Examples
    --------
    >>> import polars as pl
    >>> from dharma_core.storage.billing_facts import load_focus, load_mappings
    >>> raw = pl.LazyFrame({"billed_cost": ["1"], "charge_period_start": ["2026-03-01"]})
    >>> recognise(raw, load_focus(), load_mappings(), file="a.csv").frame.collect_schema().names()
    ['BilledCost', 'ChargePeriodStart']
    """
    held = raw.collect_schema()
    spelled = {_bare(name): name for name in spec.columns}
    renamed = {name: spelled[_bare(name)] for name in held if _bare(name) in spelled}
    marks = {"BilledCost", "ChargePeriodStart"} <= set(renamed.values())
    if marks:
        return BillFile("focus", "FOCUS", _renamed(raw, renamed, file))
    plain = flattened(raw)
    names = plain.collect_schema().names()
    for mapping in mappings.values():
        if mapping.fits(names):
            return BillFile(mapping.name, mapping.title, read_export(plain, mapping, file=file))
    known = len(set(renamed.values()))
    if known >= max(_LEAST_KNOWN, *(mapping.knows(names) for mapping in mappings.values())):
        # FOCUS that lacks what matters: the checks of its columns say which.
        return BillFile("focus", "FOCUS", _renamed(raw, renamed, file))
    raise _unknown(held.names(), names, mappings, file)


def _unknown(
    shown: Sequence[str], names: Sequence[str], mappings: Mapping[str, ExportMapping], file: str
) -> InputError:
    """Return why a file is no bill: what it looks like, what it lacks for that, what would do."""
    nearest = max(mappings.values(), key=lambda mapping: mapping.knows(names))
    known = "; ".join(f"{m.title} (with {', '.join(m.lacks(()))})" for m in mappings.values())
    details = {"file": file, "columns": list(shown[:50])}
    if nearest.knows(names) >= _LEAST_KNOWN:
        lacking = nearest.lacks(names)
        return InputError(
            f"{file} looks like {nearest.title}, but lacks {', '.join(lacking)}.",
            next_step="Export it with these columns, in the version that docs/how-to/"
            "bring-your-billing.md names.",
            details=details | {"missing": list(lacking)},
        )
    columns = ", ".join(name[:_LONGEST_NAME] for name in shown[:6]) or "no columns"
    return InputError(
        f"{file} is no bill that Dharma knows: its columns are {columns}.",
        next_step=f"Give FOCUS 1.0, 1.1 or 1.2, or one of: {known}.",
        details=details,
    )


def _bare(name: str) -> str:
    return name.replace("_", "").replace(" ", "").strip().lower()


def _renamed(raw: pl.LazyFrame, renamed: Mapping[str, str], file: str) -> pl.LazyFrame:
    new = list(renamed.values())
    twice = sorted({name for name in new if new.count(name) > 1})
    if twice:
        raise InputError(
            f"{file} has the column {', '.join(twice)} in two spellings.",
            next_step="Remove one of them: Dharma does not guess which one counts.",
            details={"file": file},
        )
    return raw.rename(dict(renamed))
