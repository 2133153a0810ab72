"""Lookups by key over 100,000 random keys of all providers: p50 and p95 against 20 microseconds.

Three figures: the first touch of a shelf (a service in a region is read from its files), the first
lookup of each key on a shelf that is there (its texts become decimals), and the same keys again.
The limit holds for the last; beside it stands a bare dict with the same keys.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from dharma_core.costs.ports import PriceKey
from dharma_core.storage.facts import data_root
from dharma_core.storage.price_books import ParquetPriceBook

LIMIT_US = 20.0
KEYS = 100_000
SEED = 20261130


def main() -> int:
    import polars as pl

    folder = data_root() / "price_books"
    book = ParquetPriceBook(folder)
    keys = _random_keys(folder, pl)
    shelves = {(key.provider, key.service, key.region): key for key in keys}
    cold = _times(book.find, shelves.values())
    first = _times(book.find, keys)
    warm = _times(book.find, keys)
    plain = {key: key for key in keys}
    rival = _times(plain.get, keys)
    print(f"{len(keys):,} random keys, {len(shelves):,} shelves, three providers")
    _print("first touch of a shelf", cold, limit=False)
    _print("first lookup of a key", first, limit=False)
    met = _print("the same keys again", warm)
    _print("a bare dict", rival, limit=False)
    missing = sum(book.find(key) is None for key in keys)
    print(f"not found: {missing}")
    return int(not met or missing > 0)


def _random_keys(folder: Any, pl: Any) -> list[PriceKey]:
    columns = ["provider", "service", "product", "region", "attributes", "purchase_option"]
    frame = pl.concat(pl.read_parquet(path, columns=columns) for path in folder.glob("*.parquet"))
    rows = frame.select(columns).unique().sort(columns).rows()
    chooser = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    return [PriceKey(*row) for row in chooser.sample(rows, min(KEYS, len(rows)))]


def _times(look: Callable[[PriceKey], object], keys: Iterable[PriceKey]) -> list[float]:
    times = []
    for key in keys:
        start = time.perf_counter_ns()
        look(key)
        times.append((time.perf_counter_ns() - start) / 1000)
    return sorted(times)


def _print(name: str, times: list[float], *, limit: bool = True) -> bool:
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    met = p95 < LIMIT_US
    verdict = f"  (limit {LIMIT_US:g} us: {'met' if met else 'MISSED'})" if limit else ""
    print(f"{name:24} p50 {p50:9.2f} us   p95 {p95:9.2f} us{verdict}")
    return met


if __name__ == "__main__":
    sys.exit(main())
