"""How many components of the worked price cases Dharma prices to the cent, beside the cases' own.

Run ``python benchmarks/costs_accuracy.py CASES.jsonl.gz [--misses]`` (or set
``DHARMA_PRICE_CASES``). The cases are not part of the repository; without them it says so and ends.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import Component, CostState
from dharma_core.costs.usage import parse_usage
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Catalog,
    Expression,
    Plan,
    Ref,
    Resource,
    make_resource,
)
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book

Case = dict[str, Any]
_REFERENCE = re.compile(r"\$\{((?:data\.)?[a-z]\w*\.[\w-]+)((?:\[[^\]]+\])?)((?:\.[\w-]+)*)\}")
_META = ("count", "for_each", "provider", "lifecycle", "depends_on")


@dataclass
class Score:
    """Components of one type: expected, right, and what was wrong."""

    expected: int = 0
    right: int = 0
    extra: int = 0


def main() -> None:
    arguments = _arguments()
    if arguments.cases is None or not arguments.cases.is_file():
        print("costs accuracy: skipped, no worked cases given (DHARMA_PRICE_CASES)")
        return
    catalog = load_catalog()
    metered = {name for name, entry in catalog.types.items() if "costs" in entry.sections}
    scores: dict[str, Score] = {}
    for case in _cases(arguments.cases):
        if case["provider"] == "aws" and case["terraform"].get("resource"):
            for miss in _judge(case, catalog, metered, scores):
                if arguments.misses:
                    print(miss)
    _report(scores)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    given = os.environ.get("DHARMA_PRICE_CASES")
    parser.add_argument("cases", nargs="?", type=Path, default=Path(given) if given else None)
    parser.add_argument("--misses", action="store_true", help="list every component that differs")
    return parser.parse_args()


def _cases(path: Path) -> Iterator[Case]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _judge(
    case: Case, catalog: Catalog, metered: set[str], scores: dict[str, Score]
) -> Iterator[str]:
    plan = case_plan(case["terraform"], catalog)
    usage = parse_usage(json.dumps(_usage(case)), file=case["case"])
    found = estimate(plan, open_price_book(), usage=usage, catalog=catalog)
    ours = {(r.address, c.name): c for r in found.resources for c in r.components}
    wanted = [c for c in case["components"] if _type(c["resource_address"]) in metered]
    for component in wanted:
        score = scores.setdefault(_type(component["resource_address"]), Score())
        score.expected += 1
        mine = ours.pop((component["resource_address"], component["component"]), None)
        if mine is not None and _same(mine, component):
            score.right += 1
        else:
            figure = component["monthly_cost_usd"] or component["unit_price_usd"]
            what = f"{component['resource_address']} {component['component']}"
            yield f"{case['case']}: {what}: {figure}, not {_shown(mine)}"
    for (address, name), mine in ours.items():
        scores.setdefault(_type(address), Score()).extra += 1
        yield f"{case['case']}: {address} {name}: not in the case ({_shown(mine)})"


def _usage(case: Case) -> Case:
    resources = (case["usage"] or {}).get("resource_usage") or {}
    return {"version": "0.1", "resource_usage": resources}


def _type(address: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", address).split(".")[-2]


def _same(mine: Component, theirs: Mapping[str, str]) -> bool:
    """Whether cost (or, for unknown usage, unit price) agrees to the cent or within 1 %."""
    if theirs["monthly_cost_usd"]:
        cost = mine.monthly_cost
        return cost is not None and _near(cost, Decimal(theirs["monthly_cost_usd"]))
    if theirs["unit_price_usd"] and mine.unit_price is not None:
        return mine.state is CostState.USAGE and _near_rate(
            mine.unit_price, theirs["unit_price_usd"]
        )
    return mine.monthly_cost is None and not theirs["unit_price_usd"]


def _near(mine: Decimal, theirs: Decimal) -> bool:
    return abs(mine - theirs) <= max(Decimal("0.0051"), abs(theirs) / 100)


def _near_rate(mine: Decimal, theirs: str) -> bool:
    last_place = Decimal(1).scaleb(-len(theirs.partition(".")[2]))
    return abs(mine - Decimal(theirs)) <= max(last_place / 2, Decimal(theirs) / 100)


def _shown(mine: Component | None) -> str:
    if mine is None:
        return "found"
    return f"{mine.monthly_quantity} x {mine.unit_price} = {mine.monthly_cost} ({mine.state})"


def _report(scores: Mapping[str, Score]) -> None:
    total: Counter[str] = Counter()
    print(f"{'type':42} right  of  extra")
    for name, score in sorted(scores.items()):
        print(f"{name:42} {score.right:5} {score.expected:4} {score.extra:5}")
        total.update(right=score.right, expected=score.expected, extra=score.extra)
    share = 100 * total["right"] / max(total["expected"], 1)
    print(
        f"components right: {total['right']} of {total['expected']} ({share:.1f} %), "
        f"{total['extra']} more than the cases have"
    )


@dataclass(frozen=True)
class _Source:
    """One case's Terraform, with what reading its blocks needs."""

    terraform: Mapping[str, Any]
    regions: Mapping[str, str]
    catalog: Catalog


