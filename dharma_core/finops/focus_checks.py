"""The checks of FOCUS for one file, as expressions over its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from dharma_core.finops.focus import Condition, CrossRule, FocusColumn, FocusSpec, FocusType
from dharma_core.finops.focus_frame import present

if TYPE_CHECKING:
    import polars as pl

__all__ = ["RAW", "Check", "Missing", "checks_of", "missing_columns", "own_columns"]

RAW = "raw:"  # what a file itself says, beside the converted column
_KINDS = {
    FocusType.DECIMAL: ("IsDecimal", "a number, such as 1204.50 or 8e-7"),
    FocusType.DATETIME: (
        "IsDateTime",
        "a moment in UTC from 1970 to 2199, such as 2026-03-01T00:00:00Z",
    ),
    FocusType.JSON: ("IsJSONObject", 'the text of a JSON object, such as {"team": "web"}'),
}
_REPAIRS = {
    FocusType.DECIMAL: "Write numbers with a point and without signs of thousands or currency.",
    FocusType.DATETIME: "Write year, month and day first, then the time and Z.",
    FocusType.JSON: "Write the tags as one JSON object, or leave the cell empty.",
}
_NEEDED_VALUES = frozenset(
    {"BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart"}
)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the specification as it reads for one file.

    Parameters
    ----------
    rule : str
        Its id.
    column : str
    severity : str
        error (MUST) or warning (SHOULD, or a habit of bills that asks for a look).
    blocks : bool
        Whether a row that breaks it cannot be loaded.
    bad : expression
        True where a row breaks it; over converted columns, and the file's own under ``raw:``.
    allowed, repair : str
    """

    rule: str
    column: str
    severity: str
    blocks: bool
    bad: pl.Expr
    allowed: str
    repair: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A column that a file does not have and FOCUS asks for."""

    column: FocusColumn

    @property
    def severity(self) -> str:
        """A conditional column is right to be away where the provider has no such thing."""
        return "error" if self.column.level == "mandatory" else "warning"


def missing_columns(spec: FocusSpec, version: str, held: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Return the mandatory and conditional columns of a version that a file lacks."""
    asked = (c for c in spec.of_version(version) if c.level != "recommended")
    return tuple(Missing(column) for column in asked if column.name not in held)


def own_columns(spec: FocusSpec, held: Mapping[str, Any]) -> tuple[str, ...]:
    """Return columns that FOCUS does not know and that do not say so with ``x_``."""
    return tuple(name for name in held if name not in spec.columns and not name.startswith("x_"))


def checks_of(spec: FocusSpec, version: str, held: Mapping[str, pl.DataType]) -> list[Check]:
    """Return every check that concerns the columns of a file."""
    checks = [
        check
        for column in spec.of_version(version)
        if column.name in held
        for check in _of_column(spec, column, held[column.name])
    ]
    between = (r for r in spec.rules if r.since <= version and r.columns <= set(held))
    checks += map(_of_rule, between)
    if {"ServiceCategory", "ServiceSubcategory"} <= set(held) and version >= "1.1":
        checks.append(_parent(spec))
    return checks


def _of_column(spec: FocusSpec, column: FocusColumn, held: pl.DataType) -> Iterator[Check]:
    import polars as pl

    needed = column.name in _NEEDED_VALUES
    value = pl.col(column.name)
    if column.type in _KINDS:
        yield from _of_type(column, held)
    if not column.nullable:
        absent = present(RAW + column.name, held).not_()
        yield Check(
            column.rule("NotNull"), column.name, "error", needed, absent, "not null",
            f"Write {column.name} in every row.",
        )  # fmt: skip
    words = spec.words(column)
    if words:
        is_currency = column.type is FocusType.CURRENCY
        unknown = value.is_not_null() & value.is_in(words).not_()
        yield Check(
            column.rule("IsCurrencyCode" if is_currency else "Enum"), column.name, "error",
            needed, unknown, "a code of ISO 4217, such as USD" if is_currency else _listed(words),
            "Write the code in three capital letters." if is_currency else "",
        )  # fmt: skip


def _of_type(column: FocusColumn, held: pl.DataType) -> Iterator[Check]:
    import polars as pl

    check, allowed = _KINDS[column.type]
    raw, repair = pl.col(RAW + column.name), _REPAIRS[column.type]
    unreadable = present(RAW + column.name, held) & pl.col(column.name).is_null()
    blocks = column.type is not FocusType.JSON
    yield Check(column.rule(check), column.name, "error", blocks, unreadable, allowed, repair)
    if column.type is FocusType.DATETIME and held == pl.String:
        is_iso = (raw.str.slice(10, 1) == "T") & raw.str.ends_with("Z")
        other = pl.col(column.name).is_not_null() & is_iso.not_()
        told = "Write the time with T and Z; without a zone it was read as UTC."
        yield Check(column.rule(check), column.name, "error", False, other, allowed, told)


def _parent(spec: FocusSpec) -> Check:
    import polars as pl

    sub, category = pl.col("ServiceSubcategory"), pl.col("ServiceCategory")
    names = list(spec.parents)
    parents = sub.replace_strict(names, [spec.parents[n] for n in names], default=None)
    wrong = parents.is_not_null() & (parents != category)
    return Check(
        "ServiceSubcategory_Parent", "ServiceSubcategory", "error", False, wrong,
        "a subcategory of the row's ServiceCategory", "Choose one below the category.",
    )  # fmt: skip


def _of_rule(rule: CrossRule) -> Check:
    applies = reduce(lambda a, b: a & b, [_holds(c) for c in rule.when])
    kept = reduce(lambda a, b: a & b, [_holds(c) for c in rule.must])
    bad = applies.fill_null(False) & kept.fill_null(False).not_()
    return Check(rule.id, rule.column, rule.severity, False, bad, rule.allowed, rule.repair)


def _holds(condition: Condition) -> pl.Expr:
    import polars as pl

    column, value = pl.col(condition.column), condition.value
    tests: dict[str, Callable[[], pl.Expr]] = {
        "is": lambda: column.is_in(value),
        "is_not": lambda: column.is_null() | column.is_in(value).not_(),
        "null": lambda: column.is_null() if value else column.is_not_null(),
        "at_least": lambda: column >= value,
        "number": lambda: column == value,
        "before": lambda: column < pl.col(value),
        "as": lambda: column == pl.col(value),
    }
    return tests[condition.test]()


def _listed(words: tuple[str, ...]) -> str:
    shown = ", ".join(words[:20])
    return shown if len(words) <= 20 else f"{shown} and {len(words) - 20} more"
