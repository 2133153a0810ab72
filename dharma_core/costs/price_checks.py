"""What is wrong or doubtful in the price books: ladders, ages, outliers, prices meters ask for.

Errors are what makes a price wrong or unreadable and what no design can ever have priced; the rest
is a warning: an old price is still the best one known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

from dharma_core.costs.overrides import Discount, FixedPrice, Overrides
from dharma_core.costs.ports import PriceKey
from dharma_core.costs.price_entries import PriceEntry
from dharma_core.costs.price_keys import PricePattern, sorted_attributes
from dharma_core.costs.regions import default_region
from dharma_core.money import plain

__all__ = [
    "PRICE_AGE_LIMIT_MONTHS",
    "BookReport",
    "BookTally",
    "Finding",
    "age_in_months",
    "asked_by_meters",
]

PRICE_AGE_LIMIT_MONTHS = 24
_OUTLIER_TIMES = 4  # times the median over regions, or a fourth of it
_FEWEST_REGIONS = 4
_BOOK_NAMES = {"azurerm": "azure", "google": "gcp"}
_FREE_OPTIONS = ("included", "all_upfront")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or doubtful.

    Parameters
    ----------
    level : str
        ``error`` or ``warning``.
    kind : str
        ``gap``, ``overlap``, ``zero``, ``age``, ``outlier``, ``missing``, ``older_own``,
        ``override``.
    where : str
        A file or a key.
    """

    level: str
    kind: str
    where: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """Return the JSON form."""
        return {
            "level": self.level,
            "kind": self.kind,
            "where": self.where,
            "message": self.message,
        }


