"""Loads billing files: validated, partitioned aside, and only then put in force together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.finops.bills import BillFile, recognise
from dharma_core.finops.focus import FocusType
from dharma_core.finops.focus_checks import RAW
from dharma_core.finops.focus_frame import billing_frame, said
from dharma_core.finops.focus_validation import (
    ROW,
    BillChecks,
    Validation,
    Violation,
    check_bill,
)
from dharma_core.storage.billing_facts import load_focus, load_mappings
from dharma_core.storage.billing_files import OpenedFile, reading
from dharma_core.storage.billing_store import CurrencyCost, Delivery, Part

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Rejected", "StagedFile", "open_bill", "stage_file"]

MONTH, SOURCE = "dharma_month", "dharma_source"
PROVIDER, ACCOUNT = "dharma_provider", "dharma_account"
_UNKNOWN = "unknown"
_MOST_REJECTED = 1000
_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that cannot be loaded, and why."""

    file: str
    row: int
    column: str
    rule: str
    value: str | None
    message: str

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        names = ("file", "row", "column", "rule", "value", "message")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One file after validation; its parts lie aside, unless rows of it are not right.

    Parameters
    ----------
    opened : OpenedFile
    bill : BillFile
    validation : Validation
    rejected : tuple of Rejected
        The first thousand.
    rejected_count : int
    parts : tuple of Part
        None when the file is not to be loaded.
    staged : mapping
        Where each part's file is.
    """

    opened: OpenedFile
    bill: BillFile
    validation: Validation
    rejected: tuple[Rejected, ...] = ()
    rejected_count: int = 0
    parts: tuple[Part, ...] = ()
    staged: Mapping[str, Path] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows would be in force."""
        return sum(part.rows for part in self.parts)

    def delivery(self, now: datetime) -> Delivery:
        """Return what the manifest says of the file."""
        return Delivery(
            self.opened.digest,
            self.opened.name,
            self.bill.format,
            self.validation.version,
            self.rows,
            self.rejected_count,
            now.isoformat(timespec="seconds"),
        )


def open_bill(opened: OpenedFile) -> BillFile:
    """Return a file as columns of FOCUS; raises as `recognise`."""
    with reading(opened.name):
        return recognise(opened.scan(), load_focus(), load_mappings(), file=opened.name)


def stage_file(opened: OpenedFile, aside: Path, *, stamp: int, partial: bool) -> StagedFile:
    """Validate a file and write its rows into ``aside``, by month and source.

    Parameters
    ----------
    stamp : int
        The generation it would make: part of the names of its files, so that none is overwritten.
    partial : bool
        Whether the rows that are right are loaded where others are not.

    Raises
    ------
    InputError
        If it cannot be read, has no rows, or lacks a column without which nothing is known.
    """
    bill = open_bill(opened)
    with reading(opened.name):
        checks = check_bill(bill.frame, load_focus())
        _refuse_without_essentials(checks, opened.name)
        scopes, validation = _survey(checks)
        if not validation.rows:
            raise InputError(
                f"{opened.name} has a header and no rows.", next_step="Export the bill again."
            )
        if validation.loadable:
            parts, staged = _write(
                _whole(bill, validation), scopes, opened.digest, aside / str(stamp)
            )
            return StagedFile(opened, bill, validation, parts=parts, staged=staged)
        rejected, count = _rejected(checks, opened.name)
        if not partial or count == validation.rows:
            return StagedFile(opened, bill, validation, rejected, count)
        parts, staged = _write(_right_rows(checks), scopes, opened.digest, aside / str(stamp))
    return StagedFile(opened, bill, validation, rejected, count, parts, staged)


def _refuse_without_essentials(checks: BillChecks, name: str) -> None:
    lacking = [violation for violation in checks.absent if violation.blocks]
    if not lacking:
        return
    columns = [violation.column for violation in lacking]
    raise InputError(
        f"{name} lacks {', '.join(columns)}: without them it says neither what was spent nor when.",
        next_step=_mending(lacking),
        details={"file": name, "missing": columns, "rules": [v.rule for v in lacking]},
    )


def _mending(lacking: Sequence[Violation]) -> str:
    spelled = [v.repair.removeprefix("Add the column. ") for v in lacking if "Did you" in v.repair]
    return " ".join(["Export the bill with them.", *spelled])


def _survey(checks: BillChecks) -> tuple[pl.DataFrame, Validation]:
    """Count what breaks rules, and what there is by month, source and currency: one reading."""
    import polars as pl

    kept = _partitioned(_right_rows(checks))
    scopes = kept.group_by(MONTH, PROVIDER, ACCOUNT, "BillingCurrency").agg(
        pl.len().alias("rows"),
        pl.col("BilledCost").sum(),
        pl.col("EffectiveCost").sum(),
        pl.col("ChargePeriodStart").min().alias("first"),
        pl.col("ChargePeriodStart").max().alias("last"),
    )
    counted, found = pl.collect_all([checks.counts(), scopes], engine="streaming")
    return found, checks.report(counted)


def _right_rows(checks: BillChecks) -> pl.LazyFrame:
    """Return the billing frame of the rows that can be loaded."""
    import polars as pl

    right = checks.frame.filter(checks.unloadable().fill_null(pl.lit(False)).not_())
    held = right.collect_schema().names()
    return right.drop([name for name in held if name == ROW or name.startswith(RAW)])


