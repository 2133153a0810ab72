"""Any bill as columns of FOCUS: which format a file is told by its columns."""

from __future__ import annotations

from collections.abc import Mapping
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
            return BillFile(mapping.name, mapping.title, read_export(plain, mapping))
    if len(set(renamed.values())) >= _LEAST_KNOWN:  # FOCUS that lacks what matters: say which
        return BillFile("focus", "FOCUS", _renamed(raw, renamed, file))
    titles = ", ".join(mapping.title for mapping in mappings.values())
    shown = ", ".join(held.names()[:6]) or "no columns"
    raise InputError(
        f"{file} is no bill that Dharma knows: its columns are {shown}.",
        next_step=f"Give FOCUS 1.0, 1.1 or 1.2, or one of: {titles}.",
        details={"file": file, "columns": held.names()[:50]},
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