@dataclass(frozen=True)
class BookReport:
    """What a check of the book found.

    Parameters
    ----------
    coverage : tuple of mapping
        One row a provider and service: keys, regions, newest and oldest date, second class.
    findings : tuple of Finding
        Errors first.
    """

    keys: int
    coverage: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether there is no error."""
        return not any(f.level == "error" for f in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        levels = Counter(f.level for f in self.findings)
        return {
            "passed": self.passed,
            "keys": self.keys,
            "errors": levels["error"],
            "warnings": levels["warning"],
            "coverage": [dict(row) for row in self.coverage],
            "findings": [f.as_dict() for f in self.findings],
        }


@dataclass
class _Service:
    keys: int = 0
    second_class: int = 0
    old: int = 0
    regions: set[str] = field(default_factory=set)
    oldest: date = date.max
    newest: date = date.min


@dataclass
class BookTally:
    """Takes the entries in force one by one, so that a large book is never held whole.

    Parameters
    ----------
    day : date
        Today, from which age counts.
    limit_months : int
        Older prices are warned about.
    """

    day: date
    limit_months: int = PRICE_AGE_LIMIT_MONTHS
    _findings: list[Finding] = field(default_factory=list)
    _services: dict[tuple[str, str], _Service] = field(
        default_factory=lambda: defaultdict(_Service)
    )
    _by_thing: dict[tuple[str, ...], list[tuple[Decimal, PriceKey]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _asked: dict[PricePattern, bool] = field(default_factory=dict)
    _older: Counter[str] = field(default_factory=Counter)
    _products: set[tuple[str, str, str]] = field(default_factory=set)
    _places: dict[tuple[str, str, str], list[PricePattern]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def ask(self, patterns: Iterable[PricePattern]) -> None:
        """Note what the meters will ask for; what no entry answers is found missing."""
        for pattern in patterns:
            self._asked[pattern] = False
            self._places[pattern.provider, pattern.service, pattern.product].append(pattern)

    def take(self, entry: PriceEntry) -> None:
        """Judge one entry."""
        self._count(entry)
        self._findings.extend(ladder_findings(entry))
        key, price = entry.key, entry.price
        thing = (
            key.provider, key.service, key.product, key.attributes, key.option, price.currency,
        )  # fmt: skip
        self._by_thing[thing].append((price.unit_price, key))
        self._products.add((key.provider, key.service, key.product))
        for pattern in self._places.get((key.provider, key.service, key.product), ()):
            if not self._asked[pattern] and pattern.matches(key):
                self._asked[pattern] = True

    def replace(self, before: PriceEntry | None, after: PriceEntry) -> None:
        """Note an entry of the team's own that is older than the one it replaces."""
        if before and after.file.own and after.price.as_of < before.price.as_of:
            self._older[after.file.name] += 1

    def judge(self, overrides: Overrides, keys: Iterable[PriceKey]) -> None:
        """Warn of overrides that are over, and of discounts that no price in the book meets."""
        held = tuple(keys)
        rules: tuple[Discount | FixedPrice, ...] = (*overrides.discounts, *overrides.prices)
        for rule in rules:
            where = str(rule.position)
            if rule.valid.last is not None and rule.valid.last < self.day:
                message = f"The override {rule.words} is over since {rule.valid.last}."
                self._findings.append(Finding("warning", "override", where, message))
            elif isinstance(rule, Discount) and not any(rule.pattern.matches(k) for k in held):
                message = f"No price in the book is {rule.pattern}: the discount does nothing."
                self._findings.append(Finding("warning", "override", where, message))

    def _count(self, entry: PriceEntry) -> None:
        service = self._services[entry.key.provider, entry.key.service]
        day = entry.price.as_of
        service.keys += 1
        service.regions.add(entry.key.region)
        service.second_class += entry.price.quality != "first"
        service.old += age_in_months(day, self.day) > self.limit_months
        service.oldest = min(service.oldest, day)
        service.newest = max(service.newest, day)

    def report(self) -> BookReport:
        """Return what was found, errors first."""
        findings = [
            *self._findings,
            *self._missing(),
            *self._ages(),
            *self._older_own(),
            *_outliers(self._by_thing.values()),
        ]
        findings.sort(key=lambda f: (f.level != "error", f.kind, f.where))
        keys = sum(s.keys for s in self._services.values())
        return BookReport(keys, tuple(self._coverage()), tuple(findings))

    def _missing(self) -> Iterator[Finding]:
        for pattern, answered in self._asked.items():
            if answered:
                continue
            product = (pattern.provider, pattern.service, pattern.product)
            if product in self._products or "*" in pattern.product:
                message = "The meters ask for it and no entry answers."
                yield Finding("warning", "missing", str(pattern), message)
            else:
                message = "The meters ask for it and no region has such a product."
                yield Finding("error", "missing", str(pattern), message)

    def _older_own(self) -> Iterator[Finding]:
        for name, count in sorted(self._older.items()):
            message = f"{count:,} prices of this file replace bundled ones that are newer."
            yield Finding("warning", "older_own", name, message)

    def _ages(self) -> Iterator[Finding]:
        for (provider, name), s in sorted(self._services.items()):
            if s.old:
                yield Finding(
                    "warning",
                    "age",
                    f"{provider}/{name}",
                    f"{s.old:,} of {s.keys:,} prices are older than {self.limit_months} months; "
                    f"the oldest are of {s.oldest}.",
                )

    def _coverage(self) -> Iterator[Mapping[str, Any]]:
        for (provider, name), s in sorted(self._services.items()):
            yield {
                "provider": provider,
                "service": name,
                "keys": s.keys,
                "regions": len(s.regions),
                "oldest": s.oldest.isoformat(),
                "newest": s.newest.isoformat(),
                "older_than_limit": s.old,
                "second_class": s.second_class,
            }


def age_in_months(day: date, today: date) -> int:
    """Return how many whole months lie between two days.

    Examples
    --------
    >>> (
    ...     age_in_months(date(2024, 8, 9), date(2026, 8, 8)),
    ...     age_in_months(date(2024, 8, 9), date(2026, 8, 9)),
    ... )
    (23, 24)
    """
    months = (today.year - day.year) * 12 + today.month - day.month
    return months - (today.day < day.day)


