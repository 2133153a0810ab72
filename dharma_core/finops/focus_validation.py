"""Validates a file against FOCUS: which rules it breaks, in which rows, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError, nearest
from dharma_core.finops.focus import VERSIONS, FocusSpec, detect_version
from dharma_core.finops.focus_checks import (
    RAW,
    Check,
    checks_of,
    missing_columns,
    own_columns,
)
from dharma_core.finops.focus_frame import billing_frame, said

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ROW", "BillChecks", "Validation", "Violation", "check_bill", "validate_bill"]

ROW = "dharma:row"
_MOST_ROWS = 10
_MOST_VALUES = 5
_LONGEST_VALUE = 80
_MOST_ALIKE = 100  # beyond, no name is a misspelling


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a file breaks.

    Parameters
    ----------
    rule : str
        Id as the official validator writes it: the column and the check.
    column, severity : str
    count : int
        How many rows; all of them where a column is missing.
    rows : tuple of int
        The first of them, counted from 1 without the header; empty for a missing column.
    values : tuple of str
        What some of them say.
    blocks : bool
        Whether these rows cannot be loaded.
    allowed, repair : str
    """

    rule: str
    column: str
    severity: str
    count: int
    rows: tuple[int, ...]
    values: tuple[str, ...]
    blocks: bool
    allowed: str
    repair: str

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        lists = {"rows": list(self.rows), "values": list(self.values)}
        names = ("rule", "column", "severity", "count", "blocks", "allowed", "repair")
        return {name: getattr(self, name) for name in names} | lists


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validation found in one file."""

    version: str
    rows: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether no rule that the specification calls a MUST is broken."""
        return all(violation.severity != "error" for violation in self.violations)

    @property
    def loadable(self) -> bool:
        """Whether every row can be loaded."""
        return not any(violation.blocks for violation in self.violations)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "focus_version": self.version,
            "rows": self.rows,
            "conforms": self.conforms,
            "loadable": self.loadable,
            "violations": [violation.as_dict() for violation in self.violations],
        }


@dataclass(frozen=True, slots=True)
class BillChecks:
    """A file's billing frame and the checks of its version, before anything is read.

    Parameters
    ----------
    version : str
    frame : LazyFrame
        The billing frame, with the file's own columns under ``raw:`` and the number of the row.
    checks : tuple of Check
    absent : tuple of Violation
        What is known from the header alone; ``count`` is 0 until the rows are counted.
    """

    version: str
    frame: pl.LazyFrame
    checks: tuple[Check, ...]
    absent: tuple[Violation, ...]

    def counts(self) -> pl.LazyFrame:
        """Return one row: how many rows there are, and how many break each check."""
        import polars as pl

        sums = [check.bad.sum().alias(str(n)) for n, check in enumerate(self.checks)]
        return self.frame.select(pl.len().alias("rows"), *sums)

    def unloadable(self) -> pl.Expr:
        """Return where a row cannot be loaded."""
        import polars as pl

        blocking = [check.bad for check in self.checks if check.blocks]
        return reduce(lambda a, b: a | b, blocking, pl.lit(False))

    def report(self, counted: pl.DataFrame) -> Validation:
        """Return the validation, given what `counts` counted; broken checks are read once more."""
        found = counted.row(0, named=True)
        broken = [c for n, c in enumerate(self.checks) if found[str(n)]]
        numbers = [found[str(n)] for n in range(len(self.checks)) if found[str(n)]]
        violations = [*self._absent(found["rows"]), *_violations(self.frame, broken, numbers)]
        order = {"error": 0, "warning": 1}
        violations.sort(key=lambda v: (not v.blocks, order[v.severity], v.column, v.rule))
        return Validation(self.version, found["rows"], tuple(violations))

    def _absent(self, rows: int) -> list[Violation]:
        from dataclasses import replace

        return [replace(violation, count=rows) for violation in self.absent]


