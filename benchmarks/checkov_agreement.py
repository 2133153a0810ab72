"""Dharma's verdicts beside Checkov's: the same rule, the same resource, the same folder.

Every fixture of a rule with a Checkov twin is written as a Terraform folder, and both tools judge
all resources of all folders. Run from the root: ``python -m benchmarks.checkov_agreement [RULE ...]
[--differences]``.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

from benchmarks.rival_checkov import find_checkov, scan
from benchmarks.rule_questions import questions
from dharma_core.generation.formats.terraform import render
from dharma_core.policies.findings import Rule
from dharma_core.storage.policy_files import load_builtin_policies
from dharma_core.workbench import Workbench
from tests.unit.policies.small_plans import build_plan

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests/unit/policies/fixtures/rules"
REASONS = ROOT / "docs/guardrails-agreement.md"
PARTS = ("fire", "pass", "agree")
GOAL_RULES, GOAL_SHARE = 120, 0.97

Place = tuple[str, str]  # folder, address

_REASON = re.compile(r"^\| (DH_\w+) \|(.*)\|$", re.MULTILINE)
_PLACE = re.compile(r"DH_\w+/\w+ [\w.-]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule and resource that both tools judged; True where it is broken."""

    rule: str
    twins: tuple[str, ...]
    place: Place
    ours: bool
    theirs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both tools said.

    Parameters
    ----------
    alone : tuple of (rule, place)
        Where Dharma's rule fires and no twin has a verdict: Checkov does not know the type.
    undecided : int
        How many places Checkov judged where Dharma cannot tell before apply.
    """

    rows: tuple[Row, ...]
    alone: tuple[tuple[str, Place], ...]
    undecided: int


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
    """Write one folder; what a fixture says is written even where the provider defaults to it."""
    made = render(build_plan(resources), bench.catalog, keep=lambda _type, _path: True)
    folder.mkdir(parents=True)
    for file in made.files:
        if file.path.endswith(".tf"):
            (folder / file.path).write_text(file.text, "utf-8")


def our_verdicts(
    bench: Workbench, root: Path
) -> tuple[dict[Place, set[str]], set[tuple[str, Place]]]:
    """Return the rules broken at each place, and the rule and place of each "cannot tell"."""
    broken: dict[Place, set[str]] = defaultdict(set)
    unsure: set[tuple[str, Place]] = set()
    for folder in sorted(p for p in root.glob("*/*") if p.is_dir()):
        name = folder.relative_to(root).as_posix()
        for finding in bench.check(bench.read(str(folder))).findings:
            place = (name, finding.address)
            if "unknown" in finding.evidence:
                unsure.add((finding.rule_id, place))
            else:
                broken[place].add(finding.rule_id)
    return broken, unsure


def compare(bench: Workbench, rules: Mapping[str, Rule], root: Path, command: str) -> Comparison:
    """Return what both tools said of every place, and where only one of them said something."""
    write_folders(bench, rules, root)
    broken, unsure = our_verdicts(bench, root)
    theirs: dict[str, dict[Place, bool]] = defaultdict(dict)
    for verdict in scan(command, root, {t for r in rules.values() for t in twins_of(r)}):
        folder = Path(verdict.file).parent.as_posix()
        theirs[verdict.check][folder, verdict.address] = not verdict.passed
    rows, undecided = [], 0
    for rule in rules.values():
        for place, failed in sorted(_said_of(rule, theirs)):
            if (rule.id, place) in unsure:
                undecided += 1
            else:
                rows.append(Row(rule.id, twins_of(rule), place, rule.id in broken[place], failed))
    judged = {(r.rule, r.place) for r in rows}
    alone = ((id_, place) for place, ids in broken.items() for id_ in ids & rules.keys())
    return Comparison(tuple(rows), tuple(sorted(set(alone) - judged)), undecided)


def _said_of(
    rule: Rule, theirs: Mapping[str, Mapping[Place, bool]]
) -> Iterator[tuple[Place, bool]]:
    """Yield each place of the rule's types that a twin judged, and whether any of them fails it."""
    twins = [theirs[t] for t in twins_of(rule) if t in theirs]
    for place in {place for twin in twins for place in twin}:
        if _type(place[1]) in rule.resource_types:
            yield place, any(twin.get(place, False) for twin in twins)


