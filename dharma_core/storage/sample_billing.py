"""The sample bill on disk: its parameters, a folder with a file a month, the truth beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dharma_core.errors import FactError, InputError
from dharma_core.finops.sample_billing.parameters import (
    SampleParameters,
    parse_sample_parameters,
)
from dharma_core.money import plain
from dharma_core.storage.atomic_file import replacing
from dharma_core.storage.facts import data_root

if TYPE_CHECKING:
    import polars as pl

    from dharma_core.finops.budgets import Budget
    from dharma_core.finops.sample_billing import SampleBill

__all__ = [
    "load_example_bill",
    "load_sample_budgets",
    "load_sample_parameters",
    "truth_file",
    "write_cost_sharing",
    "write_example_bill",
    "write_orders",
    "write_sample",
]


@cache
def load_sample_parameters() -> SampleParameters:
    """Return the parameters of the sample bill.

    Raises
    ------
    FactError
        If data/samples/billing.yaml is wrong.

    Examples
    --------
    >>> sorted(load_sample_parameters().clouds)
    ['aws', 'azure', 'gcp']
    """
    path = data_root() / "samples" / "billing.yaml"
    return parse_sample_parameters(yaml.load(path.read_bytes(), yaml.CSafeLoader))


@cache
def load_example_bill() -> Mapping[str, Any]:
    """Return what the bill of the bundled example design is made of.

    Examples
    --------
    >>> load_example_bill()["account"]["name"]
    'web-prod'
    """
    path = data_root() / "samples" / "example-bill.yaml"
    found: Mapping[str, Any] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return found


def write_example_bill(months: Sequence[date], folder: Path) -> None:
    """Write ``example-YYYY-MM.parquet`` for some months into a folder that is there."""
    from dharma_core.finops.sample_billing.example import example_bill

    for month in months:
        frame = example_bill(load_example_bill(), month)
        frame.write_parquet(folder / f"example-{month:%Y-%m}.parquet")


def load_sample_budgets() -> tuple[Budget, ...]:
    """Return what the company of the sample bill may spend.

    Raises
    ------
    FactError
        If data/samples/budgets.yaml is wrong.

    Examples
    --------
    >>> print(load_sample_budgets()[0])
    company: $390,000.00 a month for whole
    """
    from dharma_core.finops.budgets import Budget, parse_period, parse_scope

    path = data_root() / "samples" / "budgets.yaml"
    said = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    try:
        return tuple(
            Budget(
                one["name"],
                Decimal(one["amount"]),
                scope=parse_scope(one["scope"]),
                period=parse_period(one["period"]),
            )
            for one in said["budgets"]
        )
    except (InputError, ArithmeticError, KeyError, TypeError) as error:
        raise FactError(f"{path.name} holds no budgets: {error}.") from error


def write_cost_sharing(file: Path) -> None:
    """Write how the invented company divides its bill, whole or not at all."""
    with replacing(file) as stream:
        stream.write((data_root() / "samples" / "cost-sharing.yaml").read_text("utf-8"))


def write_sample(bill: SampleBill, folder: Path) -> int:
    """Write ``bill-YYYY-MM.parquet`` for every month; return the number of rows.

    The truth goes into a file beside the folder, so that all in the folder is billing. One piece
    of a month is in memory at a time.
    """
    import polars as pl
    from polars.io.plugins import register_io_source

    from dharma_core.finops.sample_billing.frame import SCHEMA

    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    for month in bill.months:
        path = folder / f"bill-{month:%Y-%m}.parquet"
        pieces = register_io_source(_pieces(bill, month), schema=dict(SCHEMA))
        pieces.sink_parquet(path)
        rows += pl.scan_parquet(path).select(pl.len()).collect().item()
    truth = {
        "incidents": [_told(asdict(i) | {"mean_factor": i.mean_factor}) for i in bill.incidents],
        "launches": [_told(asdict(launch)) for launch in bill.launches],
    }
    truth_file(folder).write_text(json.dumps(truth, indent=2) + "\n", encoding="utf-8")
    return rows


def write_orders(file: Path, first_month: date, *, months: int, seed: int) -> None:
    """Write the company's orders, ``day,orders``: what its unit cost is told by."""
    from dharma_core.finops.sample_billing.frame import month_after
    from dharma_core.finops.sample_billing.orders import sample_orders
    from dharma_core.finops.sample_billing.rhythm import days_of

    end = first_month
    for _ in range(months):
        end = month_after(end)
    orders = sample_orders(days_of(first_month, (end - first_month).days), seed=seed)
    lines = ["day,orders", *(f"{day},{count}" for day, count in orders.items()), ""]
    file.write_text("\n".join(lines), encoding="utf-8")


def truth_file(folder: Path) -> Path:
    """Return where the truth about the bill in a folder lies.

    Examples
    --------
    >>> truth_file(Path("bills/demo")).as_posix()
    'bills/demo.truth.json'
    """
    return folder.with_name(f"{folder.name}.truth.json")


def _pieces(bill: SampleBill, month: date) -> Callable[..., Iterator[pl.DataFrame]]:
    """Return the source that Polars reads; the sizes that it proposes are only hints."""

    def read(
        with_columns: list[str] | None,
        predicate: pl.Expr | None,
        *_sizes: int | None,
    ) -> Iterator[pl.DataFrame]:
        for frame in bill.frames(month):
            kept = frame if predicate is None else frame.filter(predicate)
            yield kept if with_columns is None else kept.select(with_columns)

    return read


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields as JSON carries them: days as text, money as a decimal string."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else plain(value)
        if isinstance(value, Decimal)
        else value
        for name, value in fields.items()
    }
