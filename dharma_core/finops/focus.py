"""FOCUS 1.0, 1.1 and 1.2 as values: columns, allowed words, rules between columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, cast

from dharma_core.errors import FactError

__all__ = [
    "VERSIONS",
    "Allowed",
    "Condition",
    "CrossRule",
    "FocusColumn",
    "FocusSpec",
    "FocusType",
    "detect_version",
    "parse_focus_spec",
]

VERSIONS = ("1.0", "1.1", "1.2")
Level = Literal["mandatory", "conditional", "recommended"]
_LEVELS = ("mandatory", "conditional", "recommended")
_TESTS = ("is", "is_not", "null", "at_least", "number", "before", "as")


class FocusType(StrEnum):
    """What a column holds; the value is what ``data/focus/columns.csv`` writes."""

    STRING = "string"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    CURRENCY = "currency"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class FocusColumn:
    """One column of the specification.

    Parameters
    ----------
    name : str
        Column id, such as ``BilledCost``.
    type : FocusType
    level : str
        mandatory, conditional (where the provider has such a thing) or recommended.
    nullable : bool
    since : str
        The first version with it.
    essential : bool
        Whether a bill without it cannot be loaded: costs, currency, periods and who is billed.
    allowed : str
        Name of its list of allowed values, or ``""``.
    validator_name : str
        What the official validator (1.0) calls it in the ids of its rules.
    """

    name: str
    type: FocusType
    level: Level
    nullable: bool
    since: str
    essential: bool
    allowed: str
    validator_name: str

    def rule(self, check: str) -> str:
        """Return the id of one of its rules, as the official validator writes it.

        Examples
        --------
        >>> from dharma_core.storage.billing_facts import load_focus
        >>> load_focus().column("ProviderName").rule("NotNull")
        'Provider_NotNull'
        """
        return f"{self.validator_name}_{check}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds of a row: a column, a test (``is``, ``null``, ...) and its value."""

    column: str
    test: str
    value: Any


@dataclass(frozen=True, slots=True)
class CrossRule:
    """What one column must be where others are so."""

    id: str
    column: str
    since: str
    severity: str
    when: tuple[Condition, ...]
    must: tuple[Condition, ...]
    allowed: str
    repair: str
    source: str

    @property
    def columns(self) -> frozenset[str]:
        """Every column it looks at."""
        named = {condition.column for condition in (*self.when, *self.must)}
        others = {c.value for c in (*self.when, *self.must) if c.test in ("before", "as")}
        return frozenset(named | others | {self.column})


Allowed = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FocusSpec:
    """The three versions of the specification.

    Parameters
    ----------
    columns : mapping
        By name, in alphabetical order.
    allowed : mapping
        Lists of allowed words by their name.
    parents : mapping
        The one ServiceCategory of each ServiceSubcategory.
    rules : tuple of CrossRule
    """

    columns: Mapping[str, FocusColumn]
    allowed: Allowed
    parents: Mapping[str, str]
    rules: tuple[CrossRule, ...]

    def column(self, name: str) -> FocusColumn:
        """Return a column by its name; KeyError when there is none."""
        return self.columns[name]

    def of_version(self, version: str) -> tuple[FocusColumn, ...]:
        """Return the columns that a version has.

        Examples
        --------
        >>> from dharma_core.storage.billing_facts import load_focus
        >>> [len(load_focus().of_version(version)) for version in VERSIONS]
        [43, 50, 57]
        """
        return tuple(c for c in self.columns.values() if c.since <= version)

    def of_type(self, *types: FocusType) -> tuple[str, ...]:
        """Return the names of the columns of some types."""
        return tuple(c.name for c in self.columns.values() if c.type in types)

    @property
    def essential(self) -> tuple[str, ...]:
        """The columns without which a bill cannot be loaded."""
        return tuple(c.name for c in self.columns.values() if c.essential)

    def words(self, column: FocusColumn) -> tuple[str, ...]:
        """Return the allowed words of a column; empty when any text will do."""
        name = "currency" if column.type is FocusType.CURRENCY else column.allowed
        return self.allowed.get(name, ())


def detect_version(spec: FocusSpec, names: Iterable[str]) -> str:
    """Return the oldest version that has every FOCUS column among ``names``.

    Examples
    --------
    >>> from dharma_core.storage.billing_facts import load_focus
    >>> detect_version(load_focus(), ["BilledCost", "SkuMeter", "x_own"])
    '1.1'
    """
    known = [spec.columns[name].since for name in names if name in spec.columns]
    return max(known, default=VERSIONS[0])


def parse_focus_spec(
    columns: str, allowed: Mapping[str, Any], rules: Mapping[str, Any], currencies: str
) -> FocusSpec:
    """Return the specification from the texts of ``data/focus``.

    Raises
    ------
    FactError
        If a row is wrong; file and row are named.
    """
    found = {column.name: column for column in _columns(columns)}
    categories = cast("Mapping[str, list[str]]", allowed["service_category"])
    plain = ((name, words) for name, words in allowed.items() if isinstance(words, list))
    lists = {name: tuple(words) for name, words in plain}
    lists["service_category"] = tuple(categories)
    parents = {sub: parent for parent, subs in categories.items() for sub in subs}
    lists["service_subcategory"] = tuple(parents)
    lines = (line for line in currencies.splitlines() if not line.startswith("#"))
    lists["currency"] = tuple(word for line in lines for word in line.split())
    unknown = [c.name for c in found.values() if c.allowed and c.allowed not in lists]
    if unknown:
        raise FactError(f"focus/columns.csv: {', '.join(unknown)} name no list of allowed.yaml.")
    return FocusSpec(found, lists, parents, tuple(_rule(raw, found) for raw in rules["rules"]))


def _columns(text: str) -> Iterable[FocusColumn]:
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            yield FocusColumn(
                name=row["column"],
                type=FocusType(row["type"]),
                level=cast("Level", _LEVELS[_LEVELS.index(row["level"])]),
                nullable={"yes": True, "no": False}[row["nullable"]],
                since=VERSIONS[VERSIONS.index(row["since"])],
                essential={"yes": True, "no": False}[row["essential"]],
                allowed=row["allowed"],
                validator_name=row["validator_name"],
            )
        except (KeyError, ValueError) as error:
            raise FactError(f"focus/columns.csv, row {number}: {error}.") from error


def _rule(raw: Mapping[str, Any], columns: Mapping[str, FocusColumn]) -> CrossRule:
    rule = CrossRule(
        id=raw["id"],
        column=raw["column"],
        since=raw["since"],
        severity=raw.get("severity", "error"),
        when=tuple(_condition(part, raw["id"]) for part in raw["when"]),
        must=tuple(_condition(part, raw["id"]) for part in raw["must"]),
        allowed=raw["allowed"],
        repair=raw["repair"],
        source=raw["source"],
    )
    unknown = rule.columns - set(columns)
    if unknown or rule.since not in VERSIONS:
        what = ", ".join(sorted(unknown)) or rule.since
        raise FactError(f"focus/rules.yaml, {rule.id}: there is no {what} in columns.csv.")
    return rule


def _condition(raw: Mapping[str, Any], rule: str) -> Condition:
    tests = [key for key in raw if key != "column"]
    if len(tests) != 1 or tests[0] not in _TESTS:
        raise FactError(f"focus/rules.yaml, {rule}: a condition has a column and one test.")
    value = raw[tests[0]]
    return Condition(raw["column"], tests[0], tuple(value) if isinstance(value, list) else value)