def check_bill(raw: pl.LazyFrame, spec: FocusSpec, *, version: str = "") -> BillChecks:
    """Return the checks of a file whose columns are named as FOCUS names them.

    Parameters
    ----------
    version : str, optional
        The version to hold it against; told by its columns when left out.
    """
    import polars as pl

    held = dict(raw.collect_schema())
    if version and version not in VERSIONS:
        raise InputError(
            f"There is no FOCUS {version} here.", next_step=f"Choose {', '.join(VERSIONS)}."
        )
    version = version or detect_version(spec, held)
    known = [name for name in held if name in spec.columns]
    kept = raw.with_columns(pl.col(name).alias(RAW + name) for name in known)
    beside = [ROW, *(RAW + name for name in known)]
    frame = billing_frame(kept.with_row_index(ROW, offset=1), spec, beside=beside)
    absent = (*_missing(spec, version, held), *_own(spec, held))
    return BillChecks(version, frame, tuple(checks_of(spec, version, held)), absent)


def validate_bill(raw: pl.LazyFrame, spec: FocusSpec, *, version: str = "") -> Validation:
    """Return which rules of FOCUS a file breaks.

    Examples
    --------
    >>> import polars as pl
    >>> from dharma_core.storage.billing_facts import load_focus
    >>> raw = pl.LazyFrame({"BilledCost": ["1.5", "2,5"], "ChargeCategory": ["usage", "Tax"]})
    >>> found = validate_bill(raw, load_focus())
    >>> [(v.rule, v.rows, v.values) for v in found.violations if v.rows]
    [('BilledCost_IsDecimal', (2,), ('2,5',)), ('ChargeCategory_Enum', (1,), ('usage',))]
    """
    bill = check_bill(raw, spec, version=version)
    return bill.report(bill.counts().collect(engine="streaming"))


def _missing(spec: FocusSpec, version: str, held: Mapping[str, Any]) -> list[Violation]:
    found = []
    for missing in missing_columns(spec, version, held):
        column = missing.column
        must = column.level == "mandatory"
        allowed = "a column of this name" if must else "absent where the provider has no such thing"
        found.append(
            Violation(
                column.rule("Required"), column.name, missing.severity, 0, (), (),
                column.essential,
                allowed,
                f"Add the column. {_alike(column.name, set(held) - set(spec.columns))}".rstrip(),
            )
        )  # fmt: skip
    return found


def _alike(name: str, others: Iterable[str]) -> str:
    hint = nearest(name, others)
    return hint if hint.startswith("Did you mean") else ""


def _own(spec: FocusSpec, held: Mapping[str, Any]) -> list[Violation]:
    names = own_columns(spec, held)
    told = spec.columns if len(names) <= _MOST_ALIKE else ()
    return [
        Violation(
            "ColumnNaming_CustomPrefix", name, "warning", 0, (), (), False,
            "columns of FOCUS, and a provider's own under x_",
            f"Call it x_{name}; it is kept under that name. {_alike(name, told)}".rstrip(),
        )
        for name in names
    ]  # fmt: skip


def _violations(
    frame: pl.LazyFrame, broken: Sequence[Check], counts: Sequence[int]
) -> list[Violation]:
    import polars as pl

    if not broken:
        return []
    held = frame.collect_schema()
    parts = []
    for n, check in enumerate(broken):
        name = RAW + check.column if RAW + check.column in held else check.column
        parts.append(pl.col(ROW).filter(check.bad).head(_MOST_ROWS).implode().alias(f"r{n}"))
        told = said(pl.col(name), held[name])
        parts.append(told.filter(check.bad).head(1000).implode().alias(f"v{n}"))
    row = frame.select(parts).collect(engine="streaming").row(0, named=True)
    return [
        _violation(check, count, row[f"r{n}"], row[f"v{n}"])
        for n, (check, count) in enumerate(zip(broken, counts, strict=True))
    ]


def _violation(
    check: Check, count: int, rows: Sequence[int], told: Sequence[str | None]
) -> Violation:
    values = [v[:_LONGEST_VALUE] for v in dict.fromkeys(told) if v is not None][:_MOST_VALUES]
    repair = check.repair
    if not repair:  # a list of words: the nearest one is the repair
        words = check.allowed.split(", ")
        repair = nearest(values[0] if values else "", words)
    return Violation(
        check.rule, check.column, check.severity, count, tuple(rows), tuple(values),
        check.blocks, check.allowed, repair,
    )  # fmt: skip