def case_plan(terraform: Mapping[str, Any], catalog: Catalog) -> Plan:
    """Return the Plan of a case: counts and literal for_each expanded, defaults filled."""
    source = _Source(terraform, _regions(terraform), catalog)
    resources = [
        resource
        for entry in terraform["resource"]
        for kind, named in entry.items()
        for name, attributes in named.items()
        for resource in _expand(Address(kind, name), attributes, source)
    ]
    return Plan(tuple(resources), region=source.regions.get("", ""))


def _regions(terraform: Mapping[str, Any]) -> dict[str, str]:
    """Return the region of each provider alias; the key of the default one is empty."""
    found = {}
    for entry in terraform.get("provider", ()):
        for block in entry.values():
            for one in block if isinstance(block, list) else [block]:
                found[one.get("alias", "")] = str(one.get("region", ""))
    return found


def _expand(address: Address, attributes: Mapping[str, Any], source: _Source) -> Iterator[Resource]:
    body = {k: v for k, v in attributes.items() if k not in _META}
    alias = re.sub(r"[${}]", "", str(attributes.get("provider", ""))).partition(".")[2]
    if alias and source.regions.get(alias):
        body["region"] = source.regions[alias]
    for index, words in _instances(attributes, source.terraform):
        values = _filled(_replaced(body, words), address.type, source.catalog)
        yield make_resource(
            replace(address, index=index),
            _without_references(values),
            expressions=tuple(_expressions(values, ())),
        )


def _instances(
    attributes: Mapping[str, Any], terraform: Mapping[str, Any]
) -> Iterator[tuple[int | str | None, dict[str, Any]]]:
    if "count" in attributes:
        for number in range(int(attributes["count"])):
            yield number, {"count.index": number}
    elif "for_each" in attributes:
        for key, value in _each(attributes["for_each"], terraform).items():
            words = {"each.key": key, "each.value": value}
            if isinstance(value, Mapping):
                words |= {f"each.value.{k}": v for k, v in value.items()}
            yield key, words
    else:
        yield None, {}


def _each(given: Any, terraform: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a for_each: a literal mapping, or every pair of a local mapping of lists."""
    if isinstance(given, Mapping):
        return given
    local = re.search(r"in local\.(\w+) :", given)
    pairs = next(
        block[local.group(1)] for block in terraform["locals"] if local and local.group(1) in block
    )
    return {
        f"{engine}-{version}": {"engine": engine, "version": version}
        for engine, versions in pairs.items()
        for version in versions
    }


def _replaced(value: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return {k: _replaced(v, words) for k, v in value.items()}
    if isinstance(value, list):
        return [_replaced(v, words) for v in value]
    if isinstance(value, str):
        whole = re.fullmatch(r"\$\{([\w.]+)\}", value)
        if whole and whole.group(1) in words:
            return words[whole.group(1)]
        for word, text in words.items():
            value = value.replace("${" + word + "}", str(text))
    return value


def _filled(values: dict[str, Any], kind: str, catalog: Catalog) -> dict[str, Any]:
    entry = catalog.types.get(kind)
    facts = entry.attributes.values() if entry else ()
    defaults = {f.name: f.default for f in facts if f.has_default and f.name not in values}
    return {**defaults, **values}


def _expressions(value: Any, path: tuple[str | int, ...]) -> Iterator[Expression]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _expressions(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _expressions(inner, (*path, number))
    elif isinstance(value, str):
        refs = [
            Ref(f"{name}{index}", attribute.lstrip("."))
            for name, index, attribute in _REFERENCE.findall(value)
        ]
        if refs:
            yield Expression(path, mentions=tuple(refs))


def _without_references(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _without_references(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_references(v) for v in value]
    return UNKNOWN if isinstance(value, str) and "${" in value else value


if __name__ == "__main__":
    sys.exit(main())
