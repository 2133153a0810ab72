"""A bill by any dimensions and grain, narrowed to what somebody wants to look at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import narwhals as nw

from dharma_core.errors import InputError
from dharma_core.finops.analytics.bill import Bill, Grain, Measure, collected
from dharma_core.finops.analytics.condensed import in_invoice_month
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.analytics.tags import Dimension, Tag, name_of, with_tags
from dharma_core.money import exact_sum

__all__ = ["Pivot", "PivotRow", "Question", "narrowed", "pivot", "tag_keys"]

_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see.

    Parameters
    ----------
    by : tuple of column names and `Tag`
        One row for each combination; empty for the whole.
    where : mapping
        Only charges with this value of a dimension; None: without a value.
    """

    by: tuple[Dimension, ...] = ()
    grain: Grain = Grain.MONTH
    measure: Measure = Measure.AMORTISED
    where: Mapping[Dimension, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PivotRow:
    """One combination of the dimensions, by period.

    Parameters
    ----------
    key : tuple
        The values of the dimensions; None without a value.
    merged : int
        How many small combinations this row holds; 0 for a combination of its own.
    """

    key: tuple[str | None, ...]
    costs: Mapping[date, Decimal]
    merged: int = 0

    @property
    def total(self) -> Decimal:
        """The sum over all periods."""
        return exact_sum(self.costs.values())


@dataclass(frozen=True, slots=True)
class Pivot:
    """The answer: the dearest row first, what is merged last."""

    question: Question
    currency: str
    periods: tuple[date, ...]
    rows: tuple[PivotRow, ...]

    @property
    def total(self) -> Decimal:
        """The sum of all rows."""
        return exact_sum(row.total for row in self.rows)


def pivot(bill: Bill, question: Question, *, most: int = _MOST_ROWS) -> Pivot:
    """Return the cost by the question's dimensions and grain.

    Parameters
    ----------
    most : int
        Rows of their own; the smaller ones are one row that says how many they are.

    Raises
    ------
    InputError
        If a column is not there, or ``most`` is below 1.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> found = pivot(small_bill(), Question(("ServiceName",)))
    >>> [(row.key, str(row.total)) for row in found.rows]
    [(('Compute',), '30.50'), (('Storage',), '12.00')]
    """
    if most < 1:
        raise InputError(f"{most} rows cannot be shown.", next_step="Ask for 1 or more.")
    for dimension, value in question.where.items():
        bill = narrowed(bill, dimension, value)
    bill = in_invoice_month(bill)
    sums = spend(bill, question.by, grain=question.grain, measure=question.measure)
    groups: dict[tuple[str | None, ...], dict[date, Decimal]] = {}
    for period, *key, cost in sums.iter_rows():
        groups.setdefault(tuple(key), {})[period] = cost
    rows = [PivotRow(key, costs) for key, costs in groups.items()]
    rows.sort(key=lambda row: (-row.total, tuple(str(part) for part in row.key)))
    return Pivot(
        question, bill.currency, tuple(sums["period"].unique().sort()), _merged(rows, most)
    )


def _merged(rows: Sequence[PivotRow], most: int) -> tuple[PivotRow, ...]:
    own, rest = rows[:most], rows[most:]
    if not rest:
        return tuple(own)
    periods = {period for row in rest for period in row.costs}
    costs = {p: exact_sum(row.costs.get(p, Decimal(0)) for row in rest) for p in sorted(periods)}
    return (*own, PivotRow((None,) * len(rest[0].key), costs, merged=len(rest)))


def narrowed(bill: Bill, dimension: Dimension, value: str | None) -> Bill:
    """Return the charges with one value of a dimension; None: those without a value.

    Raises
    ------
    InputError
        If the bill has no such column.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> spend(narrowed(small_bill(), Tag("Team"), None))["cost"].item()
    Decimal('8.50')
    """
    name = "Tags" if isinstance(dimension, Tag) else dimension
    bill.has(name)
    column = nw.col(name)
    if not isinstance(dimension, Tag):
        kept = column.is_null() if value is None else column == value
        return replace(bill, frame=bill.frame.filter(kept))
    texts = collected(bill.frame.select("Tags").unique()).drop_nulls()
    read = with_tags(texts.with_columns(text=texts["Tags"]), [dimension])
    found = read[name_of(dimension)]
    alike = read.filter(found.is_null() if value is None else found == value)["text"].to_list()
    kept = column.is_in(alike)
    return replace(
        bill, frame=bill.frame.filter(column.is_null() | kept if value is None else kept)
    )


def tag_keys(bill: Bill) -> tuple[str, ...]:
    """Return the keys of tags that the bill has, the most common first.

    Examples
    --------
    >>> from dharma_core.finops.analytics.examples import small_bill
    >>> tag_keys(small_bill())
    ('Team',)
    """
    texts = collected(bill.frame.select("Tags").unique())["Tags"].drop_nulls()
    tally = Counter(key for text in texts for key in json.loads(text))
    return tuple(sorted(tally, key=lambda key: (-tally[key], key)))
