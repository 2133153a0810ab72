"""The price books as people ask them: which there are, what stands in them, is it sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError, NotFoundError
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.costs.override_summaries import OverrideSummary
    from dharma_core.costs.overrides import Applied
    from dharma_core.costs.ports import PriceKey
    from dharma_core.costs.price_checks import BookReport
    from dharma_core.costs.price_entries import BookFile, PriceEntry
    from dharma_core.costs.price_keys import PricePattern
    from dharma_core.storage.price_lists.importing import ImportReport
    from dharma_core.workbench.price_book import TeamBook

__all__ = ["BookSummary", "FoundPrices", "Prices", "ShownPrice"]

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class BookSummary:
    """One file of the price books, counted."""

    file: BookFile
    rows: int
    keys: int
    services: tuple[str, ...]
    regions: int
    oldest: str
    newest: str
    sources: tuple[str, ...]
    second_class: int

    @property
    def second_class_share(self) -> str:
        """The share of second-class rows in per cent, one place."""
        return f"{100 * self.second_class / self.rows:.1f}"

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "file": self.file.name,
            "provider": self.file.provider,
            "family": self.file.family,
            "own": self.file.own,
            "rows": self.rows,
            "keys": self.keys,
            "services": list(self.services),
            "regions": self.regions,
            "oldest": self.oldest,
            "newest": self.newest,
            "sources": list(self.sources),
            "second_class": self.second_class,
            "second_class_percent": self.second_class_share,
        }


@dataclass(frozen=True, slots=True)
class ShownPrice:
    """An entry of the book and what the team's overrides make of it."""

    entry: PriceEntry
    override: Applied | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        override = self.override.as_dict() if self.override else None
        return {**self.entry.as_dict(), "override": override}


@dataclass(frozen=True, slots=True)
class FoundPrices:
    """What a search found: the first of ``count`` entries."""

    pattern: PricePattern
    prices: tuple[ShownPrice, ...]
    count: int

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "query": str(self.pattern),
            "count": self.count,
            "prices": [price.as_dict() for price in self.prices],
        }


class Prices(Context):
    """The part of the workbench that knows the price books."""

    def price_books(self, *, provider: str = "", service: str = "") -> tuple[BookSummary, ...]:
        """Return every file of the book, bundled ones first, counted for what is asked."""
        from dharma_core.storage.price_searches import book_figures

        found = book_figures(self._team_book.listed.files, provider=provider, service=service)
        return tuple(_summary(row) for row in found)

    def price_overrides(
        self, *, provider: str = "", service: str = ""
    ) -> tuple[OverrideSummary, ...]:
        """Return what the team lays over the books, for what is asked."""
        from dharma_core.costs.override_summaries import summarise_overrides

        team = self._team_book
        return summarise_overrides(team.overrides, team.day, provider=provider, service=service)

    def find_prices(self, pattern: PricePattern, *, limit: int = _MOST_SHOWN) -> FoundPrices:
        """Return every entry that a pattern means, those in force first.

        Raises
        ------
        NotFoundError
            If there is none; the nearest keys are named.
        """
        from dharma_core.storage.price_searches import search_entries

        team = self._team_book
        entries, count = search_entries(team.listed.files, pattern, limit=limit)
        rated = _by_rates(team, pattern)
        if rated is not None:
            entries = [rated, *(_beside(entry, rated) for entry in entries)]
            count += 1
        shown = tuple(ShownPrice(entry, _applied(team, entry)) for entry in entries)
        own = _own_only(team, pattern, {entry.key for entry in entries})
        if not entries and not own:
            raise _not_found(team, pattern)
        return FoundPrices(pattern, (*shown, *own), count + len(own))

    def check_prices(self, *, limit_months: int, provider: str = "") -> BookReport:
        """Check every entry in force: ladders, ages, outliers, what the meters ask for."""
        from dharma_core.costs.price_checks import BookTally, asked_by_meters
        from dharma_core.storage.price_searches import every_entry

        team = self._team_book
        files = team.listed.files
        tally = BookTally(_today(), limit_months)
        wanted = provider or "*"
        asked = asked_by_meters(self.catalog.costs)
        tally.ask(pattern for pattern in asked if wanted in ("*", pattern.provider))
        latest: dict[PriceKey, PriceEntry] = {}
        for entry in every_entry(files, provider=wanted):
            tally.replace(latest.get(entry.key), entry)
            latest[entry.key] = entry
        for entry in latest.values():
            tally.take(entry)
        if not provider:
            tally.judge(team.overrides, latest)
        return tally.report()

    def import_prices(self, files: Sequence[Path], *, regions: Iterable[str] = ()) -> ImportReport:
        """Take a publisher's price lists into the team's own books; they win over bundled ones.

        Raises
        ------
        PermissionDenied
            If the actor may not change settings.
        InputError
            If a file is of no known format, broken or of no use; nothing is written then.
        """
        from dharma_core.storage.price_books import OWN_FOLDER
        from dharma_core.storage.price_lists.importing import import_price_lists

        self.allow("settings:update")
        places = [self.cwd / file for file in files]
        for place in places:
            if not place.is_file():
                raise InputError(f"There is no file {place}.", next_step="Check the path.")
        report = import_price_lists(
            places, self.settings.home / OWN_FOLDER, today=_today(), regions=frozenset(regions)
        )
        self._record_import(report)
        return report

    def _record_import(self, report: ImportReport) -> None:
        from dharma_core.events import EventType

        said = {
            "format": report.format,
            "source": report.source,
            "as_of": report.as_of.isoformat(),
            "rows": report.rows,
            "books": [book.file for book in report.books],
        }
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.PRICES_IMPORTED, ("price_book", report.provider))
            uow.events.append(replace(draft, data=said))

    @property
    def _team_book(self) -> TeamBook:
        from dharma_core.workbench.price_book import team_book

        return team_book(home=self.settings.home, project=self.cwd)


