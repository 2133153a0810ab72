"""How near Dharma's estimates of the worked price cases come to the cases' own figures.

Run ``python benchmarks/costs_accuracy.py [CASES.jsonl.gz] [--misses] [--only REGEX]`` (or set
``DHARMA_PRICE_CASES``). The cases are not part of the repository; without them it says so and ends.
Each case is written as a Terraform folder and a usage file and goes the way a user's would: import,
meter, price. Three tables: names, units and quantities; costs; costs from a book without the prices
that only that case could have told.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import Component, CostState, Estimate
from dharma_core.costs.ports import Price, PriceBook, PriceKey
from dharma_core.costs.usage import parse_usage
from dharma_core.plan import Plan
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book
from dharma_core.workbench import Workbench

Case = dict[str, Any]
Pair = tuple[Mapping[str, str] | None, Component | None]
Same = Callable[[Mapping[str, str], Component | None], bool]
CASES_SOURCE = "infracost-worked-cases"


@dataclass
class RecordingBook:
    """A price book that remembers what it was asked and can leave keys out."""

    book: PriceBook
    hidden: frozenset[PriceKey] = frozenset()
    asked: dict[PriceKey, str] = field(default_factory=dict)

    def find(self, key: PriceKey) -> Price | None:
        """Return a price that is not hidden; a hit is remembered with its source."""
        if key in self.hidden:
            return None
        found = self.book.find(key)
        if found is not None:
            self.asked[key] = found.source
        return found

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        """Return what the book holds near a key."""
        return self.book.nearest(key)

    def is_free(self, resource_type: str) -> bool:
        """Whether the type costs nothing."""
        return self.book.is_free(resource_type)


@dataclass
class Tally:
    """What was counted for one provider in one table."""

    components: int = 0
    right: int = 0
    cases: int = 0
    cases_right: int = 0
    extra: int = 0


@dataclass
class Judged:
    """One case, read and priced."""

    case: Case
    plan: Plan
    found: Estimate
    asked: Mapping[PriceKey, str]

    @property
    def pairs(self) -> list[Pair]:
        """Expected and found components side by side; one of the two may be missing."""
        ours: dict[tuple[str, str], list[Component]] = defaultdict(list)
        for resource in self.found.resources:
            for component in resource.components:
                ours[resource.address, component.name].append(component)
        pairs: list[Pair] = []
        for wanted in self.case["components"]:
            same = ours[wanted["resource_address"], wanted["component"]]
            pairs.append((wanted, _take(same, wanted)))
        pairs += [(None, component) for left in ours.values() for component in left]
        return pairs


def main() -> None:
    arguments = _arguments()
    if arguments.cases is None or not arguments.cases.is_file():
        print("costs accuracy: skipped, no worked cases given (DHARMA_PRICE_CASES)")
        return
    judged = [judge(case) for case in cases(arguments.cases) if _chosen(case, arguments.only)]
    tellers: dict[PriceKey, set[str]] = defaultdict(set)
    for one in judged:
        for key, source in one.asked.items():
            if source == CASES_SOURCE:
                tellers[key].add(one.case["case"])
    blind = [judge(one.case, _hidden(one, tellers)) for one in judged]
    _print_table("names, units, quantities", judged, same_quantity, totals=False)
    _print_table("costs, all facts", judged, same_cost)
    _print_table("costs, without the case's own prices", blind, same_cost)
    if arguments.misses:
        for one in judged:
            for line in _misses(one):
                print(line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    given = os.environ.get("DHARMA_PRICE_CASES")
    parser.add_argument("cases", nargs="?", type=Path, default=Path(given) if given else None)
    parser.add_argument("--misses", action="store_true", help="list every component that differs")
    parser.add_argument("--only", default="", help="cases whose name or types match this regex")
    return parser.parse_args()


def cases(path: Path) -> Iterator[Case]:
    """Yield the cases of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _chosen(case: Case, only: str) -> bool:
    types = {_type(c["resource_address"]) for c in case["components"]}
    return not only or any(re.search(only, text) for text in (case["case"], *types))


