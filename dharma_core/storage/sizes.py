"""Which sizes each cloud sells in a region, from the price books and the documented grids."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.blueprints.ports import Size, SizeNeed
from dharma_core.costs.ports import price_key
from dharma_core.costs.price_keys import attributes_of
from dharma_core.storage.facts import data_root
from dharma_core.storage.price_books import ParquetPriceBook, holds_service, open_price_book

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BookSizes", "open_sizes"]

_Kind = tuple[str, str, str]  # provider, service, product: as price keys write them
_MACHINES: Mapping[str, _Kind] = {
    "aws": ("aws", "ec2", "instance"),
    "azure": ("azure", "vm", "instance"),
    "gcp": ("gcp", "vm", "instance"),
}
_DATABASES: _Kind = ("aws", "rds", "instance")
_CACHES: _Kind = ("aws", "elasticache", "node")
_FORMS = {
    "postgres": "deployment=single_az,engine=postgres,instance_class=",
    "mysql": "deployment=single_az,engine=mysql,instance_class=",
    "cache": "engine=redis,node_type=",
}
_MACHINE = re.compile(r"instance_type=([^,]+),os=linux")
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
    book : ParquetPriceBook
        The list prices; the team's own files are among them when they are in the book.
    grids : Path
        Holds ``documented_sizes.csv`` and ``families.csv``.
    """

    def __init__(self, book: ParquetPriceBook, grids: Path) -> None:
        self._book = book
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
        for provider, kind in _MACHINES.items():
            frames = [_of_kind(path, kind).select("region") for path in self._files(kind)]
            found[provider] = tuple(sorted(pl.concat(frames).unique().collect()["region"]))
        return found

    def _files(self, kind: _Kind) -> list[Path]:
        """Return the files with on-demand prices of a kind, in the order in which later ones win.

        Bundled ones carry their service as family; the team's own may be called anything.
        """
        provider, service, _ = kind
        return [
            path
            for path, file in self._book.files.items()
            if file.provider == provider
            and (holds_service(file, service) if file.own else file.family == service)
        ]

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
        facts: dict[str, dict[str, str]] = {}
        for row in self._rows(_MACHINES[provider], region):
            named = _MACHINE.fullmatch(row["attributes"])
            if named is not None:
                facts.setdefault(named[1], {}).update(attributes_of(row["details"]))
        found = (self._machine((provider, region), name, held) for name, held in facts.items())
        return [o for o in found if o and (every or self._is_offered(provider, o.size.name))]

    def _machine(
        self, place: tuple[str, str], name: str, facts: Mapping[str, str]
    ) -> _Offer | None:
        """Return a machine; None when what it holds is not known, or it is for graphics."""
        vcpu, memory = float(facts.get("vcpu", 0)), float(facts.get("memory_gib", 0))
        if not vcpu or not memory or "gpu" in facts:
            return None
        _, service, product = _MACHINES[place[0]]
        key = price_key(place, f"{service}/{product}", instance_type=name, os="linux")
        price = self._book.find(key)
        architecture = _ARCHITECTURES.get(facts.get("arch", ""), "any")
        hourly = price.unit_price if price else None
        return _Offer(Size(name, vcpu, memory, hourly, architecture), architecture)

    def _rds(self, need: SizeNeed) -> Iterable[_Offer]:
        """Return the instance classes of a region; what they hold, the EC2 sizes tell."""
        held = {o.size.name: o.size for o in self._machines("aws", "us-east-1", every=True)}
        form = _FORMS[need.service]
        for row in self._rows(_DATABASES, need.region):
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
        start = _FORMS["cache"]
        return {
            row["attributes"].removeprefix(start): Decimal(row["price"])
            for row in self._rows(_CACHES, region)
            if row["attributes"].startswith(start)
        }

    def _rows(self, kind: _Kind, region: str) -> list[dict[str, str]]:
        """Return the on-demand rows of a region from all books of a kind, the winner last."""
        import polars as pl

        rows: list[dict[str, str]] = []
        for path in self._files(kind):
            frame = _of_kind(path, kind).filter(pl.col("region") == region)
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


@lru_cache(maxsize=8)
def open_sizes(book: ParquetPriceBook | None = None) -> BookSizes:
    """Return the sizes of a price book, the bundled one unless another is given.

    Examples
    --------
    >>> open_sizes().cheapest(SizeNeed("azure", "westeurope", "vm", 2, 4, "x86_64")).name
    'Standard_B2als_v2'
    """
    return BookSizes(book or open_price_book(), data_root() / "sizes")


def _of_kind(path: Path, kind: _Kind) -> pl.LazyFrame:
    import polars as pl

    _, service, product = kind
    return pl.scan_parquet(path).filter(
        (pl.col("service") == service)
        & (pl.col("product") == product)
        & (pl.col("purchase_option") == "on_demand")
    )


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
