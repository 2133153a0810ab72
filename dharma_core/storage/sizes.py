"""Which sizes each cloud sells in a region, from the price books and the documented grids."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from dharma_core.blueprints.ports import Size, SizeNeed
from dharma_core.storage.facts import data_root

__all__ = ["BookSizes", "open_sizes"]

_BOOKS = {"aws": "aws-ec2-*.parquet", "azure": "azure-vm-*.parquet", "gcp": "gcp-vm-*.parquet"}
_PRICED = {
    "postgres": ("aws-rds-*.parquet", "deployment=single_az,engine=postgres,instance_class={name}"),
    "mysql": ("aws-rds-*.parquet", "deployment=single_az,engine=mysql,instance_class={name}"),
    "cache": ("aws-elasticache-*.parquet", "engine=redis,node_type={name}"),
}
_USUAL_ZONES = {"aws": ("a", "b", "c"), "azure": ("1", "2", "3"), "gcp": ("a", "b", "c")}
_ARCHITECTURES = {"amd64": "x86_64", "arm64": "arm64"}


@dataclass(frozen=True, slots=True)
class _Offer:
    size: Size
    architecture: str = "any"
    burstable: bool = False


class BookSizes:
    """A SizeCatalogue over the price books and ``data/sizes``; each region is read once.

    Parameters
    ----------
    books : Path
        Holds the parquet files.
    grids : Path
        Holds ``documented_sizes.csv`` and ``families.csv``.
    """

    def __init__(self, books: Path, grids: Path) -> None:
        self._books = books
        self._grids = grids
        self._shelves: dict[tuple[str, str, str], tuple[_Offer, ...]] = {}

    def cheapest(self, need: SizeNeed) -> Size | None:
        """Return the cheapest size that fits; without prices the smallest; ties by name."""
        fitting = [offer.size for offer in self._offers(need) if _fits(offer, need)]
        return min(fitting, key=_cost, default=None)

    def largest(self, need: SizeNeed) -> Size | None:
        """Return the size that holds most in the need's region."""
        sizes = [
            offer.size
            for offer in self._offers(need)
            if need.architecture in ("any", offer.architecture) or offer.architecture == "any"
        ]
        return max(sizes, key=lambda s: (s.vcpu, s.memory_gb, s.name), default=None)

    def held(self, place: SizeNeed, name: str) -> Size | None:
        """Return a size by its name, also one that is not offered for a need."""
        if place.service == "vm":
            offers: Iterable[_Offer] = self._machines(place.provider, place.region, every=True)
        else:
            offers = self._offers(place)
        return next((offer.size for offer in offers if offer.size.name == name), None)

    def zones(self, provider: str, region: str) -> tuple[str, ...]:
        """Return the marks of a region's zones: ``("a", "b", "c")``; empty when it has none.

        Examples
        --------
        >>> open_sizes().zones("gcp", "us-east1"), open_sizes().zones("azure", "westus")
        (('b', 'c', 'd'), ())
        """
        for row in _table(self._grids / "zones.csv"):
            if (row["provider"], row["region"]) == (provider, region):
                return tuple(row["zones"].split())
        return _USUAL_ZONES[provider]

    def regions(self, provider: str) -> tuple[str, ...]:
        """Return the regions with a price for a machine, sorted."""
        return self._regions.get(provider, ())

    @cached_property
    def _regions(self) -> Mapping[str, tuple[str, ...]]:
        import polars as pl

        found = {}
        for provider, pattern in _BOOKS.items():
            frames = [
                pl.scan_parquet(p).select("region").unique() for p in self._books.glob(pattern)
            ]
            found[provider] = tuple(sorted(pl.concat(frames).unique().collect()["region"]))
        return found

    def _offers(self, need: SizeNeed) -> tuple[_Offer, ...]:
        place = (need.provider, need.region, need.service)
        if place not in self._shelves:
            self._shelves[place] = tuple(self._read(need))
        return self._shelves[place]

    def _read(self, need: SizeNeed) -> Iterable[_Offer]:
        if need.service == "vm":
            return self._machines(need.provider, need.region)
        if need.provider == "aws" and need.service in ("postgres", "mysql"):
            return self._rds(need)
        if need.region not in self.regions(need.provider):
            return ()
        return self._documented(need)

    def _machines(self, provider: str, region: str, *, every: bool = False) -> list[_Offer]:
        """Return the machines of a region that are offered for a need, or every one."""
        found: dict[str, _Offer] = {}
        for row in self._rows(_BOOKS[provider], region):
            facts = dict(part.split("=", 1) for part in row["details"].split(",") if part)
            name = row["attributes"].partition("instance_type=")[2].partition(",")[0]
            vcpu, memory = float(facts.get("vcpu", 0)), float(facts.get("memory_gib", 0))
            if "os=linux" in row["attributes"] and vcpu and memory and "gpu" not in facts:
                architecture = _ARCHITECTURES.get(facts.get("arch", ""), "any")
                size = Size(name, vcpu, memory, Decimal(row["price"]), architecture)
                found[name] = _Offer(size, architecture)
        return [o for o in found.values() if every or self._is_offered(provider, o.size.name)]

    def _rds(self, need: SizeNeed) -> Iterable[_Offer]:
        """Return the instance classes of a region; what they hold, the EC2 sizes tell."""
        held = {o.size.name: o.size for o in self._machines("aws", "us-east-1", every=True)}
        form = _PRICED[need.service][1].split("{name}", maxsplit=1)[0]
        for row in self._rows(_PRICED[need.service][0], need.region):
            name = row["attributes"].removeprefix(form)
            known = held.get(name.removeprefix("db."))
            plain = row["attributes"].startswith(form) and "," not in name
            if plain and known and self._is_offered("aws", known.name):
                size = Size(name, known.vcpu, known.memory_gb, Decimal(row["price"]))
                yield _Offer(size, burstable=name.startswith("db.t"))

    def _documented(self, need: SizeNeed) -> Iterable[_Offer]:
        prices = self._cache_prices(need.region) if need.provider == "aws" else None
        for row in _table(self._grids / "documented_sizes.csv"):
            if (row["provider"], row["service"]) != (need.provider, need.service):
                continue
            price = prices.get(row["name"]) if prices is not None else None
            if prices is None or price is not None:
                size = Size(row["name"], float(row["vcpu"]), float(row["memory_gb"]), price)
                yield _Offer(size, burstable=row["burstable"] == "yes")

    def _cache_prices(self, region: str) -> dict[str, Decimal]:
        pattern, form = _PRICED["cache"]
        start = form.removesuffix("{name}")
        return {
            row["attributes"].removeprefix(start): Decimal(row["price"])
            for row in self._rows(pattern, region)
            if row["attributes"].startswith(start)
        }

    def _rows(self, pattern: str, region: str) -> list[dict[str, str]]:
        """Return the on-demand rows of a region from all books of a kind, oldest first."""
        import polars as pl

        wanted = (pl.col("region") == region) & (pl.col("purchase_option") == "on_demand")
        rows: list[dict[str, str]] = []
        for path in sorted(self._books.glob(pattern)):
            frame = pl.scan_parquet(path).filter(wanted)
            rows.extend(frame.select("attributes", "price", "details").collect().to_dicts())
        return rows

    def _is_offered(self, provider: str, name: str) -> bool:
        for choice, pattern in self._families.get(provider, ()):
            if (pattern.fullmatch(name) is not None) != (choice == "only"):
                return False
        return True

    @cached_property
    def _families(self) -> Mapping[str, list[tuple[str, re.Pattern[str]]]]:
        found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for row in _table(self._grids / "families.csv"):
            rule = (row["choice"], re.compile(row["pattern"]))
            found.setdefault(row["provider"], []).append(rule)
        return found


@cache
def open_sizes() -> BookSizes:
    """Return the bundled catalogue of sizes; opened once per process.

    Examples
    --------
    >>> open_sizes().cheapest(SizeNeed("azure", "westeurope", "vm", 2, 4, "x86_64")).name
    'Standard_B2als_v2'
    """
    return BookSizes(data_root() / "price_books", data_root() / "sizes")


@cache
def _table(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _fits(offer: _Offer, need: SizeNeed) -> bool:
    return (
        offer.size.vcpu >= need.vcpu
        and offer.size.memory_gb >= need.memory_gb
        and (need.burstable or not offer.burstable)
        and (need.architecture in ("any", offer.architecture) or offer.architecture == "any")
    )


def _cost(size: Size) -> tuple[Decimal, float, float, str]:
    return (size.hourly_price or Decimal(0), size.vcpu, size.memory_gb, size.name)
