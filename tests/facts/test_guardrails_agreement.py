"""The agreement with Checkov: what counts as one question, and the reasons of the differences."""

import re

import yaml

from benchmarks.checkov_agreement import REASONS, fixture_of, reasons_stated
from benchmarks.rule_questions import questions
from dharma_core.policies.findings import Effect, Rule, Severity
from dharma_core.policies.metadata import parse_policy
from dharma_core.storage.policy_files import load_builtin_policies

CELL = re.compile(r"^\| (DH_\w+) \| ([^|]+) \|", re.MULTILINE)


def rule(id_, types, twins=()):
    return Rule(
        id=id_,
        title=id_,
        severity=Severity.LOW,
        effect=Effect.DENY,
        group="security",
        provider="aws",
        resource_types=types,
        twins=twins,
        file=f"{id_}.rego",
    )


def text(condition, said="bad"):
    return f"""package p
import rego.v1
# Why.
deny contains msg if {{
	some address in failing
	msg := sprintf("%s: {said}", [address])
}}
failing := [rc.address | some rc in input.resource_changes; {condition}]
"""


def asked(*rules_and_conditions):
    rules = [r for r, _ in rules_and_conditions]
    texts = {r.file: text(condition, said=r.id) for r, condition in rules_and_conditions}
    return questions(rules, texts)


def test_rules_that_differ_only_by_resource_type_ask_one_question():
    one = (rule("A", ("aws_a",)), 'rc.type == "aws_a"; rc.change.after.open')
    more = (rule("B", ("aws_b", "aws_c")), 'rc.type in ["aws_b", "aws_c"]; rc.change.after.open')
    other = (rule("C", ("aws_a",)), 'rc.type == "aws_a"; rc.change.after.wide')
    assert asked(one, more, other) == {"A": "A", "B": "A", "C": "C"}


def test_rules_with_the_same_checkov_id_ask_one_question_and_tie_others_together():
    first = (rule("A", ("aws_a",), ("CKV_AWS_1",)), 'rc.type == "aws_a"; rc.change.after.x')
    second = (rule("B", ("aws_b",), ("CKV_AWS_2",)), 'rc.type == "aws_b"; rc.change.after.y')
    both = (rule("C", ("aws_c",), ("CKV_AWS_1", "CKV_AWS_2")), 'rc.type == "aws_c"')
    assert set(asked(first, second, both).values()) == {"A"}


def test_ids_of_other_tools_do_not_tie_rules_together():
    first = (rule("A", ("aws_a",), ("AVD-AWS-0107",)), 'rc.type == "aws_a"; rc.change.after.x')
    second = (rule("B", ("aws_a",), ("AVD-AWS-0107",)), 'rc.type == "aws_a"; rc.change.after.y')
    assert asked(first, second) == {"A": "A", "B": "B"}


def test_each_difference_of_the_page_names_a_rule_with_its_own_twins():
    policies = [parse_policy(source) for source in load_builtin_policies()]
    twins = {p.rule.id: p.rule.twins for p in policies if p.rules}
    rows = CELL.findall(REASONS.read_text("utf-8"))
    wrong = [id_ for id_, named in rows if not set(named.split(", ")) <= set(twins.get(id_, ()))]
    assert len(rows) > 40
    assert wrong == []


def test_each_difference_of_the_page_lies_in_a_fixture():
    stated = sorted({place for _, place in reasons_stated(REASONS)})
    absent = []
    for place in stated:
        folder, address = place.split(" ")
        id_, part = folder.split("/")
        given = yaml.safe_load(fixture_of(id_).read_text("utf-8"))
        absent += [place] if address not in given[part] else []
    assert len(stated) > 40
    assert absent == []
