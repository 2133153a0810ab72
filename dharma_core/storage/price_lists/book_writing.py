"""Writes listed rates as price books: spooled, tidied a region at a time, moved in at once.

Memory holds one part (50,000 rates) while reading and one region of one service while tidying.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.costs.price_entries import ROW_COLUMNS
from dharma_core.errors import AdapterError
from dharma_core.money import plain
from dharma_core.storage.price_lists.listing import Listed, Tally

if TYPE_CHECKING:
    import polars as pl

__all__ = ["PriceSpool", "WrittenBook", "spooling"]

_PART_ROWS = 50_000
_ROWS_PER_GROUP = 4000
_KEY = ("service", "product", "attributes", "region", "purchase_option")
_SPOOLED = (
    "provider", "service", "product", "attributes", "region", "unit", "tier_from",
    "purchase_option", "price", "currency", "details", "upfront", "source", "as_of",
)  # fmt: skip
_NOT_SAID = ("details", "source", "as_of")  # rates that differ in these alone are one
_REGION = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,39}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_SERVICE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_ODD = re.compile(r"[,=\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOTHING = re.compile(r"[^\w.:/ -]")


@dataclass(frozen=True, slots=True)
class WrittenBook:
    """One file of the team's own book.

    Parameters
    ----------
    conflicts : tuple of str
        Keys for which the list says two prices; they were left out.
    """

    file: str
    service: str
    rows: int
    keys: int
    regions: int
    conflicts: tuple[str, ...] = ()


@dataclass
class PriceSpool:
    """Takes rates one by one and holds no more than a part of them.

    Parameters
    ----------
    folder : Path
        A folder of its own, beside the books.
    provider : str
    tally : Tally
        Counts what cannot be written.
    """

    folder: Path
    provider: str
    tally: Tally
    _rows: list[tuple[str, ...]] = field(default_factory=list)
    _parts: list[Path] = field(default_factory=list)
    _regions: dict[str, set[str]] = field(default_factory=dict)
    _conflicts: list[str] = field(default_factory=list)

    def take(self, rates: Iterable[Listed], about: Callable[[], tuple[str, str]]) -> None:
        """Spool every rate with its source and date, which the reader may learn on its way."""
        for listed in rates:
            row = self._row(listed)
            if row is None:
                continue
            self._rows.append((*row, *about()))
            self._regions.setdefault(row[1], set()).add(row[4])
            if len(self._rows) >= _PART_ROWS:
                self._flush()

    def _row(self, listed: Listed) -> tuple[str, ...] | None:
        mapped = listed.mapped
        found = (
            ("hours", Decimal(1)) if listed.price is None else mapped.units.get(listed.unit.lower())
        )
        if found is None:
            unit = _NOTHING.sub("?", listed.unit)[:40]
            self.tally.skip(f"{mapped.service}/{mapped.product} by the unit {unit!r}")
            return None
        if not (_REGION.fullmatch(listed.region) and _CURRENCY.fullmatch(listed.currency)):
            self.tally.skip("an odd region or currency")
            return None
        unit, times = found
        price = "" if listed.price is None else plain(listed.price * times)
        fee = "" if listed.upfront is None else plain(listed.upfront)
        return (
            self.provider, mapped.service, mapped.product, mapped.attributes, listed.region, unit,
            plain(listed.start / times), listed.option, price, listed.currency,
            _details(mapped.details, listed), fee,
        )  # fmt: skip

    def _flush(self) -> None:
        import polars as pl

        if not self._rows:
            return
        frame = pl.DataFrame(self._rows, schema=dict.fromkeys(_SPOOLED, pl.String), orient="row")
        path = self.folder / f"part{len(self._parts):05}.parquet"
        frame.write_parquet(path, compression="lz4")
        self._parts.append(path)
        self._rows = []

    def write(self, into: Path, *, digest: str, as_of: date) -> list[WrittenBook]:
        """Tidy the rates and put one file a service into a folder: all of them, or none.

        Parameters
        ----------
        as_of : date
            The newest date; that of the rates whose list has no date of its own.
        """
        self._flush()
        drafts = []
        for service in sorted(self._regions):
            if not _SERVICE.fullmatch(service):
                continue
            self._conflicts = []
            name = f"{self.provider}-{service}_{digest}-{as_of.isoformat()}.parquet"
            draft = self.folder / f"draft-{name}"
            rows, keys = self._draft(draft, service, as_of)
            if rows:
                book = WrittenBook(
                    name, service, rows, keys, len(self._regions[service]), tuple(self._conflicts)
                )
                drafts.append((draft, book))
        for draft, book in drafts:
            draft.replace(into / book.file)
        return [book for _, book in drafts]

    def _draft(self, draft: Path, service: str, as_of: date) -> tuple[int, int]:
        import polars as pl

        ready: list[Path] = []
        rows = keys = 0
        for region in sorted(self._regions[service]):
            wanted = (pl.col("service") == service) & (pl.col("region") == region)
            parts = pl.concat([pl.scan_parquet(p).filter(wanted) for p in self._parts])
            frame = self._tidied(parts.collect(), as_of)
            if frame.height:
                path = self.folder / f"{service}-{len(ready):04}.ready"
                frame.write_parquet(path, compression="lz4")
                ready.append(path)
                rows += frame.height
                keys += frame.select(pl.struct(_KEY).n_unique()).item()
        if ready:
            whole = pl.concat([pl.scan_parquet(path) for path in ready])
            whole.sink_parquet(
                draft, compression="zstd", compression_level=9, row_group_size=_ROWS_PER_GROUP
            )
        return rows, keys

    def _tidied(self, frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
        """Return the rows of a region as the book holds them."""
        import polars as pl

        frame = frame.unique(subset=[c for c in _SPOOLED if c not in _NOT_SAID], keep="first")
        frame = _with_upfront(frame)
        frame = self._without_conflicts(frame)
        frame, free = _ladders(frame)
        if free:
            self.tally.skipped["free of charge in the list"] += free
        return frame.with_columns(
            as_of=pl.col("as_of").replace("", as_of.isoformat()), quality=pl.lit("first")
        ).select(ROW_COLUMNS)

    def _without_conflicts(self, frame: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        tier = [*_KEY, "tier_from"]
        said = pl.struct("price", "unit", "currency").n_unique()
        double = frame.group_by(tier).agg(said.alias("n")).filter(pl.col("n") > 1)
        keys = double.select(_KEY).unique().sort(_KEY)
        if keys.height:
            self.tally.skipped["two prices for one key"] += keys.height
            self._conflicts += [_key_text(self.provider, row) for row in keys.to_dicts()]
            frame = frame.join(keys, on=list(_KEY), how="anti")
        return frame.unique(subset=tier, keep="first")


def _details(facts: str, listed: Listed) -> str:
    named = dict(part.split("=", 1) for part in facts.split(",") if "=" in part)
    named |= {name: word for name, word in listed.details if word and not _ODD.search(word)}
    return ",".join(f"{name}={named[name]}" for name in sorted(named))


def _key_text(provider: str, row: dict[str, str]) -> str:
    from dharma_core.costs.ports import PriceKey

    parts = (provider, row["service"], row["product"], row["region"], row["attributes"])
    return str(PriceKey(*parts, row["purchase_option"]))


def _with_upfront(frame: pl.DataFrame) -> pl.DataFrame:
    """Put the fee paid at the start into the details of the hour's price; zero if that is all."""
    import polars as pl

    fees = frame.filter(pl.col("upfront") != "")
    if fees.is_empty():
        return frame.drop("upfront")
    fee = fees.group_by(_KEY).agg(
        pl.col("upfront").cast(pl.Float64).alias("size").max(),
        pl.col("upfront").sort_by(pl.col("upfront").cast(pl.Float64)).last().alias("fee"),
    )
    hourly = frame.filter(pl.col("upfront") == "").drop("upfront")
    alone = fees.join(hourly, on=list(_KEY), how="anti").unique(subset=_KEY, keep="first")
    alone = alone.with_columns(price=pl.lit("0")).drop("upfront")
    joined = pl.concat([hourly, alone]).join(fee, on=list(_KEY), how="left")
    told = pl.col("details") + pl.when(pl.col("details") == "").then(pl.lit("")).otherwise(
        pl.lit(",")
    )
    details = pl.when(pl.col("size") > 0).then(told + "upfront=" + pl.col("fee"))
    return joined.with_columns(details=details.otherwise(pl.col("details"))).drop("size", "fee")


