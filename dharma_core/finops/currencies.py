"""Exchange rates a team states: a table by month, never a guess, never an inverse."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.units import to_decimal

if TYPE_CHECKING:
    import polars as pl

__all__ = ["RateTable", "in_one_currency", "parse_rates"]

COLUMNS = ("month", "from", "to", "rate")
ANY_MONTH = "*"
MONEY = (
    "BilledCost",
    "EffectiveCost",
    "ListCost",
    "ContractedCost",
    "ListUnitPrice",
    "ContractedUnitPrice",
)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_CODE = re.compile(r"[A-Z]{3}")
_SCALE = 15


@dataclass(frozen=True, slots=True)
class RateTable:
    """What one unit of a currency is worth in another, by billing month.

    Parameters
    ----------
    rates : mapping
        By month (``2026-03``, or ``*`` for every month without a rate of its own), from, to.
    name : str
        Where the table came from, for messages.
    """

    rates: Mapping[tuple[str, str, str], Decimal]
    name: str = "the table of exchange rates"

    def rate(self, month: str, source: str, target: str) -> Decimal:
        r"""Return the rate of a month.

        Raises
        ------
        InputError
            If the table does not say it.

        Examples
        --------
        >>> table = parse_rates("month,from,to,rate\n*,EUR,USD,1.10\n2026-03,EUR,USD,1.25")
        >>> table.rate("2026-03", "EUR", "USD"), table.rate("2026-04", "EUR", "USD")
        (Decimal('1.25'), Decimal('1.10'))
        """
        if source == target:
            return Decimal(1)
        for named in (month, ANY_MONTH):
            if (found := self.rates.get((named, source, target))) is not None:
                return found
        raise InputError(
            f"There is no rate from {source} to {target} for {month} in {self.name}.",
            next_step=f"Add a row '{month},{source},{target},RATE' to a file of rates "
            "(month,from,to,rate) and give it with --rates.",
            details={"month": month, "from": source, "to": target},
        )


def parse_rates(text: str, *, name: str = "the table of exchange rates") -> RateTable:
    """Return a table from CSV with the columns month, from, to, rate; others are notes.

    Raises
    ------
    InputError
        If a row is wrong; its line is named.
    """
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    lacking = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if lacking:
        raise InputError(
            f"{name} lacks the column {', '.join(lacking)}.",
            next_step="Its first line is: month,from,to,rate",
        )
    rates: dict[tuple[str, str, str], Decimal] = {}
    for row in reader:
        key, rate = _row(row, name, reader.line_num)
        if rates.setdefault(key, rate) != rate:
            raise InputError(
                f"{name}, line {reader.line_num}: {' '.join(key)} has two rates.",
                next_step="Keep one of them.",
            )
    return RateTable(rates, name)


def _row(
    row: Mapping[str, str | None], name: str, line: int
) -> tuple[tuple[str, str, str], Decimal]:
    month, source, target, said = ((row[column] or "").strip() for column in COLUMNS)
    rate = to_decimal(said)
    wrong = ""
    if month != ANY_MONTH and not _MONTH.fullmatch(month):
        wrong = f"the month {month!r} is neither like 2026-03 nor *"
    elif not (_CODE.fullmatch(source) and _CODE.fullmatch(target)) or source == target:
        wrong = f"{source!r} to {target!r} are not two currencies, such as EUR and USD"
    elif rate is None or rate <= 0:
        wrong = f"the rate {said!r} is no number above zero"
    if wrong or rate is None:
        raise InputError(f"{name}, line {line}: {wrong}.", next_step="Correct the line.")
    return (month, source, target), rate


def in_one_currency(
    frame: pl.LazyFrame, target: str, table: RateTable, present: Mapping[str, set[str]]
) -> pl.LazyFrame:
    """Return a billing frame whose costs and unit prices are all in one currency.

    Parameters
    ----------
    present : mapping
        Which currencies each billing month holds: a missing rate is an error before any reading.

    Raises
    ------
    InputError
        If a rate is missing.
    """
    import polars as pl

    needed = {
        f"{month} {source}": table.rate(month, source, target)
        for month, sources in present.items()
        for source in sources
    }
    if all(rate == 1 for rate in needed.values()):
        return frame
    month = (pl.col("BillingPeriodStart") + pl.duration(days=1)).dt.strftime("%Y-%m")
    key = pl.concat_str(month, "BillingCurrency", separator=" ")
    exact = pl.Decimal(38, _SCALE)
    rates = pl.Series(list(needed.values()), dtype=exact)
    rate = key.replace_strict(pl.Series(list(needed)), rates, return_dtype=exact)
    return frame.with_columns(
        *((pl.col(name) * rate).cast(exact).alias(name) for name in MONEY),
        pl.lit(target).alias("BillingCurrency"),
    )
