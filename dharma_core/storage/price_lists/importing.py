"""Imports price lists as their publishers give them: the format is told by the first characters."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import yaml

from dharma_core.costs.price_mapping import PriceMapper
from dharma_core.errors import FactError, InputError
from dharma_core.storage.facts import data_root
from dharma_core.storage.price_lists.aws_offers import read_aws_csv, read_aws_json
from dharma_core.storage.price_lists.aws_savings_plans import (
    read_savings_plan_csv,
    read_savings_plan_json,
)
from dharma_core.storage.price_lists.azure_retail import read_azure_pages
from dharma_core.storage.price_lists.book_writing import WrittenBook, spooling
from dharma_core.storage.price_lists.gcp_catalog import read_gcp_pages
from dharma_core.storage.price_lists.listing import Listed, ListReader, Tally

__all__ = ["ImportReport", "import_price_lists"]

_HEAD_BYTES = 65_536
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_Reader = Callable[[BinaryIO, ListReader], Iterator[Listed]]


@dataclass(frozen=True, slots=True)
class _Format:
    title: str
    provider: str
    mark: re.Pattern[str]
    read: _Reader


_FORMATS = (
    _Format(
        "AWS savings plans, CSV", "aws",
        re.compile(r'\ufeff?"?FormatVersion"?,.*\n"?SKU"?,[^\n]*"?DiscountedSKU"?,', re.S),
        read_savings_plan_csv,
    ),
    _Format(
        "AWS savings plans, JSON", "aws",
        re.compile(r'\s*\{.*"products"\s*:\s*\[\s*\{', re.S), read_savings_plan_json,
    ),
    _Format("AWS Price List, CSV", "aws", re.compile(r'\ufeff?"?FormatVersion"?,'), read_aws_csv),
    _Format("AWS Price List, JSON", "aws", re.compile(r'\s*\{.*"offerCode"', re.S), read_aws_json),
    _Format(
        "Azure Retail Prices", "azure",
        re.compile(r'\s*\{.*"(?:BillingCurrency|Items)"', re.S), read_azure_pages,
    ),
    _Format(
        "Google Cloud Billing Catalog", "gcp",
        re.compile(r'\s*\{.*"skus"', re.S), read_gcp_pages,
    ),
)  # fmt: skip
_INDEX = re.compile(r'\s*\{.*"(?:offers|regions|versions)"\s*:\s*\{', re.S)


@dataclass(frozen=True)
class ImportReport:
    """What an import took, wrote and left.

    Parameters
    ----------
    rates : int
        Rates in the files.
    books : tuple of WrittenBook
    unmapped : mapping
        Products that no rule knows, by the publisher's service and family.
    skipped : mapping
        What was left out on purpose, by reason.
    """

    format: str
    provider: str
    files: tuple[str, ...]
    source: str
    as_of: date
    rates: int
    books: tuple[WrittenBook, ...]
    unmapped: tuple[tuple[str, str, int], ...]
    skipped: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> int:
        """How many rows were written."""
        return sum(book.rows for book in self.books)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "format": self.format,
            "provider": self.provider,
            "files": list(self.files),
            "source": self.source,
            "as_of": self.as_of.isoformat(),
            "rates": self.rates,
            "rows": self.rows,
            "books": [
                {
                    "file": b.file,
                    "service": b.service,
                    "rows": b.rows,
                    "keys": b.keys,
                    "regions": b.regions,
                    "conflicts": list(b.conflicts),
                }
                for b in self.books
            ],
            "unmapped": [
                {"service": service, "family": family, "products": count}
                for service, family, count in self.unmapped
            ],
            "skipped": [{"reason": reason, "count": count} for reason, count in self.skipped],
        }


def import_price_lists(
    files: Sequence[Path], into: Path, *, today: date, regions: frozenset[str] = frozenset()
) -> ImportReport:
    """Read price lists of one publisher and write them as the team's own books, all or nothing.

    Parameters
    ----------
    files : sequence of Path
        Pages or offers of one format; may be compressed with gzip.
    into : Path
        The folder of the team's own books.
    today : date
        Prices that begin later are left out.
    regions : frozenset of str
        Only these; all when empty.

    Raises
    ------
    InputError
        If a file is of no known format, broken, or holds nothing that a rule knows.
    AdapterError
        If the disk refuses.
    """
    kind = _one_format(files)
    mapper, tally, digest = _mapper(kind.provider), Tally(), hashlib.sha256()
    reader = ListReader(mapper, tally, today)
    sources: dict[str, date | None] = {}
    with spooling(into, kind.provider, tally) as spool:
        for path in files:
            reader = ListReader(mapper, tally, today, path.name, published=_kept(kind, reader))
            with _opened(path, digest) as stream:
                rates = kind.read(stream, reader)
                wanted = (rate for rate in rates if not regions or rate.region in regions)
                spool.take(wanted, partial(_about, kind, reader))
            sources[reader.source] = reader.published
        newest = max((day for day in sources.values() if day), default=None)
        digest.update(" ".join(sorted(regions)).encode())
        books = spool.write(into, digest=digest.hexdigest()[:8], as_of=newest) if newest else []
        if not books or newest is None:
            raise _nothing(kind, tally)
    return ImportReport(
        kind.title,
        kind.provider,
        tuple(path.name for path in files),
        ", ".join(sources),
        newest,
        tally.rates,
        tuple(books),
        tuple((offer, family, n) for (offer, family), n in tally.unmapped.most_common()),
        tuple(tally.skipped.most_common()),
    )


def _about(kind: _Format, reader: ListReader) -> tuple[str, str]:
    """Return source and date of the rate just read; pages are dated by all of them together."""
    day = reader.published.isoformat() if kind.provider == "aws" and reader.published else ""
    return reader.source, day


def _kept(kind: _Format, reader: ListReader) -> date | None:
    """Pages share the newest date; each offer file says its own."""
    return None if kind.provider == "aws" else reader.published


def _one_format(files: Sequence[Path]) -> _Format:
    kinds = {path: _format_of(path) for path in files}
    if not kinds:
        raise InputError("No file is given.", next_step="Name the price lists to import.")
    titles = {kind.title for kind in kinds.values()}
    if len(titles) > 1:
        raise InputError(
            f"The files are of different publishers: {', '.join(sorted(titles))}.",
            next_step="Import each publisher's files with a command of its own.",
        )
    return next(iter(kinds.values()))


def _format_of(path: Path) -> _Format:
    head = _head(path)
    if _INDEX.match(head):
        raise InputError(
            f"{path.name} is an index of AWS offers and holds no prices.",
            next_step="Download the offer file that its currentVersionUrl names.",
        )
    for kind in _FORMATS:
        if kind.mark.match(head):
            return kind
    raise InputError(
        f"{path.name} is no price list that Dharma knows.",
        next_step="Known are AWS Price List offer files (JSON, CSV), pages of the Azure Retail "
        'Prices API ({"Items": ...}) and of the Google Cloud Billing Catalog ({"skus": ...}).',
    )


def _head(path: Path) -> str:
    try:
        with path.open("rb") as raw:
            start = raw.read(len(_ZIP))
            raw.seek(0)
            if start == _ZIP:
                raise InputError(
                    f"{path.name} is a zip archive.",
                    next_step="Unpack it and import what it holds.",
                )
            stream = gzip.GzipFile(fileobj=raw) if start.startswith(_GZIP) else raw
            return stream.read(_HEAD_BYTES).decode("utf-8", "replace")
    except (OSError, EOFError) as error:
        raise _unreadable(path, error) from error


class _Hashing:
    """A binary stream that notes what passes through it."""

    def __init__(self, stream: IO[bytes], digest: Any) -> None:
        self._stream = stream
        self._digest = digest
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    read1 = read

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        """There is nothing to flush."""

    def close(self) -> None:
        self.closed = True


@contextmanager
def _opened(path: Path, digest: Any) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
            yield cast("BinaryIO", _Hashing(stream, digest))
    except (OSError, EOFError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> InputError:
    return InputError(
        f"{path.name} cannot be read: {error}.", next_step="Check the path and the file."
    )


def _nothing(kind: _Format, tally: Tally) -> InputError:
    named = ", ".join(f"{o or '(no service)'}" for (o, _), _ in tally.unmapped.most_common(3))
    left = f" It holds {named}, which no rule knows." if named else ""
    return InputError(
        f"Nothing of the {kind.title} could be taken: {tally.rates:,} rates read.{left}",
        next_step="docs/how-to/prices.md names the services; the books are as they were.",
        details={"rates": tally.rates, "skipped": dict(tally.skipped)},
    )


@cache
def _mapper(provider: str) -> PriceMapper:
    path = data_root() / "price_imports" / f"{provider}.yaml"
    try:
        rules = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise FactError(f"price_imports/{path.name} cannot be read: {error}") from error
    return PriceMapper(rules, f"price_imports/{path.name}")