def _today() -> date:
    return datetime.now(UTC).date()


def _summary(row: dict[str, Any]) -> BookSummary:
    lists = {name: tuple(row[name]) for name in ("services", "sources")}
    return BookSummary(**{**row, **lists})


def _applied(team: TeamBook, entry: PriceEntry) -> Applied | None:
    return team.overrides.apply(entry.key, entry.price, team.day) if entry.in_force else None


def _by_rates(team: TeamBook, pattern: PricePattern) -> PriceEntry | None:
    """Return the price of one machine that is made of rates newer than any row of its own."""
    from dharma_core.costs.machine_rates import machine_name
    from dharma_core.costs.price_entries import BookFile, PriceEntry
    from dharma_core.costs.price_keys import parse_price_key

    if pattern.provider != "gcp" or set(str(pattern)) & set("*?["):
        return None
    key = parse_price_key(str(pattern))
    price = team.listed.find(key) if machine_name(key) else None
    if price is None or not price.note:
        return None
    day = price.as_of.isoformat()
    place = BookFile("compute/cpu and compute/memory", "gcp", "compute", day, own=True)
    return PriceEntry(key, price, place)


def _beside(entry: PriceEntry, newer: PriceEntry) -> PriceEntry:
    return replace(entry, in_force=False) if entry.key == newer.key else entry


def _own_only(team: TeamBook, pattern: PricePattern, found: set[Any]) -> tuple[ShownPrice, ...]:
    """Return the team's own prices of keys that no book holds."""
    from dharma_core.costs.price_entries import BookFile, PriceEntry

    shown = []
    for rule in team.overrides.prices:
        if rule.key in found or not pattern.matches(rule.key) or team.listed.find(rule.key):
            continue
        applied = team.overrides.apply(rule.key, None, team.day)
        if applied is not None:
            file = BookFile(str(rule.position), rule.key.provider, rule.key.service, "", own=True)
            shown.append(ShownPrice(PriceEntry(rule.key, applied.price, file), applied))
    return tuple(shown)


def _not_found(team: TeamBook, pattern: PricePattern) -> NotFoundError:
    near = _nearest_keys(team, pattern)
    return NotFoundError(
        f"No price book holds {pattern}.",
        next_step=f"Nearest: {'; '.join(near)}." if near else "`dharma prices list` names what is.",
        details={"nearest": list(near)},
    )


def _nearest_keys(team: TeamBook, pattern: PricePattern) -> tuple[str, ...]:
    """Return the keys closest in spelling among those that share most of the pattern."""
    import difflib

    from dharma_core.storage.price_searches import search_entries

    wider = (
        replace(pattern, attributes=()),
        replace(pattern, attributes=(), region="*"),
        replace(pattern, attributes=(), product="*"),
        replace(pattern, attributes=(), product="*", region="*"),
    )
    for wide in wider:
        entries, _ = search_entries(team.listed.files, wide, limit=5000)
        keys = {str(entry.key) for entry in entries}
        if keys:
            return tuple(difflib.get_close_matches(str(pattern), keys, n=3, cutoff=0))
    return ()