def ladder_findings(entry: PriceEntry) -> Iterator[Finding]:
    """Yield gaps and overlaps between an entry's tiers, and prices of zero that nothing excuses."""
    tiers, key = entry.price.tiers, str(entry.key)
    where = f"{key}, {entry.file.name}"
    for before, after in pairwise(tiers):
        if before.end is None or before.end > after.start:
            end = "no end" if before.end is None else plain(before.end)
            text = f"The tier to {end} overlaps the one from {plain(after.start)}."
            yield Finding("error", "overlap", where, text)
        elif before.end < after.start:
            text = f"Nothing stands between {plain(before.end)} and {plain(after.start)}."
            yield Finding("error", "gap", where, text)
    if tiers[-1].end is not None:
        text = f"Nothing stands above {plain(tiers[-1].end)}."
        yield Finding("error", "gap", where, text)
    if any(tier.unit_price < 0 for tier in tiers):
        yield Finding("error", "zero", where, "A price is below zero.")
    elif not tiers[0].unit_price and not entry.key.option.endswith(_FREE_OPTIONS):
        yield Finding("error", "zero", where, "The price is zero: unknown is never zero.")


def _outliers(groups: Iterable[list[tuple[Decimal, PriceKey]]]) -> Iterator[Finding]:
    for group in groups:
        if len(group) < _FEWEST_REGIONS:
            continue
        middle = median(price for price, _ in group)
        for price, key in group:
            if middle and not middle / _OUTLIER_TIMES <= price <= middle * _OUTLIER_TIMES:
                times = (price / middle).quantize(Decimal("0.01"))
                yield Finding(
                    "warning",
                    "outlier",
                    str(key),
                    f"{plain(price)} is {times} times the median of {len(group)} regions "
                    f"({plain(middle)}).",
                )


def asked_by_meters(costs: Mapping[str, Mapping[str, Any]]) -> Iterator[PricePattern]:
    """Yield what the files of data/costs say their meters will ask for, in the usual region.

    A value that depends on the resource (``{sku}``) may be anything.

    Examples
    --------
    >>> facts = {"aws_nat_gateway": {"components": ({"price": "ec2/nat_gateway"},)}}
    >>> [str(pattern) for pattern in asked_by_meters(facts)]
    ['aws/ec2/nat_gateway in us-east-1']
    """
    seen = set()
    for name in costs:
        prefix = name.split("_", 1)[0]
        place = (_BOOK_NAMES.get(prefix, prefix), default_region(prefix))
        for entry, extra in _priced(costs[name], {}):
            pattern = _pattern(entry, extra, place)
            if pattern not in seen:
                seen.add(pattern)
                yield pattern


def _priced(value: Any, extra: Mapping[str, str]) -> Iterator[tuple[Any, Mapping[str, str]]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("price"), str):
            yield value, extra
            return
        for key, inner in value.items():
            if key == "classes" and isinstance(inner, Mapping):
                for kind, facts in inner.items():
                    yield from _priced(facts, {"class": str(kind)})
            else:
                yield from _priced(inner, extra)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from _priced(inner, extra)


def _pattern(
    entry: Mapping[str, Any], extra: Mapping[str, str], place: tuple[str, str]
) -> PricePattern:
    what = _open(entry["price"])
    service, _, product = what.partition("/")
    given = entry.get("attributes", {})
    attributes = {**extra, **{str(k): _open(str(v)) for k, v in given.items()}}
    region = _open(str(entry.get("region", ""))) or place[1]
    return PricePattern(
        place[0], service, product or "*", region, "*", sorted_attributes(attributes)
    )


def _open(text: str) -> str:
    parts = text.split("{")
    return parts[0] + "".join(f"*{part.partition('}')[2]}" for part in parts[1:])