def _type(address: str) -> str:
    return address.rpartition("module.")[2].split(".")[-2]


def said(found: Comparison, rules: Mapping[str, Rule], *, differences: bool) -> bool:
    """Print the share and the differences; return whether the goal is met."""
    rows = found.rows
    judged = {r.rule for r in rows}
    asked = questions((rules[i] for i in judged), {s.file: s.text for s in load_builtin_policies()})
    same = sum(r.ours == r.theirs for r in rows)
    share = same / len(rows) if rows else 0.0
    number = len(set(asked.values()))
    print(
        f"{len(judged)} rules with a Checkov twin judged in both tools: {number} questions, where "
        f"rules that differ only by resource type count once (goal {GOAL_RULES})"
    )
    print(f"{same} of {len(rows)} verdicts equal: {share:.1%} (goal {GOAL_SHARE:.0%})")
    print(f"each question counted once: {_share_of_questions(rows, asked):.1%}")
    print(f"left out: {found.undecided} that Dharma cannot tell before apply")
    _say_alone(found, rules, differences=differences)
    _say_differences(rows, rules, differences=differences)
    return share >= GOAL_SHARE and number >= GOAL_RULES


def _share_of_questions(rows: Iterable[Row], asked: Mapping[str, str]) -> float:
    """Return the mean over all questions of the share of equal verdicts."""
    answers: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        answers[asked[row.rule]].append(row.ours == row.theirs)
    return mean(mean(a) for a in answers.values()) if answers else 0.0


def _say_alone(found: Comparison, rules: Mapping[str, Rule], *, differences: bool) -> None:
    print(f"left out: {len(found.alone)} that Dharma fires on and Checkov gives no verdict of")
    counted = Counter((id_, _type(place[1])) for id_, place in found.alone)
    for (id_, type_), number in counted.most_common() if differences else ():
        print(f"    {number} {type_}: {id_} {', '.join(twins_of(rules[id_]))}")
    for id_ in sorted(set(rules) - {r.rule for r in found.rows}):
        print(f"  no verdict of Checkov's: {id_} {', '.join(twins_of(rules[id_]))}")


def _say_differences(rows: Iterable[Row], rules: Mapping[str, Rule], *, differences: bool) -> None:
    apart = [r for r in rows if r.ours != r.theirs]
    for id_, number in Counter(r.rule for r in apart).most_common():
        print(f"  {number} different: {id_} {', '.join(twins_of(rules[id_]))}: {rules[id_].title}")
        for row in (r for r in apart if differences and r.rule == id_):
            print(f"    {' '.join(row.place)}: {_who(row)}")
    _say_page({(r.rule, " ".join(r.place)) for r in apart}, rules)


def _say_page(apart: set[tuple[str, str]], rules: Mapping[str, Rule]) -> None:
    """Print where the page of reasons and the differences found are not the same."""
    stated = {(id_, place) for id_, place in reasons_stated(REASONS) if id_ in rules}
    for id_, place in sorted(apart - stated):
        print(f"  {REASONS.name} has no reason yet: {id_} {place}")
    for id_, place in sorted(stated - apart):
        print(f"  {REASONS.name} names what is no difference: {id_} {place}")


def reasons_stated(page: Path) -> set[tuple[str, str]]:
    """Return the rule and place of each difference that a page gives a reason for."""
    rows = _REASON.findall(page.read_text("utf-8"))
    return {(id_, place) for id_, cells in rows for place in _PLACE.findall(cells)}


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
        found = compare(bench, chosen, Path(folder), command)
    met = said(found, chosen, differences=given.differences or bool(given.rules))
    return 0 if met or given.rules else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