def _whole(bill: BillFile, validation: Validation) -> pl.LazyFrame:
    """Return the billing frame of a file that was found to be right."""
    spec = load_focus()
    broken = {violation.column for violation in validation.violations}
    sound = [name for name in spec.of_type(FocusType.JSON) if name not in broken]
    return billing_frame(bill.frame, spec, sound=sound)


def _partitioned(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return a billing frame with the month and the source of each row."""
    import polars as pl

    # A period that begins in another time zone begins a few hours off: the day after tells.
    month = (pl.col("BillingPeriodStart") + pl.duration(days=1)).dt.strftime("%Y-%m")
    return frame.with_columns(
        month.alias(MONTH),
        pl.col("ProviderName").fill_null(_UNKNOWN).alias(PROVIDER),
        pl.col("BillingAccountId").fill_null(_UNKNOWN).alias(ACCOUNT),
    )


def _write(
    frame: pl.LazyFrame, scopes: pl.DataFrame, digest: str, aside: Path
) -> tuple[tuple[Part, ...], dict[str, Path]]:
    import polars as pl

    pairs = scopes.select(PROVIDER, ACCOUNT).unique().rows()
    sources = {"\0".join(pair): _source(*pair) for pair in pairs}
    joined = pl.concat_str(PROVIDER, ACCOUNT, separator="\0")
    source = joined.replace_strict(list(sources), list(sources.values())).alias(SOURCE)
    own = tuple(name for name in frame.collect_schema().names() if name.startswith("x_"))
    folder = aside / digest[:16]
    written: list[tuple[Path, int]] = []
    _partitioned(frame).with_columns(source).drop(PROVIDER, ACCOUNT).sink_parquet(
        pl.PartitionBy(
            folder, key=[MONTH, SOURCE], include_key=False, approximate_bytes_per_file=None
        ),
        compression_level=1,  # a seventh less time than the usual 3, for the same size
        mkdir=True,
        maintain_order=False,
        engine="streaming",
        sinked_paths_callback=lambda said: written.extend(
            (Path(part.path), part.num_rows) for part in said.paths
        ),
    )
    parts, staged = [], {}
    for path, rows in sorted(written):
        month, word = (step.split("=", 1)[1] for step in path.relative_to(folder).parts[:2])
        name = f"month={month}/source={word}/{digest[:16]}-{aside.name}.parquet"
        part = _part(scopes, (month, word), name, digest, own)
        if part.rows != rows or name in staged:
            raise InputError(
                f"The file changed while it was read: {part.rows} rows of {month}, then {rows}.",
                next_step="Import it when nobody writes to it.",
            )
        staged[name] = path
        parts.append(part)
    return tuple(parts), staged


def _part(
    scopes: pl.DataFrame, key: tuple[str, str], file: str, digest: str, own: tuple[str, ...]
) -> Part:
    month, source = key
    rows = [
        row
        for row in scopes.iter_rows(named=True)
        if row[MONTH] == month and _source(row[PROVIDER], row[ACCOUNT]) == source
    ]
    return Part(
        month=month,
        provider=rows[0][PROVIDER],
        account=rows[0][ACCOUNT],
        source=source,
        file=file,
        delivery=digest,
        rows=sum(row["rows"] for row in rows),
        costs={
            r["BillingCurrency"]: CurrencyCost(r["BilledCost"], r["EffectiveCost"], r["rows"])
            for r in rows
        },
        first=min(row["first"] for row in rows).isoformat(),
        last=max(row["last"] for row in rows).isoformat(),
        own=own,
    )


def _source(provider: str, account: str) -> str:
    """Return a provider and an account as one short word."""
    word = re.sub(r"[^a-z0-9]+", "-", provider.lower()).strip("-")[:40]
    return f"{word}-{hashlib.sha256(f'{provider}/{account}'.encode()).hexdigest()[:10]}"


def _rejected(checks: BillChecks, name: str) -> tuple[tuple[Rejected, ...], int]:
    import polars as pl

    bad = checks.unloadable().fill_null(pl.lit(False))
    blocking = [check for check in checks.checks if check.blocks]
    flags = [check.bad.alias(f"bad{n}") for n, check in enumerate(blocking)]
    held = checks.frame.collect_schema()
    raw = {RAW + check.column for check in blocking}
    values = [said(pl.col(name), held[name]).alias(name) for name in raw]
    rows = checks.frame.filter(bad)
    count, shown = pl.collect_all(
        [rows.select(pl.len()), rows.head(_MOST_REJECTED).select(ROW, *flags, *values)],
        engine="streaming",
    )
    found = [
        Rejected(
            name, row[ROW], check.column, check.rule, _short(row[RAW + check.column]),
            f"{check.column} must be {check.allowed}. {check.repair}".strip(),
        )
        for row in shown.iter_rows(named=True)
        for n, check in enumerate(blocking)
        if row[f"bad{n}"]
    ]  # fmt: skip
    return tuple(_first_of_each_row(found)), count.item()


def _short(value: str | None) -> str | None:
    return value if value is None else value[:_LONGEST_VALUE]


def _first_of_each_row(found: Sequence[Rejected]) -> Iterator[Rejected]:
    seen: set[int] = set()
    for entry in found:
        if entry.row not in seen:
            seen.add(entry.row)
            yield entry