def _ladders(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Join tiers without gaps, equal neighbours merged; free ones at the start are left out."""
    import polars as pl

    key = list(_KEY)
    frame = frame.with_columns(
        start=pl.col("tier_from").cast(pl.Float64), size=pl.col("price").cast(pl.Float64)
    ).sort(*key, "start")
    paid = pl.col("purchase_option").str.contains("reserved", literal=True)
    charged = paid | (pl.col("size").cum_max().over(key) > 0)
    free = (
        frame.filter(~charged).select(key).unique().join(frame.filter(charged), on=key, how="anti")
    )
    frame = frame.filter(charged)
    same = (pl.col("price") == pl.col("price").shift(1).over(key)).fill_null(value=False)
    frame = frame.filter(~same)
    end = pl.col("tier_from").shift(-1).over(key).fill_null("")
    return frame.with_columns(tier_to=end).drop("start", "size"), free.height


@contextmanager
def spooling(into: Path, provider: str, tally: Tally) -> Iterator[PriceSpool]:
    """Open a spool beside the books and clear it away, whatever happens.

    Raises
    ------
    AdapterError
        If the disk refuses; the books stay as they were.
    """
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=into, prefix=".import-"))
    except OSError as error:
        raise _refused(into, error) from error
    try:
        yield PriceSpool(folder, provider, tally)
    except OSError as error:
        raise _refused(into, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refused(place: Path, error: OSError) -> AdapterError:
    return AdapterError(
        f"{place} cannot be written: {error.strerror or error}.",
        next_step="Make room or choose another DHARMA_HOME; the books are as they were.",
    )
