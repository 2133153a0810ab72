"""Dharma's verdicts beside Checkov's: the same rule, the same resource, the same folder.

Every fixture of a rule with a Checkov twin is written as a Terraform folder, and both tools judge
all resources of all folders. Run from the root: ``python -m benchmarks.checkov_agreement [RULE ...]
[--differences]``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.rival_checkov import find_checkov, scan
from dharma_core.policies.findings import Rule
from dharma_core.workbench import Workbench
from tests.unit.policies.small_plans import build_plan

FIXTURES = Path(__file__).resolve().parents[1] / "tests/unit/policies/fixtures/rules"
PARTS = ("fire", "pass", "agree")
GOAL_RULES, GOAL_SHARE = 120, 0.97

Place = tuple[str, str]  # folder, address


@dataclass(frozen=True, slots=True)
class Row:
    """One rule and resource that both tools judged; True where it is broken."""

    rule: str
    twins: tuple[str, ...]
    place: Place
    ours: bool
    theirs: bool


def twins_of(rule: Rule) -> tuple[str, ...]:
    """Return the Checkov ids of a rule."""
    return tuple(t for t in rule.twins if t.startswith("CKV"))


def fixture_of(id_: str) -> Path:
    """Return where a rule's fixture lies; rules over secrets have none."""
    return FIXTURES / f"{id_}.yaml"


def write_folders(bench: Workbench, rules: Mapping[str, Rule], root: Path) -> None:
    """Write each fixture of each rule as a folder ``RULE/part``."""
    for id_ in rules:
        given = yaml.safe_load(fixture_of(id_).read_text("utf-8"))
        for part in PARTS:
            if part in given:
                _write(bench, given[part], root / id_ / part)


def _write(bench: Workbench, resources: Any, folder: Path) -> None:
    made = bench.generate(build_plan(resources), "terraform")
    folder.mkdir(parents=True)
    for file in made.files:
        if file.path.endswith(".tf"):
            (folder / file.path).write_text(file.text, "utf-8")


def our_verdicts(bench: Workbench, root: Path) -> tuple[dict[Place, set[str]], set[Place]]:
    """Return the rules broken at each place, and those whose finding is "cannot tell"."""
    broken: dict[Place, set[str]] = defaultdict(set)
    unsure: set[Place] = set()
    for folder in sorted(p for p in root.glob("*/*") if p.is_dir()):
        name = folder.relative_to(root).as_posix()
        for finding in bench.check(bench.read(str(folder))).findings:
            place = (name, finding.address)
            if "unknown" in finding.evidence:
                unsure.add((f"{name}:{finding.rule_id}", finding.address))
            else:
                broken[place].add(finding.rule_id)
    return broken, unsure


def compare(bench: Workbench, rules: Mapping[str, Rule], root: Path, command: str) -> Iterator[Row]:
    """Yield what both tools said, for every place that both judged."""
    write_folders(bench, rules, root)
    broken, unsure = our_verdicts(bench, root)
    theirs: dict[str, dict[Place, bool]] = defaultdict(dict)
    for verdict in scan(command, root, {t for r in rules.values() for t in twins_of(r)}):
        folder = Path(verdict.file).parent.as_posix()
        theirs[verdict.check][folder, verdict.address] = not verdict.passed
    for id_, rule in rules.items():
        places = {p for t in twins_of(rule) for p in theirs[t]}
        for place in sorted(places):
            if (
                _type(place[1]) in rule.resource_types
                and (f"{place[0]}:{id_}", place[1]) not in unsure
            ):
                failed = any(theirs[t].get(place, False) for t in twins_of(rule))
                yield Row(id_, twins_of(rule), place, id_ in broken[place], failed)


def _type(address: str) -> str:
    return address.rpartition("module.")[2].split(".")[-2]


def said(rows: list[Row], rules: Mapping[str, Rule], *, differences: bool) -> bool:
    """Print the share and the differences; return whether the goal is met."""
    judged = {r.rule for r in rows}
    same = sum(r.ours == r.theirs for r in rows)
    share = same / len(rows) if rows else 0.0
    met = share >= GOAL_SHARE and len(judged) >= GOAL_RULES
    print(
        f"{len(judged)} rules with a Checkov twin judged in both tools (goal {GOAL_RULES}); "
        f"{same} of {len(rows)} verdicts equal: {share:.1%} (goal {GOAL_SHARE:.0%})"
    )
    for id_ in sorted(set(rules) - judged):
        print(f"  no verdict of Checkov's: {id_} {', '.join(twins_of(rules[id_]))}")
    counted = Counter(r.rule for r in rows if r.ours != r.theirs)
    for id_, number in counted.most_common():
        print(f"  {number} different: {id_} {', '.join(twins_of(rules[id_]))}: {rules[id_].title}")
        for row in (r for r in rows if differences and r.rule == id_ and r.ours != r.theirs):
            print(f"    {row.place[0]} {row.place[1]}: {_who(row)}")
    return met


def _who(row: Row) -> str:
    return "only Dharma fires" if row.ours else "only Checkov fires"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*", help="Rule ids; every one with a twin when left out.")
    parser.add_argument("--differences", action="store_true", help="List every single one.")
    given = parser.parse_args(arguments)
    command = find_checkov()
    if command is None:
        return 0
    bench = Workbench.open()
    rules = {r.id: r for r in bench.rules() if twins_of(r) and fixture_of(r.id).exists()}
    chosen = {k: v for k, v in rules.items() if k in given.rules} if given.rules else rules
    with tempfile.TemporaryDirectory() as folder:
        rows = list(compare(bench, chosen, Path(folder), command))
    met = said(rows, chosen, differences=given.differences or bool(given.rules))
    return 0 if met or given.rules else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