def _type(address: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", address).split(".")[-2]


def judge(case: Case, hidden: frozenset[PriceKey] = frozenset()) -> Judged:
    """Read a case, price it and remember what the book was asked."""
    plan = case_plan(case)
    sections = {"version": "0.1", **(case["usage"] or {})}
    usage = parse_usage(json.dumps(sections), file=case["case"])
    book = RecordingBook(open_price_book(), hidden)
    found = estimate(plan, book, usage=usage, catalog=load_catalog())
    return Judged(case, plan, found, dict(book.asked))


def case_plan(case: Case) -> Plan:
    """Return the Plan of a case, read as the Terraform folder it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "main.tf.json"
        file.write_text(json.dumps(case["terraform"]), encoding="utf-8")
        return Workbench.open().read(folder)


def _hidden(one: Judged, tellers: Mapping[PriceKey, set[str]]) -> frozenset[PriceKey]:
    """Return the keys that this case alone could have told."""
    return frozenset(key for key in one.asked if tellers.get(key) == {one.case["case"]})


def _take(same: list[Component], wanted: Mapping[str, str]) -> Component | None:
    """Take the best of the components of one name: several blocks may bill alike."""
    best = next((c for c in same if same_quantity(wanted, c) and same_cost(wanted, c)), None)
    chosen = best or next((c for c in same if same_quantity(wanted, c)), next(iter(same), None))
    if chosen is not None:
        same[:] = [c for c in same if c is not chosen]
    return chosen


def same_quantity(wanted: Mapping[str, str], mine: Component | None) -> bool:
    """Whether unit and monthly quantity agree; the name did already."""
    if mine is None or wanted["unit"] not in ("", mine.unit):  # some usage has no unit shown
        return False
    if not wanted["monthly_qty"]:
        return mine.monthly_quantity is None or mine.monthly_quantity == 0
    return mine.monthly_quantity is not None and _near(
        mine.monthly_quantity, Decimal(wanted["monthly_qty"].replace(",", ""))
    )


def same_cost(wanted: Mapping[str, str], mine: Component | None) -> bool:
    """Whether cost (or, for unknown usage, unit price) agrees to the cent or within 1 %."""
    if mine is None:
        return False
    if wanted["monthly_cost_usd"]:
        cost = mine.monthly_cost
        return cost is not None and _near(cost, Decimal(wanted["monthly_cost_usd"]))
    if wanted["unit_price_usd"]:
        return mine.unit_price is not None and _near_rate(mine.unit_price, wanted["unit_price_usd"])
    return mine.monthly_cost is None


def _near(mine: Decimal, theirs: Decimal) -> bool:
    return abs(mine - theirs) <= max(Decimal("0.0051"), abs(theirs) / 100)


def _near_rate(mine: Decimal, theirs: str) -> bool:
    last_place = Decimal(1).scaleb(-len(theirs.partition(".")[2]))
    return abs(mine - Decimal(theirs)) <= max(last_place / 2, Decimal(theirs) / 100)


def tally(judged: Iterable[Judged], same: Same) -> Mapping[str, Tally]:
    """Return what was counted, by provider and for ``all``."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for one in judged:
        for name in (one.case["provider"], "all"):
            _count(tallies[name], one, same)
    return tallies


def _print_table(title: str, judged: Iterable[Judged], same: Same, *, totals: bool = True) -> None:
    tallies = tally(judged, same)
    print(f"\n{title}")
    print(f"{'':8}{'components':>12}{'right':>8}{'share':>8}{'extra':>8}", end="")
    print(f"{'cases':>8}{'total right':>13}{'share':>8}" if totals else "")
    for name, counted in tallies.items():
        share = 100 * counted.right / max(counted.components, 1)
        print(
            f"{name:8}{counted.components:12}{counted.right:8}{share:7.1f}%{counted.extra:8}",
            end="",
        )
        whole = 100 * counted.cases_right / max(counted.cases, 1)
        print(f"{counted.cases:8}{counted.cases_right:13}{whole:7.1f}%" if totals else "")


def _count(counted: Tally, one: Judged, same: Same) -> None:
    counted.cases += 1
    counted.cases_right += _near(
        one.found.total.amount, Decimal(one.case["total_monthly_usd"] or 0)
    )
    for wanted, mine in one.pairs:
        if wanted is None:
            counted.extra += 1
        else:
            counted.components += 1
            counted.right += same(wanted, mine)


def _misses(one: Judged) -> Iterator[str]:
    name, dates = one.case["case"], sorted({c["golden_date"] for c in one.case["components"]})
    wrong = not _near(one.found.total.amount, Decimal(one.case["total_monthly_usd"] or 0))
    if wrong:
        yield f"{name} ({dates[-1]}): {one.found.total.amount} not {one.case['total_monthly_usd']}"
    for wanted, mine in one.pairs:
        if wanted is None:
            where = next(r.address for r in one.found.resources if mine in r.components)
            yield f"  {name}: {where} {mine.name!r}: not in the case ({_shown(mine)})"
        elif not (same_quantity(wanted, mine) and same_cost(wanted, mine)):
            figure = f"{wanted['monthly_qty']} {wanted['unit']} x {wanted['unit_price_usd']}"
            what = f"{wanted['resource_address']} {wanted['component']!r}"
            yield f"  {name}: {what}: {figure} = {wanted['monthly_cost_usd']}, not {_shown(mine)}"


def _shown(mine: Component | None) -> str:
    if mine is None:
        return "there"
    price = mine.note if mine.state is CostState.NOT_FOUND else f"x {mine.unit_price}"
    return f"{mine.monthly_quantity} {mine.unit} {price} = {mine.monthly_cost}"


if __name__ == "__main__":
    sys.exit(main())
